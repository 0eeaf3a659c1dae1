import CassandraWire
import Networking
import Testing

@testable import EmbeddedCassandra

@Suite struct FaultStatementTests {
    /// A cluster of two nodes with the system's tables, and an engine at each.
    private final class Bench {
        let cluster: Cluster
        private let engines: [QueryEngine]
        private let client = ClientState()

        init(on loop: EventLoop) throws {
            let cluster = Cluster(
                on: loop, schema: NodeAssembly.firstSchema(), clock: { loop.driver.wallClock() / 1000 },
                makeFrontend: { _, _ in ClusterSample.Frontend() })
            cluster.found(
                [1, 2].map { number in
                    Cluster.Founder(datacenter: "dc1", rack: "r1", address: .v4(0x7F00_0000 + number, port: 9042))
                })
            try cluster.startAll()
            self.cluster = cluster
            engines = cluster.nodes.map { QueryEngine(of: $0, in: cluster, seed: 1) }
        }

        /// `void`, `rows` with their number, or the error's code and words.
        @discardableResult func run(_ text: String, at node: Int = 0) -> String {
            var answer = "nothing"
            engines[node].query(text, QueryParameters(consistency: .one), client) { outcome in
                answer =
                    switch outcome.answer {
                    case .result(.void): "void"
                    case .result(.rows(let rows)): "rows \(rows.rowCount)"
                    case .error(let error): "\(error.code == .invalid ? "INVALID" : "\(error.code)") \(error.message)"
                    case .result, .body: "something else"
                    }
            }
            return answer
        }
    }

    private static func withBench(_ body: @escaping @Sendable (Bench) throws -> Void) async throws {
        try await onSimulatedLoop { loop in try body(try Bench(on: loop)) }
    }

    private static let table = "system_embedded.faults"

    @Test func `a row is a rule of all nodes`() async throws {
        try await Self.withBench { bench in
            let insert =
                "INSERT INTO \(Self.table) (id, operation, text, node, connection, every, probability, \"limit\", reaction)"
                + " VALUES (7, 'execute', 'INTO t', '127.0.0.2', 3, 2, 0.5, 9, 'delay 250')"
            #expect(bench.run(insert) == "void")
            let rule = FaultRule(
                .init(
                    operation: .execute, text: "INTO t", node: "127.0.0.2", connection: 3, every: 2, probability: 0.5,
                    limit: 9), .delay(.milliseconds(250)))
            #expect(bench.cluster.faults.entries.map(\.rule) == [rule])
            #expect(bench.run("SELECT * FROM \(Self.table) WHERE id = 7", at: 1) == "rows 1")
            #expect(bench.run("INSERT INTO \(Self.table) (id, reaction) VALUES (7, 'drop')", at: 1) == "void")
            #expect(bench.cluster.faults.entries.map(\.rule) == [FaultRule(.drop)])
            #expect(bench.run("DELETE FROM \(Self.table) WHERE id = 7") == "void")
            #expect(bench.cluster.faults.isEmpty)
        }
    }

    @Test func `TRUNCATE takes all rules out of force`() async throws {
        try await Self.withBench { bench in
            bench.run("INSERT INTO \(Self.table) (id, reaction) VALUES (1, 'drop')")
            bench.run("INSERT INTO \(Self.table) (id, reaction) VALUES (2, 'close')")
            #expect(bench.run("SELECT * FROM \(Self.table)") == "rows 2")
            #expect(bench.run("TRUNCATE \(Self.table)") == "void")
            #expect(bench.run("SELECT * FROM \(Self.table)") == "rows 0")
        }
    }

    @Test(
        arguments: [
            ("(id, reaction) VALUES (1, 'explode')", "There is no reaction 'explode': known are delay <ms>"),
            ("(id) VALUES (1)", "There is no reaction ''"),
            ("(id, operation, reaction) VALUES (1, 'read', 'drop')", "There is no operation 'read': known are options"),
            ("(id, probability, reaction) VALUES (1, 2.0, 'drop')", "A probability lies between 0 and 1"),
            ("(id, every, reaction) VALUES (1, 0, 'drop')", "'every' is at least 1"),
            ("(id, matched, reaction) VALUES (1, 5, 'drop')", "'matched' is counted"),
            ("(id, reaction) VALUES (1, 'drop') IF NOT EXISTS", "Rules know no conditions"),
            ("(id, reaction) VALUES (1, 'drop') USING TTL 5", "Rules know no TTL"),
        ])
    func `what is no rule is refused`(row: String, message: String) async throws {
        try await Self.withBench { bench in
            #expect(bench.run("INSERT INTO \(Self.table) \(row)").hasPrefix("INVALID \(message)"))
            #expect(bench.cluster.faults.isEmpty)
        }
    }

    @Test func `a rule for all requests can be taken back by a request`() async throws {
        try await Self.withBench { bench in
            bench.run("INSERT INTO \(Self.table) (id, reaction) VALUES (1, 'drop')")
            func reaction(_ text: String) -> FaultRule.Reaction? {
                bench.cluster.faults.reaction(
                    to: .init(operation: .query, texts: [text], node: "127.0.0.1", connection: 1))
            }
            #expect(reaction("SELECT * FROM t") == .drop)
            #expect(reaction("DELETE FROM \(Self.table) WHERE id = 1") == nil)
        }
    }

    @Test func `other statements do not touch the table`() async throws {
        try await Self.withBench { bench in
            #expect(bench.run("UPDATE \(Self.table) SET reaction = 'drop' WHERE id = 1").hasPrefix("INVALID"))
            #expect(bench.run("DROP TABLE \(Self.table)").hasSuffix("is not user-modifiable."))
            let batch = "BEGIN BATCH INSERT INTO \(Self.table) (id, reaction) VALUES (1, 'drop'); APPLY BATCH"
            #expect(bench.run(batch).hasSuffix("is not user-modifiable."))
            #expect(bench.cluster.faults.isEmpty)
        }
    }
}
