import Bytes
import CassandraWire

/// Puts into a node's system tables what it knows, when somebody reads them.
final class SystemContents {
    private unowned let node: Node
    private unowned let cluster: Cluster

    init(_ node: Node, _ cluster: Cluster) {
        self.node = node
        self.cluster = cluster
    }

    /// Fills the table anew, if it is one of those.
    func refresh(_ table: Table) {
        guard node.schema.keyspaces[table.keyspace]?.isSystem == true, let rows = rows(of: table) else { return }
        let state = cluster.state(of: table)
        let store = state.stores[node.index]
        store.truncate()
        for row in rows { store.apply(row.mutation(table, state.shape, timestamp: 1)) }
    }

    private func rows(of table: Table) -> [SystemRow]? {
        switch (table.keyspace, table.name) {
        case ("system", "local"), ("system", "peers"), ("system", "peers_v2"):
            cluster.systemRows(for: table.name, asking: node)
        case ("system_schema", _), ("system_virtual_schema", _): SchemaRows.rows(of: table, node.schema)
        default: nil
        }
    }
}
