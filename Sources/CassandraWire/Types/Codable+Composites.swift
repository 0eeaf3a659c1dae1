// As in Codable+Text.swift: for types that hold these, and for other formats. Rows and bound values use the codecs.

extension CQLMap: Decodable where Key: Decodable, Value: Decodable {
    /// Reads keys and values in turn.
    public init(from decoder: any Decoder) throws {
        var container = try decoder.unkeyedContainer()
        self.init()
        while !container.isAtEnd {
            let key = try container.decode(Key.self)
            entries.append(Entry(key: key, value: try container.decode(Value.self)))
        }
    }
}

extension CQLMap: Encodable where Key: Encodable, Value: Encodable {
    /// Writes keys and values in turn.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.unkeyedContainer()
        for entry in entries {
            try container.encode(entry.key)
            try container.encode(entry.value)
        }
    }
}

extension CQLTuple: Decodable where repeat each Element: Decodable {
    /// Reads the elements in turn.
    public init(from decoder: any Decoder) throws {
        var container = try decoder.unkeyedContainer()
        elements = (repeat try container.decode((each Element).self))
    }
}

extension CQLTuple: Encodable where repeat each Element: Encodable {
    /// Writes the elements in turn.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.unkeyedContainer()
        for element in repeat each elements { try container.encode(element) }
    }
}

extension MaybeUnset: Encodable where Wrapped: Encodable {
    /// Writes the value. Unset means something only as a bound value; elsewhere it is a null.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .value(let value): try container.encode(value)
        case .unset:
            if let part = container as? PartEncoder { part.encodeUnset() } else { try container.encodeNil() }
        }
    }
}

extension CQLValue: Codable {
    /// Throws: only a row says which type a value has.
    public init(from decoder: any Decoder) throws {
        throw DecodingError.dataCorrupted(
            .init(codingPath: decoder.codingPath, debugDescription: "a CQLValue is read from rows only"))
    }

    /// Throws: only a marker says which type a value has.
    public func encode(to encoder: any Encoder) throws {
        throw EncodingError.invalidValue(
            Self.self, .init(codingPath: encoder.codingPath, debugDescription: "a CQLValue is bound to markers only"))
    }
}
