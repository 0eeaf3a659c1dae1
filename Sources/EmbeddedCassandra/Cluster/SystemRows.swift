import Bytes
import CassandraWire
import Networking

/// A row of a table in which a node says what it knows of the cluster.
struct SystemRow {
    let table: String
    /// By the name of the column; those that are missing are null.
    let columns: [String: CQLValue]
}

/// What all nodes say of themselves.
enum NodeVersion {
    static let release = "5.0.8"
    static let language = "3.4.7"
    static let nativeProtocol = "5"
    static let partitioner = "org.apache.cassandra.dht.Murmur3Partitioner"
    /// The port between nodes, which nobody listens at.
    static let storagePort: Int32 = 7000
}

extension Cluster {
    /// The columns of the tables below, in the order of `SELECT *`: the key first, then by name.
    static func systemColumns(of table: String) -> [(name: String, type: CQLType)] {
        switch table {
        case "local":
            [
                ("key", .text), ("bootstrapped", .text), ("broadcast_address", .inet), ("broadcast_port", .int),
                ("cluster_name", .text), ("cql_version", .text), ("data_center", .text), ("gossip_generation", .int),
                ("host_id", .uuid), ("listen_address", .inet), ("listen_port", .int),
                ("native_protocol_version", .text), ("partitioner", .text), ("rack", .text),
                ("release_version", .text), ("rpc_address", .inet), ("rpc_port", .int), ("schema_version", .uuid),
                ("tokens", .set(.text)), ("truncated_at", .map(key: .uuid, value: .blob)),
            ]
        case "peers":
            [
                ("peer", .inet), ("data_center", .text), ("host_id", .uuid), ("preferred_ip", .inet), ("rack", .text),
                ("release_version", .text), ("rpc_address", .inet), ("schema_version", .uuid), ("tokens", .set(.text)),
            ]
        case "peers_v2":
            [
                ("peer", .inet), ("peer_port", .int), ("data_center", .text), ("host_id", .uuid),
                ("native_address", .inet), ("native_port", .int), ("preferred_ip", .inet), ("preferred_port", .int),
                ("rack", .text), ("release_version", .text), ("schema_version", .uuid), ("tokens", .set(.text)),
            ]
        default: []
        }
    }

    /// The rows of `system.local`, `system.peers` or `system.peers_v2`, as `node` has them.
    func systemRows(for table: String, asking node: Node) -> [SystemRow] {
        switch table {
        case "local": [SystemRow(table: table, columns: local(node))]
        case "peers": others(than: node).map { SystemRow(table: table, columns: peer($0)) }
        case "peers_v2": others(than: node).map { SystemRow(table: table, columns: peerWithPorts($0)) }
        default: []
        }
    }

    private func others(than node: Node) -> [Node] {
        nodes.filter { $0 !== node && $0.isMember && !$0.tokens.isEmpty }
    }

    private func common(_ node: Node) -> [String: CQLValue] {
        [
            "data_center": .text(node.datacenter), "rack": .text(node.rack), "host_id": .uuid(node.hostID),
            "release_version": .text(NodeVersion.release), "schema_version": .uuid(node.schema.version),
            "tokens": .set(node.tokens.map(String.init).sorted().map(CQLValue.text)),
        ]
    }

    private func peer(_ node: Node) -> [String: CQLValue] {
        common(node).merging(["peer": .inet(node.inet), "rpc_address": .inet(node.inet)]) { $1 }
    }

    private func peerWithPorts(_ node: Node) -> [String: CQLValue] {
        let own: [String: CQLValue] = [
            "peer": .inet(node.inet), "peer_port": .int(NodeVersion.storagePort), "native_address": .inet(node.inet),
            "native_port": .int(Int32(node.address.port ?? 0)),
        ]
        return common(node).merging(own) { $1 }
    }

    private func local(_ node: Node) -> [String: CQLValue] {
        let address = CQLValue.inet(node.inet)
        var own: [String: CQLValue] = [
            "key": .text("local"), "bootstrapped": .text("COMPLETED"), "cluster_name": .text(options.name),
            "broadcast_address": address, "broadcast_port": .int(NodeVersion.storagePort),
            "listen_address": address, "listen_port": .int(NodeVersion.storagePort), "rpc_address": address,
            "rpc_port": .int(Int32(node.address.port ?? 0)), "cql_version": .text(NodeVersion.language),
            "native_protocol_version": .text(NodeVersion.nativeProtocol),
            "partitioner": .text(NodeVersion.partitioner), "gossip_generation": .int(node.generation),
        ]
        if let truncated = truncations() { own["truncated_at"] = truncated }
        return common(node).merging(own) { $1 }
    }

    private func truncations() -> CQLValue? {
        var entries: [CQLMap<CQLValue, CQLValue>.Entry] = []
        forEachTable { state in
            guard let microseconds = state.truncatedAt else { return }
            // A place in the commit log, which there is none of here, and when it was.
            var record = ByteWriter(capacity: 20)
            record.write(Int64(0), Int32(0))
            record.write(microseconds / 1000)
            entries.append(CQLMap.Entry(key: .uuid(state.id), value: .blob(ByteSlice(record.finish()))))
        }
        return entries.isEmpty ? nil : .map(entries)
    }
}
