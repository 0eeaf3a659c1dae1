import BlockingClient
import Bytes
import CassandraWire
import Testing

extension AnyNode {
    /// Values of Swift types, written through prepared statements and read back.
    @Suite struct StoredScalarTests {
        let connection: BlockingConnection

        init() throws {
            connection = try #require(TestedNode.current).open()
        }

        private typealias Scalars = (
            Int32, String, Int64, [UInt8], Bool, CQLDate, CQLDecimal, Double, CQLDuration, Float, CQLInet, Int32, Int16,
            String, CQLTime, CQLTimestamp, TimeUUID, Int8, CQLUUID, CQLVarint
        )

        private static func samples() throws -> [Scalars] {
            [
                (
                    1, "ascii", 1, [1, 2], true, CQLDate(daysSinceEpoch: 20_000), try #require(CQLDecimal("1.50")), 0.5,
                    try #require(CQLDuration("1mo2d3ns")), 0.25, try #require(CQLInet("127.0.0.1")), 1, 1, "naïve 日本 👩‍🚀",
                    CQLTime(nanosecondsSinceMidnight: 1), CQLTimestamp(millisecondsSinceEpoch: 1_700_000_000_000),
                    try #require(TimeUUID("5f1c0000-0000-1000-8000-000000000001")), 1,
                    try #require(CQLUUID("5f1c0000-0000-4000-8000-000000000001")), 1
                ),
                (
                    2, "", .min, [], false, CQLDate(daysSinceEpoch: .min),
                    CQLDecimal(unscaled: -1, scale: .min), -.greatestFiniteMagnitude,
                    try #require(CQLDuration(months: .min, days: .min, nanoseconds: .min)), -.infinity,
                    try #require(CQLInet("::")), .min, .min, "", CQLTime(nanosecondsSinceMidnight: 0),
                    CQLTimestamp(millisecondsSinceEpoch: .min),
                    try #require(TimeUUID("00000000-0000-1000-8080-808080808080")),
                    .min, CQLUUID(high: 0, low: 0), try #require(CQLVarint("-" + String(repeating: "9", count: 400)))
                ),
                (
                    3, "\u{0}\u{7F}", .max, [UInt8](repeating: 0xFF, count: 10_000), true,
                    CQLDate(daysSinceEpoch: .max),
                    CQLDecimal(unscaled: try #require(CQLVarint(String(repeating: "9", count: 400))), scale: .max),
                    .nan,
                    try #require(CQLDuration(months: .max, days: .max, nanoseconds: .max)), -0.0,
                    try #require(CQLInet("::ffff:1.2.3.4")), .max, .max, "e\u{301}\u{0}\u{10FFFF}",
                    CQLTime(nanosecondsSinceMidnight: 86_399_999_999_999), CQLTimestamp(millisecondsSinceEpoch: .max),
                    try #require(TimeUUID("ffffffff-ffff-1fff-bf7f-7f7f7f7f7f7f")), .max,
                    CQLUUID(high: .max, low: .max), try #require(CQLVarint(String(repeating: "9", count: 400)))
                ),
            ]
        }

        private static let names = [
            "id", "a", "bi", "b", "bo", "da", "de", "d", "du", "f", "ine", "i", "si", "t", "tim", "ts", "tu", "ti", "u",
            "vi",
        ]

        private static let types: [CQLType] = [
            .int, .ascii, .bigint, .blob, .boolean, .date, .decimal, .double, .duration, .float, .inet, .int, .smallint,
            .text, .time, .timestamp, .timeuuid, .tinyint, .uuid, .varint,
        ]

        @Test("Scalars of all types come back as they were written, the smallest and the largest too (D-25)")
        func scalars() throws {
            let columns = zip(Self.names, Self.types).map { "\($0) \($1)" }.joined(separator: ", ")
            try connection.execute("CREATE TABLE scalars (\(columns), PRIMARY KEY (id))")
            let names = Self.names.joined(separator: ", ")
            let markers = Self.names.map { _ in "?" }.joined(separator: ", ")
            let insert = try connection.prepare("INSERT INTO scalars (\(names)) VALUES (\(markers))")
            let select = try connection.prepare("SELECT \(names) FROM scalars WHERE id = ?")
            let columnsOfMarkers = try #require(insert.variables.columns)
            #expect(columnsOfMarkers.map(\.name) == Self.names)
            #expect(columnsOfMarkers.map(\.type) == Self.types)
            #expect(insert.partitionKeyIndices == [0])

            let encoder = try ValueEncoder<Scalars>(markers: columnsOfMarkers)
            let key = try ValueEncoder<Int32>(markers: try #require(select.variables.columns))
            for sample in try Self.samples() {
                let written = try encoder.bind(sample)
                #expect(try connection.execute(insert, written) == .void)
                let page = try RowPage(try connection.execute(select, try key.bind(sample.0)).rows)
                var rows = page.rows(try RowDecoder<Scalars>(columns: page.columns))
                let row = try #require(try rows.next())
                // Bytes tell what == would not: -0.0, NaN, and how a text is composed.
                #expect(try encoder.bind(row).bytes == written.bytes)
                #expect(try rows.next() == nil)
            }
        }

        @Test("Values that the server answers for columns nobody wrote are null, in any type")
        func neverWritten() throws {
            let columns = zip(Self.names, Self.types).map { "\($0) \($1)" }.joined(separator: ", ")
            try connection.execute("CREATE TABLE never_written (\(columns), PRIMARY KEY (id))")
            try connection.execute("INSERT INTO never_written (id) VALUES (1)")
            let page = try connection.rows("SELECT * FROM never_written")
            let values = try page.values()
            #expect(values.count == Self.types.count)
            #expect(values.filter { $0 == .null }.count == Self.types.count - 1)
            let wanted = try connection.rows("SELECT id, u FROM never_written")
            var rows = wanted.rows(try RowDecoder<(Int32, CQLUUID)>(columns: wanted.columns))
            let error = try #require(throws: ColumnError.self) { try rows.next() }
            #expect(error.column == "u" && error.row == 0 && error.reason == .unexpectedNull)
        }

        @Test(
            "An address that is IPv4 inside IPv6 keeps its 16 bytes, but not in a set, where the server makes 4 of them"
        )
        func mappedAddress() throws {
            let address = try #require(CQLInet("::ffff:1.2.3.4"))
            let plain = try connection.rows(
                "SELECT (inet) ? AS v FROM one", try BoundValues([.bytes(ByteSlice(address.bytes))]))
            #expect(try plain.values() == [.inet(address)])
            let statement = try connection.prepare("SELECT (set<inet>) ? AS v FROM one")
            let encoder = try ValueEncoder<[CQLInet]>(markers: try #require(statement.variables.columns))
            let page = try RowPage(try connection.execute(statement, try encoder.bind([address])).rows)
            #expect(try page.values() == [.set([.inet(try #require(CQLInet("1.2.3.4")))])])
        }

        @Test("Counters count by what is bound, and read as Int64 (D-50)")
        func counters() throws {
            try connection.execute("CREATE TABLE counters (id int PRIMARY KEY, n counter, \"M\" counter)")
            let update = try connection.prepare("UPDATE counters SET n = n + ?, \"M\" = \"M\" - ? WHERE id = ?")
            let markers = try #require(update.variables.columns)
            #expect(markers.map(\.type) == [.counter, .counter, .int])
            let encoder = try ValueEncoder<(Int64, Int64, Int32)>(markers: markers)
            for step in [5, -3, .max] as [Int64] { try connection.execute(update, try encoder.bind((step, 1, 1))) }
            let page = try connection.rows("SELECT id, n, \"M\" FROM counters")
            #expect(page.columns.map(\.type) == [.int, .counter, .counter])
            var rows = page.rows(try RowDecoder<(Int32, Int64, Int64)>(columns: page.columns))
            let row = try #require(try rows.next())
            #expect(row == (1, 2 &+ .max, -3))
            #expect(try page.values() == [.int(1), .counter(2 &+ .max), .counter(-3)])
        }
    }
}
