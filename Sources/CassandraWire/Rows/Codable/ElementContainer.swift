import Bytes

/// Values one after the other: the elements of a list, set or vector, keys and values of a map in turn, or the fields of a
/// tuple or row.
struct ElementContainer: UnkeyedDecodingContainer {
    private enum Source {
        /// Values with their lengths in front.
        case counted(ValuePlan)
        /// Values of one size.
        case fixed(ValuePlan, length: Int)
        /// Values with variable-size lengths.
        case variable(ValuePlan)
        /// Keys and values with their lengths in front.
        case entries(key: ValuePlan, value: ValuePlan)
        case fields(RecordDecoder)
    }

    private let source: Source
    private let total: Int
    private var reader: WireReader
    private let owner: RecordDecoder
    private(set) var currentIndex = 0

    /// The fields of a tuple or row.
    init(fieldsOf record: RecordDecoder) {
        source = .fields(record)
        total = record.cells.count
        reader = record.reader
        owner = record
    }

    /// The elements of a list or set. A null one is one without elements: Cassandra does not tell the two apart.
    init(elementsOf plan: ValuePlan, _ cell: Cell, _ reader: WireReader, _ owner: RecordDecoder) throws {
        self.owner = owner
        source = .counted(plan)
        if cell.isNull {
            (total, self.reader) = (0, reader)
            return
        }
        var part = try cell.part(of: reader)
        total = try part.readElementCount(bytesEach: 4)
        if total == 0 { try part.expectEnd() }
        self.reader = part
    }

    /// The elements of a vector, of one length or each of its own.
    init(
        vectorOf plan: ValuePlan, dimension: Int, elementLength: Int?, _ cell: Cell, _ reader: WireReader,
        _ owner: RecordDecoder
    ) throws {
        self.owner = owner
        self.reader = try cell.part(of: reader)
        total = dimension
        if let elementLength {
            let expected = try VectorLayout.length(dimension: dimension, elementLength: elementLength)
            guard cell.count == expected else {
                throw cell.count == 0
                    ? WireError.unexpectedEmpty
                    : .wrongLength(expected: Int32(clamping: expected), actual: Int32(clamping: cell.count))
            }
            source = .fixed(plan, length: elementLength)
        } else {
            if cell.count == 0 { throw WireError.unexpectedEmpty }
            try VectorLayout.check(dimension: dimension)
            source = .variable(plan)
        }
    }

    /// Keys and values of a map in turn, as dictionaries of keys that are neither texts nor integers want them.
    init(
        entriesOf key: ValuePlan, _ value: ValuePlan, _ cell: Cell, _ reader: WireReader, _ owner: RecordDecoder
    ) throws {
        self.owner = owner
        source = .entries(key: key, value: value)
        guard !cell.isNull else {
            (total, self.reader) = (0, reader)
            return
        }
        var part = try cell.part(of: reader)
        total = 2 * (try part.readElementCount(bytesEach: 8))
        if total == 0 { try part.expectEnd() }
        self.reader = part
    }

    var codingPath: [any CodingKey] { [] }
    var count: Int? { total }
    var isAtEnd: Bool { currentIndex == total }

    /// The next value, which the reader that is given goes past.
    private func next(_ reader: inout WireReader) throws -> (plan: ValuePlan, cell: Cell) {
        guard currentIndex < total else { throw WireError.truncated }
        let found: (plan: ValuePlan, cell: Cell)
        switch source {
        case .counted(let plan): found = (plan, try Cell(past: &reader))
        case .fixed(let plan, let length): found = (plan, try Cell(past: &reader, count: length))
        case .variable(let plan):
            let length = try reader.readVectorElementLength()
            found = (plan, try Cell(past: &reader, count: length))
        case .entries(let key, let value):
            found = (currentIndex % 2 == 0 ? key : value, try Cell(past: &reader))
        case .fields(let record): return (record.plan.places[currentIndex], record.cells[currentIndex])
        }
        if currentIndex + 1 == total { try reader.expectEnd() }
        return found
    }

    /// Gives the next value to `body`, and goes past it if that does not throw.
    private mutating func step<Result>(
        _ type: Any.Type, _ body: (ValuePlan, Cell, WireReader) throws -> Result
    ) throws -> Result {
        var after = reader
        do {
            let (plan, cell) = try next(&after)
            let result = try body(plan, cell, after)
            reader = after
            currentIndex += 1
            return result
        } catch {
            if case .fields(let record) = source, currentIndex < total { throw record.fault(type, currentIndex, error) }
            throw FieldFault.of(type, error)
        }
    }

    mutating func decodeNil() throws -> Bool {
        var after = reader
        let (plan, cell) = try next(&after)
        guard plan.isAbsent(cell) else { return false }
        reader = after
        currentIndex += 1
        return true
    }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        let owner = owner
        return try step(type) { plan, cell, reader in
            try plan.reader(type).read(cell, of: plan, reader, for: owner)
        }
    }

    mutating func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type
    ) throws -> KeyedDecodingContainer<NestedKey> {
        let owner = owner
        return try step(type) { plan, cell, reader in
            try ValueDecoder(plan, cell, reader, owner).container(keyedBy: type)
        }
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        let owner = owner
        return try step([Any].self) { plan, cell, reader in
            try ValueDecoder(plan, cell, reader, owner).unkeyedContainer()
        }
    }

    mutating func superDecoder() throws -> any Decoder {
        let owner = owner
        return try step((any Decoder).self) { plan, cell, reader in ValueDecoder(plan, cell, reader, owner) }
    }
}
