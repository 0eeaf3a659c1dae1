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
        if let fault = error as? FieldFault { return ColumnError(fault, columns, row: row) }
        return ColumnError(
            columns: columns, index: index, row: row, swiftType: name(of: type, at: index, columns.count), error: error)
    }

    /// The name of the Swift type for the column at `index`: of a tuple that has an element for each column, that
    /// element's. There is no other way to a tuple's types than its name.
    private static func name(of type: Any.Type, at index: Int, _ columnCount: Int) -> String {
        let name = String(describing: type)
        guard columnCount > 1, index < columnCount, name.first == "(", name.last == ")" else { return name }
        var depth = 0
        let elements = name.dropFirst().dropLast().split { character in
            if "(<[{".contains(character) { depth += 1 }
            if ")>]}".contains(character) { depth -= 1 }
            return depth == 0 && character == ","
        }
        guard elements.count == columnCount else { return name }
        return String(elements[index].drop { $0 == " " })
    }
}
