extension Optional: CQLDecodable where Wrapped: CQLDecodable {
    /// Accepts what the wrapped type accepts.
    public static func decodingPlan(for type: CQLType) -> Wrapped.DecodingPlan? {
        Wrapped.decodingPlan(for: type)
    }

    /// Reads a value that is there.
    @inline(__always) @inlinable public init(
        contents reader: inout WireReader, count: Int, plan: Wrapped.DecodingPlan
    ) throws {
        self = .some(try Wrapped(contents: &reader, count: count, plan: plan))
    }

    /// Reads null as `nil`; also a value of zero bytes where the wrapped type has no empty value of its own.
    @inline(__always) @inlinable public init(value reader: inout WireReader, plan: Wrapped.DecodingPlan) throws {
        guard let count = try reader.readValueLength() else {
            self = nil
            return
        }
        do {
            self = .some(try Wrapped(exactly: count, from: &reader, plan: plan))
        } catch {
            guard count == 0, error as? WireError == .unexpectedEmpty else { throw error }
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
    @inline(__always) @inlinable public func encodeContents(to writer: inout WireWriter, plan: Wrapped.EncodingPlan)
        throws
    {
        guard let self else { throw WireError.nullInCollection }
        try self.encodeContents(to: &writer, plan: plan)
    }

    /// Appends the value, or null.
    @inline(__always) @inlinable public func encodeValue(to writer: inout WireWriter, plan: Wrapped.EncodingPlan) throws
    {
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
    @inline(__always) @inlinable public func encodeContents(to writer: inout WireWriter, plan: Wrapped.EncodingPlan)
        throws
    {
        guard case .value(let value) = self else { throw WireError.nestedUnset }
        try value.encodeContents(to: &writer, plan: plan)
    }

    /// Appends the value, or unset.
    @inline(__always) @inlinable public func encodeValue(to writer: inout WireWriter, plan: Wrapped.EncodingPlan) throws
    {
        switch self {
        case .unset: writer.write(Int32(-2))
        case .value(let value): try value.encodeValue(to: &writer, plan: plan)
        }
    }
}
