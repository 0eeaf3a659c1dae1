import BlockingClient
import Testing

/// Runs a suite with a node of Apache Cassandra, which is started before the first test and stopped after the last.
struct RealNodeTrait: SuiteTrait, TestScoping {
    /// What the node is told to ask of clients; with any of it, it is always a node of the suite's own.
    let options: [String]

    private var isShared: Bool { options.isEmpty }

    @concurrent func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        // All that waits does so on this thread, and not on those of the pool, which other tests need.
        try await withTaskExecutorPreference(DedicatedThread()) {
            guard let tool = ClusterTool.found else { throw NodeProcess.DidNotStart(description: ClusterTool.whyNot) }
            let running = !isShared ? nil : try ClusterTool.runningFolder.flatMap { try tool.runningNode(in: $0) }
            let own = running == nil ? try start(tool) : nil
            defer {
                own?.stop()
                if own?.node.isListening == true { Issue.record("the node outlives its tests") }
            }
            guard let node = running ?? own?.node else { return }
            if isShared { try prepare(node) }
            try await RealNode.$current.withValue(node) { try await function() }
        }
    }

    private func start(_ tool: ClusterTool) throws -> NodeProcess {
        do {
            return try NodeProcess(tool, options: options)
        } catch {
            if !ClusterTool.isRequired { try Test.cancel("\(error)") }
            throw error
        }
    }

    /// An empty keyspace for all tests, and a table of one row to select constants from.
    private func prepare(_ node: RealNode) throws {
        let connection = try node.connect()
        try connection.start()
        try connection.execute("DROP KEYSPACE IF EXISTS \(RealNode.keyspace)")
        try connection.execute(
            """
            CREATE KEYSPACE \(RealNode.keyspace)
            WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}
            """)
        try connection.execute("CREATE TABLE \(RealNode.keyspace).one (id int PRIMARY KEY)")
        try connection.execute("INSERT INTO \(RealNode.keyspace).one (id) VALUES (1)")
    }
}

extension Trait where Self == RealNodeTrait {
    static var realNode: Self { RealNodeTrait(options: []) }
    static var realNodeWithLogin: Self { RealNodeTrait(options: ["--auth"]) }
    static var encryptedRealNode: Self { RealNodeTrait(options: ["--mutual-tls"]) }
}
