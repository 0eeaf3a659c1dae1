import CassandraWire

/// A JSON document as it was read.
indirect enum JSONValue {
    case null
    case boolean(Bool)
    case integer(Int64)
    /// Beyond 64 bits.
    case largeInteger(CQLVarint)
    /// With a point or an exponent.
    case double(Double)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)

    /// The class that the server has for it, without its package: messages name it.
    var className: String {
        switch self {
        case .null: "Object"
        case .boolean: "Boolean"
        case .integer(let value): Int32(exactly: value) == nil ? "Long" : "Integer"
        case .largeInteger: "BigInteger"
        case .double: "Double"
        case .string: "String"
        case .array: "ArrayList"
        case .object: "LinkedHashMap"
        }
    }

    var qualifiedClassName: String {
        switch self {
        case .largeInteger: "java.math.BigInteger"
        case .array, .object: "java.util.\(className)"
        case .null, .boolean, .integer, .double, .string: "java.lang.\(className)"
        }
    }

    /// The value as the server's language prints it, not as JSON.
    var text: String {
        switch self {
        case .null: "null"
        case .boolean(let value): value ? "true" : "false"
        case .integer(let value): String(value)
        case .largeInteger(let value): value.description
        case .double(let value): JavaNumberText.text(value)
        case .string(let text): text
        case .array(let elements): "[\(elements.map(\.text).joined(separator: ", "))]"
        case .object(let object):
            "{\(object.entries.map { "\($0.key)=\($0.value.text)" }.joined(separator: ", "))}"
        }
    }
}

/// The entries of an object in the order in which their keys came first.
struct JSONObject {
    typealias Entry = (key: String, value: JSONValue)

    private var slots: [Entry?] = []
    /// By the bytes of a key: two spellings of one character are two keys.
    private var places: [[UInt8]: Int] = [:]

    var entries: [Entry] { slots.compactMap { $0 } }

    var first: Entry? {
        for case let entry? in slots { return entry }
        return nil
    }

    mutating func put(_ key: String, _ value: JSONValue) {
        let bytes = Array(key.utf8)
        if let place = places[bytes] {
            slots[place] = (key, value)
        } else {
            places[bytes] = slots.count
            slots.append((key, value))
        }
    }

    mutating func remove(_ key: String) -> JSONValue? {
        guard let place = places.removeValue(forKey: Array(key.utf8)) else { return nil }
        defer { slots[place] = nil }
        return slots[place]?.value
    }

    /// Makes identifiers of CQL out of the keys: those in quotes as they are, others in small letters. A key that changes
    /// goes behind the others.
    mutating func unquoteKeys() {
        for (key, _) in entries {
            let name: String
            if key.hasPrefix("\""), key.hasSuffix("\""), key.utf8.count > 1 {
                name = String(key.dropFirst().dropLast())
            } else {
                name = key.lowercased()
                if name == key { continue }
            }
            if let value = remove(key) { put(name, value) }
        }
    }
}
