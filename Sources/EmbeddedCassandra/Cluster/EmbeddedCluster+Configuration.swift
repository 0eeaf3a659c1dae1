import CassandraWire
import Networking

extension EmbeddedCluster {
    /// What a cluster looks like, and how it behaves.
    public struct Configuration: Sendable {
        /// A datacenter: its name, how many nodes it has, and their racks, which they get in turn.
        public struct Datacenter: Hashable, Sendable {
            /// As drivers and NetworkTopologyStrategy name it.
            public var name: String
            /// How many nodes it begins with.
            public var nodes: Int
            /// The racks that its nodes get in turn.
            public var racks: [String]

            /// A datacenter.
            public init(_ name: String, nodes: Int, racks: [String] = ["rack1"]) {
                self.name = name
                self.nodes = nodes
                self.racks = racks.isEmpty ? ["rack1"] : racks
            }
        }

        /// The role that there is at first, a superuser: others may be made with `CREATE ROLE`.
        public struct Credentials: Hashable, Sendable {
            /// The name.
            public var user: String
            /// The password, as clients send it.
            public var password: String

            /// A user with a password.
            public init(user: String, password: String) {
                self.user = user
                self.password = password
            }
        }

        /// How nodes that share a machine differ.
        public enum Spread: Hashable, Sendable {
            /// Each has an address of its own, and all have the same port: as in a real cluster.
            case addresses
            /// All have the same address, and each a port of its own: where a machine has no more addresses.
            case ports
        }

        /// The datacenters, in the order of their nodes.
        public var datacenters: [Datacenter]
        /// The address of the first node; that of each next one is one higher.
        public var firstAddress = "127.0.0.1"
        /// The port of all nodes, or of the first one; 0 takes what is free.
        public var port: UInt16 = 0
        /// Whether nodes differ by their addresses, as on Linux, or by their ports.
        public var spread: Spread
        /// What drivers are told that the cluster is called.
        public var clusterName = "test"
        /// When set, clients must log in, with these or as a role that was made since, and roles have permissions.
        public var credentials: Credentials?
        /// Host ids and tokens are drawn from it: the same ones for the same seed.
        public var seed: UInt64 = 1
        /// How many ranges of the ring a node owns.
        public var tokensPerNode = 16
        /// How long a coordinator waits for replicas that do not answer.
        public var readTimeout = Duration.seconds(5)
        /// The same for reads of more than one partition.
        public var rangeTimeout = Duration.seconds(10)
        /// The same for writes.
        public var writeTimeout = Duration.seconds(2)
        /// The same for counters.
        public var counterTimeout = Duration.seconds(5)
        /// The same for conditional statements.
        public var conditionalTimeout = Duration.milliseconds(1800)
        /// How long nodes take a frozen one for alive.
        public var silenceTolerance = Duration.seconds(10)
        /// How long nodes take a killed one for alive.
        public var resetTolerance = Duration.milliseconds(500)

        /// So many nodes in one datacenter, `dc1`.
        public init(nodes: Int = 1) {
            self.init(datacenters: [Datacenter("dc1", nodes: nodes)])
        }

        /// Nodes in several datacenters.
        public init(datacenters: [Datacenter]) {
            self.datacenters = datacenters
            #if os(Linux)
                spread = .addresses
            #else
                spread = .ports
            #endif
        }

        /// Nodes as `dc1:2,dc2:2` says: names of datacenters and how many nodes they have. `nil` for anything else.
        public init?(topology: String) {
            var datacenters: [Datacenter] = []
            for part in topology.split(separator: ",", omittingEmptySubsequences: false) {
                let fields = part.split(separator: ":", omittingEmptySubsequences: false)
                guard fields.count == 2, !fields[0].isEmpty, let nodes = Int(fields[1]), nodes > 0,
                    !datacenters.contains(where: { $0.name == fields[0] })
                else { return nil }
                datacenters.append(Datacenter(String(fields[0]), nodes: nodes))
            }
            self.init(datacenters: datacenters)
        }

        var options: ClusterOptions {
            var options = ClusterOptions()
            options.name = clusterName
            options.superuser = credentials
            options.seed = seed
            options.tokensPerNode = tokensPerNode
            options.readTimeout = readTimeout
            options.rangeTimeout = rangeTimeout
            options.writeTimeout = writeTimeout
            options.counterTimeout = counterTimeout
            options.conditionalTimeout = conditionalTimeout
            options.silenceTolerance = silenceTolerance
            options.resetTolerance = resetTolerance
            return options
        }

        /// The address of the node with this index; `nil` when the first one is none.
        func address(of node: Int) -> SocketAddress? {
            guard let first = CQLInet(firstAddress) else { return nil }
            let step = spread == .addresses ? UInt64(node) : 0
            let port = spread == .addresses || port == 0 ? port : port &+ UInt16(truncatingIfNeeded: node)
            return first.isIPv6
                ? .v6(high: first.high, low: first.low &+ step, port: port, scope: 0)
                : .v4(UInt32(truncatingIfNeeded: first.low &+ step), port: port)
        }

        /// The nodes in their order.
        var members: [(datacenter: String, rack: String)] {
            datacenters.flatMap { datacenter in
                (0..<max(0, datacenter.nodes)).map {
                    (
                        datacenter.name,
                        datacenter.racks.isEmpty ? "rack1" : datacenter.racks[$0 % datacenter.racks.count]
                    )
                }
            }
        }
    }
}
