import BlockingClient
import Cassandra
import Foundation
import Testing

extension AnyNode {
    /// The driver's public face, as its users see it.
    @Suite struct SessionTests {
        let node: TestedNode

        init() throws {
            node = try #require(TestedNode.current)
        }

        private func configuration() -> Configuration {
            Configuration(contactPoints: [node.address], keyspace: TestedNode.keyspace, port: node.port)
        }

        /// A session with an empty table of its own.
        private func withTable(
            _ name: String, _ columns: String, _ configuration: Configuration? = nil,
            _ body: (Session) async throws -> Void
        ) async throws {
            try await Session.withSession(configuration ?? self.configuration()) { session in
                try await session.execute("DROP TABLE IF EXISTS \(identifier: name)")
                try await session.execute("CREATE TABLE \(identifier: name) (\(unsafe: columns))")
                try await body(session)
            }
        }

        @Test("Interpolated values are bound, and come back as typed rows")
        func interpolation() async throws {
            try await withTable("session_values", "id uuid PRIMARY KEY, at timestamp, lat double, tags map<text, int>")
            {
                session in
                let id = UUID()
                let at = Date(timeIntervalSince1970: 1_700_000_000.25)
                let tags = ["it's": 1, "x; DROP TABLE y": 2]
                try await session.execute(
                    "INSERT INTO session_values (id, at, lat, tags) VALUES (\(id), \(at), \(52.5), \(tags))")
                let rows = session.rows(
                    "SELECT id, at, lat, tags FROM session_values WHERE id = \(id)",
                    as: (UUID, Date, Double?, [String: Int]).self)
                let (foundID, foundAt, lat, found) = try #require(try await rows.first())
                #expect(foundID == id)
                #expect(foundAt == at)
                #expect(lat == 52.5)
                #expect(found == tags)
            }
        }

        @Test(
            "A page that is short, one that is empty and the last one: every row once", arguments: [1, 3, 7, 10, 5000])
        func paging(pageSize: Int) async throws {
            try await withTable("session_pages", "p int, c int, PRIMARY KEY (p, c)") { session in
                let insert = try await session.prepare(
                    "INSERT INTO session_pages (p, c) VALUES (?, ?)", binding: (Int32, Int32).self)
                for row in 0..<21 { try await insert(1, Int32(row)) }
                let profile = ExecutionProfile().with { $0.pageSize = PageSize(pageSize) }
                let rows = session.rows("SELECT c FROM session_pages WHERE p = 1", as: Int32.self, profile: profile)
                #expect(try await rows.all() == Array(0..<21))
                let none = session.rows("SELECT c FROM session_pages WHERE p = 2", as: Int32.self, profile: profile)
                #expect(try await none.all().isEmpty)
                var seen = 0
                for try await _ in rows {
                    seen += 1
                    if seen == 2 { break }
                }
                #expect(seen == 2)
            }
        }

        @Test("A conditional write says whether it was applied")
        func conditional() async throws {
            try await withTable("session_lwt", "id int PRIMARY KEY, v int") { session in
                let first = try await session.execute("INSERT INTO session_lwt (id, v) VALUES (1, 1) IF NOT EXISTS")
                #expect(first.wasApplied)
                let again = try await session.execute("INSERT INTO session_lwt (id, v) VALUES (1, 2) IF NOT EXISTS")
                #expect(!again.wasApplied)
                let update = try await session.prepare(
                    "UPDATE session_lwt SET v = ? WHERE id = ? IF v = ?", binding: (Int32, Int32, Int32).self)
                #expect(try await update(5, 1, 1).wasApplied)
                #expect(try await !update(6, 1, 1).wasApplied)
            }
        }

        @Test("A batch of prepared statements and texts is applied as one")
        func batch() async throws {
            try await withTable("session_batch", "id int PRIMARY KEY, v text") { session in
                let insert = try await session.prepare(
                    "INSERT INTO session_batch (id, v) VALUES (?, ?)", binding: (Int32, String).self)
                var batch = Batch(.logged)
                for id in Int32(0)..<5 { batch += try insert.bind((id, "prepared")) }
                batch += "INSERT INTO session_batch (id, v) VALUES (\(5), \("bound"))"
                batch += "INSERT INTO session_batch (id, v) VALUES (6, 'text')"
                #expect(batch.count == 7)
                #expect(try await session.execute(batch).wasApplied)
                let rows = try await session.rows("SELECT id, v FROM session_batch", as: (Int32, String).self).all()
                let sorted = rows.sorted { $0.0 < $1.0 }.map(\.1)
                #expect(sorted == Array(repeating: "prepared", count: 5) + ["bound", "text"])
            }
        }

        @Test("A table that is made anew while its statements are in use: they are prepared again unnoticed")
        func unprepared() async throws {
            try await withTable("session_again", "id int PRIMARY KEY, v int") { session in
                let insert = try await session.prepare(
                    "INSERT INTO session_again (id, v) VALUES (?, ?)", binding: (Int32, Int32).self)
                let select = try await session.prepare("SELECT v FROM session_again WHERE id = ?", binding: Int32.self)
                try await insert(1, 10)
                try await session.execute("DROP TABLE session_again")
                try await session.execute("CREATE TABLE session_again (id int PRIMARY KEY, v int)")
                try await insert(1, 11)
                var page = try #require(try await select(1).page).rows(as: Int32.self)
                #expect(try page.next() == 11)
                try await session.execute("ALTER TABLE session_again ADD w text")
                try await insert(2, 20)
                let all = try await session.prepare("SELECT * FROM session_again WHERE id = ?", binding: Int32.self)
                #expect(try await all(2).page?.columns.map(\.name) == ["id", "v", "w"])
                try await session.execute("ALTER TABLE session_again ADD u int")
                #expect(try await all(2).page?.columns.map(\.name) == ["id", "u", "v", "w"], "never the old columns")
            }
        }

        @Test("Wrong statements, types and numbers of values have errors that name what is wrong")
        func errors() async throws {
            try await withTable("session_errors", "id int PRIMARY KEY, v int") { session in
                let syntax = await #expect(throws: CassandraError.self) { try await session.execute("SELEKT 1") }
                #expect(syntax?.serverError?.code == .syntaxError)
                let type = await #expect(throws: CassandraError.self) {
                    _ = try await session.prepare("SELECT v FROM session_errors WHERE id = ?", binding: String.self)
                }
                #expect(type.map { "\($0)" }?.contains("'id' (int") == true, "\(String(describing: type))")
                let count = await #expect(throws: CassandraError.self) {
                    _ = try await session.prepare(
                        "SELECT v FROM session_errors WHERE id = ?", binding: (Int32, Int32).self)
                }
                #expect(
                    count.map { "\($0)" }?.contains("2 values instead of 1") == true, "\(String(describing: count))")
                let quoted = await #expect(throws: CassandraError.self) {
                    try await session.execute("INSERT INTO session_errors (id, v) VALUES (1, '\(5)')")
                }
                #expect(quoted.map { "\($0)" }?.contains("between quotes") == true)
                let use = await #expect(throws: CassandraError.self) { try await session.execute("USE system") }
                #expect(use.map { "\($0)" }?.contains("USE") == true)
            }
        }

        @Test("Many tasks at once over a few connections: each gets its own answer", .timeLimit(.minutes(1)))
        func manyTasks() async throws {
            var configuration = configuration()
            configuration.loops = 2
            configuration.pool.requestsPerConnection = 16
            try await withTable("session_many", "id int PRIMARY KEY, v text", configuration) { session in
                let insert = try await session.prepare(
                    "INSERT INTO session_many (id, v) VALUES (?, ?)", binding: (Int32, String).self)
                let select = try await session.prepare("SELECT v FROM session_many WHERE id = ?", binding: Int32.self)
                try await withThrowingTaskGroup { tasks in
                    for id in Int32(0)..<500 {
                        tasks.addTask {
                            try await insert(id, "value \(id)")
                            var rows = try #require(try await select(id).page).rows(as: String.self)
                            #expect(try rows.next() == "value \(id)")
                        }
                    }
                    try await tasks.waitForAll()
                }
            }
        }

        @Test("A statement that many ask for at once is prepared once, and a caller that leaves harms nobody")
        func singleFlight() async throws {
            try await withTable("session_flight", "id int PRIMARY KEY") { session in
                try await withThrowingTaskGroup(of: Void.self) { tasks in
                    for index in 0..<50 {
                        tasks.addTask {
                            if index % 5 == 0 {
                                let task = Task {
                                    try await session.execute("SELECT id FROM session_flight WHERE id = \(1)")
                                }
                                task.cancel()
                                _ = await task.result
                            } else {
                                try await session.execute("SELECT id FROM session_flight WHERE id = \(1)")
                            }
                        }
                    }
                    try await tasks.waitForAll()
                }
            }
        }

        @Test("A closed session refuses requests, and closing it twice is fine")
        func closed() async throws {
            let session = try await Session.connect(configuration())
            await session.close()
            await session.close()
            let error = await #expect(throws: CassandraError.self) {
                try await session.execute("SELECT key FROM system.local")
            }
            guard case .sessionClosed = error?.kind else {
                Issue.record("\(String(describing: error))")
                return
            }
        }

        @Test("Nobody listens, or a keyspace that is not there: connecting fails with the reason")
        func cannotConnect() async throws {
            let nobody = await #expect(throws: CassandraError.self) {
                _ = try await Session.connect(Configuration(contactPoints: ["127.0.0.1:1"]))
            }
            #expect(nobody.map { "\($0)" }?.contains("127.0.0.1:1") == true)
            var configuration = configuration()
            configuration.keyspace = "not_there"
            let wrong = await #expect(throws: CassandraError.self) { _ = try await Session.connect(configuration) }
            #expect(wrong.map { "\($0)" }?.contains("not_there") == true, "\(String(describing: wrong))")
        }

        @Test("With LZ4 all is the same", .enabled(if: lz4IsAvailable, "this build has no LZ4"))
        func compressed() async throws {
            var configuration = configuration()
            configuration.compression = .lz4
            try await withTable("session_lz4", "id int PRIMARY KEY, v text", configuration) { session in
                let text = String(repeating: "compress me ", count: 1000)
                try await session.execute("INSERT INTO session_lz4 (id, v) VALUES (\(1), \(text))")
                let rows = session.rows("SELECT v FROM session_lz4 WHERE id = \(1)", as: String.self)
                #expect(try await rows.first() == text)
            }
        }

        private static let lz4IsAvailable: Bool = {
            #if LZ4
                true
            #else
                false
            #endif
        }()
    }
}
