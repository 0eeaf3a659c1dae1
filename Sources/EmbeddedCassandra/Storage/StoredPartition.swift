import Bytes

/// A partition as a store had it at a moment: later writes do not change it.
struct StoredPartition {
    let key: PartitionKey
    var deletion: DeletionTime
    var staticRow: RowBlock?
    var rangeTombstones: RangeTombstones
    var rows: RowList

    init(
        key: PartitionKey, deletion: DeletionTime, staticRow: RowBlock?, rangeTombstones: RangeTombstones,
        rows: RowList
    ) {
        self.key = key
        self.deletion = deletion
        self.staticRow = staticRow
        self.rangeTombstones = rangeTombstones
        self.rows = rows
    }

    /// The partition of a table without clustering columns.
    init(key: PartitionKey, row: RowBlock) {
        self.init(key: key, deletion: .live, staticRow: nil, rangeTombstones: RangeTombstones(), rows: RowList(row))
    }
}

extension StoredPartition {
    /// Whether another has the very same rows; `false` also where only a look at every row could tell.
    func isIdentical(to other: StoredPartition) -> Bool {
        deletion == other.deletion && staticRow?.storage === other.staticRow?.storage
            && rangeTombstones == other.rangeTombstones && rows.isIdentical(to: other.rows)
    }
}
