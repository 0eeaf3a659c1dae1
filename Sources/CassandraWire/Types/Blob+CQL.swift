public import Bytes

extension ByteSlice: CQLCodable {
    /// Accepts `blob`, and custom types, whose bytes nobody here understands.
    public static func decodingPlan(for type: CQLType) -> NoPlan? {
        switch type.unfrozen {
        case .blob, .custom: NoPlan()
        default: nil
        }
    }

    /// Accepts `blob` and custom types.
    public static func encodingPlan(for type: CQLType) -> NoPlan? {
        decodingPlan(for: type)
    }

    /// Takes the bytes without copying them; the slice keeps the page they came in alive.
    @inlinable public init(contents reader: inout WireReader, count: Int, plan: NoPlan) throws(WireError) {
        self = try reader.readSlice(count)
    }

    /// Appends the bytes.
    @inlinable public func encodeContents(to writer: inout WireWriter, plan: NoPlan) throws(WireError) {
        writer.write(self)
    }

    /// Appends length and bytes.
    @inlinable public func encodeValue(to writer: inout WireWriter, plan: NoPlan) throws(WireError) {
        guard let length = Int32(exactly: count) else { throw .tooLong }
        writer.bytes.write(length)
        writer.write(self)
    }
}
