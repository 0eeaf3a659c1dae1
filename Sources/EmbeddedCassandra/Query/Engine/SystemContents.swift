import Bytes
import CassandraWire
import Networking

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
        // What all nodes say alike may be read from any of them.
        let stores = state.placement.isLocal ? [state.stores[node.index]] : state.stores
        for store in stores {
            store.truncate()
            for row in rows { store.apply(row.mutation(table, state.shape, timestamp: 1)) }
        }
    }

    private func rows(of table: Table) -> [SystemRow]? {
        switch (table.keyspace, table.name) {
        case ("system", "local"), ("system", "peers"), ("system", "peers_v2"):
            cluster.systemRows(for: table.name, asking: node)
        case ("system_schema", _), ("system_virtual_schema", _): SchemaRows.rows(of: table, node.schema)
        case ("system", "IndexInfo"): IndexRows.built(node.schema)
        case ("system_views", "settings"): settings
        case ("system_views", "sai_column_indexes"): IndexRows.attached(node.schema)
        case ("system_auth", _): cluster.roles?.rows(of: table.name) ?? (table.name == "roles" ? [onlyRole] : nil)
        case (SystemTables.ownKeyspace, SystemTables.faults): cluster.faults.entries.map(\.row)
        default: nil
        }
    }

    /// The one that a server without logins has.
    private var onlyRole: SystemRow {
        SystemRow(columns: [
            "role": .text(RoleCatalog.defaultSuperuser), "can_login": .boolean(true), "is_superuser": .boolean(true),
        ])
    }

    /// Those of a server's settings that mean something here, with their names there.
    private var settings: [SystemRow] {
        let options = cluster.options
        func milliseconds(_ duration: Duration) -> String {
            let (seconds, attoseconds) = duration.components
            return "\(seconds * 1000 + attoseconds / 1_000_000_000_000_000)ms"
        }
        let values = [
            "cluster_name": options.name, "num_tokens": String(options.tokensPerNode),
            "partitioner": NodeVersion.partitioner, "native_transport_port": String(node.address.port ?? 0),
            "read_request_timeout": milliseconds(options.readTimeout),
            "range_request_timeout": milliseconds(options.rangeTimeout),
            "write_request_timeout": milliseconds(options.writeTimeout),
            "counter_write_request_timeout": milliseconds(options.counterTimeout),
            "cas_contention_timeout": milliseconds(options.conditionalTimeout),
            "truncate_request_timeout": milliseconds(options.truncateTimeout),
            "max_hint_window": milliseconds(options.hintWindow),
        ]
        return values.map { SystemRow(columns: ["name": .text($0.key), "value": .text($0.value)]) }
    }
}
