import Bytes

/// The entries of a map whose keys are texts or integers, by their keys.
final class EntryDecoder {
    struct Entry {
        let name: String
        let number: Int?
        let cell: Cell
    }

    fileprivate let valuePlan: ValuePlan
    fileprivate let entries: [Entry]
    fileprivate let reader: WireReader
    fileprivate let owner: RecordDecoder
    private let positions: [String: Int]

    /// A null is a map without entries: Cassandra does not tell the two apart.
    init(
        _ keyPlan: ValuePlan, _ valuePlan: ValuePlan, _ cell: Cell, _ reader: WireReader, _ owner: RecordDecoder
    ) throws {
        self.valuePlan = valuePlan
        self.owner = owner
        guard let key = EntryKey(keyPlan.type) else { throw WireError.typeMismatch }
        guard !cell.isNull else {
            (entries, positions, self.reader) = ([], [:], reader)
            return
        }
        var part = try cell.part(of: reader)
        self.reader = part
        var entries: [Entry] = []
        var positions: [String: Int] = [:]
        for index in 0..<(try part.readElementCount(bytesEach: 8)) {
            let (name, number) = try key.read(try Cell(past: &part), part)
            entries.append(Entry(name: name, number: number, cell: try Cell(past: &part)))
            guard positions.updateValue(index, forKey: name) == nil else { throw WireError.duplicateKey }
        }
        try part.expectEnd()
        self.entries = entries
        self.positions = positions
    }

    fileprivate func find(_ key: some CodingKey) -> Entry? {
        positions[key.stringValue].map { entries[$0] }
    }

    fileprivate func decoder(_ key: some CodingKey) throws -> ValueDecoder {
        ValueDecoder(valuePlan, try entry(key), reader, owner)
    }

    fileprivate func entry(_ key: some CodingKey) throws -> Cell {
        guard let entry = find(key) else { throw WireError.typeMismatch }
        return entry.cell
    }
}

/// How a map's keys become the keys of a container.
private enum EntryKey {
    case text(TextForm)
    case integer(IntegerForm)

    init?(_ type: CQLType) {
        if let form = String.decodingPlan(for: type) {
            self = .text(form)
        } else if let form = IntegerForm(type) {
            self = .integer(form)
        } else {
            return nil
        }
    }

    func read(_ cell: Cell, _ reader: WireReader) throws -> (String, Int?) {
        switch self {
        case .text(let form): return (try cell.read(String.self, form, from: reader), nil)
        case .integer(let form):
            let number = try cell.read(Int.self, form, from: reader)
            return (String(number), number)
        }
    }
}

/// A map's entries as a keyed container, as dictionaries of texts and integers want it.
struct EntryContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let entries: EntryDecoder

    var codingPath: [any CodingKey] { [] }

    var allKeys: [Key] {
        entries.entries.compactMap { entry in
            entry.number.map(Key.init(intValue:)) ?? Key(stringValue: entry.name)
        }
    }

    func contains(_ key: Key) -> Bool {
        entries.find(key) != nil
    }

    func decodeNil(forKey key: Key) throws -> Bool {
        entries.valuePlan.isAbsent(try entries.entry(key))
    }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        let place = entries.valuePlan
        return try place.reader(type).read(try entries.entry(key), of: place, entries.reader, for: entries.owner)
    }

    func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
        guard let entry = entries.find(key), !entries.valuePlan.isAbsent(entry.cell) else { return nil }
        return try decode(type, forKey: key)
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<NestedKey> {
        try entries.decoder(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try entries.decoder(key).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder {
        throw WireError.typeMismatch
    }

    func superDecoder(forKey key: Key) throws -> any Decoder {
        try entries.decoder(key)
    }
}
