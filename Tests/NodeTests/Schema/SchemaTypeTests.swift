import BlockingClient
import Bytes
import CassandraWire
import TestKit
import Testing

extension AnyNode {
    /// A type has three spellings: the schema's text, the metadata of results, and the server's class names.
    @Suite struct SchemaTypeTests {
        let connection: BlockingConnection

        init() throws {
            connection = try #require(TestedNode.current).open()
        }

        /// The user-defined types of a keyspace, from their texts; those that others are made of come first.
        private func userTypes(of keyspace: String) throws -> [String: UserDefinedType] {
            let page = try connection.rows(
                "SELECT keyspace_name, type_name, field_names, field_types FROM system_schema.types")
            var rows = page.rows(try RowDecoder<(String, String, [String], [String])>(columns: page.columns))
            var waiting = try rows.all().filter { $0.0 == keyspace }
            var types: [String: UserDefinedType] = [:]
            while !waiting.isEmpty {
                let before = waiting.count
                waiting.removeAll { (_, name, fieldNames, fieldTypes) in
                    let parsed = try? fieldTypes.map { try CQLType(cql: $0, keyspace: keyspace) { types[$1] } }
                    guard let parsed else { return false }
                    let fields = zip(fieldNames, parsed).map { UserDefinedType.Field(name: $0, type: $1) }
                    types[name] = UserDefinedType(keyspace: keyspace, name: name, fields: fields)
                    return true
                }
                try #require(waiting.count < before, "types that cannot be read: \(waiting)")
            }
            return types
        }

        /// The columns of a keyspace's tables, by table and name, from their texts.
        private func columns(of keyspace: String, in schema: String) throws -> [String: [String: CQLType]] {
            let types = schema == "system_schema" ? try userTypes(of: keyspace) : [:]
            let page = try connection.rows(
                "SELECT table_name, column_name, type FROM \(schema).columns WHERE keyspace_name = '\(keyspace)'")
            var rows = page.rows(try RowDecoder<(String, String, String)>(columns: page.columns))
            var columns: [String: [String: CQLType]] = [:]
            while let (table, column, text) = try rows.next() {
                columns[table, default: [:]][column] = try CQLType(cql: text, keyspace: keyspace) { types[$1] }
            }
            return columns
        }

        /// Compares what the schema and what a result say of each table.
        private func compare(_ keyspace: String, in schema: String) throws -> Int {
            var compared = 0
            for (table, columns) in try columns(of: keyspace, in: schema) {
                let name = CQLIdentifier.quoted(keyspace) + "." + CQLIdentifier.quoted(table)
                let prepared = try connection.prepare("SELECT * FROM \(name)")
                let metadata = try #require(prepared.result.columns)
                // Only the schema knows the column without values of a compact table.
                let shown = columns.filter { $0.value != .custom("org.apache.cassandra.db.marshal.EmptyType") }
                #expect(Set(metadata.map(\.name)).isSuperset(of: shown.keys))
                for column in metadata {
                    let type = try #require(columns[column.name])
                    #expect(column.type.withoutFrozen == type.withoutFrozen, "\(name).\(column.name)")
                    // The class name of what came with a class name is the server's own text: that is checked for each
                    // answer. The type out of the schema has to be written as the same text.
                    if case .vector = type.unfrozen { #expect(column.type.className == type.className) }
                    compared += 1
                }
            }
            return compared
        }

        @Test("Every type text of the schema is the type that results have, the server's own tables included")
        func systemTables() throws {
            let page = try connection.rows("SELECT keyspace_name FROM system_schema.keyspaces")
            var compared = 0
            for keyspace in try page.values() {
                if case .text(let name) = keyspace { compared += try compare(name, in: "system_schema") }
            }
            for keyspace in ["system_views", "system_virtual_schema"] {
                compared += try compare(keyspace, in: "system_virtual_schema")
            }
            // Embedded nodes have the tables that drivers and tools read.
            #expect(compared > (TestedNode.isEmbedded ? 300 : 400))
        }

        private static let everyKind = [
            """
            CREATE KEYSPACE "martletSchema" WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}
            """,
            "USE \"martletSchema\"",
            #"CREATE TYPE list (a int, "B c" frozen<map<text, frozen<set<int>>>>)"#,
            #"CREATE TYPE "My Type" (x frozen<"list">, d duration, v vector<frozen<"list">, 2>)"#,
            #"CREATE TYPE "Sizes" ("Höhe" frozen<"My Type">, tuple frozen<tuple<int, "list">>)"#,
            #"""
            CREATE TABLE "TableOne" (
                "Key" int, "select" text, s1 int STATIC, a ascii, b bigint, c blob, d boolean, e date, f decimal,
                g double, h duration, i float, j inet, k smallint, l time, m timestamp, n timeuuid, o tinyint, p uuid,
                q varint, r varchar,
                c1 list<int>, c2 set<frozen<list<text>>>, c3 map<text, frozen<map<int, frozen<set<uuid>>>>>,
                c4 frozen<list<frozen<list<frozen<list<int>>>>>>, c5 frozen<map<frozen<tuple<int, text>>, blob>>,
                t1 tuple<int, frozen<list<text>>, duration>, t2 frozen<tuple<tuple<int>, vector<int, 1>>>,
                u1 "list", u2 frozen<"My Type">, u3 list<frozen<"Sizes">>, u4 map<int, frozen<"list">>,
                v1 vector<float, 3>, v2 vector<text, 2>, v3 vector<frozen<list<int>>, 2>,
                v4 vector<vector<vector<smallint, 1>, 2>, 3>, v5 vector<frozen<"My Type">, 2>,
                v6 vector<frozen<tuple<int, frozen<list<duration>>>>, 1>, v7 list<frozen<vector<int, 2>>>,
                v8 vector<frozen<map<int, frozen<set<text>>>>, 2>, v9 frozen<vector<frozen<"Sizes">, 1>>,
                PRIMARY KEY (("Key", "select"), b, a)
            ) WITH CLUSTERING ORDER BY (b DESC, a ASC)
            """#,
            """
            CREATE TABLE counts (k timeuuid, r vector<int, 1>, n counter, PRIMARY KEY (k, r))
            WITH CLUSTERING ORDER BY (r DESC)
            """,
            #"""
            CREATE MATERIALIZED VIEW "View" AS SELECT "Key", "select", b, a, v3, u3 FROM "TableOne"
            WHERE "Key" IS NOT NULL AND "select" IS NOT NULL AND b IS NOT NULL AND a IS NOT NULL
            PRIMARY KEY (a, "Key", "select", b)
            """#,
            """
            CREATE TABLE classes (
                k int PRIMARY KEY, a 'org.apache.cassandra.db.marshal.CompositeType(Int32Type, UTF8Type)',
                b 'DynamicCompositeType(a=>BytesType,b=>ReversedType(LongType))', c 'Int32Type', d 'ListType(UTF8Type)',
                e 'LexicalUUIDType', f 'org.apache.cassandra.db.marshal.EmptyType')
            """,
            "CREATE TABLE compact (k int, c int, PRIMARY KEY (k, c)) WITH COMPACT STORAGE",
        ]

        /// Embedded nodes have no views, no types that only Java knows, and no compact tables.
        private static func isNotEmbedded(_ cql: String) -> Bool {
            ["MATERIALIZED VIEW", "CompositeType", "COMPACT STORAGE"].contains { cql.contains($0) }
        }

        @Test("Types of every kind, nested, and with names that need quotes")
        func everyKind() throws {
            try connection.execute("DROP KEYSPACE IF EXISTS \"martletSchema\"")
            defer { _ = try? connection.execute("DROP KEYSPACE \"martletSchema\"") }
            for statement in Self.everyKind where !TestedNode.isEmbedded || !Self.isNotEmbedded(statement) {
                try connection.execute(statement)
            }
            #expect(try compare("martletSchema", in: "system_schema") > (TestedNode.isEmbedded ? 40 : 55))
        }

        @Test("Random types are written to the schema and back without a change")
        func randomTypes() throws {
            var random = RandomValues(generator: Seed.forThisRun().generator)
            let types = (0..<120).map { _ in random.type(depth: 4) }
            try connection.execute("DROP TABLE IF EXISTS random_types")
            let columns = types.enumerated().map { "c\($0.offset) \($0.element)" }.joined(separator: ", ")
            try connection.execute("CREATE TABLE random_types (id int PRIMARY KEY, \(columns))")
            let texts = try self.columns(of: TestedNode.keyspace, in: "system_schema")["random_types"]
            let metadata = try #require(try connection.prepare("SELECT * FROM random_types").result.columns)
            for (index, type) in types.enumerated() {
                let name = "c\(index)"
                #expect(texts?[name]?.withoutFrozen == type.withoutFrozen)
                let column = try #require(metadata.first { $0.name == name })
                #expect(column.type.withoutFrozen == type.withoutFrozen)
                if case .vector = type {
                    #expect(texts?[name]?.className == column.type.className, "\(type)")
                    #expect(type.className == column.type.className, "\(type)")
                }
            }
        }
    }
}
