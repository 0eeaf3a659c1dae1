import BlockingClient
import Bytes
import CassandraWire
import TestKit
import Testing

extension AnyNode {
    /// Collections, tuples, vectors and user-defined types in tables.
    @Suite struct StoredCollectionTests {
        let connection: BlockingConnection

        init() throws {
            connection = try #require(TestedNode.current).open()
        }

        private typealias Row = (
            Int32, [Int32], Set<String>, [String: Int64], [Set<Int32>], [String: [Int32: String]],
            CQLTuple<Int32?, String?, [Double]>, [Float], [String], CQLMap<String, Bool>
        )

        @Test("Collections of Swift types come back as they were written, nested ones too")
        func typedCollections() throws {
            try connection.execute(
                """
                CREATE TABLE collections (
                    id int PRIMARY KEY, l list<int>, s set<text>, m map<text, bigint>, ls frozen<list<frozen<set<int>>>>,
                    mm map<text, frozen<map<int, text>>>, t tuple<int, text, frozen<list<double>>>, v vector<float, 3>,
                    vt vector<text, 2>, accents map<text, boolean>)
                """)
            let insert = try connection.prepare(
                """
                INSERT INTO collections (id, l, s, m, ls, mm, t, v, vt, accents) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
            let encoder = try ValueEncoder<Row>(markers: try #require(insert.variables.columns))
            // Two keys that Swift holds for equal, and Cassandra does not (D-31).
            let accents: CQLMap<String, Bool> = ["e\u{301}": true, "é": false]
            let written: Row = (
                1, [3, 1, 2, 3], ["b", "a", ""], ["x": .min, "y": .max], [[1, 2], [], [3]], ["a": [:], "b": [1: "x"]],
                CQLTuple(1, nil, [0.5, -0.0]), [1, -2.5, .infinity], ["", "ü"], accents
            )
            try connection.execute(insert, try encoder.bind(written))
            let page = try connection.rows("SELECT id, l, s, m, ls, mm, t, v, vt, accents FROM collections")
            var rows = page.rows(try RowDecoder<Row>(columns: page.columns))
            let row = try #require(try rows.next())
            #expect(row.1 == written.1 && row.2 == written.2 && row.3 == written.3)
            #expect(row.4 == written.4 && row.5 == written.5 && row.6.elements == written.6.elements)
            #expect(row.7 == written.7 && row.8 == written.8)
            #expect(row.9 == accents)

            let merged = try connection.rows("SELECT accents FROM collections")
            var dictionaries = merged.rows(try RowDecoder<[String: Bool]>(columns: merged.columns))
            let error = try #require(throws: ColumnError.self) { try dictionaries.next() }
            #expect(error.reason == .duplicateKey)
        }

        @Test(
            "Values of user-defined types come back, frozen or not, and those of an older type lack its last fields (D-47)"
        )
        func userTypes() throws {
            try connection.execute("CREATE TYPE stop (name text, \"At\" timestamp)")
            try connection.execute(
                "CREATE TABLE trips (id int PRIMARY KEY, f frozen<stop>, s stop, l list<frozen<stop>>)")
            let insert = try connection.prepare("INSERT INTO trips (id, f, s, l) VALUES (?, ?, ?, ?)")
            let markers = try #require(insert.variables.columns)
            let old = UserDefinedType(
                keyspace: TestedNode.keyspace, name: "stop",
                fields: [.init(name: "name", type: .text), .init(name: "At", type: .timestamp)])
            #expect(markers.map(\.type) == [.int, .udt(old), .udt(old), .list(.udt(old))])
            let encoder = ValueEncoder<[CQLValue]>(markers: markers)
            func stop(_ type: UserDefinedType, _ values: [String: CQLValue]) throws -> CQLValue {
                .udt(try #require(UDTValue(type, named: values)))
            }
            let at = CQLValue.timestamp(CQLTimestamp(millisecondsSinceEpoch: 1))
            let whole = try stop(old, ["At": at, "name": .text("a")])
            let half = try stop(old, ["At": at])
            try connection.execute(insert, try encoder.bind([.int(1), whole, half, .list([half, whole])]))
            #expect(
                try connection.rows("SELECT id, f, s, l FROM trips").values() == [
                    .int(1), whole, half, .list([half, whole]),
                ])

            try connection.execute("ALTER TYPE stop ADD note text")
            let page = try connection.rows("SELECT f, s, l FROM trips")
            let new = UserDefinedType(
                keyspace: old.keyspace, name: "stop", fields: old.fields + [.init(name: "note", type: .text)])
            #expect(page.columns.map(\.type) == [.udt(new), .udt(new), .list(.udt(new))])
            let wholeNow = try stop(new, ["At": at, "name": .text("a")])
            let halfNow = try stop(new, ["At": at])
            #expect(try page.values() == [wholeNow, halfNow, .list([halfNow, wholeNow])])
        }

        @Test("A table with columns of many types keeps values of all of them")
        func randomTable() throws {
            var random = RandomValues(generator: Seed.forThisRun().generator)
            let types = (0..<60).map { _ in random.type(depth: 3) }
            let columns = types.enumerated().map { "c\($0.offset) \($0.element)" }.joined(separator: ", ")
            let names = (["id"] + types.indices.map { "c\($0)" }).joined(separator: ", ")
            let markers = Array(repeating: "?", count: types.count + 1).joined(separator: ", ")
            try connection.execute("DROP TABLE IF EXISTS random_table")
            try connection.execute("CREATE TABLE random_table (id int PRIMARY KEY, \(columns))")
            let insert = try connection.prepare("INSERT INTO random_table (\(names)) VALUES (\(markers))")
            let select = try connection.prepare("SELECT \(names) FROM random_table WHERE id = ?")
            let encoder = ValueEncoder<[CQLValue]>(markers: try #require(insert.variables.columns))
            let key = try ValueEncoder<Int32>(markers: try #require(select.variables.columns))
            let rows = (0..<30).map { id in
                [CQLValue.int(id)] + types.map { id.isMultiple(of: 7) ? .null : random.value(of: $0) }
            }
            for reply in try connection.pipeline(rows.map { .execute(insert, try encoder.bind($0)) }) {
                #expect(try reply.response.result == .void)
            }
            let reads = try rows.indices.map { Request.execute(select, try key.bind(Int32($0))) }
            for (row, reply) in zip(rows, try connection.pipeline(reads)) {
                let read = try RowPage(try reply.response.result.rows).values()
                for (index, type) in types.enumerated() {
                    var value = row[index + 1].inOneOrder
                    // Of a list, set or map of its own only the elements are stored.
                    if [.list([]), .set([]), .map([])].contains(value), type == type.unfrozen { value = .null }
                    #expect(read[index + 1].inOneOrder == value, "\(type)")
                }
            }
        }
    }
}
