import Bytes

/// Takes the values of a statement's markers from an `Encodable` type, by the markers' names.
///
/// Used again for the next values, unless the type kept it.
final class MarkerEncoder: Encoder {
    private let markers: [ColumnMetadata]
    private var order: KeyOrder
    /// For each marker the next one of the same name, which gets the same value.
    private let twins: [Int?]
    /// The values in the order in which they came, and where the value of each marker is among them.
    private var writer: WireWriter? = WireWriter()
    private var places: [Place] = []
    /// The place in the order of the keys.
    private var next = 0
    /// What was wrong where the type cannot be told.
    private var fault: (any Error)?

    /// Nested containers that are being filled, by their markers.
    private var later: [(marker: Int, part: PartEncoder)] = []

    private struct Place {
        var start = Place.missing
        var end = 0

        static let missing = -1
        /// Its value is in a nested container.
        static let isLater = -2
    }

    init(_ markers: [ColumnMetadata]) {
        self.markers = markers
        order = KeyOrder(markers.map(\.name))
        twins = markers.indices.map { index in
            markers[(index + 1)...].firstIndex { $0.name.utf8.elementsEqual(markers[index].name.utf8) }
        }
    }

    /// Appends the values that the type gives, in the order of the markers.
    func write<Values: Encodable>(_ values: Values, to target: inout WireWriter) throws {
        places = Array(repeating: Place(), count: markers.count)
        later = []
        next = 0
        fault = nil
        try values.encode(to: self)
        if let fault { throw fault }
        let bytes = (writer.take() ?? WireWriter()).finish()
        writer = WireWriter()
        let places = places
        if isInOrder(places, end: bytes.count) { return target.write(bytes) }
        for index in markers.indices {
            switch places[index].start {
            case Place.missing:
                let missing = NameError(.noValue, markers[index].name, known: markers.map(\.name))
                throw FieldFault(Values.self, missing).inColumn(index)
            case Place.isLater:
                do {
                    guard let part = later.first(where: { $0.marker == index })?.part else { throw WireError.refused }
                    try part.part().encodeValue(to: &target, plan: markers[index].type)
                } catch {
                    throw FieldFault.of(Values.self, error).inColumn(index)
                }
            case let start: target.write(bytes.slice(start..<places[index].end))
            }
        }
    }

    /// Whether the values came in the order of the markers, one right after the other.
    private func isInOrder(_ places: [Place], end: Int) -> Bool {
        var next = 0
        for place in places {
            guard place.start == next else { return false }
            next = place.end
        }
        return next == end
    }

    /// Gives the type of each marker that `key` means to `body`, which appends the value. An `Encodable` type's own code
    /// does not run in there: the writer is away meanwhile.
    @inline(__always)
    private func step(
        _ key: some CodingKey, _ type: Any.Type, _ body: (CQLType, inout WireWriter) throws -> Void
    ) throws {
        var index: Int? = try first(key, type)
        while let marker = index {
            var writer = self.writer.take() ?? WireWriter()
            let start = writer.count
            do {
                try body(markers[marker].type, &writer)
            } catch {
                self.writer = consume writer
                throw FieldFault.of(type, error).inColumn(marker)
            }
            var places = places
            self.places = []
            places[marker] = Place(start: start, end: writer.count)
            self.places = places
            self.writer = consume writer
            index = twins[marker]
        }
    }

    private func first(_ key: some CodingKey, _ type: Any.Type) throws -> Int {
        let name = key.stringValue
        let index: Int
        let keys = order.keys
        if next < keys.count, keys[next].has(name) {
            index = keys[next].index
            next &+= 1
        } else {
            var changed = order
            guard let found = changed.search(name) else {
                throw FieldFault(type, NameError(.noMarker, name, known: order.names))
            }
            order = changed
            (index, next) = found
        }
        guard places[index].start == Place.missing else {
            throw FieldFault(type, NameError(.twoValues, name, known: order.names)).inColumn(index)
        }
        return index
    }

    /// Writes a value of a type with a codec that is known here.
    @inline(__always)
    fileprivate func codec<Value: CQLEncodable>(_ value: Value, _ key: some CodingKey) throws {
        try step(key, Value.self) { type, writer in
            guard try value.write(for: type, to: &writer) else { throw WireError.typeMismatch }
        }
    }

    fileprivate func any<Value: Encodable>(_ value: Value, _ key: some CodingKey) throws {
        if let known = value as? any CQLEncodable {
            return try step(key, Value.self) { type, writer in
                if try known.write(for: type, to: &writer) { return }
                try Self.part(of: value, type).encodeValue(to: &writer, plan: type)
            }
        }
        // A part for each marker of the name, before any of them is written.
        var parts: [EncodedPart] = []
        var index = order.names.firstIndex { $0.utf8.elementsEqual(key.stringValue.utf8) }
        while let marker = index {
            do { parts.append(try Self.part(of: value, markers[marker].type)) } catch {
                throw FieldFault.of(Value.self, error).inColumn(marker)
            }
            index = twins[marker]
        }
        var next = parts.makeIterator()
        try step(key, Value.self) { type, writer in
            guard let part = next.next() else { throw WireError.refused }
            try part.encodeValue(to: &writer, plan: type)
        }
    }

    private static func part<Value: Encodable>(of value: Value, _ type: CQLType) throws -> EncodedPart {
        let encoder = PartEncoder(type)
        try encoder.encode(value)
        return try encoder.part()
    }

    fileprivate func null(_ key: some CodingKey, _ type: Any.Type) throws {
        try step(key, type) { _, writer in writer.writeNull() }
    }

    /// A place that is filled later; where there is none, one that leads nowhere.
    fileprivate func nested(_ key: some CodingKey) -> PartEncoder {
        do {
            let index = try first(key, Any.self)
            guard twins[index] == nil else {
                let reason = NameError(.twoValues, key.stringValue, known: order.names)
                throw FieldFault(Any.self, reason).inColumn(index)
            }
            let encoder = PartEncoder(markers[index].type)
            places[index].start = Place.isLater
            later.append((index, encoder))
            return encoder
        } catch {
            fault = fault ?? error
            return PartEncoder(.custom(""))
        }
    }

    /// Values without names.
    fileprivate func refuse(_ type: Any.Type) -> FieldFault {
        let fault = FieldFault(type, WireError.typeMismatch)
        self.fault = self.fault ?? fault
        return fault
    }

    // MARK: Encoder

    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(MarkerContainer<Key>(encoder: self))
    }

    /// Markers have names, so there is nothing to do with values that have none.
    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        _ = refuse([Any].self)
        return PartEncoder(.list(.blob)).unkeyedContainer()
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        WrappedMarkers(encoder: self)
    }
}

/// The markers by their names.
private struct MarkerContainer<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let encoder: MarkerEncoder

    var codingPath: [any CodingKey] { [] }

    func encodeNil(forKey key: Key) throws { try encoder.null(key, Any?.self) }

    func encode(_ value: Bool, forKey key: Key) throws { try encoder.codec(value, key) }
    func encode(_ value: String, forKey key: Key) throws { try encoder.codec(value, key) }
    func encode(_ value: Double, forKey key: Key) throws { try encoder.codec(value, key) }
    func encode(_ value: Float, forKey key: Key) throws { try encoder.codec(value, key) }
    func encode(_ value: Int, forKey key: Key) throws { try encoder.codec(value, key) }
    func encode(_ value: Int8, forKey key: Key) throws { try encoder.codec(value, key) }
    func encode(_ value: Int16, forKey key: Key) throws { try encoder.codec(value, key) }
    func encode(_ value: Int32, forKey key: Key) throws { try encoder.codec(value, key) }
    func encode(_ value: Int64, forKey key: Key) throws { try encoder.codec(value, key) }
    func encode(_ value: UInt, forKey key: Key) throws { try encoder.codec(value, key) }
    func encode(_ value: UInt8, forKey key: Key) throws { try encoder.codec(value, key) }
    func encode(_ value: UInt16, forKey key: Key) throws { try encoder.codec(value, key) }
    func encode(_ value: UInt32, forKey key: Key) throws { try encoder.codec(value, key) }
    func encode(_ value: UInt64, forKey key: Key) throws { try encoder.codec(value, key) }

    func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws { try encoder.any(value, key) }

    // An optional without a value is null: that its key is left out would leave the marker without a value.

    func encodeIfPresent(_ value: Bool?, forKey key: Key) throws { try encoder.codec(value, key) }
    func encodeIfPresent(_ value: String?, forKey key: Key) throws { try encoder.codec(value, key) }
    func encodeIfPresent(_ value: Double?, forKey key: Key) throws { try encoder.codec(value, key) }
    func encodeIfPresent(_ value: Float?, forKey key: Key) throws { try encoder.codec(value, key) }
    func encodeIfPresent(_ value: Int?, forKey key: Key) throws { try encoder.codec(value, key) }
    func encodeIfPresent(_ value: Int8?, forKey key: Key) throws { try encoder.codec(value, key) }
    func encodeIfPresent(_ value: Int16?, forKey key: Key) throws { try encoder.codec(value, key) }
    func encodeIfPresent(_ value: Int32?, forKey key: Key) throws { try encoder.codec(value, key) }
    func encodeIfPresent(_ value: Int64?, forKey key: Key) throws { try encoder.codec(value, key) }
    func encodeIfPresent(_ value: UInt?, forKey key: Key) throws { try encoder.codec(value, key) }
    func encodeIfPresent(_ value: UInt8?, forKey key: Key) throws { try encoder.codec(value, key) }
    func encodeIfPresent(_ value: UInt16?, forKey key: Key) throws { try encoder.codec(value, key) }
    func encodeIfPresent(_ value: UInt32?, forKey key: Key) throws { try encoder.codec(value, key) }
    func encodeIfPresent(_ value: UInt64?, forKey key: Key) throws { try encoder.codec(value, key) }

    func encodeIfPresent<Value: Encodable>(_ value: Value?, forKey key: Key) throws {
        if let value { try encoder.any(value, key) } else { try encoder.null(key, Value?.self) }
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type, forKey key: Key
    ) -> KeyedEncodingContainer<NestedKey> {
        encoder.nested(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        encoder.nested(key).unkeyedContainer()
    }

    /// A superclass fills the same markers.
    func superEncoder() -> any Encoder { encoder }

    func superEncoder(forKey key: Key) -> any Encoder { encoder.nested(key) }
}

/// A type that stands for another one, which has the names.
private struct WrappedMarkers: SingleValueEncodingContainer {
    let encoder: MarkerEncoder

    var codingPath: [any CodingKey] { [] }

    func encodeNil() throws { throw encoder.refuse(Any?.self) }

    func encode(_ value: Bool) throws { throw encoder.refuse(Bool.self) }
    func encode(_ value: String) throws { throw encoder.refuse(String.self) }
    func encode(_ value: Double) throws { throw encoder.refuse(Double.self) }
    func encode(_ value: Float) throws { throw encoder.refuse(Float.self) }
    func encode(_ value: Int) throws { throw encoder.refuse(Int.self) }
    func encode(_ value: Int8) throws { throw encoder.refuse(Int8.self) }
    func encode(_ value: Int16) throws { throw encoder.refuse(Int16.self) }
    func encode(_ value: Int32) throws { throw encoder.refuse(Int32.self) }
    func encode(_ value: Int64) throws { throw encoder.refuse(Int64.self) }
    func encode(_ value: UInt) throws { throw encoder.refuse(UInt.self) }
    func encode(_ value: UInt8) throws { throw encoder.refuse(UInt8.self) }
    func encode(_ value: UInt16) throws { throw encoder.refuse(UInt16.self) }
    func encode(_ value: UInt32) throws { throw encoder.refuse(UInt32.self) }
    func encode(_ value: UInt64) throws { throw encoder.refuse(UInt64.self) }

    func encode<Value: Encodable>(_ value: Value) throws { try value.encode(to: encoder) }
}
