import Bytes

/// Reads one partition out of what one or several stores have of it, merged.
struct PartitionReader: ~Copyable {
    let key: PartitionKey?
    let shape: TableShape
    let now: Int64

    /// One part, which needs no merge.
    init(_ part: StoredPartition?, shape: TableShape, now: Int64) {
        key = part?.key
        self.shape = shape
        self.now = now
    }

    /// Several parts; `nil` for a store that has nothing of the partition.
    init(_ parts: [StoredPartition?], shape: TableShape, now: Int64) {
        key = parts.lazy.compactMap { $0 }.first?.key
        self.shape = shape
        self.now = now
    }

    /// The static row, when it has live cells.
    var staticRow: RowView? { preconditionFailure("unfinished") }

    /// Starts to read rows: those of `slices`, which ascend and are disjoint, or all when there are none.
    mutating func begin(slices: [ClusteringSlice] = [], reversed: Bool = false) {
        preconditionFailure("unfinished")
    }

    /// The next live row.
    mutating func next() -> RowView? {
        preconditionFailure("unfinished")
    }

    /// For each part that differed from what was read, by its index: what it lacks.
    var repairs: [(part: Int, mutation: Mutation)] {
        preconditionFailure("unfinished")
    }
}
