public import Bytes

extension CQLUUID: CQLCodable {
    /// Accepts `uuid` and `timeuuid`.
    public static func decodingPlan(for type: CQLType) -> NoPlan? {
        switch type.unfrozen {
        case .uuid, .timeuuid: NoPlan()
        default: nil
        }
    }

    /// Accepts `uuid`; for `timeuuid` only a `TimeUUID` will do, so that the version is checked.
    public static func encodingPlan(for type: CQLType) -> NoPlan? { type.unfrozen == .uuid ? NoPlan() : nil }

    /// Reads 16 bytes, of any version.
    @inlinable public init(contents reader: inout WireReader, count: Int, plan: NoPlan) throws {
        guard count == 16 else {
            throw count == 0 ? WireError.unexpectedEmpty : .wrongLength(expected: 16, actual: Int32(clamping: count))
        }
        let high = try reader.readInteger(as: UInt64.self)
        self.init(high: high, low: try reader.readInteger(as: UInt64.self))
    }

    /// Appends 16 bytes.
    @inlinable public func encodeContents(to writer: inout WireWriter, plan: NoPlan) throws {
        writer.bytes.write(high, low)
    }
}

extension TimeUUID: CQLCodable {
    /// Accepts `timeuuid`, and `uuid`: there the version is checked value by value.
    public static func decodingPlan(for type: CQLType) -> NoPlan? { CQLUUID.decodingPlan(for: type) }

    /// Accepts `timeuuid` and `uuid`.
    public static func encodingPlan(for type: CQLType) -> NoPlan? { CQLUUID.decodingPlan(for: type) }

    /// Reads 16 bytes; a UUID of another version is out of range.
    @inlinable public init(contents reader: inout WireReader, count: Int, plan: NoPlan) throws {
        guard let value = TimeUUID(try CQLUUID(contents: &reader, count: count, plan: plan)) else {
            throw WireError.outOfRange
        }
        self = value
    }

    /// Appends 16 bytes.
    @inlinable public func encodeContents(to writer: inout WireWriter, plan: NoPlan) throws {
        try uuid.encodeContents(to: &writer, plan: plan)
    }
}

extension CQLInet: CQLCodable {
    /// Accepts `inet`.
    public static func decodingPlan(for type: CQLType) -> NoPlan? { type.unfrozen == .inet ? NoPlan() : nil }

    /// Accepts `inet`.
    public static func encodingPlan(for type: CQLType) -> NoPlan? { decodingPlan(for: type) }

    /// Reads 4 or 16 bytes; an IPv4 address inside an IPv6 one stays what it is.
    public init(contents reader: inout WireReader, count: Int, plan: NoPlan) throws {
        guard count > 0 else { throw WireError.unexpectedEmpty }
        guard let address = CQLInet(bytes: try reader.readSlice(count)) else {
            throw WireError.wrongLength(expected: 16, actual: Int32(clamping: count))
        }
        self = address
    }

    /// Appends 4 or 16 bytes.
    public func encodeContents(to writer: inout WireWriter, plan: NoPlan) throws {
        writer.write(bytes)
    }
}
