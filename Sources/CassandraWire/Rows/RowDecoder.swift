/// Reads rows of columns that were checked when it was made.
///
/// `page.rows(as:)` makes one for a tuple; a struct of one's own may conform and read itself.
public protocol RowDecoding: Sendable {
    /// What a row becomes.
    associatedtype Row

    /// Reads the cells of a row, in their order. `column` starts at 0 and says, when this throws, which cell it was.
    func decode(_ reader: inout WireReader, column: inout Int) throws -> Row
}

/// How rows of certain columns become values of `Row`, whatever the number of columns: to be kept, where the type that
/// `page.rows(as:)` makes would be too long to write. A row costs one indirect call more.
///
/// ```swift
/// let decoder = try RowDecoder<(UUID, String, Double?)>(columns: page.columns)
/// ```
@frozen public struct RowDecoder<Row>: RowDecoding {
    @usableFromInline let read: @Sendable (inout WireReader, inout Int) throws -> Row

    /// The same decoder without its type.
    @inlinable public init<Decoder: RowDecoding>(_ decoder: Decoder) where Decoder.Row == Row {
        read = { reader, column in try decoder.decode(&reader, column: &column) }
    }

    /// Reads rows of any number of columns. Up to eight there are forms that cost an eighth a cell.
    @_disfavoredOverload @inlinable public init<each Column: CQLDecodable>(
        columns: [ColumnMetadata]
    ) throws(ColumnError) where Row == (repeat each Column) {
        let count = PlanMaker.count(repeat (each Column).self)
        guard columns.count == count else { throw PlanMaker.wrongCount(count, columns, Row.self) }
        var next = 0
        func plan<Cell: CQLDecodable>(_ type: Cell.Type) throws(ColumnError) -> Cell.DecodingPlan {
            defer { next += 1 }
            return try PlanMaker.reading(type, columns, next)
        }
        let plans = (repeat try plan((each Column).self))
        read = { reader, column in
            func cell<Cell: CQLDecodable>(_: Cell.Type, _ plan: Cell.DecodingPlan) throws -> Cell {
                let value = try Cell(value: &reader, plan: plan)
                column += 1
                return value
            }
            return (repeat try cell((each Column).self, each plans))
        }
    }

    /// Reads a row.
    @inline(__always) @inlinable public func decode(_ reader: inout WireReader, column: inout Int) throws -> Row {
        try read(&reader, &column)
    }
}
