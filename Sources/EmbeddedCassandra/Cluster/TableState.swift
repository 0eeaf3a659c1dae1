import CassandraWire

/// A table of the cluster: where its partitions lie, and what each node has of it.
final class TableState {
    let id: CQLUUID
    let keyspace: String
    var shape: TableShape
    var table: Table
    var placement: Placement
    /// By the index of the node.
    var stores: [TableStore]
    private let purges: PurgeSchedule
    /// When it was last emptied, in microseconds; by the index of the node that has recorded it.
    var truncatedAt: Int64?

    init(_ table: Table, shape: TableShape, placement: Placement, nodes: Int, _ purges: PurgeSchedule) {
        id = table.id
        keyspace = table.keyspace
        self.table = table
        self.shape = shape
        self.placement = placement
        self.purges = purges
        stores = (0..<nodes).map { _ in purges.makeStore(shape) }
    }

    func makeStore() -> TableStore { purges.makeStore(shape) }

    /// ALTER TABLE: the same table with other columns.
    func change(to table: Table) {
        self.table = table
        shape = TableShape(table)
        for store in stores { store.change(shape: shape) }
    }
}
