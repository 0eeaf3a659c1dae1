/// Takes one value from an `Encodable` type, for a place of a certain type.
final class PartEncoder: Encoder, SingleValueEncodingContainer {
    let type: CQLType
    private var form = Form.nothing
    /// What was wrong where an `Encodable` type cannot be told.
    private var fault: (any Error)?

    private enum Form {
        case nothing
        case part(EncodedPart)
        /// By the fields' positions.
        case fields([PartEncoder?])
        /// The elements, or keys and values in turn.
        case elements([PartEncoder])
        case entries([(key: EncodedPart, value: PartEncoder)])
    }

    init(_ type: CQLType) {
        self.type = type.unfrozen
    }

    /// The value, once the type has said all of it.
    func part() throws -> EncodedPart {
        if let fault { throw fault }
        switch form {
        case .nothing: throw WireError.refused
        case .part(let part): return part
        case .fields(let fields): return .parts(try fields.map { try $0?.part() ?? .null })
        case .elements(let elements):
            let parts = try elements.map { try $0.part() }
            guard case .map = type else { return .parts(parts) }
            guard parts.count % 2 == 0 else { throw WireError.refused }
            return .entries(stride(from: 0, to: parts.count, by: 2).map { (parts[$0], parts[$0 + 1]) })
        case .entries(let entries): return .entries(try entries.map { ($0.key, try $0.value.part()) })
        }
    }

    /// A place that is filled in later, or one that leads nowhere when there is none.
    fileprivate func later(_ place: () throws -> PartEncoder) -> PartEncoder {
        do { return try place() } catch {
            fault = fault ?? error
            return PartEncoder(type)
        }
    }

    func encodeUnset() {
        form = .part(.unset)
    }

    // MARK: Fields, entries and elements

    /// The place of the field or entry called `name`.
    fileprivate func place(_ key: some CodingKey) throws -> PartEncoder {
        switch (form, type) {
        case (.fields(var fields), .udt(let type)):
            guard let index = type.index(of: key.stringValue) else {
                throw NameError(.noField, key.stringValue, known: type.fields.map(\.name))
            }
            guard fields[index] == nil else { throw NameError(.twoValues, key.stringValue, known: []) }
            let place = PartEncoder(type.fields[index].type)
            fields[index] = place
            form = .fields(fields)
            return place
        case (.entries(var entries), .map(let keyType, let valueType)):
            let place = PartEncoder(valueType)
            let number = key.intValue
            form = .nothing  // so that the array is not copied
            defer { form = .entries(entries) }
            let part = try number?.part(for: keyType) ?? key.stringValue.part(for: keyType)
            guard let part else { throw WireError.typeMismatch }
            entries.append((part, place))
            return place
        default: throw WireError.typeMismatch
        }
    }

    /// The place of the next element.
    fileprivate func nextPlace() throws -> PartEncoder {
        guard case .elements(var elements) = form else { throw WireError.typeMismatch }
        let place = PartEncoder(try elementType(elements.count))
        form = .nothing  // so that the array is not copied
        elements.append(place)
        form = .elements(elements)
        return place
    }

    private func elementType(_ index: Int) throws -> CQLType {
        switch type {
        case .list(let element), .set(let element), .vector(let element, _): return element
        case .map(let key, let value): return index % 2 == 0 ? key : value
        case .tuple(let types):
            guard index < types.count else {
                throw WireError.wrongValueCount(
                    expected: Int32(clamping: types.count), actual: Int32(clamping: index + 1))
            }
            return types[index]
        default: throw WireError.typeMismatch
        }
    }

    fileprivate var elementCount: Int {
        if case .elements(let elements) = form { elements.count } else { 0 }
    }

    // MARK: Encoder

    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy: Key.Type) -> KeyedEncodingContainer<Key> {
        switch (form, type) {
        case (.nothing, .udt(let type)): form = .fields(Array(repeating: nil, count: type.fields.count))
        case (.nothing, .map): form = .entries([])
        default: break  // asked for again, or the wrong kind, which shows with its first value
        }
        return KeyedEncodingContainer(PartFields<Key>(part: self))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        switch (form, type) {
        case (.nothing, .list), (.nothing, .set), (.nothing, .vector), (.nothing, .map), (.nothing, .tuple):
            form = .elements([])
        default: break
        }
        return PartElements(part: self)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        self
    }

    // MARK: SingleValueEncodingContainer

    func encodeNil() throws {
        form = .part(.null)
    }

    private func codec(_ value: some CQLEncodable) throws {
        guard let part = try value.part(for: type) else { throw WireError.typeMismatch }
        form = .part(part)
    }

    func encode(_ value: Bool) throws { try codec(value) }
    func encode(_ value: String) throws { try codec(value) }
    func encode(_ value: Double) throws { try codec(value) }
    func encode(_ value: Float) throws { try codec(value) }
    func encode(_ value: Int) throws { try codec(value) }
    func encode(_ value: Int8) throws { try codec(value) }
    func encode(_ value: Int16) throws { try codec(value) }
    func encode(_ value: Int32) throws { try codec(value) }
    func encode(_ value: Int64) throws { try codec(value) }
    func encode(_ value: UInt) throws { try codec(value) }
    func encode(_ value: UInt8) throws { try codec(value) }
    func encode(_ value: UInt16) throws { try codec(value) }
    func encode(_ value: UInt32) throws { try codec(value) }
    func encode(_ value: UInt64) throws { try codec(value) }

    func encode<Value: Encodable>(_ value: Value) throws {
        if let value = value as? any CQLEncodable {
            if let part = try value.part(for: type) {
                form = .part(part)
                return
            }
            // Arrays and dictionaries make up a tuple or a user-defined type; nothing else is tried where the codec says no.
            switch type {
            case .tuple, .udt: break
            default: throw WireError.typeMismatch
            }
        }
        try value.encode(to: self)
    }
}

/// The fields of a user-defined type, or the entries of a map, by their names.
private struct PartFields<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let part: PartEncoder

    var codingPath: [any CodingKey] { [] }

    /// Gives the field's place to `body`; what that throws names the field.
    private func step<Result>(
        _ key: Key, _ type: Any.Type, _ body: (PartEncoder) throws -> Result
    ) throws -> Result {
        do { return try body(try part.place(key)) } catch {
            let fault = FieldFault.of(type, error)
            if case .udt = part.type { throw fault.inField(key.stringValue) } else { throw fault }
        }
    }

    func encodeNil(forKey key: Key) throws {
        try step(key, Any?.self) { place in try place.encodeNil() }
    }

    func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
        try step(key, Value.self) { place in try place.encode(value) }
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type, forKey key: Key
    ) -> KeyedEncodingContainer<NestedKey> {
        nested(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        nested(key).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { part }

    func superEncoder(forKey key: Key) -> any Encoder { nested(key) }

    private func nested(_ key: Key) -> PartEncoder {
        part.later { try part.place(key) }
    }
}

/// The elements of a list, set, vector or tuple, or keys and values of a map in turn.
private struct PartElements: UnkeyedEncodingContainer {
    let part: PartEncoder

    var codingPath: [any CodingKey] { [] }
    var count: Int { part.elementCount }

    func encodeNil() throws {
        try part.nextPlace().encodeNil()
    }

    func encode<Value: Encodable>(_ value: Value) throws {
        do { try part.nextPlace().encode(value) } catch { throw FieldFault.of(Value.self, error) }
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type
    ) -> KeyedEncodingContainer<NestedKey> {
        nested().container(keyedBy: type)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        nested().unkeyedContainer()
    }

    func superEncoder() -> any Encoder { nested() }

    private func nested() -> PartEncoder {
        part.later { try part.nextPlace() }
    }
}
