/// The rows of a page, decoded one by one.
///
/// ```swift
/// var positions = try page.rows(as: (UUID, Double).self)
/// while let (id, latitude) = try positions.next() { … }
/// ```
@frozen public struct Rows<Decoder: RowDecoding> {
    @usableFromInline var reader: WireReader
    @usableFromInline var left: Int
    @usableFromInline let count: Int
    @usableFromInline let columns: [ColumnMetadata]
    @usableFromInline let decoder: Decoder

    @inline(__always) @inlinable init(reader: WireReader, count: Int, columns: [ColumnMetadata], decoder: Decoder) {
        self.reader = reader
        left = count
        self.count = count
        self.columns = columns
        self.decoder = decoder
    }

    /// Rows not yet read.
    @inlinable public var remaining: Int { left }

    /// The next row, or `nil` after the last one. An error is the end too: where the next row begins is not known then.
    @inline(__always) @inlinable public mutating func next() throws(ColumnError) -> Decoder.Row? {
        guard left > 0 else { return nil }
        left &-= 1
        var column = 0
        do {
            return try decoder.decode(&reader, column: &column)
        } catch {
            let row = count - left - 1
            left = 0
            throw PlanMaker.failure(columns, column, row: row, Decoder.Row.self, error)
        }
    }

    /// All rows that are left.
    @inlinable public mutating func all() throws(ColumnError) -> [Decoder.Row] {
        var rows: [Decoder.Row] = []
        rows.reserveCapacity(left)
        while let row = try next() { rows.append(row) }
        return rows
    }
}
