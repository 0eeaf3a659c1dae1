import Bytes
import CassandraWire

/// Collections, tuples and user-defined types, as arrays and objects or as texts with JSON in them.
extension JSONDecoding {
    private static func document(_ value: JSONValue) throws(JSONRefusal) -> JSONValue {
        guard case .string(let text) = value else { return value }
        do throws(JSONFailure) {
            return try JSONReader.value(text)
        } catch {
            throw .marshal("Error decoding JSON string: \(error.message)")
        }
    }

    private static func array(_ value: JSONValue, _ expectation: String) throws(JSONRefusal) -> [JSONValue] {
        guard case .array(let elements) = value else { throw unexpected(value, expectation) }
        return elements
    }

    private static func elements(
        _ values: [JSONValue], _ type: CQLType, _ kind: String
    ) throws(JSONRefusal) -> [ByteSlice] {
        var elements: [ByteSlice] = []
        elements.reserveCapacity(values.count)
        for value in values {
            if case .null = value { throw .marshal("Invalid null element in \(kind)") }
            elements.append(try bytes(value, as: type))
        }
        return elements
    }

    static func list(_ value: JSONValue, _ element: CQLType) throws(JSONRefusal) -> ByteSlice {
        let values = try array(document(value), "Expected a list")
        return CollectionCodec.list(try elements(values, element, "list"))
    }

    static func set(_ value: JSONValue, _ element: CQLType) throws(JSONRefusal) -> ByteSlice {
        let values = try array(document(value), "Expected a list (representing a set)")
        return CollectionCodec.set(try elements(values, element, "set"), of: element)
    }

    static func vector(_ value: JSONValue, _ element: CQLType, _ dimension: Int) throws(JSONRefusal) -> ByteSlice {
        let values = try array(document(value), "Expected a list")
        guard values.count == dimension else {
            throw .marshal(
                "List had incorrect size: expected \(dimension) but given \(values.count); "
                    + JSONValue.array(values).text)
        }
        return CollectionCodec.vector(try elements(values, element, "list"), of: element)
    }

    static func map(_ value: JSONValue, _ key: CQLType, _ element: CQLType) throws(JSONRefusal) -> ByteSlice {
        let document = try document(value)
        guard case .object(let object) = document else { throw unexpected(document, "Expected a map") }
        var entries: [(key: ByteSlice, value: ByteSlice)] = []
        for entry in object.entries {
            if case .null = entry.value { throw .marshal("Invalid null value in map") }
            entries.append((try bytes(.string(entry.key), as: key), try bytes(entry.value, as: element)))
        }
        return CollectionCodec.map(entries, key: key)
    }

    static func tuple(_ value: JSONValue, _ types: [CQLType]) throws(JSONRefusal) -> ByteSlice {
        let values = try array(document(value), "Expected a list representation of a tuple")
        guard values.count == types.count else {
            let fault = values.count > types.count ? "contains extra" : "is missing"
            throw .marshal("Tuple \(fault) items (expected \(types.count)): \(JSONValue.array(values).text)")
        }
        var fields: [ByteSlice?] = []
        for (value, type) in zip(values, types) { fields.append(try field(value, type)) }
        return CollectionCodec.tuple(fields)
    }

    static func userType(_ value: JSONValue, _ type: UserDefinedType) throws(JSONRefusal) -> ByteSlice {
        let document = try document(value)
        guard case .object(var object) = document else { throw unexpected(document, "Expected a map") }
        object.unquoteKeys()
        var fields: [ByteSlice?] = []
        for field in type.fields { fields.append(try self.field(object.remove(field.name) ?? .null, field.type)) }
        if let (name, _) = object.first {
            throw .marshal("Unknown field '\(name)' in value of user defined type \(type.name)")
        }
        return CollectionCodec.tuple(fields)
    }

    private static func field(_ value: JSONValue, _ type: CQLType) throws(JSONRefusal) -> ByteSlice? {
        if case .null = value { return nil }
        return try bytes(value, as: type)
    }
}
