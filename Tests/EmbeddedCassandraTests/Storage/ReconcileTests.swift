import Bytes
import Testing

@testable import EmbeddedCassandra

@Suite struct ReconcileTests {
    private typealias Fixtures = StorageFixtures

    /// A cell of column 4, weaker or stronger than others.
    struct Cell: Sendable, CustomTestStringConvertible {
        var description: String
        var fill: @Sendable (inout RowBuilder) -> Void
        var testDescription: String { description }
    }

    private static func live(_ timestamp: Int64, _ value: String) -> Cell {
        Cell(description: "\(value) at \(timestamp)") {
            $0.cell(4, timestamp: timestamp, value: StorageFixtures.text(value))
        }
    }

    private static func expiring(_ timestamp: Int64, _ value: String, until end: Int64, ttl: Int32 = 10) -> Cell {
        Cell(description: "\(value) at \(timestamp) until \(end) of \(ttl)") {
            $0.cell(4, timestamp: timestamp, timeToLive: ttl, expiresAt: end, value: StorageFixtures.text(value))
        }
    }

    private static func dead(_ timestamp: Int64, _ seconds: Int32) -> Cell {
        Cell(description: "tombstone at \(timestamp) of second \(seconds)") {
            $0.tombstone(4, DeletionTime(timestamp: timestamp, localSeconds: seconds))
        }
    }

    static let stronger: [(Cell, Cell)] = [
        (live(2, "a"), live(1, "b")), (live(2, "b"), live(2, "a")), (live(2, "aa"), live(2, "a")),
        (live(2, ""), live(1, "a")), (live(2, "\u{FF}"), live(2, "a")), (dead(2, 5), live(2, "z")),
        (live(3, "z"), dead(2, 5)), (dead(2, 5), expiring(2, "z", until: 90)), (dead(2, 6), dead(2, 5)),
        (dead(3, 5), dead(2, 6)), (expiring(2, "a", until: 50), live(2, "z")),
        (expiring(2, "a", until: 51), expiring(2, "z", until: 50)),
        (expiring(2, "b", until: 50), expiring(2, "a", until: 50)),
        (expiring(2, "a", until: 50, ttl: 11), expiring(2, "a", until: 50)),
        (live(3, "a"), expiring(2, "z", until: 50)), (live(-5, "a"), live(-6, "b")),
    ]

    @Test(arguments: stronger) func theStrongerCellStaysWhateverTheOrder(_ strong: Cell, _ weak: Cell) {
        let (winner, loser) = (Fixtures.row { strong.fill(&$0) }, Fixtures.row { weak.fill(&$0) })
        #expect(RowMerge.merge(winner, loser, Fixtures.clustered).storage === winner.storage)
        #expect(RowMerge.merge(loser, winner, Fixtures.clustered).storage === winner.storage)
        // Written into one row they come to the same.
        let both = Fixtures.row {
            strong.fill(&$0)
            weak.fill(&$0)
        }
        #expect(both == winner)
    }

    @Test func aRowDeletionTakesWhatIsNotLater() {
        let row = Fixtures.row {
            $0.setLiveness(timestamp: 5)
            $0.cell(4, timestamp: 6, value: Fixtures.text("a"))
            $0.element(5, path: Fixtures.int(1), timestamp: 5, value: Fixtures.text("b"))
        }
        let deletion = Fixtures.row { $0.setDeletion(DeletionTime(timestamp: 5, localSeconds: 1)) }
        let expected = Fixtures.row {
            $0.setDeletion(DeletionTime(timestamp: 5, localSeconds: 1))
            $0.cell(4, timestamp: 6, value: Fixtures.text("a"))
        }
        #expect(RowMerge.merge(row, deletion, Fixtures.clustered) == expected)
        #expect(RowMerge.merge(deletion, row, Fixtures.clustered) == expected)
        #expect(RowMerge.filter(row, floor: 6, Fixtures.clustered) == nil)
        #expect(RowMerge.filter(row, floor: 4, Fixtures.clustered)?.storage === row.storage)
    }

    @Test func aCollectionDeletionTakesElementsThatAreNotLater() {
        let old = Fixtures.row {
            $0.element(5, path: Fixtures.int(2), timestamp: 4, value: Fixtures.text("old"))
            $0.element(5, path: Fixtures.int(-1), timestamp: 9, value: Fixtures.text("later"))
        }
        let overwrite = Fixtures.row {
            $0.element(5, path: Fixtures.int(3), timestamp: 5, value: Fixtures.text("new"))
            $0.collectionDeletion(5, DeletionTime(timestamp: 4, localSeconds: 1))
        }
        for merged in [
            RowMerge.merge(old, overwrite, Fixtures.clustered), RowMerge.merge(overwrite, old, Fixtures.clustered),
        ] {
            let view = RowView(block: merged, now: 0, isClustered: true)
            #expect(view.elements(5).map(\.path) == [Fixtures.int(-1), Fixtures.int(3)])
        }
    }

    @Test func counterShardsWithTheLaterClockStay() {
        func counter(_ shards: [CounterShards.Shard], at timestamp: Int64) -> RowBlock {
            Fixtures.row { $0.counter(6, shards: CounterShards.encode(shards), timestamp: timestamp) }
        }
        let left = counter([.init(node: 1, clock: 2, value: 10), .init(node: 2, clock: 1, value: 5)], at: 7)
        let right = counter([.init(node: 3, clock: 1, value: 100), .init(node: 1, clock: 1, value: 99)], at: 8)
        for merged in [
            RowMerge.merge(left, right, Fixtures.clustered), RowMerge.merge(right, left, Fixtures.clustered),
        ] {
            let view = RowView(block: merged, now: 0, isClustered: true)
            #expect(view.counterValue(6) == 115)
            #expect(view.counterTimestamp(6) == 8)
            #expect(RowMerge.merge(merged, left, Fixtures.clustered).storage === merged.storage)
        }
        let deleted = Fixtures.row { $0.tombstone(6, DeletionTime(timestamp: 1, localSeconds: 1)) }
        #expect(RowMerge.merge(left, deleted, Fixtures.clustered) == deleted)
        #expect(RowMerge.merge(deleted, left, Fixtures.clustered) == deleted)
        let counted = CounterShards.adding(-3, by: 2, to: CounterShards.adding(5, by: 2, to: nil))
        #expect(CounterShards.decode(counted) == [.init(node: 2, clock: 2, value: 2)])
    }

    @Test func theLaterMarkerStays() {
        func marker(_ timestamp: Int64, _ ttl: Int32 = 0, _ end: Int64 = 0) -> RowBlock {
            Fixtures.row { $0.setLiveness(timestamp: timestamp, timeToLive: ttl, expiresAt: end) }
        }
        let rising = [marker(1), marker(2), marker(2, 5, 50), marker(2, 5, 51), marker(2, 6, 51), marker(3)]
        for (index, strong) in rising.enumerated() {
            for weak in rising[..<index] {
                #expect(RowMerge.merge(strong, weak, Fixtures.clustered).storage === strong.storage)
                #expect(RowMerge.merge(weak, strong, Fixtures.clustered).storage === strong.storage)
            }
        }
    }
}
