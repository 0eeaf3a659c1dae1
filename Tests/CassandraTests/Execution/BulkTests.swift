import CassandraWire
import ScriptedNode
import Testing

@testable import Cassandra

extension OneNode {
    /// Bulk loads, to a node that does what it should not.
    @Suite struct BulkTests {
        private static let insert: CQL = "INSERT INTO t (a, b) VALUES (?, ?)"

        private static func statement(_ session: Session) async throws -> PreparedStatement<(Int32, Int32)> {
            try await session.prepare(insert, binding: (Int32, Int32).self)
        }

        @Test("Rows that are refused have their places in the report, in order, and the others are written")
        func refused() async throws {
            let script = Script { incoming in
                guard case .execute(let execute) = incoming.request,
                    let values = execute.parameters.values?.bytes, values[7] % 50 == 3
                else { return nil }
                return [.answer(.error(.invalid, "no"))]
            }
            try await withNode(script: script) { _, session in
                let statement = try await Self.statement(session)
                let report = try await session.bulkWrite(Int32(0)..<250, with: statement) { ($0, 0) }
                #expect(report.failures.map(\.row) == [3, 53, 103, 153, 203])
                #expect(report.failures.allSatisfy { $0.error.serverError?.code == .invalid })
                #expect(report.failures.allSatisfy { !$0.error.mayHaveBeenApplied })
                #expect(report.written == 245)
            }
        }

        @Test("D-62 A node that has forgotten the statement is told it once, for all rows that are under way")
        func forgotten() async throws {
            try await withNode { node, session in
                let statement = try await Self.statement(session)
                node.forgetStatements()
                let report = try await session.bulkWrite(Int32(0)..<1000, with: statement) { ($0, 0) }
                #expect(report.isComplete, "\(report.failures.prefix(2))")
                #expect(node.log.value.counts[.prepare] == 2)
            }
        }

        @Test(
            "The connection breaks: rows that were sent may have been applied, and the load goes on over the next one")
        func lostConnection() async throws {
            let script = Script { incoming in
                guard incoming.connection == 1, case .execute(let execute) = incoming.request,
                    let values = execute.parameters.values?.bytes, values[7] == 100
                else { return nil }
                return [.reset]
            }
            try await withNode(script: script) { node, session in
                let statement = try await Self.statement(session)
                let options = BulkOptions(rowsInFlight: 40)
                let report = try await session.bulkWrite(Int32(0)..<250, with: statement, options: options) { ($0, 0) }
                #expect((1...40).contains(report.failures.count), "\(report.failures.count)")
                #expect(report.failures.contains { $0.row == 100 })
                #expect(report.failures.allSatisfy { $0.error.mayHaveBeenApplied })
                #expect(report.written == 250 - report.failures.count)
                #expect(node.log.value.connections == 2)
            }
        }

        @Test("No answer comes: each row fails when its time is over, and the ids of late answers go to nobody else")
        func noAnswers() async throws {
            let gate = Gate()
            let script = Script { incoming in incoming.opcode == .execute ? .hold(gate) : nil }
            var configuration = Configuration.with { $0.profile.timeout = .milliseconds(300) }
            configuration.pool.requestsPerConnection = 64
            try await withNode(configuration, script: script) { node, session in
                let statement = try await Self.statement(session)
                let options = BulkOptions(rowsInFlight: 32)
                let report = try await session.bulkWrite(Int32(0)..<32, with: statement, options: options) { ($0, 0) }
                #expect(report.failures.count == 32)
                #expect(report.failures.allSatisfy { $0.error.name == .timedOut && $0.error.mayHaveBeenApplied })
                node.follow(.usual)
                gate.open()
                let again = try await session.bulkWrite(Int32(0)..<500, with: statement, options: options) { ($0, 0) }
                #expect(again.isComplete, "\(again.failures.prefix(2))")
            }
        }

        @Test("D-177 Cancelled while it waits for answers, the load ends at once, and what was not sent is not sent")
        func cancelled() async throws {
            let gate = Gate()
            let script = Script { incoming in incoming.opcode == .execute ? .hold(gate) : nil }
            try await withNode(script: script) { node, session in
                let statement = try await Self.statement(session)
                let options = BulkOptions(rowsInFlight: 16)
                let load = begin {
                    try await session.bulkWrite(Int32(0)..<10_000, with: statement, options: options) { ($0, 0) }
                }
                try await node.log.until { $0.counts[.execute, default: 0] >= 16 }
                load.cancel()
                let error = await load.value.error
                #expect(error?.name == .cancelled)
                #expect(error?.mayHaveBeenApplied == true)
                gate.open()
                node.follow(.usual)
                try await session.execute("SELECT n FROM t")
                #expect(node.log.value.counts[.execute, default: 0] <= 16)
            }
        }

        @Test("The session closes under a load: the rest fails as closed, and nothing hangs")
        func closed() async throws {
            let gate = Gate()
            let script = Script { incoming in incoming.opcode == .execute ? .hold(gate) : nil }
            try await withNode(script: script) { node, session in
                let statement = try await Self.statement(session)
                let options = BulkOptions(rowsInFlight: 16)
                let load = Task {
                    try await session.bulkWrite(Int32(0)..<2000, with: statement, options: options) { ($0, 0) }
                }
                try await node.log.until { $0.counts[.execute, default: 0] >= 16 }
                await session.close()
                switch await load.result {
                case .success(let report): #expect(report.written == 0 && report.endedEarly)
                case .failure(let error): #expect((error as? CassandraError)?.name == .sessionClosed, "\(error)")
                }
            }
        }

        @Test("A sequence that throws ends the load with its error")
        func throwingSequence() async throws {
            struct Broken: Error {}
            try await withNode { _, session in
                let statement = try await Self.statement(session)
                await #expect(throws: Broken.self) {
                    _ = try await session.bulkWrite(Int32(0)..<100, with: statement) { row in
                        if row == 70 { throw Broken() }
                        return (row, 0)
                    }
                }
                let stream = AsyncStream { continuation in
                    for row in Int32(0)..<300 { continuation.yield(row) }
                    continuation.finish()
                }
                let report = try await session.bulkWrite(stream, with: statement) { ($0, 1) }
                #expect(report.written == 300)
            }
        }

        @Test("Options that cannot be are refused by name")
        func wrongOptions() async throws {
            try await withNode { _, session in
                let statement = try await Self.statement(session)
                for options in [BulkOptions(rowsInFlight: 0), BulkOptions(mostFailures: -1)] {
                    let error = await failure(of: { () async throws in
                        _ = try session.bulkWriter(statement, options: options)
                    })
                    #expect(error?.name == .configuration)
                }
            }
        }
    }
}
