import CassandraWire
import Networking

/// A node: what a process of Cassandra would hold in memory and on its disk, but for the tables' contents.
///
/// What is stored lies in `TableState`, a store a node, and stays there when the node is down.
final class Node {
    enum State: Hashable, Sendable {
        case up
        /// Frozen: it does nothing, and the others take it for alive until they have waited long enough.
        case paused
        case down
        /// No member any more, never again.
        case removed
    }

    /// Never given to another node of the cluster.
    let index: Int
    let hostID: CQLUUID
    let datacenter: String
    /// Its place among the cluster's datacenters.
    let datacenterIndex: Int
    let rack: String
    let tokens: [Int64]
    unowned let cluster: Cluster
    /// Its port is that of the last start.
    var address: SocketAddress
    var state = State.down
    /// What this node knows; behind the cluster's while it is down or frozen.
    var schema: Schema
    /// Seconds since 1970 of the last start.
    var generation: Int32 = 0
    /// Since when it does not answer.
    var silentSince: LoopInstant?
    /// What it keeps for others, on its disk.
    var hints = HintLog()
    var frontend: (any NodeFrontend)?
    /// What its clients are to be told once it goes on.
    var missedEvents: [Event] = []
    var detection: DeadlineID?
    private(set) lazy var coordinator = Coordinator(of: self, in: cluster)

    init(
        index: Int, hostID: CQLUUID, address: SocketAddress, datacenter: (name: String, index: Int), rack: String,
        tokens: [Int64], in cluster: Cluster
    ) {
        self.index = index
        self.hostID = hostID
        self.address = address
        self.datacenter = datacenter.name
        datacenterIndex = datacenter.index
        self.rack = rack
        self.tokens = tokens
        self.cluster = cluster
        schema = cluster.schema
    }

    /// Whether it does what it is asked now.
    var isResponsive: Bool { state == .up }
    var isMember: Bool { state != .removed }

    /// Its address as clients are told it.
    var endpoint: CassandraWire.Endpoint {
        CassandraWire.Endpoint(address: inet, port: Int32(address.port ?? 0))
    }

    var inet: CQLInet { CQLInet(address) }
}
