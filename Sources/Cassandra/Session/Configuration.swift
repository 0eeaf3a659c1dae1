/// How a session connects and what its requests are like unless they say otherwise.
///
/// Plain values with defaults; they are checked once, when the session connects, and the error names the field.
public struct Configuration: Sendable {
    /// Where to ask for the cluster first: `host`, `host:port`, `[v6]:port`. They are tried in this order.
    public var contactPoints: [String]
    /// The datacenter whose nodes are asked.
    public var localDatacenter: String?
    /// The keyspace of statements that name none.
    public var keyspace: String?
    /// The login, if nodes ask for one.
    public var credentials: Credentials?
    /// How frames are compressed; `nil` for not at all.
    public var compression: Compression?
    /// How connections are encrypted; `nil` for not at all.
    public var tls: TLS?
    /// The port of contact points that name none. Default 9042.
    public var port: UInt16
    /// Threads that do the work of connections; each has connections of its own. Default: 1.
    public var loops: Int
    /// Connections.
    public var pool = Pool()
    /// How long things may take.
    public var timeouts = Timeouts()
    /// What requests are like unless they say otherwise.
    public var profile = ExecutionProfile()
    /// How many bytes of statement text the prepared statements of a session may have together before those that were
    /// used longest ago are forgotten. Default: 4 MiB.
    public var preparedCacheBytes = 4 << 20

    /// A user's name and password.
    public struct Credentials: Sendable {
        /// The user.
        public var user: String
        /// The password.
        public var password: String

        /// A user's name and password.
        public init(user: String, password: String) {
            self.user = user
            self.password = password
        }
    }

    /// How frames can be compressed.
    public enum Compression: Sendable, Hashable {
        /// LZ4 blocks.
        case lz4
    }

    /// How many connections there are, and how many requests they take.
    public struct Pool: Sendable {
        /// Connections to the node on each loop. Default 1: one carries up to 32,768 requests at once.
        public var connectionsPerLoop = 1
        /// Requests under way at once on one connection. Default 2,048, at most 32,767.
        public var requestsPerConnection = 2048
        /// Requests that wait on a loop for a free place before further ones fail as overloaded. Default 8,192.
        public var waitingRequests = 8192
        /// The bytes that those may have together. Default 64 MiB.
        public var waitingBytes = 64 << 20

        /// The defaults.
        public init() {}
    }

    /// How long things may take.
    public struct Timeouts: Sendable {
        /// A connection, from the first packet on, the login included. Default 5 seconds.
        public var connect = Duration.seconds(5)
        /// Closing: how long requests that are under way may still be answered. Default 10 seconds.
        public var close = Duration.seconds(10)

        /// The defaults.
        public init() {}
    }

    /// A configuration with the defaults but for what is given.
    public init(
        contactPoints: [String] = ["127.0.0.1"], localDatacenter: String? = nil, keyspace: String? = nil,
        credentials: Credentials? = nil, compression: Compression? = nil, tls: TLS? = nil, port: UInt16 = 9042,
        loops: Int = 1
    ) {
        self.contactPoints = contactPoints
        self.localDatacenter = localDatacenter
        self.keyspace = keyspace
        self.credentials = credentials
        self.compression = compression
        self.tls = tls
        self.port = port
        self.loops = loops
    }
}

extension Configuration.Credentials: CustomStringConvertible, CustomReflectable {
    /// The user, never the password.
    public var description: String { "user \(user)" }

    /// Without the password.
    public var customMirror: Mirror { Mirror(self, children: ["user": user]) }
}
