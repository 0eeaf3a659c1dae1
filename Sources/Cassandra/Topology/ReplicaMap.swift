package import CassandraWire

/// Which nodes hold a token's partitions: a ring and a keyspace's replication, worked out once.
///
/// The same nodes as Cassandra's `NetworkTopologyStrategy` and `SimpleStrategy` choose, transient replicas left out.
/// Keyspaces with equal strategies can share a map. An immutable value: build it off the path of requests (about a
/// tenth of a second for 1,000 nodes with 256 tokens each) and swap it in. For a strategy that is unrouted, and for a
/// ring without tokens, no node holds anything.
package struct ReplicaMap: Sendable {
    package let ring: TokenRing
    package let strategy: ReplicationStrategy
    private let tables: [String: ReplicaTable]

    /// Nodes visited and replicas looked at while building, for tests that bound the work: seconds would lie.
    package let buildSteps: Int

    package init(ring: TokenRing, strategy: ReplicationStrategy) {
        self.ring = ring
        self.strategy = strategy
        var steps = 0
        switch strategy {
        case .simple(let factor):
            tables = Self.simple(factor, ring: ring, steps: &steps)
        case .networkTopology(let factors, let elsewhere):
            tables = Self.networkTopology(factors, elsewhere: elsewhere, ring: ring, steps: &steps)
        case .unrouted:
            tables = [:]
        }
        buildSteps = steps
    }

    /// All nodes that hold the token, in the order in which a walk along the ring meets them: the first one owns the
    /// token's range, or is the next that may hold it.
    ///
    /// Allocates and sorts; a plan begins with one datacenter and needs this only when that one has failed.
    package func replicas(of token: Token) -> [NodeIndex] {
        var met: [(distance: UInt64, node: NodeIndex)] = []
        for table in tables.values {
            for node in table.replicas(of: token) {
                guard let distance = ring.distance(from: token, to: node) else { continue }
                met.append((distance, node))
            }
        }
        met.sort { $0.distance < $1.distance }
        return met.map(\.node)
    }

    /// The nodes of one datacenter that hold the token, in the order of the ring; none for a datacenter that has no
    /// replicas or does not exist.
    ///
    /// Beyond `ReplicaTable.longestList` replicas only the first ones are listed, unless every node of the datacenter
    /// is one: then all are, the first one in its place and the others in an order of their own.
    package func replicas(of token: Token, in datacenter: String) -> ArraySlice<NodeIndex> {
        tables[datacenter]?.replicas(of: token) ?? []
    }

    /// One datacenter's replicas, for those who ask for the same datacenter with every request: half the cost of asking
    /// by name. Nil where there are none.
    package func table(for datacenter: String) -> ReplicaTable? {
        tables[datacenter]
    }

    private static func networkTopology(
        _ factors: [ReplicationStrategy.DatacenterFactor], elsewhere: ReplicationFactor?, ring: TokenRing,
        steps: inout Int
    ) -> [String: ReplicaTable] {
        let named = Dictionary(factors.map { ($0.datacenter, $0.factor) }, uniquingKeysWith: { first, _ in first })
        var tables: [String: ReplicaTable] = [:]
        for part in ring.datacenters {
            guard let factor = named[part.name] ?? elsewhere, factor.full > 0 else { continue }
            // Racks are shared out among all replicas, then the first full ones count: a transient one takes its rack.
            let repeats = max(0, factor.total - part.rackCount)
            tables[part.name] = .placing(factor.full, repeats: repeats, in: part, steps: &steps)
        }
        return tables
    }

    private static func simple(
        _ factor: ReplicationFactor, ring: TokenRing, steps: inout Int
    ) -> [String: ReplicaTable] {
        guard factor.full > 0 else { return [:] }
        let nodeCount = ring.datacenters.reduce(0) { $0 + $1.nodes.count }
        // Where datacenters need not be told apart, each one's part of the ring is enough.
        guard ring.datacenters.count == 1 || factor.full >= nodeCount else {
            return ReplicaTable.following(factor.full, in: ring, steps: &steps)
        }
        var tables: [String: ReplicaTable] = [:]
        for part in ring.datacenters {
            tables[part.name] = .placing(factor.full, repeats: factor.full, in: part, steps: &steps)
        }
        return tables
    }
}
