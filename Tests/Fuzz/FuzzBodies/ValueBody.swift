package import Bytes
package import CassandraWire

/// A type and bytes: what decodes, as a dynamic value or as any Swift type made for the type, encodes to bytes that
/// decode to the same.
package enum ValueBody {
    /// The input: the length of a CQL type's text in two bytes, big-endian, the text, and the bytes of a value.
    package static func check(_ input: [UInt8]) throws(BrokenProperty) {
        guard input.count >= 2 else { return }
        let length = Int(input[0]) << 8 | Int(input[1])
        guard length <= input.count - 2 else { return }
        let text = String(decoding: input[2..<2 + length], as: UTF8.self)
        guard let type = try? CQLType(cql: text, keyspace: "ks", userTypes: TypeTextBody.userType) else { return }
        let bytes = ByteSlice(input[(2 + length)...])
        try checkDynamic(type, bytes)
        try checkTyped(type, bytes)
    }

    package static func checkDynamic(_ type: CQLType, _ bytes: ByteSlice) throws(BrokenProperty) {
        var reader = WireReader(bytes)
        guard let value = try? CQLValue(contents: &reader, count: bytes.count, plan: type) else { return }
        guard let first = encoded(value, type) else { return }
        guard let again = decoded(CQLValue.self, first, type) else {
            throw BrokenProperty(
                "\(value) of type \(type) was encoded to bytes that don't decode: \(first.hexadecimal)")
        }
        try expect(again == value, "\(value) of type \(type) came back as \(again)")
        try expect(encoded(again, type) == first, "\(value) of type \(type) has two encodings")
    }

    /// All Swift types that are made for `type`.
    package static func checkTyped(_ type: CQLType, _ bytes: ByteSlice) throws(BrokenProperty) {
        for check in SwiftTypes.checks { try check(type, bytes) }
    }

    /// Reads `bytes` as a `Value`; what was read has one encoding, and reads back from it.
    static func check<Value: CQLCodable>(_: Value.Type, _ type: CQLType, _ bytes: ByteSlice) throws(BrokenProperty) {
        guard let first = try reencoded(Value.self, type, bytes) else { return }
        try expect(encoded(first.again, type) == first.bytes, "\(first.again) of type \(type) has two encodings")
    }

    /// As above, for types whose encoding has no order.
    static func checkUnordered<Value: CQLCodable & Equatable>(
        _: Value.Type, _ type: CQLType, _ bytes: ByteSlice
    ) throws(BrokenProperty) {
        guard let first = try reencoded(Value.self, type, bytes) else { return }
        try expect(first.again == first.value, "\(first.value) of type \(type) came back as \(first.again)")
    }

    private static func reencoded<Value: CQLCodable>(
        _: Value.Type, _ type: CQLType, _ bytes: ByteSlice
    ) throws(BrokenProperty) -> (value: Value, bytes: ByteSlice, again: Value)? {
        guard let plan = Value.decodingPlan(for: type) else { return nil }
        var reader = WireReader(bytes)
        guard let value = try? Value(contents: &reader, count: bytes.count, plan: plan) else { return nil }
        guard let first = encoded(value, type) else { return nil }
        guard let again = decoded(Value.self, first, type) else {
            throw BrokenProperty(
                "\(value) of type \(type) was encoded to bytes that don't decode: \(first.hexadecimal)")
        }
        return (value, first, again)
    }

    private static func encoded<Value: CQLEncodable>(_ value: Value, _ type: CQLType) -> ByteSlice? {
        guard let plan = Value.encodingPlan(for: type) else { return nil }
        var writer = WireWriter()
        guard (try? value.encodeValue(to: &writer, plan: plan)) != nil else { return nil }
        return ByteSlice(writer.finish())
    }

    private static func decoded<Value: CQLDecodable>(_: Value.Type, _ bytes: ByteSlice, _ type: CQLType) -> Value? {
        guard let plan = Value.decodingPlan(for: type) else { return nil }
        var reader = WireReader(bytes)
        return try? Value(value: &reader, plan: plan)
    }
}
