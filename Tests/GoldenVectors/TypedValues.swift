import Bytes
import CassandraWire

/// The same values through the Swift types that applications use, for the types that have an obvious one: scalars, and
/// collections and pairs of them.
enum TypedValues {
    static func check(
        _ bytes: ByteSlice?, isDecodeOnly: Bool, _ expected: CQLValue, _ type: CQLType
    ) throws(Mismatch) {
        let line = TypedLine(bytes: bytes, isDecodeOnly: isDecodeOnly, expected: expected, type: type)
        switch type.unfrozen {
        case .list(let element), .set(let element), .vector(let element, _):
            try ScalarForms.choose(element, SequenceCheck(line: line))
        case .map(let key, let value):
            try ScalarForms.choose(key, MapKeyCheck(line: line, valueType: value))
        case .tuple(let types) where types.count == 2:
            try ScalarForms.choose(types[0], PairFirstCheck(line: line, second: types[1]))
        default:
            try ScalarForms.choose(type, ScalarCheck(line: line))
        }
    }
}

/// A line for the typed codecs.
struct TypedLine {
    let bytes: ByteSlice?
    let isDecodeOnly: Bool
    let expected: CQLValue
    let type: CQLType

    /// Reads the value as `Value?`, so that null has its place, writes it, and compares both.
    func check<Value: CQLCodable & Codable>(
        _: Value.Type, _ get: (CQLValue) -> Value?, _ make: (Value) -> CQLValue
    ) throws(Mismatch) {
        guard let decodingPlan = Value?.decodingPlan(for: type), let encodingPlan = Value?.encodingPlan(for: type)
        else {
            throw Mismatch("\(Value.self) is not made for \(type)")
        }
        let wire = try step("the length") { () throws in try WireValue.bytes(of: bytes) }
        let decoded = try step("decoding \(Value.self)") { () throws in
            var reader = WireReader(wire)
            let value = try Value?(value: &reader, plan: decodingPlan)
            try reader.expectEnd()
            return value
        }
        try expect("the \(Value.self)", decoded.map(make) ?? .null, is: expected)
        try NamedValues.check(self, Value.self, get, make)
        guard !isDecodeOnly else { return }
        let value = get(expected)
        guard value != nil || expected == .null else { throw Mismatch("no \(Value.self): \(expected)") }
        let encoded = try step("encoding \(Value.self)") { () throws in
            var writer = WireWriter()
            try value.encodeValue(to: &writer, plan: encodingPlan)
            return ByteSlice(writer.finish())
        }
        try expectBytes("the bytes of \(Value.self)", encoded, are: Array(wire))
    }

    /// Reads the value as one of those types that do not keep the order, and compares the number of elements.
    func checkCount<Value: CQLDecodable>(_: Value.Type, _ count: Int, _ counted: (Value) -> Int) throws(Mismatch) {
        guard let plan = Value.decodingPlan(for: type) else { throw Mismatch("\(Value.self) is not made for \(type)") }
        let wire = try step("the length") { () throws in try WireValue.bytes(of: bytes) }
        let value = try step("decoding \(Value.self)") { () throws in
            var reader = WireReader(wire)
            return try Value(value: &reader, plan: plan)
        }
        try expect("elements of \(Value.self)", counted(value), is: count)
    }
}

private struct ScalarCheck: ScalarAction {
    let line: TypedLine

    func run<Value: CQLCodable & Codable & Hashable>(_ form: ScalarForm<Value>) throws(Mismatch) {
        try line.check(Value.self, form.get, form.make)
        try NamedValues.check(line, Hidden<Value>.self, { form.get($0).map(Hidden.init) }, { form.make($0.value) })
    }
}

private struct SequenceCheck: ScalarAction {
    let line: TypedLine

    func run<Value: CQLCodable & Codable & Hashable>(_ form: ScalarForm<Value>) throws(Mismatch) {
        let isSet = if case .set = line.type.unfrozen { true } else { false }
        let isVector = if case .vector = line.type.unfrozen { true } else { false }
        func collection(_ values: [Value]) -> CQLValue {
            let values = values.map(form.make)
            return isSet ? .set(values) : isVector ? .vector(values) : .list(values)
        }
        try line.check([Value].self, { $0.elements?.compactMap(form.get) }, collection)
        try NamedValues.check(
            line, [Hidden<Value>].self, { $0.elements?.compactMap(form.get).map(Hidden.init) },
            { collection($0.map(\.value)) })
        // Texts may be equal in Swift that are two for the server; a set would refuse them.
        guard isSet, let values = line.expected.elements?.compactMap(form.get), Set(values).count == values.count
        else { return }
        try line.checkCount(Set<Value>.self, values.count, \.count)
    }
}

private struct MapKeyCheck: ScalarAction {
    let line: TypedLine
    let valueType: CQLType

    func run<Key: CQLCodable & Codable & Hashable>(_ form: ScalarForm<Key>) throws(Mismatch) {
        try ScalarForms.choose(valueType, MapValueCheck(line: line, key: form))
    }
}

private struct MapValueCheck<Key: CQLCodable & Codable & Hashable>: ScalarAction {
    let line: TypedLine
    let key: ScalarForm<Key>

    func run<Value: CQLCodable & Codable & Hashable>(_ form: ScalarForm<Value>) throws(Mismatch) {
        func entries(_ value: CQLValue) -> [CQLMap<Key, Value>.Entry]? {
            guard case .map(let entries) = value else { return nil }
            return entries.compactMap { entry in
                guard let key = key.get(entry.key), let value = form.get(entry.value) else { return nil }
                return .init(key: key, value: value)
            }
        }
        func map(_ map: CQLMap<Key, Value>) -> CQLValue {
            .map(map.entries.map { .init(key: key.make($0.key), value: form.make($0.value)) })
        }
        try line.check(CQLMap<Key, Value>.self, { entries($0).map { CQLMap($0) } }, map)
        try NamedValues.check(
            line, HiddenEntries<Key, Value>.self,
            { entries($0).map { HiddenEntries($0.map { (Hidden($0.key), Hidden($0.value)) }) } },
            { .map($0.entries.map { .init(key: key.make($0.key.value), value: form.make($0.value.value)) }) })
        guard let entries = entries(line.expected), Set(entries.map(\.key)).count == entries.count else { return }
        try line.checkCount([Key: Value].self, entries.count, \.count)
    }
}

private struct PairFirstCheck: ScalarAction {
    let line: TypedLine
    let second: CQLType

    func run<First: CQLCodable & Codable & Hashable>(_ form: ScalarForm<First>) throws(Mismatch) {
        try ScalarForms.choose(second, PairCheck(line: line, first: form))
    }
}

private struct PairCheck<First: CQLCodable & Codable & Hashable>: ScalarAction {
    let line: TypedLine
    let first: ScalarForm<First>

    func run<Second: CQLCodable & Codable & Hashable>(_ form: ScalarForm<Second>) throws(Mismatch) {
        func pair(_ value: CQLValue) -> CQLTuple<First?, Second?>? {
            guard case .tuple(let values) = value, values.count == 2 else { return nil }
            return CQLTuple(first.get(values[0]), form.get(values[1]))
        }
        func tuple(_ pair: CQLTuple<First?, Second?>) -> CQLValue {
            let (one, two) = pair.elements
            return .tuple([one.map(first.make) ?? .null, two.map(form.make) ?? .null])
        }
        try line.check(CQLTuple<First?, Second?>.self, pair, tuple)
        try NamedValues.check(
            line, HiddenPair<First, Second>.self,
            { value in
                pair(value).map { HiddenPair($0.elements.0.map(Hidden.init), $0.elements.1.map(Hidden.init)) }
            },
            { tuple(CQLTuple($0.first?.value, $0.second?.value)) })
    }
}

extension CQLValue {
    /// The elements of a list, set or vector.
    fileprivate var elements: [CQLValue]? {
        switch self {
        case .list(let values), .set(let values), .vector(let values): values
        default: nil
        }
    }
}
