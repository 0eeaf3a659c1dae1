import Bytes
import TestKit
import Testing

@testable import EmbeddedCassandra

/// Stores against a model that forgets nothing and merges nothing.
@Suite struct StorageModelTests {
    private typealias Fixtures = StorageFixtures

    /// Few times and values, so that ties are frequent.
    private struct Author {
        var random: SeededGenerator
        let isClustered: Bool

        mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

        mutating func deletion(upTo limit: Int) -> DeletionTime {
            DeletionTime(timestamp: Int64(number(-2...limit)), localSeconds: Int32(number(1...3)))
        }

        mutating func cell(_ columns: [Int]) -> StorageModel.Cell {
            let column = columns[number(0...columns.count - 1)]
            let value = ["a", "b", ""][number(0...2)]
            var cell = StorageModel.Cell(
                column: column, path: column == 5 ? number(-2...2) : nil, timestamp: Int64(number(-2...9)), value: value
            )
            switch number(0...3) {
            case 0:
                cell.value = nil
                cell.seconds = Int64(number(1...3))
            case 1:
                cell.timeToLive = Int32(number(1...2))
                cell.seconds = Int64(number(100...102))
            default: break
            }
            return cell
        }

        mutating func writes(isStatic: Bool) -> [StorageModel.Write] {
            var writes: [StorageModel.Write] = []
            if !isStatic {
                if number(0...2) == 0 {
                    let timeToLive = Int32(number(0...2))
                    writes.append(
                        .marker(
                            timestamp: Int64(number(-2...9)), timeToLive: timeToLive,
                            end: timeToLive == 0 ? 0 : Int64(number(100...102))))
                }
                if number(0...9) == 0 { writes.append(.rowDeletion(deletion(upTo: 6))) }
                if number(0...5) == 0 { writes.append(.collectionDeletion(column: 5, deletion(upTo: 7))) }
            }
            for _ in 0..<number(0...4) {
                writes.append(.cell(cell(isStatic ? [3] : isClustered ? [4, 5] : [3, 4, 5])))
            }
            return writes
        }

        mutating func change() -> StorageModel.Change {
            switch number(0...29) {
            case 0: return .partitionDeletion(deletion(upTo: 3))
            case 1, 2:
                guard isClustered else { return .partitionDeletion(deletion(upTo: 3)) }
                let lower = number(0...4)
                return .range(lower: lower, upper: lower + number(0...2), deletion(upTo: 6))
            case 3, 4:
                guard isClustered else { fallthrough }
                return .row(clustering: nil, writes(isStatic: true))
            default:
                return .row(clustering: isClustered ? [number(0...4), number(0...3)] : [], writes(isStatic: false))
            }
        }
    }

    @Test(arguments: [true, false]) func storesShowWhatTheModelSaysInWhateverOrderTheyLearn(_ isClustered: Bool) {
        let shape = isClustered ? Fixtures.clustered : Fixtures.plain
        var author = Author(random: Seed.forThisRun().generator, isClustered: isClustered)
        for round in 0..<300 {
            var model = StorageModel()
            let stores = (0..<3).map { _ in TableStore(shape: shape) }
            for _ in 0..<author.number(1...60) { model.changes.append(author.change()) }
            for store in stores {
                for change in model.changes.shuffled(using: &author.random) { store.apply(change.mutation(shape)) }
                // Learning again what is known changes nothing.
                if let again = model.changes.randomElement(using: &author.random) { store.apply(again.mutation(shape)) }
            }
            let contents = stores.map(Fixtures.contents)
            guard contents[0] == contents[1], contents[0] == contents[2] else {
                Issue.record("replicas differ in round \(round)")
                return
            }
            for now: Int64 in [0, 100, 101, 102] {
                let shown = Fixtures.read([stores[0].partition(Fixtures.key(1))], shape, now: now)
                guard shown == model.rows(now: now) else {
                    Issue.record("round \(round), second \(now): \(shown) instead of \(model.rows(now: now))")
                    return
                }
            }
        }
    }

    @Test(arguments: [true, false]) func partsThatDifferAreReadAsOneAndRepaired(_ isClustered: Bool) {
        let shape = isClustered ? Fixtures.clustered : Fixtures.plain
        var author = Author(random: Seed.forThisRun().generator, isClustered: isClustered)
        for round in 0..<300 {
            var model = StorageModel()
            let stores = (0..<author.number(2...3)).map { _ in TableStore(shape: shape) }
            for _ in 0..<author.number(1...40) {
                let change = author.change()
                model.changes.append(change)
                let luck = author.number(0...stores.count - 1)
                for (index, store) in stores.enumerated() where index == luck || author.number(0...1) == 0 {
                    store.apply(change.mutation(shape))
                }
            }
            var reader = PartitionReader(
                stores.map { $0.partition(Fixtures.key(1)) }, shape: shape, now: 101)
            var shown = reader.staticRow.map { ["static" + Fixtures.show($0)] } ?? []
            reader.begin()
            while let row = reader.next() { shown.append(Fixtures.show(row)) }
            guard shown == model.rows(now: 101) else {
                Issue.record("round \(round): \(shown) instead of \(model.rows(now: 101))")
                return
            }
            let reversed = Fixtures.read(
                stores.map { $0.partition(Fixtures.key(1)) }, shape, now: 101, reversed: true)
            #expect(Set(reversed) == Set(shown))
            for repair in reader.repairs { stores[repair.part].apply(repair.mutation) }
            guard Set(stores.map(Fixtures.contents)).count == 1 else {
                Issue.record("replicas differ after their repair in round \(round)")
                return
            }
        }
    }

    @Test func mergingRowsIsCommutativeAssociativeAndIdempotent() {
        var author = Author(random: Seed.forThisRun().generator, isClustered: true)
        let shape = Fixtures.clustered
        func row() -> RowBlock {
            StorageModel.Change.row(clustering: [1, 1], author.writes(isStatic: false)).mutation(shape).rows[0]
        }
        for _ in 0..<5_000 {
            let (first, second, third) = (row(), row(), row())
            let both = RowMerge.merge(first, second, shape)
            #expect(both == RowMerge.merge(second, first, shape))
            #expect(RowMerge.merge(both, first, shape).storage === both.storage)
            #expect(RowMerge.merge(first, both, shape) == both)
            let left = RowMerge.merge(both, third, shape)
            let right = RowMerge.merge(first, RowMerge.merge(second, third, shape), shape)
            #expect(left == right)
            #expect(left.storage.room - left.storage.count < 16)
        }
    }

    @Test func replicasAgreeOnCounters() {
        var random = Seed.forThisRun().generator
        for _ in 0..<100 {
            let stores = (0..<3).map { _ in TableStore(shape: Fixtures.clustered) }
            var shards: [UInt16: ByteSlice] = [:]
            var mutations: [Mutation] = []
            var sum: Int64 = 0
            for time in 0..<20 {
                let node = UInt16.random(in: 1...3, using: &random)
                let delta = Int64.random(in: -5...5, using: &random)
                sum += delta
                let own = CounterShards.adding(delta, by: node, to: shards[node])
                shards[node] = own
                mutations.append(
                    Fixtures.mutation(rows: [Fixtures.row { $0.counter(6, shards: own, timestamp: Int64(time)) }]))
            }
            for store in stores {
                for mutation in mutations.shuffled(using: &random) { store.apply(mutation) }
            }
            #expect(Set(stores.map(Fixtures.contents)).count == 1)
            #expect(
                Fixtures.read([stores[0].partition(Fixtures.key(1))])
                    == ["\(Fixtures.int(1).hexadecimal)/\(Fixtures.int(1).hexadecimal) n=\(sum)"])
        }
    }
}
