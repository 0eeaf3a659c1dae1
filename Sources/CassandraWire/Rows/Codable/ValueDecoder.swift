import Bytes

/// Gives a `Decodable` type one value, which has no codec for it.
final class ValueDecoder: Decoder, SingleValueDecodingContainer {
    private let plan: ValuePlan
    private let cell: Cell
    private let reader: WireReader
    private let owner: RecordDecoder

    init(_ plan: ValuePlan, _ cell: Cell, _ reader: WireReader, _ owner: RecordDecoder) {
        self.plan = plan
        self.cell = cell
        self.reader = reader
        self.owner = owner
    }

    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy: Key.Type) throws -> KeyedDecodingContainer<Key> {
        switch plan.type {
        case .udt:
            guard let record = plan.record else { throw WireError.typeMismatch }
            let fields = try RecordDecoder(record, try cell.part(of: reader), in: owner)
            return KeyedDecodingContainer(FieldContainer<Key>(record: fields))
        case .map(let key, let value):
            let plans = plan.entry(key: key, value: value)
            let entries = try EntryDecoder(plans.key, plans.value, cell, reader, owner)
            return KeyedDecodingContainer(EntryContainer<Key>(entries: entries))
        default: throw WireError.typeMismatch
        }
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        switch plan.type {
        case .tuple:
            guard let record = plan.record else { throw WireError.typeMismatch }
            return ElementContainer(fieldsOf: try RecordDecoder(record, try cell.part(of: reader), in: owner))
        case .list(let type), .set(let type):
            return try ElementContainer(elementsOf: plan.element(type), cell, reader, owner)
        case .vector(let type, let dimension):
            return try ElementContainer(
                vectorOf: plan.element(type), dimension: dimension, elementLength: type.fixedLength, cell, reader, owner
            )
        case .map(let key, let value):
            let plans = plan.entry(key: key, value: value)
            return try ElementContainer(entriesOf: plans.key, plans.value, cell, reader, owner)
        default: throw WireError.typeMismatch
        }
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer {
        self
    }

    // MARK: SingleValueDecodingContainer

    func decodeNil() -> Bool {
        plan.isAbsent(cell)
    }

    @inline(__always)
    private func codec<Value: CQLDecodable>(_: Value.Type) throws -> Value {
        guard let plan = Value.decodingPlan(for: plan.type) else { throw WireError.typeMismatch }
        return try cell.read(Value.self, plan, from: reader)
    }

    func decode(_ type: Bool.Type) throws -> Bool { try codec(type) }
    func decode(_ type: String.Type) throws -> String { try codec(type) }
    func decode(_ type: Double.Type) throws -> Double { try codec(type) }
    func decode(_ type: Float.Type) throws -> Float { try codec(type) }
    func decode(_ type: Int.Type) throws -> Int { try codec(type) }
    func decode(_ type: Int8.Type) throws -> Int8 { try codec(type) }
    func decode(_ type: Int16.Type) throws -> Int16 { try codec(type) }
    func decode(_ type: Int32.Type) throws -> Int32 { try codec(type) }
    func decode(_ type: Int64.Type) throws -> Int64 { try codec(type) }
    func decode(_ type: UInt.Type) throws -> UInt { try codec(type) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try codec(type) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try codec(type) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try codec(type) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try codec(type) }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try plan.innerReader(type).read(cell, of: plan, reader, for: owner)
    }
}
