import Bytes

/// A partition as a store had it at a moment: later writes do not change it.
struct StoredPartition {
    let key: PartitionKey
    var deletion: DeletionTime
    var staticRow: RowBlock?
    var rangeTombstones: [RangeTombstone]
    var rows: RowList
}
