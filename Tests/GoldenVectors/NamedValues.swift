import Cassandra
import TestKit

/// The same values as users of the driver read and bind them: from rows by position and by name, through `Decodable`
/// types, and by the names of markers.
enum NamedValues {
    /// The dynamic value, behind and in front of another column, in the second of two rows.
    static func check(
        _ bytes: ByteSlice?, isDecodeOnly: Bool, _ expected: CQLValue, _ type: CQLType
    ) throws(Mismatch) {
        let named = NamedLine(bytes: bytes, isDecodeOnly: isDecodeOnly, expected: expected, type: type)
        let page = try named.page()
        let row = try step("the rows") { () throws in try page.rows[1] }
        let values = try step("a row") { () throws in try [row[1], row["x"], row.value("x", as: CQLValue.self)] }
        for value in values { try expect("a row's value", value.map(named.known), is: expected) }
        try expect("a row's bytes", try step("a row's bytes") { () throws in try row.bytes("x") }, is: bytes)
        try expect("the next column", try step("a row") { () throws in try row["after"] }, is: .int(-2))
        let tuples = try step("tuples") { () throws in
            var rows = try page.rows(as: (Int, CQLValue, Int).self)
            return try rows.all().map(\.1)
        }
        try expect("a tuple's value", tuples.map(named.known), is: [expected, expected])
        try named.check(CQLValue.self, { $0 }, { $0 })
        if case .udt(let type) = type.unfrozen {
            try named.check(Fields.self, Fields.init) { fields in
                UDTValue(type, named: fields.values).map(CQLValue.udt) ?? .null
            }
        }
    }

    /// The value as `Value?`, which has a codec of its own or is taken apart.
    static func check<Value: Codable & SendableMetatype>(
        _ line: TypedLine, _: Value.Type, _ get: (CQLValue) -> Value?, _ make: (Value) -> CQLValue
    ) throws(Mismatch) {
        let named = NamedLine(
            bytes: line.bytes, isDecodeOnly: line.isDecodeOnly, expected: line.expected, type: line.type)
        try named.check(Value.self, get, make)
    }
}

/// A line as the column or marker `x`, between two others.
private struct NamedLine {
    let bytes: ByteSlice?
    let isDecodeOnly: Bool
    let expected: CQLValue
    let type: CQLType

    var columns: [ColumnMetadata] {
        [("before", .int), ("x", type), ("after", .int)].map {
            ColumnMetadata(keyspace: "k", table: "t", name: $0.0, type: $0.1)
        }
    }

    /// Bytes that no encoder writes: among them a value of zero bytes, which the lines call null.
    func known(_ value: CQLValue) -> CQLValue {
        isDecodeOnly ? value.withEmptyAsNull : value
    }

    private func rowBytes() throws -> [UInt8] {
        let around: [[UInt8]] = [[0, 0, 0, 4, 0xFF, 0xFF, 0xFF, 0xFF], [0, 0, 0, 4, 0xFF, 0xFF, 0xFF, 0xFE]]
        return try around[0] + Array(WireValue.bytes(of: bytes)) + around[1]
    }

    /// Two rows.
    func page() throws(Mismatch) -> RowPage {
        try step("a page") { () throws in
            let row = try rowBytes()
            return try RowPage(columns: columns, count: 2, bytes: row + row)
        }
    }

    /// Reads the rows as a struct that has the value as a property, and writes that struct.
    func check<Value: Codable & SendableMetatype>(
        _: Value.Type, _ get: (CQLValue) -> Value?, _ make: (Value) -> CQLValue
    ) throws(Mismatch) {
        let page = try page()
        let holders = try step("decoding \(Holder<Value>.self)") { () throws in
            var rows = page.rows(as: Holder<Value>.self)
            return try rows.all()
        }
        try expect("rows of \(Holder<Value>.self)", holders.count, is: 2)
        for holder in holders {
            try expect("the property", known(holder.x.map(make) ?? .null), is: expected)
            try expect("the properties around it", [holder.before, Int(holder.after)], is: [-1, -2])
        }
        let row = try step("decoding a row") { () throws in try page.rows[1].decode(Holder<Value>.self) }
        try expect("the row's property", known(row.x.map(make) ?? .null), is: expected)
        guard !isDecodeOnly else { return }
        let value = expected == .null ? nil : get(expected)
        guard value != nil || expected == .null else { throw Mismatch("no \(Value.self): \(expected)") }
        let encoded = try step("encoding \(Holder<Value>.self)") { () throws in
            var writer = WireWriter()
            try ValueEncoder(namesOf: Holder<Value>.self, markers: columns)
                .encode(Holder(after: -2, x: value, before: -1), to: &writer)
            return writer.finish()
        }
        let written = try step("the row's bytes") { () throws in try rowBytes() }
        try expectBytes("the bytes of \(Holder<Value>.self)", encoded, are: written)
    }
}

/// A type with the value as a property, in another order than the columns.
private struct Holder<Value: Codable>: Codable {
    var after: Int8
    var x: Value?
    var before: Int
}

/// A scalar that hides its codec: containers take apart and put together what it is in.
struct Hidden<Value: Codable & Hashable>: Codable, Hashable {
    let value: Value

    init(_ value: Value) {
        self.value = value
    }

    init(from decoder: any Decoder) throws {
        value = try decoder.singleValueContainer().decode(Value.self)
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }
}

/// Keys and values of a map in turn, in the order of the bytes.
struct HiddenEntries<Key: Codable & Hashable, Value: Codable & Hashable>: Codable {
    var entries: [(key: Hidden<Key>, value: Hidden<Value>)] = []

    init(_ entries: [(key: Hidden<Key>, value: Hidden<Value>)]) {
        self.entries = entries
    }

    init(from decoder: any Decoder) throws {
        var container = try decoder.unkeyedContainer()
        while !container.isAtEnd {
            let key = try container.decode(Hidden<Key>.self)
            entries.append((key, try container.decode(Hidden<Value>.self)))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.unkeyedContainer()
        for (key, value) in entries {
            try container.encode(key)
            try container.encode(value)
        }
    }
}

/// A tuple of two, one after the other.
struct HiddenPair<First: Codable & Hashable, Second: Codable & Hashable>: Codable {
    let first: Hidden<First>?
    let second: Hidden<Second>?

    init(_ first: Hidden<First>?, _ second: Hidden<Second>?) {
        self.first = first
        self.second = second
    }

    init(from decoder: any Decoder) throws {
        var container = try decoder.unkeyedContainer()
        first = try container.decode(Hidden<First>?.self)
        second = try container.decode(Hidden<Second>?.self)
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.unkeyedContainer()
        try container.encode(first)
        try container.encode(second)
    }
}

/// The fields of a user-defined type by their names.
private struct Fields: Codable {
    struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    var values: [String: CQLValue] = [:]

    init?(_ value: CQLValue) {
        guard case .udt(let value) = value else { return nil }
        for (field, value) in zip(value.type.fields, value.values) { values[field.name] = value }
    }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Name.self)
        for name in fields.allKeys { values[name.stringValue] = try fields.decode(CQLValue.self, forKey: name) }
    }

    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Name.self)
        for (name, value) in values { try fields.encode(value, forKey: Name(stringValue: name)) }
    }
}
