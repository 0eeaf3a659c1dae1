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

    /// The rows, read by `decoder`, which must have been made for these columns.
    @inline(__always) @inlinable public func rows<Decoder: RowDecoding>(_ decoder: Decoder) -> Rows<Decoder> {
        Rows(reader: firstRow, count: count, columns: columns, decoder: decoder)
    }

    /// The rows as tuples of Swift types: throws when the columns are of other types. Up to eight columns there are forms
    /// of this that cost an eighth a cell.
    @_disfavoredOverload @inlinable public func rows<each Column: CQLDecodable>(
        as: (repeat each Column).Type
    ) throws(ColumnError) -> Rows<RowDecoder<(repeat each Column)>> {
        rows(try RowDecoder<(repeat each Column)>(columns: columns))
    }

    /// All values, row after row, without types known beforehand: `columns.count` for each row.
    public func values() throws(ColumnError) -> [CQLValue] {
        var reader = firstRow
        var values: [CQLValue] = []
        values.reserveCapacity(count * columns.count)
        for row in 0..<count {
            for index in columns.indices {
                do {
                    values.append(try CQLValue(value: &reader, plan: columns[index].type))
                } catch {
                    throw PlanMaker.failure(columns, index, row: row, CQLValue.self, error)
                }
            }
        }
        return values
    }
}

extension RowPage {
    /// The first cell, if it is a boolean that is there.
    package var firstBoolean: Bool? {
        guard count > 0, columns.first?.type == .boolean else { return nil }
        var reader = firstRow
        return try? Bool(value: &reader, plan: NoPlan())
    }
}
