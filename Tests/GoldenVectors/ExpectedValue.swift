import Bytes
import CassandraWire
import TestKit

/// Makes of a line's `json` the value that it says, by the type.
enum ExpectedValue {
    static func value(_ json: JSON, of type: CQLType) throws(Mismatch) -> CQLValue {
        if json.isNull { return .null }
        switch type {
        case .ascii: return .ascii(try text(json, type))
        case .text: return .text(try text(json, type))
        case .bigint: return .bigint(try json.textInteger("bigint"))
        case .counter: return .counter(try json.textInteger("counter"))
        case .varint: return .varint(try varint(json))
        case .int: return .int(try integer(json, type))
        case .smallint: return .smallint(try integer(json, type))
        case .tinyint: return .tinyint(try integer(json, type))
        case .date: return .date(CQLDate(daysSinceEpoch: try integer(json, type)))
        case .time: return .time(CQLTime(nanosecondsSinceMidnight: try json.textInteger("time")))
        case .timestamp:
            return .timestamp(CQLTimestamp(millisecondsSinceEpoch: try json.textInteger("timestamp")))
        case .boolean:
            guard let value = json.bool else { throw Mismatch("no boolean: \(json)") }
            return .boolean(value)
        case .blob: return .blob(ByteSlice(try blob(json)))
        case .custom: return .custom(ByteSlice(try blob(json)))
        case .uuid: return .uuid(try uuid(json))
        case .timeuuid: return .timeuuid(try uuid(json))
        case .inet: return .inet(try inet(json))
        case .float: return .float(try float(json))
        case .double: return .double(try double(json))
        case .decimal:
            guard let scale = json["scale"]?.integer(Int32.self) else { throw Mismatch("no decimal: \(json)") }
            return .decimal(CQLDecimal(unscaled: try varint(try json.field("unscaled")), scale: scale))
        case .duration: return .duration(try duration(json))
        case .list(let element): return .list(try values(json, of: element))
        case .set(let element): return .set(try values(json, of: element))
        case .vector(let element, let dimension):
            let values = try values(json, of: element)
            try expect("elements of a vector", values.count, is: dimension)
            return .vector(values)
        case .map(let key, let value): return .map(try entries(json, key: key, value: value))
        case .tuple(let types): return .tuple(try fields(json, types))
        case .udt(let type): return try userDefined(json, type)
        case .frozen(let inner): return try value(json, of: inner)
        }
    }

    private static func text(_ json: JSON, _ type: CQLType) throws(Mismatch) -> String {
        guard let text = json.text else { throw Mismatch("no \(type): \(json)") }
        return text
    }

    private static func integer<Integer: FixedWidthInteger>(_ json: JSON, _ type: CQLType) throws(Mismatch) -> Integer {
        guard let number = json.integer(Integer.self) else { throw Mismatch("no \(type): \(json)") }
        return number
    }

    private static func varint(_ json: JSON) throws(Mismatch) -> CQLVarint {
        guard let number = json.text.flatMap({ CQLVarint($0) }) else { throw Mismatch("no varint: \(json)") }
        return number
    }

    private static func blob(_ json: JSON) throws(Mismatch) -> [UInt8] {
        guard let text = json.text, text.hasPrefix("0x") else { throw Mismatch("no blob: \(json)") }
        return try JSON.bytes(ofHexadecimal: text.utf8.dropFirst(2), "blob")
    }

    private static func uuid(_ json: JSON) throws(Mismatch) -> CQLUUID {
        let digits = try text(json, .uuid).utf8.filter { $0 != UInt8(ascii: "-") }
        guard let uuid = CQLUUID(bytes: try JSON.bytes(ofHexadecimal: digits, "uuid")) else {
            throw Mismatch("no uuid: \(json)")
        }
        return uuid
    }

    /// A dotted quad, or eight groups.
    private static func inet(_ json: JSON) throws(Mismatch) -> CQLInet {
        let text = try text(json, .inet)
        let quad = text.split(separator: ".").compactMap { UInt8($0) }
        let groups = text.split(separator: ":").compactMap { UInt16($0, radix: 16) }
        let bytes = quad.count == 4 ? quad : groups.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        guard let address = CQLInet(bytes: bytes), InetText.text(of: address) == text else {
            throw Mismatch("no inet: \(json)")
        }
        return address
    }

    private static func float(_ json: JSON) throws(Mismatch) -> Float {
        switch json.text {
        case "NaN": return .nan
        case "Infinity": return .infinity
        case "-Infinity": return -.infinity
        case let text?:
            guard let number = Float(text), number.isFinite else { throw Mismatch("no float: \(json)") }
            return number
        case nil: throw Mismatch("no float: \(json)")
        }
    }

    private static func double(_ json: JSON) throws(Mismatch) -> Double {
        switch json.text {
        case "NaN": return .nan
        case "Infinity": return .infinity
        case "-Infinity": return -.infinity
        case let text?:
            guard let number = Double(text), number.isFinite else { throw Mismatch("no double: \(json)") }
            return number
        case nil: throw Mismatch("no double: \(json)")
        }
    }

    private static func duration(_ json: JSON) throws(Mismatch) -> CQLDuration {
        guard let months = json["months"]?.integer(Int32.self), let days = json["days"]?.integer(Int32.self),
            let duration = CQLDuration(
                months: months, days: days, nanoseconds: try json.field("nanoseconds").textInteger("nanoseconds"))
        else { throw Mismatch("no duration: \(json)") }
        return duration
    }

    private static func values(_ json: JSON, of type: CQLType) throws(Mismatch) -> [CQLValue] {
        guard let elements = json.elements else { throw Mismatch("no array: \(json)") }
        var values: [CQLValue] = []
        for element in elements { values.append(try value(element, of: type)) }
        return values
    }

    private static func entries(
        _ json: JSON, key: CQLType, value: CQLType
    ) throws(Mismatch) -> [CQLMap<CQLValue, CQLValue>.Entry] {
        guard let pairs = json.elements else { throw Mismatch("no map: \(json)") }
        var entries: [CQLMap<CQLValue, CQLValue>.Entry] = []
        for pair in pairs {
            guard let both = pair.elements, both.count == 2 else { throw Mismatch("no entry of a map: \(pair)") }
            entries.append(.init(key: try Self.value(both[0], of: key), value: try Self.value(both[1], of: value)))
        }
        return entries
    }

    private static func fields(_ json: JSON, _ types: [CQLType]) throws(Mismatch) -> [CQLValue] {
        guard let elements = json.elements, elements.count == types.count else {
            throw Mismatch("no tuple of \(types.count): \(json)")
        }
        var values: [CQLValue] = []
        for (element, type) in zip(elements, types) { values.append(try value(element, of: type)) }
        return values
    }

    private static func userDefined(_ json: JSON, _ type: UserDefinedType) throws(Mismatch) -> CQLValue {
        var values: [CQLValue] = []
        for field in type.fields { values.append(try value(try json.field(field.name), of: field.type)) }
        guard json.members?.count == type.fields.count, let value = UDTValue(type, values: values) else {
            throw Mismatch("not the fields of \(type.name): \(json)")
        }
        return .udt(value)
    }
}

/// Addresses as the vectors write them: IPv6 as eight groups, without `::`.
enum InetText {
    static func text(of address: CQLInet) -> String {
        let bytes = address.bytes
        guard bytes.count == 16 else { return bytes.map { String($0) }.joined(separator: ".") }
        return stride(from: 0, to: 16, by: 2)
            .map { String(UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]), radix: 16) }
            .joined(separator: ":")
    }
}
