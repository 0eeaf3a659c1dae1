import Bytes
import Testing

@testable import EmbeddedCassandra

@Suite struct PartitionReaderTests {
    private typealias Fixtures = StorageFixtures

    private func store(_ clusterings: [(Int, Int)], _ shape: TableShape = Fixtures.clustered) -> TableStore {
        let store = TableStore(shape: shape)
        let rows = clusterings.map { first, second in
            Fixtures.row(clustering: Fixtures.clustering(first, second)) { $0.setLiveness(timestamp: 1) }
        }
        store.apply(Fixtures.mutation(rows: rows))
        return store
    }

    private func clusterings(
        _ store: TableStore, _ slices: [ClusteringSlice] = [], reversed: Bool = false
    ) -> [[Int]] {
        var reader = PartitionReader(store.partition(Fixtures.key(1)), shape: store.shape, now: 0)
        reader.begin(slices: slices, reversed: reversed)
        var found: [[Int]] = []
        while let row = reader.next() {
            found.append(
                ClusteringKey.components(of: row.clustering).map { value in
                    var reader = ByteReader(value)
                    return Int(reader.readInteger(as: Int32.self) ?? 0)
                })
        }
        return found
    }

    private func bound(_ values: Int..., isInclusive: Bool = true) -> ClusteringBound {
        ClusteringBound(
            prefix: ClusteringKey.encode(values.map(Fixtures.int)), count: values.count, isInclusive: isInclusive)
    }

    @Test func rowsStandInTheOrderOfTheTable() {
        let store = store([(2, 1), (1, 5), (-1, 0), (1, 9), (2, 3), (1, 7)])
        let ascending = [[-1, 0], [1, 9], [1, 7], [1, 5], [2, 3], [2, 1]]
        #expect(clusterings(store) == ascending)
        #expect(clusterings(store, reversed: true) == ascending.reversed())
        #expect(store.rowCount == 6)
        #expect(store.partitionCount == 1)
    }

    @Test func slicesEndWhereTheirBoundsSay() {
        let store = store((0..<5).flatMap { first in (0..<3).map { (first, $0) } })
        let prefix = ClusteringSlice(prefix: Fixtures.clustering(2), count: 1)
        #expect(clusterings(store, [prefix]) == [[2, 2], [2, 1], [2, 0]])
        let open = ClusteringSlice(start: bound(3, isInclusive: false), end: .open)
        #expect(clusterings(store, [open]) == [[4, 2], [4, 1], [4, 0]])
        let half = ClusteringSlice(start: .open, end: bound(1, isInclusive: false))
        #expect(clusterings(store, [half]) == [[0, 2], [0, 1], [0, 0]])
        let inner = ClusteringSlice(start: bound(1, 1, isInclusive: false), end: bound(2, 1))
        #expect(clusterings(store, [inner]) == [[1, 0], [2, 2], [2, 1]])
        #expect(
            clusterings(store, [half, inner], reversed: true) == [[2, 1], [2, 2], [1, 0], [0, 0], [0, 1], [0, 2]])
        let empty = ClusteringSlice(start: bound(3), end: bound(1))
        #expect(clusterings(store, [empty]) == [])
        let missing = ClusteringSlice(prefix: Fixtures.clustering(9), count: 1)
        #expect(clusterings(store, [missing, open]) == [[4, 2], [4, 1], [4, 0]])
    }

    @Test func aRowLivesByItsMarkerOrByACell() {
        let store = TableStore(shape: Fixtures.clustered)
        func apply(_ number: Int, _ fill: (inout RowBuilder) -> Void) {
            store.apply(
                Fixtures.mutation(rows: [Fixtures.row(clustering: Fixtures.clustering(number, 0), fill)]))
        }
        let gone = DeletionTime(timestamp: 9, localSeconds: 0)
        apply(1) { $0.setLiveness(timestamp: 1) }
        apply(2) { $0.cell(4, timestamp: 1, value: Fixtures.text("a")) }
        apply(3) { $0.cell(4, timestamp: 1, value: Fixtures.text("a")) }
        apply(3) { $0.tombstone(4, gone) }
        apply(4) { $0.setLiveness(timestamp: 1, timeToLive: 10, expiresAt: 100) }
        apply(5) { $0.cell(4, timestamp: 1, timeToLive: 10, expiresAt: 100, value: Fixtures.text("a")) }
        apply(6) { $0.setLiveness(timestamp: 1) }
        apply(6) { $0.setDeletion(gone) }
        apply(7) { $0.element(5, path: Fixtures.int(1), timestamp: 1, value: Fixtures.text("a")) }
        apply(8) { $0.setLiveness(timestamp: 1) }
        apply(8) { $0.tombstone(4, gone) }
        func alive(at now: Int64) -> [String] {
            Fixtures.read([store.partition(Fixtures.key(1))], now: now).map { String($0.prefix(8).suffix(1)) }
        }
        #expect(alive(at: 99) == ["1", "2", "4", "5", "7", "8"])
        #expect(alive(at: 100) == ["1", "2", "7", "8"])
    }

    @Test func aCellIsCopiedBehindItsLength() {
        let row = Fixtures.row {
            $0.setLiveness(timestamp: 1, timeToLive: 5, expiresAt: 50)
            $0.cell(4, timestamp: 1, timeToLive: 5, expiresAt: 50, value: Fixtures.text("ab"))
        }
        var writer = ByteWriter(capacity: 8)
        let view = RowView(block: row, now: 49, isClustered: true)
        #expect(view.copyCell(4, into: &writer))
        #expect(!view.copyCell(3, into: &writer))
        #expect(!RowView(block: row, now: 50, isClustered: true).copyCell(4, into: &writer))
        #expect(view.copyClustering(1, into: &writer))
        #expect(!view.copyClustering(2, into: &writer))
        let written = ByteSlice(writer.finish()).hexadecimal
        #expect(written == "00000002" + "6162" + "ffffffff" + "ffffffff" + "00000004" + "00000001" + "ffffffff")
        #expect(view.cell(4)?.timeToLive == 5)
        #expect(view.cell(4)?.expiresAt == 50)
    }

    @Test func repairsAreWhatAPartLacks() {
        let first = TableStore(shape: Fixtures.clustered)
        let second = TableStore(shape: Fixtures.clustered)
        let third = TableStore(shape: Fixtures.clustered)
        let row = Fixtures.row { $0.cell(4, timestamp: 1, value: Fixtures.text("old")) }
        for store in [first, second, third] { store.apply(Fixtures.mutation(rows: [row])) }
        first.apply(Fixtures.mutation(rows: [Fixtures.row { $0.cell(4, timestamp: 2, value: Fixtures.text("new")) }]))
        second.apply(
            Fixtures.mutation(tombstones: [
                RangeTombstone(
                    slice: ClusteringSlice(prefix: Fixtures.clustering(7), count: 1),
                    deletion: DeletionTime(timestamp: 3, localSeconds: 3))
            ]))
        let stores = [first, second, third]
        var reader = PartitionReader(
            stores.map { $0.partition(Fixtures.key(1)) }, shape: Fixtures.clustered, now: 0)
        reader.begin()
        #expect(reader.next()?.cell(4)?.value == Fixtures.text("new"))
        #expect(reader.next() == nil)
        let repairs = reader.repairs
        #expect(repairs.map(\.part) == [0, 1, 2])
        #expect(repairs.map { $0.mutation.rows.count } == [0, 1, 1])
        #expect(repairs.map { $0.mutation.rangeTombstones.count } == [1, 0, 1])
        for repair in repairs { stores[repair.part].apply(repair.mutation) }
        #expect(Set(stores.map(Fixtures.contents)).count == 1)
        var again = PartitionReader(stores.map { $0.partition(Fixtures.key(1)) }, shape: Fixtures.clustered, now: 0)
        again.begin()
        while again.next() != nil {}
        #expect(again.repairs.isEmpty)
    }

    @Test func aPartThatHasNothingIsGivenEverything() {
        let store = TableStore(shape: Fixtures.plain)
        store.apply(
            Fixtures.mutation(
                Fixtures.plain,
                rows: [
                    Fixtures.row(Fixtures.plain, clustering: ByteSlice()) {
                        $0.cell(4, timestamp: 1, value: Fixtures.text("a"))
                    }
                ]))
        var reader = PartitionReader(
            [nil, store.partition(Fixtures.key(1))], shape: Fixtures.plain, now: 0)
        reader.begin()
        #expect(reader.next() != nil)
        #expect(reader.repairs.map(\.part) == [0])
        let other = TableStore(shape: Fixtures.plain)
        for repair in reader.repairs { other.apply(repair.mutation) }
        #expect(Fixtures.contents(other) == Fixtures.contents(store))
    }
}
