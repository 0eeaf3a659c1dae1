/// Asks Swift types for their plans, and makes the errors that name a column.
@usableFromInline enum PlanMaker {
    @inline(__always) @inlinable static func reading<Column: CQLDecodable>(
        _ type: Column.Type, _ columns: [ColumnMetadata], _ index: Int
    ) throws(ColumnError) -> Column.DecodingPlan {
        guard let plan = Column.decodingPlan(for: columns[index].type) else {
            throw failure(columns, index, row: nil, type, WireError.typeMismatch)
        }
        return plan
    }

    @inline(__always) @inlinable static func writing<Value: CQLEncodable>(
        _ type: Value.Type, _ markers: [ColumnMetadata], _ index: Int
    ) throws(ColumnError) -> Value.EncodingPlan {
        guard let plan = Value.encodingPlan(for: markers[index].type) else {
            throw failure(markers, index, row: nil, type, WireError.typeMismatch)
        }
        return plan
    }

    @inlinable static func count<each Element>(_ types: repeat (each Element).Type) -> Int {
        var count = 0
        for _ in repeat each types { count += 1 }
        return count
    }

    @inline(never) @usableFromInline static func wrongCount(
        _ count: Int, _ columns: [ColumnMetadata], _ type: Any.Type
    ) -> ColumnError {
        ColumnError(
            columns: [], index: 0, row: nil, swiftType: String(describing: type),
            error: WireError.wrongValueCount(expected: Int32(clamping: columns.count), actual: Int32(clamping: count)))
    }

    @inline(never) @usableFromInline static func failure(
        _ columns: [ColumnMetadata], _ index: Int, row: Int?, _ type: Any.Type, _ error: any Error
    ) -> ColumnError {
        ColumnError(columns: columns, index: index, row: row, swiftType: String(describing: type), error: error)
    }
}
