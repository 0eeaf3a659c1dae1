/// How keys and values of a map stand on the wire.
public struct MapPlan<Key: Sendable, Value: Sendable>: Sendable {
    @usableFromInline package let key: Key
    @usableFromInline package let value: Value

    @inlinable package init?(_ type: CQLType, key: (CQLType) -> Key?, value: (CQLType) -> Value?) {
        guard case .map(let keyType, let valueType) = type.unfrozen,
            let keyPlan = key(keyType), let valuePlan = value(valueType)
        else { return nil }
        self.key = keyPlan
        self.value = valuePlan
    }
}

/// A map's entries as they are, in the server's order: for keys that a dictionary would merge or reorder.
public struct CQLMap<Key: Sendable, Value: Sendable>: Sendable {
    /// A key and its value.
    public struct Entry: Sendable {
        /// The key.
        public var key: Key
        /// The value.
        public var value: Value

        /// An entry.
        @inlinable public init(key: Key, value: Value) {
            self.key = key
            self.value = value
        }
    }

    /// The entries in the order in which they stand on the wire.
    public var entries: [Entry]

    /// A map of `entries`.
    @inlinable public init(_ entries: [Entry] = []) {
        self.entries = entries
    }
}

extension CQLMap.Entry: Equatable where Key: Equatable, Value: Equatable {}
extension CQLMap.Entry: Hashable where Key: Hashable, Value: Hashable {}
extension CQLMap: Equatable where Key: Equatable, Value: Equatable {}
extension CQLMap: Hashable where Key: Hashable, Value: Hashable {}

extension CQLMap: ExpressibleByDictionaryLiteral {
    /// A map of the literal's entries, in their order.
    public init(dictionaryLiteral entries: (Key, Value)...) {
        self.init(entries.map { Entry(key: $0.0, value: $0.1) })
    }
}

extension CQLMap: CQLDecodable where Key: CQLDecodable, Value: CQLDecodable {
    /// Accepts maps of what key and value accept.
    public static func decodingPlan(for type: CQLType) -> MapPlan<Key.DecodingPlan, Value.DecodingPlan>? {
        MapPlan(type, key: Key.decodingPlan(for:), value: Value.decodingPlan(for:))
    }

    /// Reads all entries.
    @inlinable public init(
        contents reader: inout WireReader, count: Int, plan: MapPlan<Key.DecodingPlan, Value.DecodingPlan>
    ) throws {
        var entries: [Entry] = []
        try reader.readEntries(count: count, plan: plan) { (key: Key, value: Value) in
            entries.append(Entry(key: key, value: value))
        }
        self.init(entries)
    }

    /// Reads null as an empty map, as Cassandra does.
    @inlinable public init(
        value reader: inout WireReader, plan: MapPlan<Key.DecodingPlan, Value.DecodingPlan>
    ) throws {
        guard let count = try reader.readValueLength() else {
            self.init()
            return
        }
        try self.init(exactly: count, from: &reader, plan: plan)
    }
}

extension CQLMap: CQLEncodable where Key: CQLEncodable, Value: CQLEncodable {
    /// Accepts maps of what key and value accept.
    public static func encodingPlan(for type: CQLType) -> MapPlan<Key.EncodingPlan, Value.EncodingPlan>? {
        MapPlan(type, key: Key.encodingPlan(for:), value: Value.encodingPlan(for:))
    }

    /// Appends the entries in their order.
    @inlinable public func encodeContents(
        to writer: inout WireWriter, plan: MapPlan<Key.EncodingPlan, Value.EncodingPlan>
    ) throws {
        guard let count = Int32(exactly: entries.count) else { throw WireError.tooLong }
        writer.write(count)
        for entry in entries {
            try writer.writeElement(entry.key, plan: plan.key)
            try writer.writeElement(entry.value, plan: plan.value)
        }
    }
}

extension Dictionary: CQLDecodable where Key: CQLDecodable, Value: CQLDecodable {
    /// Accepts maps of what key and value accept.
    public static func decodingPlan(for type: CQLType) -> MapPlan<Key.DecodingPlan, Value.DecodingPlan>? {
        MapPlan(type, key: Key.decodingPlan(for:), value: Value.decodingPlan(for:))
    }

    /// Reads all entries. Two keys that are equal in Swift are an error: one entry would be lost, as it happens to texts
    /// that differ only in how accents are composed. `CQLMap` reads those.
    @inlinable public init(
        contents reader: inout WireReader, count: Int, plan: MapPlan<Key.DecodingPlan, Value.DecodingPlan>
    ) throws {
        var entries: [Key: Value] = [:]
        try reader.readEntries(count: count, plan: plan) { (key: Key, value: Value) in
            guard entries.updateValue(value, forKey: key) == nil else { throw WireError.duplicateKey }
        }
        self = entries
    }

    /// Reads null as an empty dictionary, as Cassandra does.
    @inlinable public init(
        value reader: inout WireReader, plan: MapPlan<Key.DecodingPlan, Value.DecodingPlan>
    ) throws {
        guard let count = try reader.readValueLength() else {
            self = [:]
            return
        }
        try self.init(exactly: count, from: &reader, plan: plan)
    }
}

extension Dictionary: CQLEncodable where Key: CQLEncodable, Value: CQLEncodable {
    /// Accepts maps of what key and value accept.
    public static func encodingPlan(for type: CQLType) -> MapPlan<Key.EncodingPlan, Value.EncodingPlan>? {
        MapPlan(type, key: Key.encodingPlan(for:), value: Value.encodingPlan(for:))
    }

    /// Appends the entries; the server puts them in order.
    @inlinable public func encodeContents(
        to writer: inout WireWriter, plan: MapPlan<Key.EncodingPlan, Value.EncodingPlan>
    ) throws {
        guard let count = Int32(exactly: count) else { throw WireError.tooLong }
        writer.write(count)
        for (key, value) in self {
            try writer.writeElement(key, plan: plan.key)
            try writer.writeElement(value, plan: plan.value)
        }
    }
}

extension WireReader {
    @inlinable package mutating func readEntries<Key: CQLDecodable, Value: CQLDecodable>(
        count: Int, plan: MapPlan<Key.DecodingPlan, Value.DecodingPlan>,
        _ body: (Key, Value) throws -> Void
    ) throws {
        var part = try readPart(count)
        for _ in 0..<(try part.readElementCount(bytesEach: 8)) {
            let key = try Key(value: &part, plan: plan.key)
            try body(key, try Value(value: &part, plan: plan.value))
        }
        try part.expectEnd()
    }
}
