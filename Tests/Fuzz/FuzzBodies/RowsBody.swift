import Bytes
package import CassandraWire

/// A result's rows: as cells, as dynamic values, as tuples and as Swift types, whatever of it their bytes allow.
package enum RowsBody {
    /// Rows that came without columns are read as if they had blobs, up to this many.
    private static let mostBlobs = 1000
    /// So many cells are read as all Swift types, which takes longer than everything else.
    private static let typedCells = 3

    package static func check(_ result: RowsResult) throws(BrokenProperty) {
        let cells = try? result.cells()
        let columns: [ColumnMetadata]
        if let named = result.metadata.columns {
            columns = named
        } else {
            guard result.metadata.columnCount <= mostBlobs else { return }
            let blob = ColumnMetadata(keyspace: "", table: "", name: "", type: .blob)
            columns = Array(repeating: blob, count: result.metadata.columnCount)
        }
        guard let page = try? RowPage(result, columns: columns) else {
            throw BrokenProperty("a result is no page of its own columns")
        }
        let values = try? page.values()
        if let values {
            try expect(
                values.count == page.count * columns.count,
                "\(values.count) values in \(page.count) rows of \(columns.count)")
            try expect(cells != nil, "the values can be read, but not the cells")
            try encode(values, columns)
        }
        switch columns.count {
        case 1:
            let rows = try tuples(page, CQLValue.self)
            try expect(rows == values, "as rows of one column, other values were read")
            try texts(page)
        case 2:
            let rows = try tuples(page, (CQLValue, CQLValue).self)
            try expect(rows?.flatMap { [$0.0, $0.1] } == values, "as rows of two columns, other values were read")
        case 3:
            let rows = try tuples(page, (CQLValue, CQLValue, CQLValue).self)
            try expect(
                rows?.flatMap { [$0.0, $0.1, $0.2] } == values, "as rows of three columns, other values were read")
        default: break
        }
        for (column, cell) in zip(columns, (cells?.last ?? [])).prefix(typedCells) {
            if let cell { try ValueBody.checkTyped(column.type, cell) }
        }
    }

    private static func tuples<Row>(_ page: RowPage, _: Row.Type) throws(BrokenProperty) -> [Row]?
    where Row: CQLDecodable {
        guard let decoder = try? RowDecoder<Row>(columns: page.columns) else {
            throw BrokenProperty("dynamic values are refused for \(page.columns)")
        }
        var rows = page.rows(decoder)
        return try? rows.all()
    }

    private static func tuples<A: CQLDecodable, B: CQLDecodable>(
        _ page: RowPage, _: (A, B).Type
    ) throws(BrokenProperty) -> [(A, B)]? {
        guard let decoder = try? RowDecoder<(A, B)>(columns: page.columns) else {
            throw BrokenProperty("dynamic values are refused for \(page.columns)")
        }
        var rows = page.rows(decoder)
        return try? rows.all()
    }

    private static func tuples<A: CQLDecodable, B: CQLDecodable, C: CQLDecodable>(
        _ page: RowPage, _: (A, B, C).Type
    ) throws(BrokenProperty) -> [(A, B, C)]? {
        guard let decoder = try? RowDecoder<(A, B, C)>(columns: page.columns) else {
            throw BrokenProperty("dynamic values are refused for \(page.columns)")
        }
        var rows = page.rows(decoder)
        return try? rows.all()
    }

    private static func texts(_ page: RowPage) throws(BrokenProperty) {
        guard let decoder = try? RowDecoder<String?>(columns: page.columns) else { return }
        var rows = page.rows(decoder)
        var count = 0
        do {
            while try rows.next() != nil { count += 1 }
        } catch {
            // The error names its place without a trap.
            _ = error.description
            try expect(error.row == count, "row \(count) is at fault, the error says \(error.row as Int?)")
            return
        }
        try expect(count == page.count, "\(count) rows were read of \(page.count)")
    }

    private static func encode(_ values: [CQLValue], _ columns: [ColumnMetadata]) throws(BrokenProperty) {
        guard !columns.isEmpty else { return }
        let encoder = ValueEncoder<[CQLValue]>(markers: columns)
        for first in stride(from: 0, to: values.count, by: columns.count) {
            let row = Array(values[first..<first + columns.count])
            var writer = WireWriter()
            // Nulls inside collections, times beyond the day and the like are read, but not written.
            guard (try? encoder.encode(row, to: &writer)) != nil else { continue }
            let bytes = ByteSlice(writer.finish())
            let again = try? RowPage(columns: columns, count: 1, bytes: bytes).values()
            try expect(again == row, "the row \(row) came back as \(again as [CQLValue]?)")
        }
    }
}
