extension CQLDate: CQLCodable {
    /// Accepts `date`.
    public static func decodingPlan(for type: CQLType) -> NoPlan? { type.unfrozen == .date ? NoPlan() : nil }

    /// Accepts `date`.
    public static func encodingPlan(for type: CQLType) -> NoPlan? { decodingPlan(for: type) }

    /// Reads an unsigned count of days, in which 2^31 is 1970-01-01.
    @inlinable public init(contents reader: inout WireReader, count: Int, plan: NoPlan) throws {
        self.init(daysSinceEpoch: Int32(truncatingIfNeeded: Int64(try reader.readFixed(UInt32.self, count)) - 1 << 31))
    }

    /// Appends the days, counted from 2^31.
    @inlinable public func encodeContents(to writer: inout WireWriter, plan: NoPlan) throws {
        writer.write(UInt32(truncatingIfNeeded: Int64(daysSinceEpoch) + 1 << 31))
    }
}

extension CQLTime: CQLCodable {
    /// Accepts `time`.
    public static func decodingPlan(for type: CQLType) -> NoPlan? { type.unfrozen == .time ? NoPlan() : nil }

    /// Accepts `time`.
    public static func encodingPlan(for type: CQLType) -> NoPlan? { decodingPlan(for: type) }

    /// Reads nanoseconds. The server does not check their range, so `isValid` may be false.
    @inlinable public init(contents reader: inout WireReader, count: Int, plan: NoPlan) throws {
        self.init(nanosecondsSinceMidnight: try reader.readFixed(Int64.self, count))
    }

    /// Appends the nanoseconds; a time outside the day is refused here, because the server would store it.
    @inlinable public func encodeContents(to writer: inout WireWriter, plan: NoPlan) throws {
        guard isValid else { throw WireError.outOfRange }
        writer.write(nanosecondsSinceMidnight)
    }
}

extension CQLTimestamp: CQLCodable {
    /// Accepts `timestamp`.
    public static func decodingPlan(for type: CQLType) -> NoPlan? { type.unfrozen == .timestamp ? NoPlan() : nil }

    /// Accepts `timestamp`.
    public static func encodingPlan(for type: CQLType) -> NoPlan? { decodingPlan(for: type) }

    /// Reads milliseconds.
    @inlinable public init(contents reader: inout WireReader, count: Int, plan: NoPlan) throws {
        self.init(millisecondsSinceEpoch: try reader.readFixed(Int64.self, count))
    }

    /// Appends the milliseconds.
    @inlinable public func encodeContents(to writer: inout WireWriter, plan: NoPlan) throws {
        writer.write(millisecondsSinceEpoch)
    }
}

extension CQLDuration: CQLCodable {
    /// Accepts `duration`.
    public static func decodingPlan(for type: CQLType) -> NoPlan? { type.unfrozen == .duration ? NoPlan() : nil }

    /// Accepts `duration`.
    public static func encodingPlan(for type: CQLType) -> NoPlan? { decodingPlan(for: type) }

    /// Reads three numbers of variable size: months, days, nanoseconds.
    public init(contents reader: inout WireReader, count: Int, plan: NoPlan) throws {
        guard count > 0 else { throw WireError.unexpectedEmpty }
        do { try self.init(vintBytes: try reader.readSlice(count)) } catch { throw WireError.malformed }
    }

    /// Appends three numbers of variable size.
    public func encodeContents(to writer: inout WireWriter, plan: NoPlan) throws {
        var bytes: [UInt8] = []
        appendVintBytes(to: &bytes)
        writer.write(bytes)
    }
}

extension WireReader {
    /// Reads a number that has to fill the whole value.
    @inlinable package mutating func readFixed<Integer: FixedWidthInteger & BitwiseCopyable>(
        _: Integer.Type, _ count: Int
    ) throws -> Integer {
        let width = MemoryLayout<Integer>.size
        guard count == width else {
            throw count == 0
                ? WireError.unexpectedEmpty
                : .wrongLength(expected: Int32(truncatingIfNeeded: width), actual: Int32(clamping: count))
        }
        return try readInteger(as: Integer.self)
    }
}
