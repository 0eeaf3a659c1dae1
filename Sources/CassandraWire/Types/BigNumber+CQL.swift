extension CQLVarint: CQLCodable {
    /// Accepts all integer types.
    public static func decodingPlan(for type: CQLType) -> IntegerForm? { IntegerForm(type) }

    /// Accepts all integer types; what does not fit is an error.
    public static func encodingPlan(for type: CQLType) -> IntegerForm? { IntegerForm(type) }

    /// Reads a number of any size; surplus leading bytes are accepted.
    public init(contents reader: inout WireReader, count: Int, plan: IntegerForm) throws {
        guard plan == .varint else {
            self.init(Int64(truncatingIfNeeded: try reader.readWideInteger(count: count, form: plan)))
            return
        }
        guard let value = CQLVarint(bigEndianTwosComplement: try reader.readSlice(count)) else {
            throw WireError.unexpectedEmpty
        }
        self = value
    }

    /// Appends as few bytes as the number takes, or the marker's fixed size.
    public func encodeContents(to writer: inout WireWriter, plan: IntegerForm) throws {
        guard plan == .varint else {
            guard let value = asInteger(Int64.self) else { throw WireError.outOfRange }
            try writer.writeWideInteger(Int128(value), form: plan)
            return
        }
        writer.write(bigEndianTwosComplement)
    }
}

extension CQLDecimal: CQLCodable {
    /// Accepts `decimal`.
    public static func decodingPlan(for type: CQLType) -> NoPlan? { type.unfrozen == .decimal ? NoPlan() : nil }

    /// Accepts `decimal`.
    public static func encodingPlan(for type: CQLType) -> NoPlan? { decodingPlan(for: type) }

    /// Reads the scale and the unscaled number.
    public init(contents reader: inout WireReader, count: Int, plan: NoPlan) throws {
        guard count > 0 else { throw WireError.unexpectedEmpty }
        guard count > 4 else { throw WireError.malformed }
        let scale = try reader.readInteger(as: Int32.self)
        guard let unscaled = CQLVarint(bigEndianTwosComplement: try reader.readSlice(count - 4)) else {
            throw WireError.malformed
        }
        self.init(unscaled: unscaled, scale: scale)
    }

    /// Appends the scale and the unscaled number.
    public func encodeContents(to writer: inout WireWriter, plan: NoPlan) throws {
        writer.write(scale)
        writer.write(unscaled.bigEndianTwosComplement)
    }
}
