/// Writes the values of a prepared statement, whose markers were checked when it was made.
public protocol ValueEncoding: Sendable {
    /// What is bound at once: a value, or a tuple of them.
    associatedtype Values

    /// The markers that it was made for.
    var markers: [ColumnMetadata] { get }

    /// Appends the values, each with its length. `marker` starts at 0 and says, when this throws, which value it was.
    func write(_ values: Values, to writer: inout WireWriter, marker: inout Int) throws
}

extension ValueEncoding {
    /// The number of values.
    public var count: Int { markers.count }

    /// Appends the values, each with its length.
    @inline(__always) @inlinable public func encode(_ values: Values, to writer: inout WireWriter) throws(ColumnError) {
        var marker = 0
        do {
            try write(values, to: &writer, marker: &marker)
        } catch {
            throw PlanMaker.failure(markers, marker, row: nil, Values.self, error)
        }
    }
}

/// How values become the bytes of a prepared statement's markers, whatever their number: to be kept, where the type of a
/// `TupleEncoder` would be too long to write. It costs an indirect call more.
///
/// ```swift
/// let encoder = try ValueEncoder<(UUID, String, Double?)>(markers: markers)
/// ```
@frozen public struct ValueEncoder<Values>: ValueEncoding {
    /// The markers that it was made for.
    public let markers: [ColumnMetadata]
    @usableFromInline let body: @Sendable (Values, inout WireWriter, inout Int) throws -> Void

    /// The same encoder without its type.
    @inlinable public init<Encoder: ValueEncoding>(_ encoder: Encoder) where Encoder.Values == Values {
        markers = encoder.markers
        body = { values, writer, marker in try encoder.write(values, to: &writer, marker: &marker) }
    }

    /// Writes any number of values. Up to eight there are forms that cost less.
    @_disfavoredOverload @inlinable public init<each Value: CQLEncodable>(
        markers: [ColumnMetadata]
    ) throws(ColumnError) where Values == (repeat each Value) {
        self.markers = markers
        let count = PlanMaker.count(repeat (each Value).self)
        guard markers.count == count else { throw PlanMaker.wrongCount(count, markers, Values.self) }
        var next = 0
        func plan<Cell: CQLEncodable>(_ type: Cell.Type) throws(ColumnError) -> Cell.EncodingPlan {
            defer { next += 1 }
            return try PlanMaker.writing(type, markers, next)
        }
        let plans = (repeat try plan((each Value).self))
        body = { values, writer, marker in
            for (value, plan) in repeat (each values, each plans) {
                try value.encodeValue(to: &writer, plan: plan)
                marker += 1
            }
        }
    }

    /// Appends the values, each with its length.
    @inline(__always) @inlinable public func write(
        _ values: Values, to writer: inout WireWriter, marker: inout Int
    ) throws {
        try body(values, &writer, &marker)
    }
}

extension ValueEncoder where Values == [CQLValue] {
    /// Writes as many dynamic values as there are markers.
    public init(markers: [ColumnMetadata]) {
        self.markers = markers
        let types = markers.map(\.type)
        body = { values, writer, marker in
            guard values.count == types.count else {
                marker = types.count  // behind the last: no single one is wrong
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
