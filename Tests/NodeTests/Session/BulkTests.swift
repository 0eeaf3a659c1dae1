import BlockingClient
import Cassandra
import Foundation
import Testing

extension AnyNode {
    /// Bulk loads into a real node.
    @Suite struct BulkTests {
        let node: TestedNode

        init() throws {
            node = try #require(TestedNode.current)
        }

        private func withTable(
            _ name: String, compression: Configuration.Compression? = nil, loops: Int = 1,
            _ body: (Session, PreparedStatement<(Int32, String?)>) async throws -> Void
        ) async throws {
            let configuration = Configuration(
                contactPoints: [node.address], keyspace: TestedNode.keyspace, compression: compression, port: node.port,
                loops: loops)
            try await Session.withSession(configuration) { session in
                try await session.execute("DROP TABLE IF EXISTS \(identifier: name)")
                try await session.execute("CREATE TABLE \(identifier: name) (id int PRIMARY KEY, v text)")
                let insert = try await session.prepare(
                    "INSERT INTO \(identifier: name) (id, v) VALUES (?, ?)", binding: (Int32, String?).self)
                try await body(session, insert)
            }
        }

        private func count(_ name: String, _ session: Session) async throws -> Int {
            let rows = session.rows("SELECT id, v FROM \(identifier: name)", as: (Int32, String?).self)
            var count = 0
            for try await (id, text) in rows where text == "row \(id)" { count += 1 }
            return count
        }

        @Test(
            "Every row of a sequence is written once", .timeLimit(.minutes(2)),
            arguments: [1, 7, 1024], [nil, Configuration.Compression.lz4])
        func sequence(rowsInFlight: Int, compression: Configuration.Compression?) async throws {
            try await withTable("bulk_rows", compression: compression, loops: 2) { session, insert in
                let rows = rowsInFlight == 1 ? 200 : 5000
                let options = BulkOptions(rowsInFlight: rowsInFlight)
                let report = try await session.bulkWrite(0..<rows, with: insert, options: options) { row in
                    (Int32(row), "row \(row)")
                }
                #expect(report.isComplete, "\(report.failures.prefix(3))")
                #expect(report.written == rows)
                #expect(try await count("bulk_rows", session) == rows)
            }
        }

        @Test("The table is altered and made anew while rows are on their way: all of them are written")
        func unprepared() async throws {
            try await withTable("bulk_again") { session, insert in
                var writer = try session.bulkWriter(insert)
                for row in 0..<1000 { try await writer.write((Int32(row), "row \(row)")) }
                try await session.execute("ALTER TABLE bulk_again ADD w int")
                for row in 1000..<2000 { try await writer.write((Int32(row), "row \(row)")) }
                let report = try await writer.finish()
                #expect(report.isComplete, "\(report.failures.prefix(3))")
                #expect(try await count("bulk_again", session) == 2000)
            }
        }

        @Test(
            "A row that the node refuses, and one that is too large, have their places in the report; the others are written"
        )
        func failures() async throws {
            try await withTable("bulk_bad") { session, _ in
                let insert = try await session.prepare(
                    "INSERT INTO bulk_bad (id, v) VALUES (?, ?)", binding: (Int32?, String).self)
                let report = try await session.bulkWrite(0..<300, with: insert) { row in
                    let id: Int32? = row == 17 ? nil : Int32(row)
                    return (id, row == 200 ? String(repeating: "x", count: 17 << 20) : "row \(row)")
                }
                #expect(report.failures.map(\.row) == [17, 200])
                #expect(report.failures.first?.error.serverError?.code == .invalid)
                #expect(report.failures.last.map { "\($0.error)" }?.contains("cannot be sent") == true)
                #expect(report.written == 298)
                #expect(try await count("bulk_bad", session) == 298)
            }
        }

        @Test("Too many failures end a load early, and it says so")
        func tooManyFailures() async throws {
            try await withTable("bulk_end") { session, _ in
                let insert = try await session.prepare(
                    "INSERT INTO bulk_end (id, v) VALUES (?, ?)", binding: (Int32?, String).self)
                let options = BulkOptions(rowsInFlight: 16, mostFailures: 20)
                let report = try await session.bulkWrite(0..<10_000, with: insert, options: options) { _ in (nil, "") }
                #expect(report.endedEarly)
                #expect((21...60).contains(report.failures.count), "\(report.failures.count)")
                #expect(report.written == 0)
            }
        }
    }
}
