import Bytes
import CassandraWire

/// Checks the bytes of bound values as the server does, and says no in its words.
enum ValueValidator {
    /// The bytes, checked, with sets and maps among them in their order.
    @inline(__always)
    static func validated(_ bytes: ByteSlice, as type: CQLType) throws(ServerError) -> ByteSlice {
        switch type {
        case .ascii, .bigint, .blob, .boolean, .counter, .date, .decimal, .double, .duration, .float, .inet, .int,
            .smallint, .text, .time, .timestamp, .timeuuid, .tinyint, .uuid, .varint, .custom:
            try validate(bytes, as: type)
            return bytes
        case .list, .set, .map, .tuple, .udt, .vector, .frozen:
            return try CompositeValidator.validated(bytes, as: type)
        }
    }

    static func validate(_ bytes: ByteSlice, as type: CQLType) throws(ServerError) {
        let count = bytes.count
        switch type {
        case .int: if count != 4 && count != 0 { throw .invalid("Expected 4 or 0 byte int (\(count))") }
        case .bigint, .counter: if count != 8 && count != 0 { throw .invalid("Expected 8 or 0 byte long (\(count))") }
        case .text:
            guard isText(bytes) else { throw .invalid("String didn't validate.") }
        case .blob, .varint, .custom: break
        case .boolean: if count > 1 { throw .invalid("Expected 1 or 0 byte value (\(count))") }
        case .double:
            if count != 8 && count != 0 { throw .invalid("Expected 8 or 0 byte value for a double (\(count))") }
        case .float: if count != 4 && count != 0 { throw .invalid("Expected 4 or 0 byte value for a float (\(count))") }
        case .timestamp: if count != 8 && count != 0 { throw .invalid("Expected 8 or 0 byte long for date (\(count))") }
        case .time: if count != 8 { throw .invalid("Expected 8 byte long for time (\(count))") }
        case .date: if count != 4 { throw .invalid("Expected 4 byte long for date (\(count))") }
        case .smallint: if count != 2 { throw .invalid("Expected 2 bytes for a smallint (\(count))") }
        case .tinyint: if count != 1 { throw .invalid("Expected 1 byte for a tinyint (\(count))") }
        case .uuid: if count != 16 && count != 0 { throw .invalid("UUID should be 16 or 0 bytes (\(count))") }
        case .timeuuid: try validateTimeUUID(bytes)
        case .decimal: if count > 0 && count < 4 { throw .invalid("Expected 0 or at least 4 bytes (\(count))") }
        case .inet:
            guard count == 0 || count == 4 || count == 16 else {
                throw .invalid("Expected 4 or 16 byte inetaddress; got \(bytes.hexadecimal)")
            }
        case .ascii:
            guard let byte = bytes.first(where: { $0 >= 0x80 }) else { return }
            throw .invalid("Invalid byte for ascii: \(Int8(bitPattern: byte))")
        case .duration: try validateDuration(bytes)
        case .list, .set, .map, .tuple, .udt, .vector, .frozen:
            _ = try CompositeValidator.validated(bytes, as: type)
        }
    }

    private static func validateTimeUUID(_ bytes: ByteSlice) throws(ServerError) {
        guard bytes.count == 16 else {
            guard bytes.isEmpty else { throw .invalid("UUID should be 16 or 0 bytes (\(bytes.count))") }
            return
        }
        // The server tells the first four bits of all, not those of the version.
        guard bytes[6] >> 4 == 1 else {
            throw .invalid("Invalid version for TimeUUID type: 0x\(String(bytes[0] >> 4, radix: 16))")
        }
    }

    private static func validateDuration(_ bytes: ByteSlice) throws(ServerError) {
        guard bytes.count >= 3 else { throw .invalid("Expected at least 3 bytes for a duration (\(bytes.count))") }
        var position = 0
        guard let months = try? VariableInteger.readSigned(bytes, at: &position),
            let days = try? VariableInteger.readSigned(bytes, at: &position),
            let nanoseconds = try? VariableInteger.readSigned(bytes, at: &position)
        else { throw .server("java.lang.AssertionError: Unexpected error") }
        guard Int32(exactly: months) != nil else {
            throw .invalid("The duration months must be a 32 bits integer but was: \(months)")
        }
        guard Int32(exactly: days) != nil else {
            throw .invalid("The duration days must be a 32 bits integer but was: \(days)")
        }
        let parts = [months, days, nanoseconds]
        guard parts.allSatisfy({ $0 >= 0 }) || parts.allSatisfy({ $0 <= 0 }) else {
            throw .invalid(
                "The duration months, days and nanoseconds must be all of the same sign "
                    + "(\(months), \(days), \(nanoseconds))")
        }
    }

    /// Whether the bytes are text to the server, which is not as strict as Unicode.
    @inline(__always)
    private static func isText(_ bytes: ByteSlice) -> Bool {
        let isStrict = bytes.withSpan { span in
            (try? UTF8Span(validating: Span<UInt8>(_bytes: span))) != nil
        }
        return isStrict || isLooseText(bytes)
    }

    /// Surrogates, numbers beyond the last code point and Java's zero of two bytes are text too.
    private static func isLooseText(_ bytes: ByteSlice) -> Bool {
        var index = 0
        func continues(_ offset: Int, from lowest: UInt8 = 0x80) -> Bool {
            index + offset < bytes.count && bytes[index + offset] >= lowest && bytes[index + offset] <= 0xBF
        }
        while index < bytes.count {
            switch bytes[index] {
            case 0x00...0x7F: index += 1
            case 0xC0:
                guard index + 1 < bytes.count, bytes[index + 1] == 0x80 else { return false }
                index += 2
            case 0xC2...0xDF:
                guard continues(1) else { return false }
                index += 2
            case 0xE0...0xEF:
                guard continues(1, from: bytes[index] == 0xE0 ? 0xA0 : 0x80), continues(2) else { return false }
                index += 3
            case 0xF0...0xF7:
                guard continues(1, from: bytes[index] == 0xF0 ? 0x90 : 0x80), continues(2), continues(3) else {
                    return false
                }
                index += 4
            default: return false
            }
        }
        return true
    }
}
