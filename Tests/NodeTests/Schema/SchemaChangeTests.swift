import BlockingClient
import CassandraWire
import Testing

extension AnyNode {
    @Suite struct SchemaChangeTests {
        let node: TestedNode

        init() throws {
            node = try #require(TestedNode.current)
        }

        private static let keyspace = "martletChanges"

        private static let changes: [(cql: String, change: String, target: SchemaChange.Target)] = [
            (
                "CREATE KEYSPACE \"martletChanges\" WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}",
                "CREATED", .keyspace
            ),
            ("USE \"martletChanges\"", "", .keyspace),
            ("ALTER KEYSPACE \"martletChanges\" WITH durable_writes = false", "UPDATED", .keyspace),
            ("CREATE TYPE \"T y\" (a int)", "CREATED", .type("T y")),
            ("ALTER TYPE \"T y\" ADD b text", "UPDATED", .type("T y")),
            ("CREATE TABLE \"Ta\" (k int PRIMARY KEY, v int)", "CREATED", .table("Ta")),
            ("ALTER TABLE \"Ta\" ADD w text", "UPDATED", .table("Ta")),
            ("CREATE INDEX ON \"Ta\" (v)", "UPDATED", .table("Ta")),
            (
                """
                CREATE MATERIALIZED VIEW v AS SELECT k, w FROM "Ta" WHERE k IS NOT NULL AND w IS NOT NULL
                PRIMARY KEY (w, k)
                """, "CREATED", .table("v")
            ),
            (
                """
                CREATE FUNCTION "F"(x int, y list<text>) RETURNS NULL ON NULL INPUT RETURNS int LANGUAGE java
                AS 'return x;'
                """, "CREATED", .function("F", arguments: ["int", "list<text>"])
            ),
            (
                """
                CREATE FUNCTION g(x int, y int) CALLED ON NULL INPUT RETURNS int LANGUAGE java AS 'return y;'
                """, "CREATED", .function("g", arguments: ["int", "int"])
            ),
            ("CREATE AGGREGATE agg(int) SFUNC g STYPE int", "CREATED", .aggregate("agg", arguments: ["int"])),
            ("DROP AGGREGATE agg", "DROPPED", .aggregate("agg", arguments: ["int"])),
            ("DROP FUNCTION \"F\"", "DROPPED", .function("F", arguments: ["int", "list<text>"])),
            ("DROP MATERIALIZED VIEW v", "DROPPED", .table("v")),
            ("DROP TABLE \"Ta\"", "DROPPED", .table("Ta")),
            ("DROP TYPE \"T y\"", "DROPPED", .type("T y")),
            ("DROP KEYSPACE \"martletChanges\"", "DROPPED", .keyspace),
        ]

        /// Embedded nodes have no indexes, no views, and no functions of their users.
        private static func isNotEmbedded(_ cql: String) -> Bool {
            ["INDEX", "VIEW", "FUNCTION", "AGGREGATE"].contains { cql.contains("\($0) ") }
        }

        @Test("Each change of the schema is the result of its statement, and an event for who registered")
        func resultsAndEvents() throws {
            let connection = try node.open()
            try connection.execute("DROP KEYSPACE IF EXISTS \"\(Self.keyspace)\"")
            let listener = try node.open()
            let kinds = [EventKind.schemaChange, EventKind.statusChange, EventKind.topologyChange]
            #expect(try listener.reply(to: .register(Register(events: kinds))).response == .ready)

            var expected: [SchemaChange] = []
            for (cql, change, target) in Self.changes {
                if TestedNode.isEmbedded, Self.isNotEmbedded(cql) { continue }
                let result = try connection.execute(cql)
                guard !change.isEmpty else {
                    #expect(result == .setKeyspace(Self.keyspace))
                    continue
                }
                let schemaChange = SchemaChange(change: change, target: target, keyspace: Self.keyspace)
                if cql.hasPrefix("DROP KEYSPACE"), !TestedNode.isEmbedded {
                    // A keyspace goes with all that is in it; the result names it alone, the events everything.
                    let function = SchemaChange.Target.function("g", arguments: ["int", "int"])
                    expected.append(SchemaChange(change: "DROPPED", target: function, keyspace: Self.keyspace))
                }
                #expect(result == .schemaChange(schemaChange), "\(cql)")
                expected.append(schemaChange)
            }

            var events: [SchemaChange] = []
            while events.count < expected.count {
                let reply = try listener.receive()
                #expect(reply.header.stream == -1)
                guard case .event(.schemaChange(let change)) = reply.response else {
                    throw BlockingConnection.Failure.unexpected(reply.response)
                }
                if change.keyspace == Self.keyspace { events.append(change) }
            }
            #expect(events == expected)
            #expect(try listener.rows("SELECT key FROM system.local").values() == [.text("local")])
        }

        @Test("A name outside ASCII is Latin-1 in a schema change, and UTF-8 everywhere else")
        func names() throws {
            let connection = try node.open()
            connection.checksWriting = false
            try connection.execute("DROP TYPE IF EXISTS \"größe\"")
            let created = try connection.execute("CREATE TYPE \"größe\" (\"Höhe\" int)")
            // Embedded nodes write UTF-8 here, too.
            let name = TestedNode.isEmbedded ? "größe" : "gr\u{FFFD}\u{FFFD}e"
            #expect(
                created
                    == .schemaChange(
                        SchemaChange(change: "CREATED", target: .type(name), keyspace: TestedNode.keyspace)))
            connection.checksWriting = true
            let type = UserDefinedType(
                keyspace: TestedNode.keyspace, name: "größe", fields: [.init(name: "Höhe", type: .int)])
            let page = try connection.rows("SELECT (\"größe\") {\"Höhe\": 1} AS \"Maß\" FROM one")
            #expect(page.columns.map(\.name) == ["Maß"] && page.columns.map(\.type) == [.udt(type)])
            #expect(try connection.rows("SELECT type_name FROM system_schema.types").values().contains(.text("größe")))
        }
    }
}
