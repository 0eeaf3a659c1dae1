/// How rows of certain columns become values of `Row`: made once a result, which is where types are checked, and used for
/// every row, where only bytes are read.
///
/// ```swift
/// let decoder = try RowDecoder<(UUID, String, Double?)>(columns: page.columns)
/// ```
@frozen public struct RowDecoder<Row>: Sendable {
    @usableFromInline let decode: @Sendable (inout WireReader) throws(CellError) -> Row

    /// Reads rows of any number of columns. Up to eight there are forms that cost a fifth of this one.
    @_disfavoredOverload @inlinable public init<each Column: CQLDecodable>(
        columns: [ColumnMetadata]
    ) throws(ColumnError) where Row == (repeat each Column) {
        try PlanMaker.expect(PlanMaker.count(repeat (each Column).self), columns, Row.self)
        var next = 0
        func plan<Cell: CQLDecodable>(_ type: Cell.Type) throws(ColumnError) -> Cell.DecodingPlan {
            defer { next += 1 }
            return try PlanMaker.reading(type, columns, next)
        }
        let plans = (repeat try plan((each Column).self))
        decode = { (reader) throws(CellError) in
            var index = 0
            func cell<Cell: CQLDecodable>(_: Cell.Type, _ plan: Cell.DecodingPlan) throws -> Cell {
                let value = try Cell(value: &reader, plan: plan)
                index += 1
                return value
            }
            do {
                return (repeat try cell((each Column).self, each plans))
            } catch {
                throw CellError(index: index, error: error)
            }
        }
    }
}

/// How values become the bytes of a prepared statement's markers: made once, which is where types are checked, and used
/// for every execution.
@frozen public struct ValueEncoder<Values>: Sendable {
    /// The number of values.
    public let count: Int
    @usableFromInline let markers: [ColumnMetadata]
    @usableFromInline let write: @Sendable (Values, inout WireWriter) throws(CellError) -> Void

    /// Writes any number of values. Up to eight there are forms that cost less.
    @_disfavoredOverload @inlinable public init<each Value: CQLEncodable>(
        markers: [ColumnMetadata]
    ) throws(ColumnError) where Values == (repeat each Value) {
        count = PlanMaker.count(repeat (each Value).self)
        self.markers = markers
        try PlanMaker.expect(count, markers, Values.self)
        var next = 0
        func plan<Cell: CQLEncodable>(_ type: Cell.Type) throws(ColumnError) -> Cell.EncodingPlan {
            defer { next += 1 }
            return try PlanMaker.writing(type, markers, next)
        }
        let plans = (repeat try plan((each Value).self))
        write = { (values, writer) throws(CellError) in
            var index = 0
            for (value, plan) in repeat (each values, each plans) {
                do {
                    try value.encodeValue(to: &writer, plan: plan)
                } catch {
                    throw CellError(index: index, error: error)
                }
                index += 1
            }
        }
    }

    /// Appends the values, each with its length.
    @inlinable public func encode(_ values: Values, to writer: inout WireWriter) throws(ColumnError) {
        do {
            try write(values, &writer)
        } catch {
            throw ColumnError.writing(markers, error, Values.self)
        }
    }
}

extension ValueEncoder where Values == [CQLValue] {
    /// Writes as many dynamic values as there are markers.
    public init(markers: [ColumnMetadata]) {
        count = markers.count
        self.markers = markers
        let types = markers.map(\.type)
        write = { (values, writer) throws(CellError) in
            guard values.count == types.count else {
                throw CellError(
                    index: values.count,
                    error: WireError.wrongValueCount(
                        expected: Int32(clamping: types.count), actual: Int32(clamping: values.count)))
            }
            for index in values.indices {
                do {
                    try values[index].encodeValue(to: &writer, plan: types[index])
                } catch {
                    throw CellError(index: index, error: error)
                }
            }
        }
    }
}

/// Asks Swift types for their plans, and says which column refuses.
@usableFromInline enum PlanMaker {
    @usableFromInline static func expect(
        _ count: Int, _ columns: [ColumnMetadata], _ type: Any.Type
    ) throws(ColumnError) {
        guard columns.count == count else {
            throw ColumnError(
                columns: [], index: 0, row: nil, swiftType: String(describing: type),
                error: WireError.wrongValueCount(expected: Int32(clamping: columns.count), actual: Int32(clamping: count)))
        }
    }

    @inlinable static func reading<Column: CQLDecodable>(
        _ type: Column.Type, _ columns: [ColumnMetadata], _ index: Int
    ) throws(ColumnError) -> Column.DecodingPlan {
        guard let plan = Column.decodingPlan(for: columns[index].type) else {
            throw mismatch(columns, index, type)
        }
        return plan
    }

    @inlinable static func writing<Value: CQLEncodable>(
        _ type: Value.Type, _ markers: [ColumnMetadata], _ index: Int
    ) throws(ColumnError) -> Value.EncodingPlan {
        guard let plan = Value.encodingPlan(for: markers[index].type) else {
            throw mismatch(markers, index, type)
        }
        return plan
    }

    @usableFromInline static func mismatch(
        _ columns: [ColumnMetadata], _ index: Int, _ type: Any.Type
    ) -> ColumnError {
        ColumnError(
            columns: columns, index: index, row: nil, swiftType: String(describing: type), error: WireError.typeMismatch)
    }

    @inlinable static func count<each Element>(_ types: repeat (each Element).Type) -> Int {
        var count = 0
        for _ in repeat each types { count += 1 }
        return count
    }
}

extension ColumnError {
    @usableFromInline static func writing(
        _ markers: [ColumnMetadata], _ error: CellError, _ type: Any.Type
    ) -> ColumnError {
        ColumnError(
            columns: markers, index: error.index, row: nil, swiftType: String(describing: type), error: error.error)
    }
}
