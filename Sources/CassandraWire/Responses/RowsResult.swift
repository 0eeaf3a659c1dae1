package import Bytes

/// Rows as a node answers them: metadata, and the rows as bytes that are read when somebody wants them.
package struct RowsResult: Hashable, Sendable {
    package var metadata: ResultMetadata
    package var rowCount: Int
    /// All cells one after the other, each with its length.
    package var bytes: ByteSlice

    package init(metadata: ResultMetadata, rowCount: Int, bytes: ByteSlice) {
        self.metadata = metadata
        self.rowCount = rowCount
        self.bytes = bytes
    }

    /// The count of rows is checked against the bytes that are left, so that nobody allocates, or loops, for a claim.
    init(from reader: inout WireReader, known: KnownColumns? = nil) throws {
        metadata = try ResultMetadata(from: &reader, known: known)
        rowCount = try reader.readCount()
        let most = metadata.columnCount == 0 ? 0 : reader.remaining / metadata.columnCount / 4
        guard rowCount <= most else { throw WireError.invalidCount(Int32(clamping: rowCount)) }
        bytes = try reader.readSlice(reader.remaining)
    }

    func encode(to writer: inout WireWriter) throws {
        try metadata.encode(to: &writer)
        writer.write(Int32(clamping: rowCount))
        writer.write(bytes)
    }

    /// The cells row by row, without types; `nil` for null.
    package func cells() throws -> [[ByteSlice?]] {
        var reader = WireReader(bytes)
        var rows: [[ByteSlice?]] = []
        for _ in 0..<rowCount {
            var row: [ByteSlice?] = []
            for _ in 0..<metadata.columnCount { row.append(try reader.readBytes()) }
            rows.append(row)
        }
        return rows
    }

    /// Joins cells to the bytes of a result.
    package init(metadata: ResultMetadata, cells rows: [[ByteSlice?]]) throws {
        var writer = WireWriter()
        for row in rows {
            for cell in row { try writer.writeBytes(cell) }
        }
        self.init(metadata: metadata, rowCount: rows.count, bytes: writer.finish())
    }
}
