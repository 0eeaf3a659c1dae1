import BlockingClient
import EmbeddedCassandra
import Foundation
import Testing

/// Runs a suite once for each kind of node there is: with a node that is started before the first test and stopped after
/// the last.
struct NodeTrait: SuiteTrait, TestScoping {
    /// Whom the nodes let in.
    enum Door {
        case open
        /// Who has a password.
        case passwords
        /// Who shows a certificate, on an encrypted connection; embedded nodes have none.
        case certificates
    }

    let door: Door

    @concurrent func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        // All that waits does so on this thread, and not on those of the pool, which other tests need.
        try await withTaskExecutorPreference(DedicatedThread()) {
            if NodeRounds.wanted.contains(.embedded), door != .certificates { try await runEmbedded(function) }
            guard NodeRounds.wanted.contains(.real) else { return }
            if let tool = ClusterTool.found {
                try await runReal(tool, function)
            } else if ClusterTool.isRequired {
                throw NodeProcess.DidNotStart(description: ClusterTool.whyNot)
            } else {
                print("\(test.name) runs on an embedded node only: \(ClusterTool.whyNot)")
            }
        }
    }

    private func runEmbedded(_ function: @concurrent @Sendable () async throws -> Void) async throws {
        var configuration = EmbeddedCluster.Configuration(datacenters: [.init("dc1", nodes: 1)])
        if door == .passwords { configuration.credentials = .init(user: "cassandra", password: "cassandra") }
        let cluster = try await EmbeddedCluster.start(configuration)
        let member = try #require(await cluster.nodes.first)
        try await run(TestedNode(kind: .embedded, address: member.address, port: member.port), function)
        await cluster.shutDown()
    }

    private func runReal(_ tool: ClusterTool, _ function: @concurrent @Sendable () async throws -> Void) async throws {
        let running = door == .open ? try ClusterTool.runningFolder.flatMap { try tool.runningNode(in: $0) } : nil
        let own = running == nil ? try start(tool) : nil
        defer {
            own?.stop()
            if own?.node.isListening == true { Issue.record("the node outlives its tests") }
        }
        guard let node = running ?? own?.node else { return }
        try await run(node, function)
    }

    private func run(_ node: TestedNode, _ function: @concurrent @Sendable () async throws -> Void) async throws {
        if door == .open { try prepare(node) }
        try await TestedNode.$current.withValue(node) { try await function() }
    }

    private func start(_ tool: ClusterTool) throws -> NodeProcess {
        let options: [String] =
            switch door {
            case .open: []
            case .passwords: ["--auth"]
            case .certificates: ["--mutual-tls"]
            }
        do {
            return try NodeProcess(tool, options: options)
        } catch {
            if !ClusterTool.isRequired { try Test.cancel("\(error)") }
            throw error
        }
    }

    /// An empty keyspace for all tests, and a table of one row to select constants from.
    private func prepare(_ node: TestedNode) throws {
        let connection = try node.connect()
        try connection.start()
        try connection.execute("DROP KEYSPACE IF EXISTS \(TestedNode.keyspace)")
        try connection.execute(
            """
            CREATE KEYSPACE \(TestedNode.keyspace)
            WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}
            """)
        try connection.execute("CREATE TABLE \(TestedNode.keyspace).one (id int PRIMARY KEY)")
        try connection.execute("INSERT INTO \(TestedNode.keyspace).one (id) VALUES (1)")
    }
}

/// Which kinds of nodes the environment asks for.
private enum NodeRounds {
    static let wanted: Set<TestedNode.Kind> =
        switch ProcessInfo.processInfo.environment["TEST_NODES"] {
        case "embedded": [.embedded]
        case "real": [.real]
        default: [.embedded, .real]
        }

    static var hasReal: Bool { wanted.contains(.real) && ClusterTool.found != nil }
}

/// For what only a node of Apache Cassandra does: elsewhere the test is skipped, and says why.
struct RealNodeOnlyTrait: SuiteTrait, TestTrait, TestScoping {
    let reason: String

    func prepare(for test: Test) async throws {
        let condition = ConditionTrait.enabled(if: NodeRounds.hasReal, "only on Apache Cassandra: \(reason)")
        try await condition.prepare(for: test)
    }

    /// When a round on a real node follows, the test's turn is then.
    @concurrent func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        if !TestedNode.isEmbedded { try await function() }
    }
}

extension Trait where Self == NodeTrait {
    static func nodes(_ door: NodeTrait.Door) -> Self { NodeTrait(door: door) }
}

extension Trait where Self == RealNodeOnlyTrait {
    static func realNodeOnly(_ reason: String) -> Self { RealNodeOnlyTrait(reason: reason) }
}

extension Trait where Self == IssueHandlingTrait {
    /// Has issues say on which kind of node they were found.
    static var nodeNamed: Self {
        .compactMapIssues { issue in
            guard let kind = TestedNode.current?.kind else { return issue }
            var issue = issue
            let comment = Comment(rawValue: "on the \(kind) node")
            if !issue.comments.contains(comment) { issue.comments.append(comment) }
            return issue
        }
    }
}
