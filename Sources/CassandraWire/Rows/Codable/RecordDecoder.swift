import Bytes

/// Gives a `Decodable` type the fields of one record: a row, or the value of a tuple or user-defined type.
///
/// The one of a row is used again for the next row, unless the type kept it.
final class RecordDecoder: Decoder {
    let plan: RecordPlan
    private(set) var reader: WireReader
    private(set) var cells: [Cell] = []
    /// The place in the order of the keys.
    private var next = 0
    /// The row's, which is not used again while this is kept.
    private let row: RecordDecoder?

    /// For rows, which `begin` makes known one after the other.
    init(rows plan: RecordPlan) {
        self.plan = plan
        reader = WireReader.null
        row = nil
    }

    /// For a value with fields.
    init(_ plan: RecordPlan, _ part: WireReader, in row: RecordDecoder) throws {
        self.plan = plan
        reader = part
        self.row = row
        var part = part
        var cells: [Cell] = []
        var index = 0
        try plan.scan(&part, into: &cells, index: &index)
        self.cells = cells
    }

    /// Makes the next row the current one, and goes past it.
    @inline(__always)
    func begin(_ reader: inout WireReader, column: inout Int) throws {
        var cells = cells
        self.cells = []
        self.reader = reader
        next = 0
        try plan.scan(&reader, into: &cells, index: &column)
        self.cells = cells
    }

    /// The field that `key` means.
    @inline(__always)
    func index(of key: some CodingKey, for type: Any.Type) throws -> Int {
        let name = key.stringValue
        guard let index = index(of: name) else { throw FieldFault(type, plan.missing(name)) }
        return index
    }

    /// The position of the first field called `name`.
    @inline(__always)
    func index(of name: String) -> Int? {
        var next = next
        defer { self.next = next }
        return plan.index(of: name, &next)
    }

    /// The field's value as a type with a codec that is known here.
    @inline(__always)
    func value<Value: CQLDecodable>(_: Value.Type, at index: Int) throws -> Value {
        do {
            guard let plan = Value.decodingPlan(for: plan.types[index]) else { throw WireError.typeMismatch }
            return try cells[index].read(Value.self, plan, from: reader)
        } catch {
            throw fault(Value.self, index, error)
        }
    }

    /// The field's value.
    func any<Value: Decodable>(_: Value.Type, at index: Int) throws -> Value {
        do {
            let place = plan.places[index]
            return try place.reader(Value.self).read(cells[index], of: place, reader, for: self)
        } catch {
            throw fault(Value.self, index, error)
        }
    }

    /// Whether there is nothing for an optional.
    func isAbsent(at index: Int) -> Bool {
        plan.places[index].isAbsent(cells[index])
    }

    /// The field's own decoder.
    func decoder(at index: Int) -> ValueDecoder {
        ValueDecoder(plan.places[index], cells[index], reader, self)
    }

    @inline(never)
    func fault(_ type: Any.Type, _ index: Int, _ error: any Error) -> FieldFault {
        let fault = FieldFault.of(type, error)
        switch plan.kind {
        case .row: return fault.inColumn(index)
        case .userType: return fault.inField(plan.names[index])
        case .tuple: return fault
        }
    }

    // MARK: Decoder

    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy: Key.Type) throws -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(FieldContainer<Key>(record: self))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        ElementContainer(fieldsOf: self)
    }

    /// For rows of one column: the column's value.
    func singleValueContainer() throws -> any SingleValueDecodingContainer {
        guard cells.count == 1 else {
            throw WireError.wrongValueCount(expected: 1, actual: Int32(clamping: cells.count))
        }
        return decoder(at: 0)
    }
}

/// The fields of a record by their names.
struct FieldContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let record: RecordDecoder

    var codingPath: [any CodingKey] { record.codingPath }

    var allKeys: [Key] { record.plan.names.compactMap(Key.init(stringValue:)) }

    func contains(_ key: Key) -> Bool {
        record.index(of: key.stringValue) != nil
    }

    func decodeNil(forKey key: Key) throws -> Bool {
        record.isAbsent(at: try record.index(of: key, for: Key.self))
    }

    @inline(__always)
    private func codec<Value: CQLDecodable>(_ type: Value.Type, _ key: Key) throws -> Value {
        try record.value(type, at: try record.index(of: key, for: type))
    }

    // The standard library's own types, without a look-up of their codec. An optional property takes null; that its column
    // is not there is an error as for every other: nil would hide a wrong name. Who wants to know asks `contains`.

    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try codec(type, key) }
    func decode(_ type: String.Type, forKey key: Key) throws -> String { try codec(type, key) }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try codec(type, key) }
    func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try codec(type, key) }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try codec(type, key) }
    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try codec(type, key) }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try codec(type, key) }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try codec(type, key) }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try codec(type, key) }
    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try codec(type, key) }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try codec(type, key) }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try codec(type, key) }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try codec(type, key) }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try codec(type, key) }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try record.any(type, at: try record.index(of: key, for: type))
    }

    @inline(__always)
    private func optional<Value: CQLDecodable>(_ type: Value.Type, _ key: Key) throws -> Value? {
        try record.value(Value?.self, at: try record.index(of: key, for: Value?.self))
    }

    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? { try optional(type, key) }
    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? { try optional(type, key) }
    func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? { try optional(type, key) }
    func decodeIfPresent(_ type: Float.Type, forKey key: Key) throws -> Float? { try optional(type, key) }
    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? { try optional(type, key) }
    func decodeIfPresent(_ type: Int8.Type, forKey key: Key) throws -> Int8? { try optional(type, key) }
    func decodeIfPresent(_ type: Int16.Type, forKey key: Key) throws -> Int16? { try optional(type, key) }
    func decodeIfPresent(_ type: Int32.Type, forKey key: Key) throws -> Int32? { try optional(type, key) }
    func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? { try optional(type, key) }
    func decodeIfPresent(_ type: UInt.Type, forKey key: Key) throws -> UInt? { try optional(type, key) }
    func decodeIfPresent(_ type: UInt8.Type, forKey key: Key) throws -> UInt8? { try optional(type, key) }
    func decodeIfPresent(_ type: UInt16.Type, forKey key: Key) throws -> UInt16? { try optional(type, key) }
    func decodeIfPresent(_ type: UInt32.Type, forKey key: Key) throws -> UInt32? { try optional(type, key) }
    func decodeIfPresent(_ type: UInt64.Type, forKey key: Key) throws -> UInt64? { try optional(type, key) }

    func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
        let index = try record.index(of: key, for: Value?.self)
        let count = record.cells[index].count
        if count < 0 { return nil }
        // What zero bytes are is up to the optional's own way of reading.
        return count == 0 ? try record.any(Value?.self, at: index) : try record.any(Value.self, at: index)
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<NestedKey> {
        let index = try record.index(of: key, for: NestedKey.self)
        do { return try record.decoder(at: index).container(keyedBy: type) } catch {
            throw record.fault(type, index, error)
        }
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        let index = try record.index(of: key, for: [Any].self)
        do { return try record.decoder(at: index).unkeyedContainer() } catch {
            throw record.fault([Any].self, index, error)
        }
    }

    /// A superclass reads the same record.
    func superDecoder() throws -> any Decoder {
        record
    }

    func superDecoder(forKey key: Key) throws -> any Decoder {
        record.decoder(at: try record.index(of: key, for: Key.self))
    }
}
