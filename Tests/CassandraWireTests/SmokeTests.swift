import Bytes
import CassandraWire
import TestKit
import Testing

@Suite struct Smoke {
    @Test func rowsRoundTrip() throws {
        func column(_ name: String, _ type: CQLType) -> ColumnMetadata {
            ColumnMetadata(keyspace: "k", table: "t", name: name, type: type)
        }
        let columns = [column("a", .bigint), column("b", .blob), column("c", .text), column("d", .double)]
        let encoder = try ValueEncoder<(Int64, [UInt8], String, Double)>(markers: columns)
        var writer = WireWriter()
        try encoder.encode((1, [1, 2, 3], "hello", 1.5), to: &writer)
        let bytes = writer.finish()
        let page = try RowPage(columns: columns, count: 1, bytes: bytes)
        var rows = page.rows(try RowDecoder<(Int64, [UInt8], String, Double?)>(columns: columns))
        let row = try #require(try rows.next())
        #expect(row == (1, [1, 2, 3], "hello", 1.5))
        #expect(try page.values() == [.bigint(1), .blob([1, 2, 3]), .text("hello"), .double(1.5)])
        #expect(throws: ColumnError.self) { try RowDecoder<(Int64, [UInt8], String, Int)>(columns: columns) }
    }
}
