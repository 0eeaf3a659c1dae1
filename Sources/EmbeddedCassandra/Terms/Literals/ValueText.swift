import Bytes
import CassandraWire

/// Simple values as text: what a cast makes of them, and what stands in JSON.
enum ValueText {
    /// The text; that of an empty value is empty.
    static func text(_ bytes: ByteSlice, as type: CQLType) -> String {
        if bytes.isEmpty { return "" }
        switch type {
        case .ascii, .text: return String(decoding: bytes, as: UTF8.self)
        case .boolean: return bytes[0] == 0 ? "false" : "true"
        case .bigint, .counter, .decimal, .double, .float, .int, .smallint, .tinyint, .varint:
            return Number(bytes, type)?.text ?? ""
        case .date: return bytes.integer(UInt32.self).map { CQLDate(wireValue: $0).description } ?? ""
        case .duration: return duration(bytes)
        case .inet: return inet(bytes)
        case .time: return bytes.integer(Int64.self).map(time) ?? ""
        case .timestamp: return timestamp(bytes, separator: "T")
        case .timeuuid, .uuid: return CQLUUID(bytes: bytes)?.description ?? ""
        case .frozen(let inner): return text(bytes, as: inner)
        case .blob, .custom, .list, .set, .map, .tuple, .udt, .vector: return "0x" + bytes.hexadecimal
        }
    }

    private static func duration(_ bytes: ByteSlice) -> String {
        guard let value = try? CQLDuration(vintBytes: bytes) else { return "" }
        // Of no time at all the server shows no unit.
        return value.months == 0 && value.days == 0 && value.nanoseconds == 0 ? "" : value.description
    }

    /// All groups of an address of IPv6, none shortened.
    private static func inet(_ bytes: ByteSlice) -> String {
        if bytes.count == 4 { return bytes.map { String($0) }.joined(separator: ".") }
        return stride(from: 0, to: bytes.count - 1, by: 2).map {
            String(UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]), radix: 16)
        }.joined(separator: ":")
    }

    private static func time(_ nanoseconds: Int64) -> String {
        clock(nanoseconds / 1_000_000_000) + "." + padded(Int(nanoseconds % 1_000_000_000), 9)
    }

    private static func clock(_ seconds: Int64) -> String {
        "\(padded(Int(seconds / 3_600), 2)):\(padded(Int(seconds / 60 % 60), 2)):\(padded(Int(seconds % 60), 2))"
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number.magnitude)
        return (number < 0 ? "-" : "") + String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    /// Date and time in UTC with thousandths of a second. Years beyond four digits have a sign, those before our era are
    /// counted backwards without one.
    static func timestamp(_ bytes: ByteSlice, separator: String) -> String {
        guard let milliseconds = bytes.integer(Int64.self) else { return "" }
        let rest = milliseconds % 86_400_000
        let inDay = rest < 0 ? rest + 86_400_000 : rest
        let date = CivilDay.date(Int(milliseconds / 86_400_000) - (rest < 0 ? 1 : 0))
        let yearOfEra = date.year > 0 ? date.year : 1 - date.year
        let year = (yearOfEra > 9_999 ? "+" : "") + padded(yearOfEra, 4)
        return "\(year)-\(padded(date.month, 2))-\(padded(date.day, 2))\(separator)\(clock(inDay / 1_000))."
            + "\(padded(Int(inDay % 1_000), 3))Z"
    }
}

extension Number {
    /// As the server's language prints it.
    var text: String {
        switch self {
        case .integer(let value): String(value)
        case .float(let value): JavaNumberText.text(value)
        case .double(let value): JavaNumberText.text(value)
        case .varint(let value): value.description
        case .decimal(let value): value.description
        }
    }
}
