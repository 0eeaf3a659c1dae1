import Bytes
import CassandraWire
import Testing

/// Counts that promise more than follows.
@Suite struct CountTests {
    private static let name: [Primitive] = [.string("k"), .string("t"), .string("c")]

    private static let table: [(String, Opcode, [Primitive], WireError)] = [
        ("65,535 columns", .result, [.int(2), .int(0), .int(65535)], .invalidCount(65535)),
        (
            "65,535 columns of one table", .result, [.int(2), .int(1), .int(65535), .string("k"), .string("t")],
            .invalidCount(65535)
        ),
        ("2^31-1 columns", .result, [.int(2), .int(0), .int(.max)], .invalidCount(.max)),
        ("-1 columns", .result, [.int(2), .int(0), .int(-1)], .invalidCount(-1)),
        ("-1 columns without metadata", .result, [.int(2), .int(4), .int(-1), .int(0)], .invalidCount(-1)),
        (
            "2^31-1 rows of a column", .result, [.int(2), .int(0), .int(1)] + name + [.short(9), .int(.max)],
            .invalidCount(.max)
        ),
        ("2^31-1 rows of no column", .result, [.int(2), .int(4), .int(0), .int(.max)], .invalidCount(.max)),
        (
            "2^31-1 rows of no column, with bytes", .result,
            [.int(2), .int(4), .int(0), .int(.max), .raw(Array(repeating: 0, count: 64))], .invalidCount(.max)
        ),
        ("1 row of no column", .result, [.int(2), .int(0), .int(0), .int(1)], .invalidCount(1)),
        ("-1 rows", .result, [.int(2), .int(4), .int(1), .int(-1)], .invalidCount(-1)),
        ("2^31-1 rows of 2^31-1 columns", .result, [.int(2), .int(4), .int(.max), .int(.max)], .invalidCount(.max)),
        (
            "a row too many", .result, [.int(2), .int(4), .int(2), .int(2), .int(-1), .int(-1), .int(-1)],
            .invalidCount(2)
        ),
        ("2^31-1 markers", .result, [.int(4), .shortBytes([1]), .int(0), .int(.max), .int(0)], .invalidCount(.max)),
        ("-1 markers", .result, [.int(4), .shortBytes([1]), .int(0), .int(-1), .int(0)], .invalidCount(-1)),
        (
            "2^31-1 key indices", .result, [.int(4), .shortBytes([1]), .int(0), .int(0), .int(.max), .short(1)],
            .invalidCount(.max)
        ),
        ("-1 key indices", .result, [.int(4), .shortBytes([1]), .int(0), .int(0), .int(-1)], .invalidCount(-1)),
        (
            "65,535 fields", .result,
            [.int(2), .int(0), .int(1)] + name + [.short(0x30), .string("k"), .string("u"), .short(65535)], .truncated
        ),
        ("65,535 elements", .result, [.int(2), .int(0), .int(1)] + name + [.short(0x31), .short(65535)], .truncated),
        ("65,535 warnings", .ready, [.short(65535)], .truncated),
        ("65,535 options", .supported, [.short(65535)], .truncated),
        ("65,535 values of an option", .supported, [.short(1), .string("k"), .short(65535)], .truncated),
        (
            "65,535 arguments", .event,
            [
                .string("SCHEMA_CHANGE"), .string("CREATED"), .string("FUNCTION"), .string("k"), .string("f"),
                .short(65535),
            ], .truncated
        ),
        ("65,535 events", .register, [.short(65535)], .truncated),
        ("65,535 startup options", .startup, [.short(65535)], .truncated),
        ("65,535 values", .query, [.longString("Q"), .short(1), .byte(1), .short(65535)], .truncated),
        ("65,535 named values", .query, [.longString("Q"), .short(1), .byte(0x41), .short(65535)], .truncated),
        ("65,535 statements", .batch, [.byte(0), .short(65535)], .truncated),
        (
            "65,535 values of a statement", .batch, [.byte(0), .short(1), .byte(0), .longString(""), .short(65535)],
            .truncated
        ),
    ]

    @Test("D-21 a count of what is not there is an error at once")
    func claims() {
        for (name, opcode, body, error) in CountTests.table {
            // The flag is that of warnings, for the row that is about them.
            let frame = Frame(opcode, flags: opcode == .ready ? 0x08 : 0, body.encoded)
            #expect(throws: error, "\(name)") {
                if opcode.direction == .request {
                    _ = try Request.decode(frame)
                } else {
                    _ = try Response.decode(frame)
                }
            }
        }
        #expect(throws: WireError.truncated) {
            try Response.decode(Frame(.ready, flags: 0x04, [Primitive.short(65535)].encoded))
        }
    }

    @Test("D-21 no rows of very many columns are no work")
    func noRows() throws {
        let body: [Primitive] = [.int(2), .int(4), .int(.max), .int(0)]
        guard case .result(.rows(let rows)) = try Response.decode(Frame(.result, body.encoded)).response else {
            Issue.record("no rows")
            return
        }
        #expect(rows.rowCount == 0 && rows.metadata.columnCount == Int(Int32.max))
        #expect(try rows.cells().isEmpty)
        let columns = [ColumnMetadata(keyspace: "", table: "", name: "", type: .int)]
        #expect(throws: WireError.wrongValueCount(expected: .max, actual: 1)) { try RowPage(rows, columns: columns) }
    }

    @Test("D-21 a count inside a value is checked against the value", arguments: [.max, 5, -1, .min] as [Int32])
    func countsInValues(count: Int32) throws {
        let types: [CQLType] = [
            .list(.int), .set(.text), .map(key: .int, value: .text), .list(.tuple([])), .list(.list(.int)),
        ]
        for type in types {
            let column = ColumnMetadata(keyspace: "", table: "", name: "c", type: type)
            let cell = [Primitive.int(count), .raw([0, 0, 0, 0, 0, 0, 0, 0])].encoded
            let page = try RowPage(columns: [column], count: 1, bytes: [Primitive.bytes(cell)].encoded)
            let error = #expect(throws: ColumnError.self) { try page.values() }
            #expect(error?.reason == .invalidCount(count))
        }
    }
}
