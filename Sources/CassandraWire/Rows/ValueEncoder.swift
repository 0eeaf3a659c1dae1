/// How values become the bytes of a prepared statement's markers: made once, which is where types are checked, and used
/// for every execution.
@frozen public struct ValueEncoder<Values>: Sendable {
    /// The number of values.
    public let count: Int
    @usableFromInline let markers: [ColumnMetadata]
    /// Appends all values; the last parameter says, when this throws, which one it was.
    @usableFromInline let write: @Sendable (Values, inout WireWriter, inout Int) throws -> Void

    /// Writes any number of values. Up to eight there are forms that cost less.
    @_disfavoredOverload @inlinable public init<each Value: CQLEncodable>(
        markers: [ColumnMetadata]
    ) throws(ColumnError) where Values == (repeat each Value) {
        count = PlanMaker.count(repeat (each Value).self)
        self.markers = markers
        guard markers.count == count else { throw PlanMaker.wrongCount(count, markers, Values.self) }
        var next = 0
        func plan<Cell: CQLEncodable>(_ type: Cell.Type) throws(ColumnError) -> Cell.EncodingPlan {
            defer { next += 1 }
            return try PlanMaker.writing(type, markers, next)
        }
        let plans = (repeat try plan((each Value).self))
        write = { values, writer, marker in
            for (value, plan) in repeat (each values, each plans) {
                try value.encodeValue(to: &writer, plan: plan)
                marker += 1
            }
        }
    }

    /// Appends the values, each with its length.
    @inline(__always) @inlinable public func encode(_ values: Values, to writer: inout WireWriter) throws(ColumnError) {
        var marker = 0
        do {
            try write(values, &writer, &marker)
        } catch {
            throw PlanMaker.failure(markers, marker, row: nil, Values.self, error)
        }
    }
}

extension ValueEncoder where Values == [CQLValue] {
    /// Writes as many dynamic values as there are markers.
    public init(markers: [ColumnMetadata]) {
        count = markers.count
        self.markers = markers
        let types = markers.map(\.type)
        write = { values, writer, marker in
            guard values.count == types.count else {
                marker = min(values.count, types.count)
                throw WireError.wrongValueCount(
                    expected: Int32(clamping: types.count), actual: Int32(clamping: values.count))
            }
            for index in values.indices {
                marker = index
                try values[index].encodeValue(to: &writer, plan: types[index])
            }
        }
    }
}
