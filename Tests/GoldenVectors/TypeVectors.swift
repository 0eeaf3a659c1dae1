import Bytes
import CassandraWire
import TestKit

/// `types.jsonl`: values of every type, and their bytes.
package enum TypeVectors {
    static func check(_ line: VectorLine, _ report: inout VectorReport) {
        report.count(.types, of: line) { json in
            let type = try VectorType(of: json)
            try type.checkNotations()
            let hex = try json.field("hex")
            let bytes = hex.isNull ? nil : ByteSlice(try hex.bytes("hex"))
            let isDecodeOnly = json["decode_only"]?.bool ?? false
            for plan in [type.type, type.fromOption] {
                let expected = try ExpectedValue.value(try json.field("json"), of: plan)
                try check(bytes, isDecodeOnly: isDecodeOnly, expected, plan)
                try TypedValues.check(bytes, isDecodeOnly: isDecodeOnly, expected, plan)
                try NamedValues.check(bytes, isDecodeOnly: isDecodeOnly, expected, plan)
            }
        }
    }

    /// The dynamic value, both ways.
    private static func check(
        _ bytes: ByteSlice?, isDecodeOnly: Bool, _ expected: CQLValue, _ type: CQLType
    ) throws(Mismatch) {
        let wire = try step("the length") { () throws in try WireValue.bytes(of: bytes) }
        let decoded = try step("decoding") { () throws in
            var reader = WireReader(wire)
            let value = try CQLValue(value: &reader, plan: type)
            try reader.expectEnd()
            return value
        }
        // Bytes that no encoder writes: among them a value of zero bytes, which the lines call null.
        try expect("the value", isDecodeOnly ? decoded.withEmptyAsNull : decoded, is: expected)
        let encoded = try step("encoding") { () throws in try WireValue.encoded(expected, as: type) }
        if isDecodeOnly {
            let again = try step("decoding again") { () throws in
                var reader = WireReader(encoded)
                return try CQLValue(value: &reader, plan: type)
            }
            try expect("the value encoded and decoded", again, is: expected)
        } else {
            try expectBytes("the bytes", encoded, are: Array(wire))
            let again = try step("encoding what was decoded") { () throws in
                try WireValue.encoded(decoded, as: type)
            }
            try expectBytes("the bytes of what was decoded", again, are: Array(wire))
        }
    }
}

/// Values with their lengths.
enum WireValue {
    static func bytes(of contents: ByteSlice?) throws -> ByteSlice {
        var writer = WireWriter()
        try writer.writeBytes(contents)
        return ByteSlice(writer.finish())
    }

    static func encoded(_ value: CQLValue, as type: CQLType) throws -> ByteSlice {
        var writer = WireWriter()
        try value.encodeValue(to: &writer, plan: type)
        return ByteSlice(writer.finish())
    }
}

extension CQLValue {
    /// The value with null wherever there were zero bytes of a type that needs some.
    var withEmptyAsNull: CQLValue {
        switch self {
        case .empty: return .null
        case .list(let values): return .list(values.map(\.withEmptyAsNull))
        case .set(let values): return .set(values.map(\.withEmptyAsNull))
        case .vector(let values): return .vector(values.map(\.withEmptyAsNull))
        case .tuple(let values): return .tuple(values.map(\.withEmptyAsNull))
        case .map(let entries):
            return .map(entries.map { .init(key: $0.key.withEmptyAsNull, value: $0.value.withEmptyAsNull) })
        case .udt(let value):
            return UDTValue(value.type, values: value.values.map(\.withEmptyAsNull)).map(CQLValue.udt) ?? self
        case .null, .unset, .ascii, .bigint, .blob, .boolean, .counter, .date, .decimal, .double, .duration, .float,
            .inet, .int, .smallint, .text, .time, .timestamp, .timeuuid, .tinyint, .uuid, .varint, .custom:
            return self
        }
    }
}
