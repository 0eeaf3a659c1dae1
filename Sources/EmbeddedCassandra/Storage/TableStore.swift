import Bytes

/// What one node holds of one table.
final class TableStore {
    private(set) var shape: TableShape
    /// Rows in all partitions, static ones not counted; those of which only a tombstone is left are.
    private(set) var rowCount = 0
    private(set) var partitionCount = 0

    init(shape: TableShape) {
        self.shape = shape
    }

    /// After ALTER TABLE: the same table with other columns.
    func change(shape: TableShape) {
        self.shape = shape
    }

    func apply(_ mutation: Mutation) {
        preconditionFailure("unfinished")
    }

    func partition(_ key: PartitionKey) -> StoredPartition? {
        preconditionFailure("unfinished")
    }

    /// Partitions in their order that come after `key`, or all.
    func cursor(after key: PartitionKey? = nil) -> PartitionCursor {
        preconditionFailure("unfinished")
    }

    /// Partitions in their order whose token is above `token`.
    func cursor(afterToken token: Int64) -> PartitionCursor {
        preconditionFailure("unfinished")
    }

    func truncate() {
        preconditionFailure("unfinished")
    }

    /// Bytes of memory that rows and their order take, about.
    var memory: Int { 0 }
}

/// Goes through a store's partitions in their order. Those added behind the position while it goes are found.
struct PartitionCursor {
    mutating func next() -> StoredPartition? {
        preconditionFailure("unfinished")
    }
}
