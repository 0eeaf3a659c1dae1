extension Optional: CQLDecodable where Wrapped: CQLDecodable {
    /// Accepts what the wrapped type accepts.
    public static func decodingPlan(for type: CQLType) -> Wrapped.DecodingPlan? {
        Wrapped.decodingPlan(for: type)
    }

    /// Reads a value that is there.
    @inlinable public init(
        contents reader: inout WireReader, count: Int, plan: Wrapped.DecodingPlan
    ) throws(WireError) {
        self = .some(try Wrapped(contents: &reader, count: count, plan: plan))
    }

    /// Reads null as `nil`; also a value of zero bytes where the wrapped type has no empty value of its own.
    @inlinable public init(value reader: inout WireReader, plan: Wrapped.DecodingPlan) throws(WireError) {
        guard let count = try reader.readValueLength() else {
            self = nil
            return
        }
        do {
            self = .some(try Wrapped(exactly: count, from: &reader, plan: plan))
        } catch {
            guard error == .unexpectedEmpty && count == 0 else { throw error }
            self = nil
        }
    }
}

extension Optional: CQLEncodable where Wrapped: CQLEncodable {
    /// Accepts what the wrapped type accepts.
    public static func encodingPlan(for type: CQLType) -> Wrapped.EncodingPlan? {
        Wrapped.encodingPlan(for: type)
    }

    /// Appends the value; a null has no contents, so where they are wanted it is refused.
    @inlinable public func encodeContents(to writer: inout WireWriter, plan: Wrapped.EncodingPlan) throws(WireError) {
        guard let self else { throw .nullInCollection }
        try self.encodeContents(to: &writer, plan: plan)
    }

    /// Appends the value, or null.
    @inlinable public func encodeValue(to writer: inout WireWriter, plan: Wrapped.EncodingPlan) throws(WireError) {
        if let self {
            try self.encodeValue(to: &writer, plan: plan)
        } else {
            writer.writeNull()
        }
    }
}

/// A bound value that may be left out: `unset` keeps what the column holds, where null would delete it.
///
/// ```swift
/// try await update(MaybeUnset.unset, id)      // the column stays as it is
/// try await update(MaybeUnset.value(nil), id) // the column is deleted
/// ```
@frozen public enum MaybeUnset<Wrapped: Sendable>: Sendable {
    /// The column stays untouched.
    case unset
    /// The column gets this value.
    case value(Wrapped)
}

extension MaybeUnset: Equatable where Wrapped: Equatable {}
extension MaybeUnset: Hashable where Wrapped: Hashable {}

extension MaybeUnset: CQLEncodable where Wrapped: CQLEncodable {
    /// Accepts what the wrapped type accepts.
    public static func encodingPlan(for type: CQLType) -> Wrapped.EncodingPlan? {
        Wrapped.encodingPlan(for: type)
    }

    /// Appends the value; unset is refused, it means something only as a bound value itself.
    @inlinable public func encodeContents(to writer: inout WireWriter, plan: Wrapped.EncodingPlan) throws(WireError) {
        guard case .value(let value) = self else { throw .nestedUnset }
        try value.encodeContents(to: &writer, plan: plan)
    }

    /// Appends the value, or unset.
    @inlinable public func encodeValue(to writer: inout WireWriter, plan: Wrapped.EncodingPlan) throws(WireError) {
        switch self {
        case .unset: writer.write(Int32(-2))
        case .value(let value): try value.encodeValue(to: &writer, plan: plan)
        }
    }
}
