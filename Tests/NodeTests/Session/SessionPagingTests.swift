import BlockingClient
import Cassandra
import Testing

extension AnyNode {
    /// Pages of a real node: all of them, whatever the statement, and whatever happens to the table meanwhile.
    @Suite struct SessionPagingTests {
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
                    "CREATE TABLE \(identifier: name) (p int, c int, m text, PRIMARY KEY (p, c))")
                let insert = try await session.prepare(
                    "INSERT INTO \(identifier: name) (p, c, m) VALUES (?, ?, ?)", binding: (Int32, Int32, String).self)
                let report = try await session.bulkWrite(Int32(0)..<60, with: insert) { ($0 / 10, $0 % 10, "m\($0)") }
                #expect(report.isComplete)
                try await body(session)
            }
        }

        @Test("D-83 Limits, several partitions and filters give the same rows in pages of one as in one page")
        func kindsOfSelects() async throws {
            try await withTable("paging_kinds") { session in
                let statements: [CQL] = [
                    "SELECT p, c FROM paging_kinds",
                    "SELECT p, c FROM paging_kinds LIMIT 7",
                    "SELECT p, c FROM paging_kinds PER PARTITION LIMIT 3",
                    "SELECT p, c FROM paging_kinds PER PARTITION LIMIT 3 LIMIT 11",
                    "SELECT p, c FROM paging_kinds WHERE p IN \([Int32(4), 1, 9, 2])",
                    "SELECT p, c FROM paging_kinds WHERE p IN \([Int32(4), 1]) AND c > \(Int32(4)) LIMIT 6",
                    "SELECT p, c FROM paging_kinds WHERE c = \(Int32(3)) ALLOW FILTERING",
                    "SELECT p, c FROM paging_kinds WHERE p = 2 ORDER BY c DESC",
                    "SELECT DISTINCT p, p FROM paging_kinds",
                ]
                let unpaged = ExecutionProfile().with { $0.pageSize = .unpaged }
                for statement in statements {
                    let whole = try await session.rows(statement, as: (Int32, Int32).self, profile: unpaged).all()
                    #expect(!whole.isEmpty, "\(statement.text)")
                    for size in [1, 2, 7] {
                        let profile = ExecutionProfile().with { $0.pageSize = PageSize(size) }
                        let paged = try await session.rows(statement, as: (Int32, Int32).self, profile: profile).all()
                        let same = paged.count == whole.count && zip(paged, whole).allSatisfy { $0 == $1 }
                        #expect(same, "\(statement.text) in pages of \(size)")
                    }
                }
            }
        }

        @Test("D-81 A table is altered between pages: each page is read by the columns that came with it")
        func alteredBetweenPages() async throws {
            try await withTable("paging_altered") { session in
                let select = try await session.prepare("SELECT * FROM paging_altered WHERE p = ?", binding: Int32.self)
                let profile = ExecutionProfile().with { $0.pageSize = 4 }
                var statement = try select.bind(3)
                statement.profile = profile
                var seen: [Int32] = []
                var rounds = 0
                for try await row in session.rows(statement) {
                    seen.append(try row.value("c", as: Int32.self))
                    #expect(try row.value("m", as: String.self) == "m\(30 + (seen.last ?? -1))")
                    rounds += 1
                    // Before the others, so that an old list of columns would read the wrong cells.
                    if rounds == 1 { try await session.execute("ALTER TABLE paging_altered ADD a int") }
                    if rounds == 5 { try await session.execute("ALTER TABLE paging_altered DROP a") }
                }
                #expect(seen == Array(0..<10))
            }
        }
    }
}
