/// What a statement changes in one partition of one table. Rows are shared by all replicas and hints.
struct Mutation: Sendable {
    let table: Table
    let shape: TableShape
    let key: PartitionKey
    var partitionDeletion: DeletionTime?
    var staticRow: RowBlock?
    var rows: [RowBlock]
    var rangeTombstones: [RangeTombstone]

    init(
        table: Table, shape: TableShape, key: PartitionKey, partitionDeletion: DeletionTime? = nil,
        staticRow: RowBlock? = nil, rows: [RowBlock] = [], rangeTombstones: [RangeTombstone] = []
    ) {
        self.table = table
        self.shape = shape
        self.key = key
        self.partitionDeletion = partitionDeletion
        self.staticRow = staticRow
        self.rows = rows
        self.rangeTombstones = rangeTombstones
    }

    var isEmpty: Bool {
        partitionDeletion == nil && staticRow == nil && rows.isEmpty && rangeTombstones.isEmpty
    }

    /// Deletes the partition; of several deletions the latest counts.
    mutating func delete(_ deletion: DeletionTime) {
        guard partitionDeletion.map({ deletion.supersedes($0) }) ?? true else { return }
        partitionDeletion = deletion
    }
}
