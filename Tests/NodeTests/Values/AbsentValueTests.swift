import BlockingClient
import Bytes
import CassandraWire
import Testing

extension AnyNode {
    /// Null, unset and empty: three ways of not being there.
    @Suite struct AbsentValueTests {
        let connection: BlockingConnection

        init() throws {
            connection = try #require(TestedNode.current).open()
        }

        private typealias Bound = (
            MaybeUnset<String?>, MaybeUnset<[UInt8]?>, MaybeUnset<Int32?>, MaybeUnset<[Int32]?>,
            MaybeUnset<Set<String>?>,
            MaybeUnset<[String: Int32]?>, MaybeUnset<[Int32]?>, Int32
        )
        private typealias Read = (
            String?, [UInt8]?, Int32?, [Int32]?, Set<String>?, [String: Int32]?, [Int32]?
        )

        @Test("Null deletes, unset leaves alone, and empty is neither (D-26, D-44, D-53)")
        func threeWays() throws {
            try connection.execute(
                """
                CREATE TABLE absent (
                    id int PRIMARY KEY, t text, b blob, i int, l list<int>, s set<text>, m map<text, int>,
                    f frozen<list<int>>)
                """)
            let update = try connection.prepare(
                "UPDATE absent SET t = ?, b = ?, i = ?, l = ?, s = ?, m = ?, f = ? WHERE id = ?")
            let encoder = try ValueEncoder<Bound>(markers: try #require(update.variables.columns))
            func write(_ values: Bound) throws { try connection.execute(update, try encoder.bind(values)) }
            func read() throws -> Read {
                let page = try connection.rows("SELECT t, b, i, l, s, m, f FROM absent WHERE id = 1")
                var rows = page.rows(try RowDecoder<Read>(columns: page.columns))
                return try #require(try rows.next())
            }
            func expect(_ row: Read, _ values: Read) {
                #expect(row.0 == values.0 && row.1 == values.1 && row.2 == values.2 && row.3 == values.3)
                #expect(row.4 == values.4 && row.5 == values.5 && row.6 == values.6)
            }
            try connection.execute("INSERT INTO absent (id) VALUES (1)")  // the row stays when its columns go

            try write(
                (.value("a"), .value([1]), .value(1), .value([1]), .value(["x"]), .value(["k": 1]), .value([1]), 1))
            try write((.unset, .unset, .unset, .unset, .unset, .unset, .unset, 1))
            expect(try read(), ("a", [1], 1, [1], ["x"], ["k": 1], [1]))

            // A list, set or map of its own has no empty value; one that is frozen does.
            try write((.value(""), .value([]), .unset, .value([]), .value([]), .value([:]), .value([]), 1))
            expect(try read(), ("", [], 1, nil, nil, nil, []))

            try write(
                (.value(nil), .value(nil), .value(nil), .value(nil), .value(nil), .value(nil), .value(nil), 1))
            expect(try read(), (nil, nil, nil, nil, nil, nil, nil))
            let page = try connection.rows("SELECT l, s, m, f FROM absent WHERE id = 1")
            var rows = page.rows(
                try RowDecoder<([Int32], Set<String>, [String: Int32], [Int32])>(columns: page.columns))
            let row = try #require(try rows.next())
            #expect(row == ([], [], [:], []))
        }

        @Test("A number of zero bytes is empty, and nil for who has no room for that (O-10)")
        func emptyNumber() throws {
            let page = try connection.rows("SELECT blob_as_int(0x) AS v FROM one")
            #expect(try page.values() == [.empty])
            var optional = page.rows(try RowDecoder<Int32?>(columns: page.columns))
            #expect(try optional.next() == .some(nil))
            var plain = page.rows(try RowDecoder<Int32>(columns: page.columns))
            let error = try #require(throws: ColumnError.self) { try plain.next() }
            #expect(error.reason == .unexpectedEmpty)
        }

        @Test("Unset and null are refused for a key, by the server")
        func absentKeys() throws {
            let select = try connection.prepare("SELECT id FROM one WHERE id = ?")
            let encoder = try ValueEncoder<MaybeUnset<Int32?>>(markers: try #require(select.variables.columns))
            let unset = try #require(throws: ServerError.self) {
                try connection.execute(select, try encoder.bind(.unset))
            }
            #expect(unset == ServerError(code: .invalid, message: "Invalid unset value for column id"))
            let null = try #require(throws: ServerError.self) {
                try connection.execute(select, try encoder.bind(.value(nil)))
            }
            #expect(null == ServerError(code: .invalid, message: "Invalid null value in condition for column id"))
        }

        @Test("An unset LIMIT is none, and a named marker takes its value once (O-8)")
        func markers() throws {
            let limited = try connection.prepare("SELECT id FROM one LIMIT ?")
            #expect(limited.variables.columns?.map(\.name) == ["[limit]"])
            let encoder = try ValueEncoder<MaybeUnset<Int32>>(markers: try #require(limited.variables.columns))
            let rows = try connection.execute(limited, try encoder.bind(.unset)).rows
            #expect(rows.rowCount == 1)

            let named = try BoundValues(named: [("a", .bytes([0, 0, 0, 1])), ("unused", .null)])
            #expect(try connection.rows("SELECT id FROM one WHERE id = :a", named).values() == [.int(1)])
            let missing = try BoundValues(named: [("b", .bytes([0, 0, 0, 1]))])
            let error = try #require(throws: ServerError.self) {
                try connection.rows("SELECT id FROM one WHERE id = :a", missing)
            }
            #expect(error.code == .invalid)
        }
    }
}
