import Bytes

/// A value that an `Encodable` type gave, on its way to its place in a request.
enum EncodedPart: Sendable {
    case null
    case unset
    /// The bytes that a codec wrote, without their length.
    case contents(ByteSlice)
    /// Elements of a list, set or vector, or the fields of a tuple or user-defined type.
    case parts([EncodedPart])
    /// Keys and values of a map.
    case entries([(key: EncodedPart, value: EncodedPart)])
}

extension EncodedPart: CQLEncodable {
    static func encodingPlan(for type: CQLType) -> CQLType? { type }

    func encodeContents(to writer: inout WireWriter, plan: CQLType) throws {
        switch (self, plan.unfrozen) {
        case (.null, _): throw WireError.nullInCollection
        case (.unset, _): throw WireError.nestedUnset
        case (.contents(let bytes), _): writer.write(bytes)
        case (.parts(let parts), .list(let element)), (.parts(let parts), .set(let element)):
            try writer.writeElements(parts, count: parts.count, plan: .counted(element))
        case (.parts(let parts), .vector(let element, let dimension)):
            try writer.writeElements(
                parts, count: parts.count,
                plan: .vector(element, dimension: dimension, elementLength: element.fixedLength))
        case (.parts(let parts), .tuple(let types)):
            guard parts.count == types.count else {
                throw WireError.wrongValueCount(
                    expected: Int32(clamping: types.count), actual: Int32(clamping: parts.count))
            }
            for (part, type) in zip(parts, types) { try writer.writeField(part, plan: type) }
        case (.parts(let parts), .udt(let type)):
            for (part, field) in zip(parts, type.fields) { try writer.writeField(part, plan: field.type) }
        case (.entries(let entries), .map(let key, let value)):
            guard let count = Int32(exactly: entries.count) else { throw WireError.tooLong }
            writer.write(count)
            for entry in entries {
                try writer.writeElement(entry.key, plan: key)
                try writer.writeElement(entry.value, plan: value)
            }
        default: throw WireError.typeMismatch
        }
    }

    func encodeValue(to writer: inout WireWriter, plan: CQLType) throws {
        switch self {
        case .null: writer.writeNull()
        case .unset: writer.write(Int32(-2))
        case .contents, .parts, .entries:
            try writer.writeValue { writer in try encodeContents(to: &writer, plan: plan) }
        }
    }
}

extension CQLEncodable {
    /// What the codec makes of this value for `type`; `nil` when it is not made for it.
    func part(for type: CQLType) throws -> EncodedPart? {
        guard let plan = Self.encodingPlan(for: type) else { return nil }
        var writer = WireWriter()
        try encodeValue(to: &writer, plan: plan)
        var reader = WireReader(writer.finish())
        switch try reader.readInteger(as: Int32.self) {
        case -1: return .null
        case ..<(-1): return .unset
        default: return .contents(try reader.readSlice(reader.remaining))
        }
    }

    /// Appends this value for `type`; `false`, with nothing written, when the codec is not made for it.
    func write(for type: CQLType, to writer: inout WireWriter) throws -> Bool {
        guard let plan = Self.encodingPlan(for: type) else { return false }
        try encodeValue(to: &writer, plan: plan)
        return true
    }
}
