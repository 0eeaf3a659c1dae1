import BlockingClient

/// Where a node listens, and what it is.
struct TestedNode: Sendable {
    enum Kind: String {
        case embedded
        case real
    }

    let kind: Kind
    let address: String
    var port: UInt16 = 9042
    /// Where its certificates are, if it has any.
    var folder: String?

    /// The keyspace that all tests share; each makes tables with names of its own.
    static let keyspace = "martlet"

    /// The node of the suite that is running.
    @TaskLocal static var current: TestedNode?

    /// Whether the test that asks runs on an embedded node.
    static var isEmbedded: Bool { current?.kind == .embedded }

    var isListening: Bool {
        (try? BlockingSocket(address: address, port: port, timeoutSeconds: 5)) != nil
    }

    /// A connection that has said nothing yet.
    func connect(acceptsOtherVersions: Bool = false) throws -> BlockingConnection {
        try BlockingConnection(address: address, port: port, acceptsOtherVersions: acceptsOtherVersions)
    }

    /// A connection that is ready for statements, in the shared keyspace.
    func open() throws -> BlockingConnection {
        let connection = try connect()
        try connection.start()
        try connection.execute("USE \(TestedNode.keyspace)")
        return connection
    }
}
