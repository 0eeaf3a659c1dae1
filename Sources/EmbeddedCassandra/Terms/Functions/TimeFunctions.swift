import Bytes
import CassandraWire

/// The clock, and what turns one type of time into another.
enum TimeFunctions {
    static let all: [ScalarFunction] = clock + conversions + bounds

    private static let clock: [ScalarFunction] =
        ["now", "currenttimeuuid", "current_timeuuid"].map { name in
            ScalarFunction(name, [], .timeuuid, isPure: false) { _, input in
                ByteSlice(input.source.timeUUID(now: input.now).uuid.bytes)
            }
        }
        + ["currenttimestamp", "current_timestamp"].map { name in
            ScalarFunction(name, [], .timestamp, isPure: false) { _, input in LiteralText.number(input.milliseconds) }
        }
        + ["currentdate", "current_date"].map { name in
            ScalarFunction(name, [], .date, isPure: false) { _, input in date(milliseconds: input.milliseconds) }
        }
        + ["currenttime", "current_time"].map { name in
            ScalarFunction(name, [], .time, isPure: false) { _, input in
                let microseconds = input.now % 86_400_000_000
                return LiteralText.number((microseconds < 0 ? microseconds + 86_400_000_000 : microseconds) * 1_000)
            }
        }
        + [
            ScalarFunction("uuid", [], .uuid, isPure: false) { _, input in ByteSlice(input.source.randomUUID().bytes) }
        ]

    /// In the order in which the server lists them, which differs between the spellings of a name.
    private static let conversions: [ScalarFunction] =
        [CQLType.timestamp, .timeuuid].map { toDate("todate", $0) }
        + [CQLType.timeuuid, .timestamp].map { toDate("to_date", $0) }
        + [CQLType.date, .timeuuid].map { toTimestamp("totimestamp", $0) }
        + [CQLType.date, .timeuuid].map { toTimestamp("to_timestamp", $0) }
        + [CQLType.timestamp, .date, .timeuuid].map { toUnixTimestamp("tounixtimestamp", $0) }
        + [CQLType.timeuuid, .timestamp, .date].map { toUnixTimestamp("to_unix_timestamp", $0) }

    private static let bounds: [ScalarFunction] =
        ["mintimeuuid", "min_timeuuid"].map { bound($0, tick: 0, low: 0x8080_8080_8080_8080) }
        + ["maxtimeuuid", "max_timeuuid"].map { bound($0, tick: 9_999, low: 0x7F7F_7F7F_7F7F_7F7F) }

    private static func toDate(_ name: String, _ type: CQLType) -> ScalarFunction {
        ScalarFunction(name, [type], .date) { arguments, _ in
            milliseconds(arguments[0], type).map(date(milliseconds:))
        }
    }

    private static func toTimestamp(_ name: String, _ type: CQLType) -> ScalarFunction {
        ScalarFunction(name, [type], .timestamp) { arguments, _ in
            milliseconds(arguments[0], type).map { LiteralText.number($0) }
        }
    }

    private static func toUnixTimestamp(_ name: String, _ type: CQLType) -> ScalarFunction {
        ScalarFunction(name, [type], .bigint) { arguments, _ in
            milliseconds(arguments[0], type).map { LiteralText.number($0) }
        }
    }

    private static func bound(_ name: String, tick: Int64, low: UInt64) -> ScalarFunction {
        ScalarFunction(name, [.timestamp], .timeuuid) { arguments, _ in
            guard let time = milliseconds(arguments[0], .timestamp) else { return nil }
            let ticks = (time &+ 12_219_292_800_000) &* 10_000 &+ tick
            let bits = UInt64(bitPattern: ticks)
            let uuid = TimeUUID(timestamp100ns: bits & 0x0FFF_FFFF_FFFF_FFFF, clockSequenceAndNode: low).uuid
            // The server lets a time beyond the layout run into the version.
            return ByteSlice(CQLUUID(high: uuid.high | bits >> 48 & 0xF000, low: low).bytes)
        }
    }

    /// Milliseconds since 1970; `nil` for an empty value.
    static func milliseconds(_ bytes: ByteSlice?, _ type: CQLType) -> Int64? {
        guard let bytes else { return nil }
        switch type {
        case .date: return bytes.integer(UInt32.self).map { Int64(CQLDate(wireValue: $0).daysSinceEpoch) * 86_400_000 }
        case .timeuuid: return CQLUUID(bytes: bytes).flatMap(TimeUUID.init).map(unixMilliseconds)
        default: return bytes.integer(Int64.self)
        }
    }

    /// The server goes by microseconds from 1970, and rounds towards it.
    private static func unixMilliseconds(_ uuid: TimeUUID) -> Int64 {
        (Int64(uuid.timestamp100ns / 10) - 12_219_292_800_000_000) / 1_000
    }

    /// The day of a time. Like the server's, it rounds seconds down, but days towards 1970.
    static func date(milliseconds: Int64) -> ByteSlice {
        let seconds = CQLTimestamp(millisecondsSinceEpoch: milliseconds).secondsSinceEpoch
        return LiteralText.number(CQLDate(daysSinceEpoch: Int32(truncatingIfNeeded: seconds / 86_400)).wireValue)
    }
}

extension EvaluationInput {
    /// Milliseconds since 1970.
    fileprivate var milliseconds: Int64 { now / 1_000 }
}

extension ByteSlice {
    /// A big-endian integer; `nil` for any other number of bytes than its own.
    func integer<Integer: FixedWidthInteger>(_ type: Integer.Type) -> Integer? {
        guard count == MemoryLayout<Integer>.size else { return nil }
        return reduce(0) { $0 << 8 | Integer(truncatingIfNeeded: $1) }
    }
}
