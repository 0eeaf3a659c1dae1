import Bytes
import CassandraWire

extension LiteralText {
    static func date(_ text: String) throws(ServerError) -> ByteSlice {
        if isInteger(text) {
            guard let number = UInt32(text) else {
                throw .invalid("Unable to make unsigned int (for date) from: '\(text)'")
            }
            return Self.number(number)
        }
        guard let date = CQLDate(text) else {
            try refuseFarDate(text)
            throw .invalid("Unable to coerce '\(text)' to a formatted date (long)")
        }
        return number(date.wireValue)
    }

    /// A day that there is, but that the type does not reach.
    private static func refuseFarDate(_ text: String) throws(ServerError) {
        var scanner = DigitScanner(text)
        let isNegative = scanner.skip("-")
        guard isNegative || scanner.skip("+"), let year = scanner.number(4...9), scanner.skip("-"),
            let month = scanner.number(2...2), scanner.skip("-"), let day = scanner.number(2...2), scanner.rest.isEmpty,
            CivilDay.number(year: isNegative ? -year : year, month: month, day: day) != nil
        else { return }
        throw .invalid(
            isNegative
                ? "Input date \(text) is less than min supported date -5877641-06-23T00:00Z"
                : "Input date \(text) is greater than max supported date +5881580-07-11T00:00Z")
    }

    static func time(_ text: String) throws(ServerError) -> ByteSlice {
        if isInteger(text) {
            guard let number = Int64(text), CQLTime(nanosecondsSinceMidnight: number).isValid else {
                throw .invalid("Unable to make long (for time) from: '\(text)'")
            }
            return Self.number(number)
        }
        guard let time = clockTime(text) else {
            throw .invalid("(TimeType) Unable to coerce '\(text)' to a formatted time (long)")
        }
        return number(time.nanosecondsSinceMidnight)
    }

    /// `h:m:s[.fraction]` between blanks; each number may have a sign and zeros before it.
    private static func clockTime(_ text: String) -> CQLTime? {
        let trimmed = text.drop { $0 == " " }
        let end = trimmed.lastIndex { $0 != " " }.map(trimmed.index(after:)) ?? trimmed.startIndex
        let parts = trimmed[..<end].split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, let hour = Int(parts[0]), let minute = Int(parts[1]) else { return nil }
        let seconds = parts[2].split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let second = Int(seconds[0]) else { return nil }
        var nanosecond = 0
        if seconds.count == 2 {
            let digits = seconds[1]
            guard (1...9).contains(digits.count), digits.utf8.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }) else {
                return nil
            }
            nanosecond = Int(digits + String(repeating: "0", count: 9 - digits.count)) ?? 0
        }
        return CQLTime(hour: hour, minute: minute, second: second, nanosecond: nanosecond)
    }

    static func timestamp(_ text: String) throws(ServerError) -> ByteSlice {
        if text.isEmpty { return ByteSlice() }
        if isInteger(text) {
            guard let number = Int64(text) else {
                throw .invalid("Unable to make long (for date) from: '\(text)'")
            }
            return Self.number(number)
        }
        switch TimestampText.read(text) {
        case .milliseconds(let milliseconds): return number(milliseconds)
        case .overflow: throw .server("java.lang.ArithmeticException: long overflow")
        case .unreadable: throw .invalid("Unable to parse a date/time from '\(text)'")
        }
    }

    static func isInteger(_ text: String) -> Bool {
        let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
        return !digits.isEmpty && digits.utf8.allSatisfy { $0 &- UInt8(ascii: "0") < 10 }
    }

    static func inet(_ text: String) throws(ServerError) -> ByteSlice {
        if text.isEmpty { return ByteSlice() }
        if let quad = quad(text) { return number(quad) }
        var address = text[...]
        if address.hasPrefix("["), address.hasSuffix("]") { address = address.dropFirst().dropLast() }
        if let scope = address.firstIndex(of: "%"), UInt32(address[address.index(after: scope)...]) != nil {
            address = address[..<scope]
        }
        guard let address = CQLInet(String(address)), address.isIPv6 else {
            throw .invalid("Unable to make inet address from '\(text)'")
        }
        // The server's language keeps no IPv4 address in IPv6 clothes.
        return ByteSlice(address.isIPv4Mapped ? Array(address.bytes.suffix(4)) : address.bytes)
    }

    /// An IPv4 address of one to four numbers, the last of which fills the bytes that are left; and the one host name
    /// that needs nobody to be asked.
    private static func quad(_ text: String) -> UInt32? {
        if text.lowercased() == "localhost" { return 0x7F00_0001 }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 4, parts.allSatisfy({ isInteger(String($0)) && !$0.hasPrefix("-") }) else { return nil }
        var result: UInt64 = 0
        for (index, part) in parts.enumerated() {
            let width = index == parts.count - 1 ? 8 * (5 - parts.count) : 8
            guard let value = UInt64(part), value < 1 << UInt64(width) else { return nil }
            result = result << UInt64(width) | value
        }
        return UInt32(exactly: result)
    }

    static func duration(_ text: String) throws(ServerError) -> ByteSlice {
        guard let value = CQLDuration(text) else {
            if let reason = DurationFault.reason(text) { throw reason }
            let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
            throw .invalid("Unable to convert '\(digits)' to a duration")
        }
        var bytes: [UInt8] = []
        value.appendVintBytes(to: &bytes)
        return ByteSlice(bytes)
    }
}
