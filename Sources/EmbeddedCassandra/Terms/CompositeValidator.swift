import Bytes
import CassandraWire

/// Checks values that are made of others.
enum CompositeValidator {
    /// Checks bytes that are kept as they are.
    static func validate(_ bytes: ByteSlice, as type: CQLType) throws(ServerError) {
        _ = try normalized(bytes, type)
    }

    /// The bytes, checked. Lists, sets and maps are read and written again, so that each is in its order; what a tuple, a
    /// value of a user-defined type or a vector has in it stays as it is.
    static func validated(_ bytes: ByteSlice, as type: CQLType) throws(ServerError) -> ByteSlice {
        if case .udt = type.unfrozen {
            // At the top the server does not make this one an error of the request.
            do throws(ServerError) {
                return try normalized(bytes, type)
            } catch {
                guard error.code == .invalid else { throw error }
                throw .server("org.apache.cassandra.serializers.MarshalException: \(error.message)")
            }
        }
        let result = try normalized(bytes, type)
        // The elements of a list that is not frozen become cells, and a cell needs a value.
        if case .list(let element) = type { try refuseNulls(result, element) }
        return result
    }

    private static func refuseNulls(_ bytes: ByteSlice, _ element: CQLType) throws(ServerError) {
        var cursor = ElementCursor(bytes)
        for _ in 0..<(cursor.count() ?? 0) {
            if case .bytes(let value) = cursor.element(), !value.isEmpty || element.hasEmptyValue { continue }
            throw .server(
                "java.lang.NullPointerException: "
                    + "Cannot invoke \"java.nio.ByteBuffer.remaining()\" because \"value\" is null")
        }
    }

    private static func normalized(_ bytes: ByteSlice, _ type: CQLType) throws(ServerError) -> ByteSlice {
        switch type {
        case .frozen(let inner): return try normalized(bytes, inner)
        case .list(let element): return try list(bytes, element)
        case .set(let element): return try set(bytes, element)
        case .map(let key, let value): return try map(bytes, key, value)
        case .tuple(let types):
            return try fields(bytes, types, end: "Invalid remaining data after end of tuple value") { index, part in
                "Not enough bytes to read \(part)\(index)th component"
            }
        case .udt(let type): return try userType(bytes, type)
        case .vector(let element, let dimension): return try vector(bytes, type, element, dimension)
        case .ascii, .bigint, .blob, .boolean, .counter, .date, .decimal, .double, .duration, .float, .inet, .int,
            .smallint, .text, .time, .timestamp, .timeuuid, .tinyint, .uuid, .varint, .custom:
            try ValueValidator.validate(bytes, as: type)
            return bytes
        }
    }

    private static func count(_ cursor: inout ElementCursor, _ kind: String) throws(ServerError) -> Int {
        guard let count = cursor.count() else { throw .invalid("Not enough bytes to read a \(kind)") }
        guard count >= 0 else { throw .invalid("The data cannot be deserialized as a \(kind)") }
        return count
    }

    private static func list(_ bytes: ByteSlice, _ element: CQLType) throws(ServerError) -> ByteSlice {
        var cursor = ElementCursor(bytes)
        var elements: [ByteSlice?] = []
        var isChanged = false
        for _ in 0..<(try count(&cursor, "list")) {
            switch cursor.element() {
            case .truncated: throw .invalid("Not enough bytes to read a list")
            case .null: elements.append(nil)
            case .bytes(let value):
                let result = try normalized(value, element)
                if result != value { isChanged = true }
                elements.append(result)
            }
        }
        guard cursor.remaining == 0 else { throw .invalid("Unexpected extraneous bytes after list value") }
        guard isChanged else { return bytes }
        var writer = WireWriter()
        writer.write(Int32(clamping: elements.count))
        writer.write(CollectionCodec.tuple(elements))
        return writer.finish()
    }

    private static func part(
        _ cursor: inout ElementCursor, _ kind: String, _ type: CQLType
    ) throws(ServerError) -> ByteSlice {
        switch cursor.element() {
        case .truncated: throw .invalid("Not enough bytes to read a \(kind)")
        case .null: throw .invalid("Null value read when not allowed")
        case .bytes(let value): return try normalized(value, type)
        }
    }

    private static func set(_ bytes: ByteSlice, _ element: CQLType) throws(ServerError) -> ByteSlice {
        var cursor = ElementCursor(bytes)
        var elements: [ByteSlice] = []
        for _ in 0..<(try count(&cursor, "set")) {
            elements.append(shortened(try part(&cursor, "set", element), element))
        }
        guard cursor.remaining == 0 else { throw .invalid("Unexpected extraneous bytes after set value") }
        return CollectionCodec.set(elements, of: element)
    }

    /// In a set, the server makes the address of what is IPv4 inside IPv6.
    private static func shortened(_ value: ByteSlice, _ type: CQLType) -> ByteSlice {
        guard type == .inet, value.count == 16, value[10] == 0xFF, value[11] == 0xFF,
            value.slice(0..<10).allSatisfy({ $0 == 0 })
        else { return value }
        return value.slice(12..<16)
    }

    private static func map(_ bytes: ByteSlice, _ key: CQLType, _ value: CQLType) throws(ServerError) -> ByteSlice {
        var cursor = ElementCursor(bytes)
        var entries: [(key: ByteSlice, value: ByteSlice)] = []
        for _ in 0..<(try count(&cursor, "map")) {
            let keyBytes = try part(&cursor, "map", key)
            entries.append((keyBytes, try part(&cursor, "map", value)))
        }
        guard cursor.remaining == 0 else { throw .invalid("Unexpected extraneous bytes after map value") }
        return CollectionCodec.map(entries, key: key)
    }

    private static func userType(_ bytes: ByteSlice, _ type: UserDefinedType) throws(ServerError) -> ByteSlice {
        try fields(
            bytes, type.fields.map(\.type), end: "Invalid remaining data after end of UDT value",
            failure: { index, reason in "Failure validating the \(index)th field \(type.fields[index].name); \(reason)"
            },
            truncation: { index, part in "Not enough bytes to read \(part)\(index)th field \(type.fields[index].name)" }
        )
    }

    private static func fields(
        _ bytes: ByteSlice, _ types: [CQLType], end: String, failure: (Int, String) -> String = { $1 },
        truncation: (Int, String) -> String
    ) throws(ServerError) -> ByteSlice {
        var cursor = ElementCursor(bytes)
        for (index, type) in types.enumerated() where cursor.remaining > 0 {
            guard let length = cursor.count() else { throw .invalid(truncation(index, "size of ")) }
            guard length >= 0 else { continue }
            guard let value = cursor.bytes(length) else { throw .invalid(truncation(index, "")) }
            do throws(ServerError) {
                _ = try normalized(value, type)
            } catch {
                guard error.code == .invalid else { throw error }
                throw .invalid(failure(index, error.message))
            }
        }
        guard cursor.remaining == 0 else { throw .invalid(end) }
        return bytes
    }

    private static func vector(
        _ bytes: ByteSlice, _ type: CQLType, _ element: CQLType, _ dimension: Int
    ) throws(ServerError) -> ByteSlice {
        guard !bytes.isEmpty else { throw .invalid("Invalid empty vector value") }
        var cursor = ElementCursor(bytes)
        for _ in 0..<dimension {
            let offset = cursor.position
            guard let length = element.fixedLength ?? cursor.variableLength() else {
                throw .invalid("Not enough bytes to read a \(type.messageName)")
            }
            guard length >= 0 else {
                throw .server(
                    "java.lang.AssertionError: Invalidate data at offset \(offset); "
                        + "saw size of \(length) but only >= 0 is expected")
            }
            guard let value = cursor.bytes(length) else {
                // The server trips over a length of the value's own that is too great; clients see just that.
                guard element.fixedLength != nil else { throw .server("java.lang.IndexOutOfBoundsException") }
                throw .invalid("Not enough bytes to read a \(type.messageName)")
            }
            _ = try normalized(value, element)
        }
        guard cursor.remaining == 0 else {
            throw .invalid("Unexpected \(cursor.remaining) extraneous bytes after \(type.messageName) value")
        }
        return bytes
    }
}

extension CQLType {
    /// Whether zero bytes are a value like any other.
    fileprivate var hasEmptyValue: Bool {
        switch unfrozen {
        case .ascii, .text, .blob, .custom, .tuple, .udt, .list, .set, .map, .vector: true
        default: false
        }
    }
}
