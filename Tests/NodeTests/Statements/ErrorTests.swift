import BlockingClient
import Bytes
import CassandraWire
import Testing

extension AnyNode {
    /// Errors that a node makes of itself, with all that they bring along.
    @Suite struct ErrorTests {
        let connection: BlockingConnection

        init() throws {
            connection = try #require(TestedNode.current).open()
        }

        private func error(_ cql: String, consistency: Consistency = .one) throws -> ServerError {
            try #require(try connection.reply(to: .query(cql, consistency: consistency)).response.error, "\(cql)")
        }

        @Test(
            "Statements that cannot be executed are told apart",
            arguments: [
                ("SELEC", .syntaxError, "line 1:0 no viable alternative at input 'SELEC'"),
                ("SELECT * FROM no_such_table", .invalid, "table no_such_table does not exist"),
                ("USE no_such_keyspace", .invalid, "Keyspace 'no_such_keyspace' does not exist"),
                ("SELECT no_such_column FROM one", .invalid, "Undefined column name no_such_column"),
                ("DROP KEYSPACE system", .unauthorized, "system keyspace is not user-modifiable."),
                (
                    "CREATE KEYSPACE nowhere WITH replication = {'class': 'NoSuchStrategy'}", .configError,
                    "Unable to find replication strategy class"
                ),
            ] as [(String, ErrorCode, String)])
        func plainErrors(cql: String, code: ErrorCode, words: String) throws {
            let error = try error(cql)
            #expect(error.code == code)
            #expect(error.message.hasPrefix(words))
            #expect(error.detail == .none)
        }

        @Test("What exists already is named: keyspace and table")
        func alreadyExists() throws {
            let keyspace = TestedNode.keyspace
            let replication = "WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}"
            let ofKeyspace = try error("CREATE KEYSPACE \(keyspace) \(replication)")
            #expect(ofKeyspace.code == .alreadyExists)
            #expect(ofKeyspace.detail == .alreadyExists(keyspace: keyspace, table: ""))
            let ofTable = try error("CREATE TABLE one (id int PRIMARY KEY)")
            #expect(ofTable.code == .alreadyExists)
            #expect(ofTable.detail == .alreadyExists(keyspace: keyspace, table: "one"))
        }

        @Test("A statement that the node has not prepared is named by its id (D-59)")
        func unprepared() throws {
            let id = ByteSlice([UInt8](repeating: 7, count: 16))
            let request = Request.execute(Execute(id: id, parameters: QueryParameters(consistency: .one)))
            let error = try #require(try connection.reply(to: request).response.error)
            #expect(error.code == .unprepared)
            #expect(error.detail == .unprepared(id: id))
        }

        @Test("Too few replicas: the level, how many it needs, and how many are there")
        func unavailable() throws {
            try connection.execute("DROP KEYSPACE IF EXISTS martlet_replicated")
            try connection.execute(
                """
                CREATE KEYSPACE martlet_replicated
                WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 3}
                """)
            try connection.execute("CREATE TABLE martlet_replicated.t (id int PRIMARY KEY)")
            defer { _ = try? connection.execute("DROP KEYSPACE martlet_replicated") }
            for (consistency, required) in [(.all, 3), (.quorum, 2), (.two, 2), (.three, 3)] as [(Consistency, Int32)] {
                let detail = ServerError.Detail.unavailable(consistency: consistency, required: required, alive: 1)
                for cql in [
                    "INSERT INTO martlet_replicated.t (id) VALUES (1)",
                    "SELECT * FROM martlet_replicated.t WHERE id = 1",
                ] {
                    let error = try error(cql, consistency: consistency)
                    #expect(error.code == .unavailable)
                    #expect(error.detail == detail)
                }
            }
            #expect(
                try connection.execute("INSERT INTO martlet_replicated.t (id) VALUES (1)", consistency: .any) == .void)
        }

        @Test(
            "A function that fails is named, with the types of its arguments",
            .realNodeOnly("embedded nodes run no functions in Java"))
        func functionFailure() throws {
            try connection.execute(
                """
                CREATE OR REPLACE FUNCTION failing(x int, y list<text>) CALLED ON NULL INPUT RETURNS int LANGUAGE java
                AS 'if (x == 1) throw new RuntimeException("no"); return 1;'
                """)
            let error = try error("SELECT failing(id, ['a']) FROM one")
            #expect(error.code == .functionFailure)
            #expect(
                error.detail
                    == .functionFailure(
                        keyspace: TestedNode.keyspace, function: "failing", arguments: ["int", "list<text>"]))
        }

        @Test("The wrong number of values is refused")
        func valueCount() throws {
            for values in [[], [BoundValue.bytes([0, 0, 0, 1]), .null]] {
                let error = try #require(throws: ServerError.self) {
                    try connection.rows("SELECT * FROM one WHERE id = ?", try BoundValues(values))
                }
                #expect(error.code == .invalid)
            }
        }
    }
}
