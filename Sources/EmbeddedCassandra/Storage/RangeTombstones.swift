/// The range tombstones of a partition, in their order; none is covered by another. So the list is the same in whatever
/// order they came.
struct RangeTombstones: Hashable, Sendable {
    private(set) var all: [RangeTombstone] = []

    var isEmpty: Bool { all.isEmpty }

    /// Adds one; `false` when it deletes nothing that the others do not.
    @discardableResult mutating func insert(_ tombstone: RangeTombstone, _ shape: TableShape) -> Bool {
        if all.contains(where: { shape.tombstone($0, covers: tombstone) }) { return false }
        all.removeAll { shape.tombstone(tombstone, covers: $0) }
        let place = all.firstIndex { Self.compare(tombstone, $0, shape) < 0 } ?? all.count
        all.insert(tombstone, at: place)
        return true
    }

    /// Drops those that a deletion of the whole partition makes superfluous.
    mutating func dropShadowed(by deletion: DeletionTime) {
        all.removeAll { deletion.deletes($0.deletion.timestamp) }
    }

    mutating func purge(before graceStart: Int64) {
        all.removeAll { Int64($0.deletion.localSeconds) < graceStart }
    }

    /// The time up to which rows with this clustering are deleted.
    func floor(of row: RowBlock, _ shape: TableShape) -> Int64 {
        var floor = Int64.min
        for tombstone in all where tombstone.deletion.timestamp > floor {
            if !shape.isRow(row, before: ClusteringEdge(start: tombstone.slice.start)),
                shape.isRow(row, before: ClusteringEdge(end: tombstone.slice.end))
            {
                floor = tombstone.deletion.timestamp
            }
        }
        return floor
    }

    private static func compare(_ left: RangeTombstone, _ right: RangeTombstone, _ shape: TableShape) -> Int {
        let start = shape.compareEdges(
            ClusteringEdge(start: left.slice.start), ClusteringEdge(start: right.slice.start))
        if start != 0 { return start }
        let end = shape.compareEdges(ClusteringEdge(end: left.slice.end), ClusteringEdge(end: right.slice.end))
        if end != 0 { return end }
        return left.deletion.timestamp < right.deletion.timestamp ? -1 : 1
    }
}
