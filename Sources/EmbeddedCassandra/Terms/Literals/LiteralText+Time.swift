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
            throw .invalid("Unable to coerce '\(text)' to a formatted date (long)")
        }
        return number(date.wireValue)
    }

    static func time(_ text: String) throws(ServerError) -> ByteSlice {
        if isInteger(text) {
            guard let number = Int64(text), CQLTime(nanosecondsSinceMidnight: number).isValid else {
                throw .invalid("Unable to make long (for time) from: '\(text)'")
            }
            return Self.number(number)
        }
        let trimmed = text.hasSuffix(" ") ? String(text.dropLast(1)) : text
        guard let time = CQLTime(trimmed) else {
            throw .invalid("(TimeType) Unable to coerce '\(text)' to a formatted time (long)")
        }
        return number(time.nanosecondsSinceMidnight)
    }

    static func timestamp(_ text: String) throws(ServerError) -> ByteSlice {
        if text.isEmpty { return ByteSlice() }
        if isInteger(text) {
            guard let number = Int64(text) else {
                throw .invalid("Unable to make long (for date) from: '\(text)'")
            }
            return Self.number(number)
        }
        guard let milliseconds = TimestampText.milliseconds(text) else {
            throw .invalid("Unable to parse a date/time from '\(text)'")
        }
        return number(milliseconds)
    }

    static func isInteger(_ text: String) -> Bool {
        let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
        return !digits.isEmpty && digits.utf8.allSatisfy { $0 &- UInt8(ascii: "0") < 10 }
    }

    static func inet(_ text: String) throws(ServerError) -> ByteSlice {
        if text.isEmpty { return ByteSlice() }
        guard let address = CQLInet(text) else { throw .invalid("Unable to make inet address from '\(text)'") }
        // The server's language keeps no IPv4 address in IPv6 clothes.
        return ByteSlice(address.isIPv4Mapped ? Array(address.bytes.suffix(4)) : address.bytes)
    }

    static func duration(_ text: String) throws(ServerError) -> ByteSlice {
        guard let value = CQLDuration(text) else {
            let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
            throw .invalid("Unable to convert '\(digits)' to a duration")
        }
        var bytes: [UInt8] = []
        value.appendVintBytes(to: &bytes)
        return ByteSlice(bytes)
    }
}

/// The many forms of a timestamp.
enum TimestampText {
    static func milliseconds(_ text: String) -> Int64? {
        CQLTimestamp(text)?.millisecondsSinceEpoch
    }
}
