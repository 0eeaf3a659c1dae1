import CassandraWire
import Networking

/// Puts a node together: what its clients talk to, what executes statements, and what the cluster keeps.
enum NodeAssembly {
    /// The schema of a new cluster.
    static func firstSchema() -> Schema {
        Schema(
            keyspaces: SystemTables.keyspaces(), version: CQLUUID(high: 0x4D_6172_746C_4001, low: 0x8000_0000_0000_0001)
        )
    }

    /// What clients of a node talk to.
    static func frontend(
        of node: Node, in cluster: Cluster, _ configuration: EmbeddedCluster.Configuration
    ) -> any NodeFrontend {
        // The seed of a start: a node that comes back does not give the ids of its last life again.
        let seed = configuration.seed &+ UInt64(node.index) &* 0x9E37_79B9 &+ UInt64(bitPattern: cluster.timestamp())
        let engine = QueryEngine(of: node, in: cluster, seed: seed)
        var settings = NodeSettings()
        settings.makeTracingID = { [source = engine.source] in source.timeUUID(now: cluster.microseconds).uuid }
        if let roles = cluster.roles { settings.authentication = .roles(roles) }
        let dispatcher = RequestDispatcher(
            engine, settings: settings, node: node.address.host, faults: cluster.faults)
        return NodeListener(dispatcher, on: cluster.loop)
    }
}
