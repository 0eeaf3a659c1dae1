import Bytes
import CassandraWire

/// What the text of a literal means for a type.
enum LiteralText {
    /// The bytes; a text that the type does not know is refused in the type's own words.
    static func bytes(of text: String, as type: CQLType) throws(ServerError) -> ByteSlice {
        switch type {
        case .ascii:
            guard text.utf8.allSatisfy({ $0 < 0x80 }) else {
                throw .invalid(
                    "Invalid ASCII character in string literal: "
                        + "java.nio.charset.UnmappableCharacterException: Input length = 1")
            }
            return ByteSlice(text.utf8)
        case .text: return ByteSlice(text.utf8)
        case .bigint, .counter: return try integer(text, Int64.self, "long")
        case .int: return try integer(text, Int32.self, "int")
        case .smallint: return try integer(text, Int16.self, "short")
        case .tinyint: return try integer(text, Int8.self, "byte")
        case .boolean:
            switch text.lowercased() {
            case "true": return [1]
            case "false", "": return [0]
            default: throw .invalid("Unable to make boolean from '\(text)'")
            }
        case .float: return number((try floatingPoint(text, Float.self, "float")).bitPattern)
        case .double: return number((try floatingPoint(text, Double.self, "double")).bitPattern)
        case .varint:
            guard let value = CQLVarint(text) else { throw .invalid("unable to make int from '\(text)'") }
            return ByteSlice(value.bigEndianTwosComplement)
        case .decimal:
            guard let value = CQLDecimal(text) else { throw .invalid("unable to make BigDecimal from '\(text)'") }
            return decimal(value)
        case .uuid, .timeuuid: return try uuid(text, as: type)
        case .inet: return try inet(text)
        case .timestamp: return try timestamp(text)
        case .date: return try date(text)
        case .time: return try time(text)
        case .duration: return try duration(text)
        case .blob, .custom: return try bytes(ofHexadecimal: text[...])
        case .tuple(let types): return try tuple(text, types)
        case .frozen(let inner): return try bytes(of: text, as: inner)
        case .list, .set, .map, .udt, .vector: throw .invalid("Unable to make \(type.messageName) from '\(text)'")
        }
    }

    /// The bytes of pairs of digits.
    static func bytes(ofHexadecimal text: Substring) throws(ServerError) -> ByteSlice {
        let digits = text.utf8.map { byte -> UInt8? in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
            default: nil
            }
        }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard index + 1 < digits.count, let high = digits[index], let low = digits[index + 1] else {
                throw .invalid("cannot parse '\(text)' as hex bytes")
            }
            bytes.append(high << 4 | low)
        }
        return ByteSlice(bytes)
    }

    static func number<Integer: FixedWidthInteger & BitwiseCopyable>(_ value: Integer) -> ByteSlice {
        var writer = WireWriter(capacity: MemoryLayout<Integer>.size)
        writer.write(value)
        return writer.finish()
    }

    static func decimal(_ value: CQLDecimal) -> ByteSlice {
        var writer = WireWriter()
        writer.write(value.scale)
        writer.write(value.unscaled.bigEndianTwosComplement)
        return writer.finish()
    }

    private static func integer<Integer: FixedWidthInteger & BitwiseCopyable>(
        _ text: String, _ type: Integer.Type, _ name: String
    ) throws(ServerError) -> ByteSlice {
        guard let value = Integer(text) else { throw .invalid("Unable to make \(name) from '\(text)'") }
        return number(value)
    }

    private static func floatingPoint<Number: BinaryFloatingPoint & LosslessStringConvertible>(
        _ text: String, _ type: Number.Type, _ name: String
    ) throws(ServerError) -> Number {
        switch text.lowercased() {
        case "nan", "-nan": return .nan
        case "infinity": return .infinity
        case "-infinity": return -.infinity
        default:
            // A point at the end is a number for the server.
            guard let value = Number(text.hasSuffix(".") ? text + "0" : text) else {
                throw .invalid("Unable to make \(name) from '\(text)'")
            }
            return value
        }
    }

    private static func uuid(_ text: String, as type: CQLType) throws(ServerError) -> ByteSlice {
        guard let uuid = CQLUUID(text) else {
            throw .invalid(
                type == .uuid ? "Unable to make UUID from '\(text)'" : "Unknown timeuuid representation: \(text)")
        }
        guard type == .uuid || uuid.version == 1 else { throw .invalid("TimeUUID supports only version 1 UUIDs") }
        return ByteSlice(uuid.bytes)
    }

    /// `a:b`, with `@` for a null and a backslash before a colon that belongs to a field. Odd, but the server's form.
    private static func tuple(_ text: String, _ types: [CQLType]) throws(ServerError) -> ByteSlice {
        guard !text.isEmpty else { return ByteSlice() }
        var parts = [""]
        var isEscaped = false
        for character in text {
            if isEscaped {
                if character != ":" && character != "@" { parts[parts.count - 1].append("\\") }
                parts[parts.count - 1].append(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == ":" {
                parts.append("")
            } else {
                parts[parts.count - 1].append(character)
            }
        }
        guard parts.count <= types.count else {
            throw .invalid(
                "Invalid tuple literal: too many elements. Type \(CQLType.tuple(types).messageName) "
                    + "expects \(types.count) but got \(parts.count)")
        }
        var fields: [ByteSlice?] = []
        for (part, type) in zip(parts, types) { fields.append(part == "@" ? nil : try bytes(of: part, as: type)) }
        return CollectionCodec.tuple(fields)
    }
}
