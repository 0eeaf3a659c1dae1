/// A UUID of version 1, which holds a time: the value of a CQL `timeuuid`.
public struct TimeUUID: Sendable, Hashable {
    /// The same bits as a plain UUID.
    public let uuid: CQLUUID

    /// Takes a UUID of version 1; nil for any other version.
    @inlinable
    public init?(_ uuid: CQLUUID) {
        guard uuid.version == 1 else { return nil }
        self.uuid = uuid
    }

    /// Lays out the 60 bits of a time, with the variant, clock sequence and node as the last eight bytes.
    package init(timestamp100ns time: UInt64, clockSequenceAndNode: UInt64) {
        let high = time &<< 32 | (time &>> 16) & 0xFFFF_0000 | 0x1000 | (time &>> 48) & 0x0FFF
        uuid = CQLUUID(high: high, low: clockSequenceAndNode)
    }

    /// The time in units of 100 ns since 1582-10-15, 60 bits.
    public var timestamp100ns: UInt64 {
        uuid.high &>> 32 | (uuid.high & 0xFFFF_0000) &<< 16 | (uuid.high & 0x0FFF) &<< 48
    }

    /// The time in milliseconds since 1970, rounded down, negative before it.
    public var unixMilliseconds: Int64 {
        Int64(timestamp100ns / Self.ticksPerMillisecond) - Self.epochOffsetMilliseconds
    }

    /// The time, rounded down to milliseconds: what CQL's `toTimestamp` gives.
    public var timestamp: CQLTimestamp {
        CQLTimestamp(millisecondsSinceEpoch: unixMilliseconds)
    }

    /// The 48 bits that stand for the machine or process.
    public var node: UInt64 {
        uuid.low & 0xFFFF_FFFF_FFFF
    }

    /// The 14 bits that tell apart what one node made at the same time.
    public var clockSequence: Int {
        Int(truncatingIfNeeded: uuid.low >> 48 & 0x3FFF)
    }

    /// From 1582-10-15 to 1970-01-01.
    static let epochOffsetMilliseconds: Int64 = 12_219_292_800_000
    static let ticksPerMillisecond: UInt64 = 10_000
    /// The times that fit the layout.
    static let timestampMask: UInt64 = 0x0FFF_FFFF_FFFF_FFFF
}

/// Bounds for queries by time, as CQL's `minTimeuuid` and `maxTimeuuid`. They are not unique: never store them.
extension TimeUUID {
    /// The first of all timeuuids of a millisecond in Cassandra's order; nil outside the years 1582 to 5236.
    public static func min(at time: CQLTimestamp) -> TimeUUID? {
        // Cassandra compares the last eight bytes as signed ones.
        bound(at: time, tick: 0, clockSequenceAndNode: 0x8080_8080_8080_8080)
    }

    /// The last of all timeuuids of a millisecond in Cassandra's order; nil outside the years 1582 to 5236.
    public static func max(at time: CQLTimestamp) -> TimeUUID? {
        bound(at: time, tick: ticksPerMillisecond - 1, clockSequenceAndNode: 0x7F7F_7F7F_7F7F_7F7F)
    }

    private static func bound(at time: CQLTimestamp, tick: UInt64, clockSequenceAndNode: UInt64) -> TimeUUID? {
        let (milliseconds, overflow) = time.millisecondsSinceEpoch.addingReportingOverflow(epochOffsetMilliseconds)
        guard !overflow, let milliseconds = UInt64(exactly: milliseconds) else { return nil }
        guard milliseconds <= (timestampMask - tick) / ticksPerMillisecond else { return nil }
        let ticks = milliseconds * ticksPerMillisecond + tick
        return TimeUUID(timestamp100ns: ticks, clockSequenceAndNode: clockSequenceAndNode)
    }
}

extension TimeUUID: Comparable {
    /// Compares in Cassandra's order: by time, then by the last eight bytes as signed ones.
    public static func < (left: TimeUUID, right: TimeUUID) -> Bool {
        let signBits: UInt64 = 0x8080_8080_8080_8080
        return (left.timestamp100ns, left.uuid.low ^ signBits) < (right.timestamp100ns, right.uuid.low ^ signBits)
    }
}

extension TimeUUID: LosslessStringConvertible {
    /// Reads the canonical form of a UUID of version 1.
    public init?(_ text: String) {
        guard let uuid = CQLUUID(text) else { return nil }
        self.init(uuid)
    }

    /// The canonical form in lower case.
    public var description: String {
        uuid.description
    }
}
