import Bytes
import CassandraWire

/// The bytes of values that stand in JSON.
enum JSONDecoding {
    /// The bytes; a value that the type does not know is refused in the type's own words.
    static func bytes(_ value: JSONValue, as type: CQLType) throws(JSONRefusal) -> ByteSlice {
        switch type {
        case .ascii, .text: try text(value, type)
        case .bigint, .counter, .int: try integer(value, type)
        case .smallint, .tinyint: try shortInteger(value, type)
        case .double, .float: try floatingPoint(value, type)
        case .decimal, .varint: try bigNumber(value, type)
        case .boolean:
            if case .boolean(let isTrue) = value {
                [isTrue ? 1 : 0]
            } else {
                try literal(value, type, "Expected a boolean value")
            }
        case .timestamp:
            if case .integer(let milliseconds) = value {
                LiteralText.number(milliseconds)
            } else {
                try literal(value, type, "Expected a long or a datestring representation of a timestamp value")
            }
        case .date: try literal(value, type, "Expected a string representation of a date value")
        case .time: try literal(value, type, "Expected a string representation of a time value")
        case .duration: try literal(value, type, "Expected a string representation of a duration")
        case .inet: try literal(value, type, "Expected a string representation of an inet value")
        case .uuid: try literal(value, type, "Expected a string representation of a uuid")
        case .timeuuid: try literal(value, type, "Expected a string representation of a timeuuid")
        case .blob, .custom: try blob(value)
        case .list(let element): try list(value, element)
        case .set(let element): try set(value, element)
        case .map(let key, let element): try map(value, key, element)
        case .tuple(let types): try tuple(value, types)
        case .udt(let type): try userType(value, type)
        case .vector(let element, let dimension): try vector(value, element, dimension)
        case .frozen(let inner): try bytes(value, as: inner)
        }
    }

    static func unexpected(_ value: JSONValue, _ expectation: String) -> JSONRefusal {
        .marshal("\(expectation), but got a \(value.className): \(value.text)")
    }

    /// A string that is read as a literal of the type. Where no text is an empty value, it is one here.
    private static func literal(
        _ value: JSONValue, _ type: CQLType, _ expectation: String
    ) throws(JSONRefusal) -> ByteSlice {
        guard case .string(let text) = value else { throw unexpected(value, expectation) }
        if text.isEmpty, type.readsNothingAsEmpty { return ByteSlice() }
        do throws(ServerError) {
            return try LiteralText.bytes(of: text, as: type)
        } catch {
            throw type == .duration || error.code != .invalid ? .request(error) : .marshal(error.message)
        }
    }

    private static func text(_ value: JSONValue, _ type: CQLType) throws(JSONRefusal) -> ByteSlice {
        try literal(value, type, type == .ascii ? "Expected an ascii string" : "Expected a UTF-8 string")
    }

    private static func integer(_ value: JSONValue, _ type: CQLType) throws(JSONRefusal) -> ByteSlice {
        if case .integer(let number) = value {
            if type != .int { return LiteralText.number(number) }
            if let number = Int32(exactly: number) { return LiteralText.number(number) }
        }
        return try literal(value, type, type == .int ? "Expected an int value" : "Expected a bigint value")
    }

    /// These take any number, as its text.
    private static func shortInteger(_ value: JSONValue, _ type: CQLType) throws(JSONRefusal) -> ByteSlice {
        switch value {
        case .integer, .largeInteger, .double: return try literal(.string(value.text), type, "")
        case .null, .boolean, .string, .array, .object:
            return try literal(value, type, type == .smallint ? "Expected a short value" : "Expected a byte value")
        }
    }

    private static func floatingPoint(_ value: JSONValue, _ type: CQLType) throws(JSONRefusal) -> ByteSlice {
        func bytes(_ double: Double, _ float: Float) -> ByteSlice {
            type == .double ? LiteralText.number(double.bitPattern) : LiteralText.number(float.bitPattern)
        }
        switch value {
        case .integer(let number): return bytes(Double(number), Float(number))
        case .largeInteger(let number):
            return bytes(Double(number.description) ?? .nan, Float(number.description) ?? .nan)
        case .double(let number): return bytes(number, Float(number))
        case .null, .boolean, .string, .array, .object:
            return try literal(value, type, type == .double ? "Expected a double value" : "Expected a float value")
        }
    }

    /// These read the text of whatever there is.
    private static func bigNumber(_ value: JSONValue, _ type: CQLType) throws(JSONRefusal) -> ByteSlice {
        if type == .varint, let number = CQLVarint(value.text) { return ByteSlice(number.bigEndianTwosComplement) }
        if type == .decimal, case .string(let text) = value, text.isEmpty { return ByteSlice() }
        if type == .decimal, let number = CQLDecimal(value.text) { return LiteralText.decimal(number) }
        throw .marshal("Value '\(value.text)' is not a valid representation of a \(type.cqlText) value")
    }

    private static func blob(_ value: JSONValue) throws(JSONRefusal) -> ByteSlice {
        func invalid(_ reason: String) -> JSONRefusal {
            .marshal("Value '\(value.text)' is not a valid blob representation: \(reason)")
        }
        guard case .string(let text) = value else {
            let name = value.qualifiedClassName
            throw invalid(
                "class \(name) cannot be cast to class java.lang.String (\(name) and java.lang.String are in module "
                    + "java.base of loader 'bootstrap')")
        }
        guard text.hasPrefix("0x") else { throw invalid("String representation of blob is missing 0x prefix: \(text)") }
        do throws(ServerError) {
            return try LiteralText.bytes(ofHexadecimal: text.dropFirst(2))
        } catch {
            throw invalid(error.message)
        }
    }
}

/// Why a value of JSON is none of its column.
enum JSONRefusal: Error {
    /// The value is wrong; whoever asked for it says more.
    case marshal(String)
    /// An error of its own.
    case request(ServerError)
}

extension CQLType {
    /// Whether the server makes an empty value of an empty text.
    fileprivate var readsNothingAsEmpty: Bool {
        switch self {
        case .bigint, .counter, .int, .smallint, .tinyint, .double, .float, .timestamp, .inet, .uuid, .timeuuid: true
        default: false
        }
    }
}
