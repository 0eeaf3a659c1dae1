import Bytes
import CassandraWire
import Networking
import Testing

@testable import EmbeddedCassandra

/// What the tables of traces tell of requests, as real nodes have told it.
@Suite struct TraceTests {
    private static let events = "SELECT activity FROM system_traces.events WHERE session_id = \(someTracingID)"

    private static func sample(on loop: EventLoop, nodes: UInt32 = 1) throws -> QuerySample {
        let sample = try QuerySample(on: loop, nodes: nodes)
        try sample.run("CREATE TABLE t (k int, c int, v text, PRIMARY KEY (k, c))")
        try sample.run("INSERT INTO t (k, c, v) VALUES (1, 1, 'a')")
        return sample
    }

    /// The request's errors are its own.
    private static func trace(_ sample: QuerySample, _ request: (QuerySample) throws -> Void) {
        sample.client.tracingID = someTracingID
        try? request(sample)
        sample.client.tracingID = nil
    }

    private static func session(_ column: String, of sample: QuerySample) throws -> String? {
        let rows = try sample.texts(
            "SELECT \(column) FROM system_traces.sessions WHERE session_id = \(someTracingID)")
        return rows.first?.first ?? nil
    }

    @Test func aQueryIsTracedWithItsTextAndParameters() async throws {
        try await onSimulatedLoop { loop in
            let sample = try Self.sample(on: loop)
            sample.client.address = .v4(0x7F00_0109, port: 40_000)
            Self.trace(sample) { try $0.run("SELECT v FROM t WHERE k = 1", pageSize: 50, at: .quorum) }
            #expect(try Self.session("request", of: sample) == "Execute CQL3 query")
            #expect(try Self.session("command", of: sample) == "QUERY")
            #expect(try Self.session("parameters['query']", of: sample) == "SELECT v FROM t WHERE k = 1")
            #expect(try Self.session("parameters['page_size']", of: sample) == "50")
            #expect(try Self.session("parameters['consistency_level']", of: sample) == "QUORUM")
            #expect(try Self.session("parameters['serial_consistency_level']", of: sample) == "SERIAL")
            let client = "SELECT client FROM system_traces.sessions WHERE session_id = \(someTracingID)"
            #expect(try sample.run(client).rows == [[0x7F00_0109]])
            #expect(
                try sample.texts(Self.events).map { $0[0] } == [
                    "Parsing SELECT v FROM t WHERE k = 1", "Preparing statement",
                    "Executing single-partition query on t", "Acquiring sstable references",
                    "Merging memtable contents", "Read 1 live rows and 0 tombstone cells",
                ])
        }
    }

    @Test func whatFailsIsTracedAsFarAsItCame() async throws {
        try await onSimulatedLoop { loop in
            let sample = try Self.sample(on: loop)
            Self.trace(sample) { try $0.run("SELECT nothing FROM t") }
            #expect(try Self.session("parameters['query']", of: sample) == "SELECT nothing FROM t")
            #expect(
                try sample.texts(Self.events) == [["Parsing SELECT nothing FROM t"], ["Preparing statement"]])
        }
    }

    @Test func aPreparedStatementIsTracedWithItsValues() async throws {
        try await onSimulatedLoop { loop in
            let sample = try Self.sample(on: loop)
            let text = "INSERT INTO t (k, c, v) VALUES (?, 2, ?)"
            let plan = try sample.engine.prepare(text, keyspace: "ks")
            let values = [BoundValue.bytes([0, 0, 0, 7]), .bytes(ByteSlice("it's".utf8))]
            let parameters = QueryParameters(consistency: .one, values: try BoundValues(values))
            sample.client.tracedText = text
            Self.trace(sample) { $0.engine.execute(plan, parameters, $0.client) { _ in } }
            #expect(try Self.session("request", of: sample) == "Execute CQL3 prepared query")
            #expect(try Self.session("parameters['query']", of: sample) == text)
            #expect(try Self.session("parameters['bound_var_0_k']", of: sample) == "7")
            #expect(try Self.session("parameters['bound_var_1_v']", of: sample) == "'it''s'")
            #expect(
                try sample.texts(Self.events) == [
                    ["Determining replicas for mutation"], ["Appending to commitlog"], ["Adding to t memtable"],
                ])
        }
    }

    @Test func theNodesThatTakePartAreNamed() async throws {
        try await onSimulatedLoop { loop in
            let sample = try Self.sample(on: loop, nodes: 3)
            try sample.run("ALTER KEYSPACE ks WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 3}")
            Self.trace(sample) { try $0.run("INSERT INTO t (k, c) VALUES (5, 5)") }
            let sources = try sample.run(
                "SELECT source FROM system_traces.events WHERE session_id = \(someTracingID)"
            ).rows
            #expect(Set(sources) == [[0x7F00_0001], [0x7F00_0002], [0x7F00_0003]])
            // Two nodes have each trace, and both can be asked for.
            #expect(!(try sample.run(Self.events, at: .two).rows.isEmpty))
        }
    }

    @Test func tracesAreTheClientsToDelete() async throws {
        try await onSimulatedLoop { loop in
            let sample = try Self.sample(on: loop)
            Self.trace(sample) { try $0.run("SELECT v FROM t") }
            try sample.run("DELETE duration FROM system_traces.sessions WHERE session_id = \(someTracingID)")
            let duration = "SELECT duration FROM system_traces.sessions WHERE session_id = \(someTracingID)"
            #expect(try sample.run(duration).rows == [[nil]])
            try sample.run("TRUNCATE system_traces.events")
            #expect(try sample.run(Self.events).rows.isEmpty)
        }
    }

    @Test(arguments: [
        ("DROP TABLE system_traces.events", "Cannot DROP <table system_traces.events>"),
        ("ALTER TABLE system_traces.events WITH comment = 'x'", "Cannot ALTER <table system_traces.events>"),
        ("CREATE TABLE system_traces.x (k int PRIMARY KEY)", "Cannot CREATE <all tables in system_traces>"),
        ("DROP KEYSPACE system_traces", "Cannot DROP <keyspace system_traces>"),
        ("ALTER KEYSPACE system WITH durable_writes = true", "system keyspace is not user-modifiable."),
    ])
    func theTablesOfTheSystemAreNot(statement: String, message: String) async throws {
        try await onSimulatedLoop { loop in
            let sample = try Self.sample(on: loop)
            let error = #expect(throws: ServerError.self) { try sample.run(statement) }
            #expect(error?.code == .unauthorized)
            #expect(error?.message == message)
        }
    }

    @Test func howManyNodesHaveTracesIsTheClientsToDecide() async throws {
        try await onSimulatedLoop { loop in
            let sample = try Self.sample(on: loop)
            for keyspace in ["system_traces", "system_auth", "system_distributed"] {
                try sample.run(
                    "ALTER KEYSPACE \(keyspace) WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 1}")
            }
        }
    }
}
