import Bytes

/// A page of rows: the columns, and the rows as bytes that are decoded when they are read.
///
/// A page is a value and stays valid as long as it is held; so do all texts and arrays read from it, which are copies.
/// Slices (`ByteSlice`, `CQLValue.blob`) share the page's memory.
public struct RowPage: Sendable {
    /// The columns of each row.
    public let columns: [ColumnMetadata]
    /// The number of rows.
    public let count: Int
    @usableFromInline let firstRow: WireReader

    /// A page of a decoded result. `columns` are those of the prepared statement when the result came without.
    package init(_ result: RowsResult, columns: [ColumnMetadata]? = nil) throws(WireError) {
        guard let columns = result.metadata.columns ?? columns else { throw .typeMismatch }
        guard columns.count == result.metadata.columnCount else {
            throw .wrongValueCount(
                expected: Int32(clamping: result.metadata.columnCount), actual: Int32(clamping: columns.count))
        }
        self.columns = columns
        count = result.rowCount
        firstRow = WireReader(result.bytes)
    }

    /// A page of rows that lie in `bytes` as the protocol has them: for tools that keep captured results.
    public init(columns: [ColumnMetadata], count: Int, bytes: some Collection<UInt8>) throws(WireError) {
        let slice = ByteSlice(bytes)
        guard count >= 0, count == 0 || (!columns.isEmpty && count <= slice.count / columns.count / 4) else {
            throw .invalidCount(Int32(clamping: count))
        }
        self.columns = columns
        self.count = count
        firstRow = WireReader(slice)
    }

    /// The rows, read by `decoder`.
    @inline(__always) @inlinable public func rows<Row>(_ decoder: RowDecoder<Row>) -> Rows<Row> {
        Rows(reader: firstRow, count: count, columns: columns, decode: decoder.decode)
    }

    /// The rows as tuples of Swift types: throws when the columns are of other types. Up to eight columns there are forms
    /// of this that cost a fifth.
    @_disfavoredOverload @inlinable public func rows<each Column: CQLDecodable>(
        as: (repeat each Column).Type
    ) throws(ColumnError) -> Rows<(repeat each Column)> {
        rows(try RowDecoder<(repeat each Column)>(columns: columns))
    }

    /// All values, row after row, without types known beforehand: `columns.count` for each row.
    @inlinable public func values() throws(ColumnError) -> [CQLValue] {
        var reader = firstRow
        var values: [CQLValue] = []
        values.reserveCapacity(count * columns.count)
        let types = columns.map(\.type)
        for row in 0..<count {
            for index in types.indices {
                do {
                    values.append(try CQLValue(value: &reader, plan: types[index]))
                } catch {
                    throw ColumnError.reading(columns, CellError(index: index, error: error), row: row, CQLValue.self)
                }
            }
        }
        return values
    }
}

/// Rows of one Swift type, decoded one by one.
///
/// ```swift
/// var positions = try page.rows(as: (UUID, Double).self)
/// while let (id, latitude) = try positions.next() { … }
/// ```
@frozen public struct Rows<Row> {
    @usableFromInline var reader: WireReader
    @usableFromInline var left: Int
    @usableFromInline let count: Int
    @usableFromInline let columns: [ColumnMetadata]
    @usableFromInline let decode: @Sendable (inout WireReader) throws(CellError) -> Row

    @inline(__always) @inlinable init(
        reader: WireReader, count: Int, columns: [ColumnMetadata],
        decode: @escaping @Sendable (inout WireReader) throws(CellError) -> Row
    ) {
        self.reader = reader
        left = count
        self.count = count
        self.columns = columns
        self.decode = decode
    }

    /// Rows not yet read.
    @inlinable public var remaining: Int { left }

    /// The next row, or `nil` after the last one.
    @inline(__always) @inlinable public mutating func next() throws(ColumnError) -> Row? {
        guard left > 0 else { return nil }
        left &-= 1
        do {
            return try decode(&reader)
        } catch {
            throw ColumnError.reading(columns, error, row: count - left - 1, Row.self)
        }
    }

    /// All rows that are left.
    @inlinable public mutating func all() throws(ColumnError) -> [Row] {
        var rows: [Row] = []
        rows.reserveCapacity(left)
        while let row = try next() { rows.append(row) }
        return rows
    }
}

extension ColumnError {
    @usableFromInline static func reading(
        _ columns: [ColumnMetadata], _ error: CellError, row: Int, _ type: Any.Type
    ) -> ColumnError {
        ColumnError(
            columns: columns, index: error.index, row: row, swiftType: String(describing: type), error: error.error)
    }
}
