import Bytes
import TestKit
import Testing

@testable import EmbeddedCassandra

@Suite struct PartitionIndexTests {
    private typealias Fixtures = StorageFixtures

    private func mutation(_ key: PartitionKey) -> Mutation {
        Mutation(
            table: Fixtures.plain.table, shape: Fixtures.plain, key: key,
            rows: [Fixtures.row(Fixtures.plain, clustering: key.bytes) { $0.setLiveness(timestamp: 1) }])
    }

    private func keys(_ store: TableStore) -> [PartitionKey] {
        var cursor = store.cursor()
        var keys: [PartitionKey] = []
        while let partition = cursor.next() { keys.append(partition.key) }
        return keys
    }

    /// Tokens as they come from a hash, all alike, bunched, and at the ends.
    @Test(arguments: [1, 7, 1_000, 5_000]) func partitionsAreFoundAndStandInOrder(_ spread: Int) {
        var random = Seed.forThisRun().generator
        let store = TableStore(shape: Fixtures.plain)
        var expected: Set<PartitionKey> = []
        for number in 0..<(spread == 1 ? 300 : 3_000) {
            var token = Int64.random(in: 0..<Int64(spread), using: &random)
            if spread == 5_000 { token = Int64(bitPattern: random.next()) }
            if spread == 1_000 { token = token < 10 ? .min : token > 990 ? .max : token << 40 }
            let key = PartitionKey(token: token, bytes: Fixtures.int(number / 2))
            expected.insert(key)
            store.apply(mutation(key))
        }
        let sorted = expected.sorted()
        #expect(store.partitionCount == expected.count)
        #expect(keys(store) == sorted)
        for key in sorted { #expect(store.partition(key)?.key == key) }
        #expect(store.partition(PartitionKey(token: sorted[0].token, bytes: Fixtures.int(99_999))) == nil)
        for key in [sorted[0], sorted[sorted.count / 2], sorted[sorted.count - 1]] {
            var cursor = store.cursor(after: key)
            #expect(cursor.next()?.key == sorted.first { key < $0 })
            var behind = store.cursor(afterToken: key.token)
            #expect(behind.next()?.key == sorted.first { key.token < $0.token })
        }
    }

    @Test func aCursorGoesOnWhilePartitionsAreAdded() {
        let store = TableStore(shape: Fixtures.plain)
        for token in 0..<600 { store.apply(mutation(PartitionKey(token: Int64(token * 10), bytes: Fixtures.int(1)))) }
        var cursor = store.cursor()
        var tokens: [Int64] = []
        while let partition = cursor.next() {
            tokens.append(partition.key.token)
            if partition.key.token % 10 == 0 {
                store.apply(mutation(PartitionKey(token: partition.key.token + 5, bytes: Fixtures.int(1))))
                store.apply(mutation(PartitionKey(token: partition.key.token - 5, bytes: Fixtures.int(1))))
            }
        }
        #expect(tokens == (0..<1_200).map { Int64($0 * 5) })
    }

    @Test func aStoredPartitionDoesNotSeeLaterWrites() {
        let store = TableStore(shape: Fixtures.clustered)
        func write(_ number: Int) {
            store.apply(
                Fixtures.mutation(rows: [
                    Fixtures.row(clustering: Fixtures.clustering(number, 0)) { $0.setLiveness(timestamp: 1) }
                ]))
        }
        for number in 0..<1_000 { write(number) }
        let before = store.partition(Fixtures.key(1))
        for number in 1_000..<2_000 { write(number) }
        #expect(Fixtures.read([before]).count == 1_000)
        #expect(Fixtures.read([store.partition(Fixtures.key(1))]).count == 2_000)
        store.truncate()
        #expect(store.partition(Fixtures.key(1)) == nil)
        #expect(store.rowCount == 0)
    }

    @Test func whatIsPastItsGraceIsPurged() {
        for shape in [Fixtures.clustered, Fixtures.plain] {
            let store = TableStore(shape: shape)
            for number in 0..<2_000 {
                let key = Fixtures.key(number)
                var builder = RowBuilder(in: key, clustering: Fixtures.clustering(1, 1), shape: shape)
                if number % 3 == 0 { builder.setDeletion(DeletionTime(timestamp: 5, localSeconds: 100)) }
                if number % 3 == 1 { builder.cell(4, timestamp: 6, timeToLive: 1, expiresAt: 200, value: key.bytes) }
                if number % 3 == 2 { builder.setLiveness(timestamp: 6) }
                store.apply(Fixtures.mutation(shape, key: number, rows: [builder.finish(for: shape)]))
            }
            store.purge(now: 864_000 + 100)
            #expect(store.partitionCount == 2_000)
            store.purge(now: 864_000 + 101)
            #expect(store.partitionCount == 1_333)
            store.purge(now: 864_000 + 201)
            #expect(store.partitionCount == 666)
            #expect(store.rowCount == 666)
            #expect(keys(store) == keys(store).sorted())
        }
    }
}
