import BlockingClient
import Cassandra
import Foundation
import Testing

extension AnyNode {
    /// What comes beside rows, and paging states in and out.
    @Suite struct SessionDetailTests {
        let node: TestedNode

        init() throws {
            node = try #require(TestedNode.current)
        }

        private func withTable(_ name: String, _ body: (Session) async throws -> Void) async throws {
            let configuration = Configuration(
                contactPoints: [node.address], keyspace: TestedNode.keyspace, port: node.port)
            try await Session.withSession(configuration) { session in
                try await session.execute("DROP TABLE IF EXISTS \(identifier: name)")
                try await session.execute(
                    "CREATE TABLE \(identifier: name) (p int, c int, v text, PRIMARY KEY (p, c))")
                let insert = try await session.prepare(
                    "INSERT INTO \(identifier: name) (p, c, v) VALUES (?, ?, ?)", binding: (Int32, Int32, String).self)
                for c in Int32(0)..<25 { try await insert(1, c, "v\(c)") }
                try await body(session)
            }
        }

        @Test("A traced request has a trace, with what the node did")
        func trace() async throws {
            try await withTable("detail_trace") { session in
                let profile = ExecutionProfile().with { $0.tracing = true }
                let outcome = try await session.execute("SELECT * FROM detail_trace WHERE p = 1", profile: profile)
                let trace = try await session.trace(try #require(outcome.tracingID))
                #expect(trace.duration > .zero)
                #expect(!trace.events.isEmpty)
                #expect(trace.coordinator != nil)
                #expect(try await session.execute("SELECT * FROM detail_trace WHERE p = 1").tracingID == nil)
            }
        }

        @Test("D-75 A paging state leaves the process and comes back; another statement, or other values, refuse it")
        func pagingState() async throws {
            try await withTable("detail_pages") { session in
                let profile = ExecutionProfile().with { $0.pageSize = 10 }
                func page(_ p: Int32, from state: PagingState?) async throws -> Outcome {
                    try await session.execute(
                        "SELECT c FROM detail_pages WHERE p = \(p)", profile: profile, from: state)
                }
                var seen: [Int32] = []
                var state: PagingState?
                repeat {
                    let outcome = try await page(1, from: state)
                    if let page = outcome.page {
                        var rows = try page.rows(as: Int32.self)
                        seen += try rows.all()
                    }
                    // As if it had gone to a browser and back.
                    state = try outcome.pagingState.map { try #require(PagingState(ByteSlice(Array($0.bytes)))) }
                } while state != nil
                #expect(seen == Array(0..<25))

                let second = try #require(try await page(1, from: nil).pagingState)
                for attempt in [
                    { try await page(2, from: second) },
                    {
                        try await session.execute(
                            "SELECT v FROM detail_pages WHERE p = \(Int32(1))", profile: profile, from: second)
                    },
                    { try await session.execute("SELECT c FROM detail_pages", profile: profile, from: second) },
                ] {
                    let error = await #expect(throws: CassandraError.self) { _ = try await attempt() }
                    #expect(error.map { "\($0)" }?.contains("paging state") == true)
                }
                #expect(PagingState([]) == nil)
            }
        }

        @Test("D-82 Without pages all rows come in one answer, because that was said")
        func unpaged() async throws {
            try await withTable("detail_unpaged") { session in
                let profile = ExecutionProfile().with { $0.pageSize = .unpaged }
                let outcome = try await session.execute("SELECT c FROM detail_unpaged WHERE p = 1", profile: profile)
                #expect(outcome.page?.count == 25)
                #expect(outcome.pagingState == nil)
            }
        }

        @Test("Warnings of the node arrive, and a payload that it does not know does no harm")
        func warnings() async throws {
            try await withTable("detail_warnings") { session in
                let counted = try await session.execute("SELECT count(*) FROM detail_warnings")
                #expect(counted.warnings.contains { $0.contains("Aggregation") }, "\(counted.warnings)")
                let profile = ExecutionProfile().with {
                    $0.customPayload = [CustomPayloadEntry(name: "for", value: [1, 2, 3])]
                }
                let outcome = try await session.execute(
                    "SELECT c FROM detail_warnings WHERE p = \(Int32(1))", profile: profile)
                #expect(outcome.page?.count == 25)
            }
        }

        @Test("Writes carry increasing timestamps of the client, or the one that was given")
        func timestamps() async throws {
            try await withTable("detail_times") { session in
                let given = ExecutionProfile().with { $0.timestamp = 1_234_567 }
                try await session.execute("INSERT INTO detail_times (p, c, v) VALUES (5, 1, 'a')", profile: given)
                try await session.execute("INSERT INTO detail_times (p, c, v) VALUES (5, 2, 'b')")
                try await session.execute("INSERT INTO detail_times (p, c, v) VALUES (5, 3, \("c"))")
                let times = try await session.rows(
                    "SELECT writetime(v) FROM detail_times WHERE p = 5", as: Int64.self
                ).all()
                #expect(times.first == 1_234_567)
                #expect(times.count == 3 && times[1] < times[2] && times[1] > 1_600_000_000_000_000)
            }
        }
    }
}
