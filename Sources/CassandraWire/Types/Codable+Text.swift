// Swift's own coding of the value types, so that types which hold them can be `Codable`, and for JSON and the like. Rows and
// bound values never go this way: there each of these types is read and written by its codec.

extension LosslessStringConvertible {
    fileprivate init(text decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let value = Self(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "the text is no \(Self.self)")
        }
        self = value
    }

    fileprivate func encodeText(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension CQLUUID: Codable {
    /// Reads its text.
    public init(from decoder: any Decoder) throws { try self.init(text: decoder) }

    /// Writes its text.
    public func encode(to encoder: any Encoder) throws { try encodeText(to: encoder) }
}

extension TimeUUID: Codable {
    /// Reads its text.
    public init(from decoder: any Decoder) throws { try self.init(text: decoder) }

    /// Writes its text.
    public func encode(to encoder: any Encoder) throws { try encodeText(to: encoder) }
}

extension CQLDate: Codable {
    /// Reads its text.
    public init(from decoder: any Decoder) throws { try self.init(text: decoder) }

    /// Writes its text.
    public func encode(to encoder: any Encoder) throws { try encodeText(to: encoder) }
}

extension CQLTime: Codable {
    /// Reads its text.
    public init(from decoder: any Decoder) throws { try self.init(text: decoder) }

    /// Writes its text.
    public func encode(to encoder: any Encoder) throws { try encodeText(to: encoder) }
}

extension CQLTimestamp: Codable {
    /// Reads its text.
    public init(from decoder: any Decoder) throws { try self.init(text: decoder) }

    /// Writes its text.
    public func encode(to encoder: any Encoder) throws { try encodeText(to: encoder) }
}

extension CQLInet: Codable {
    /// Reads its text.
    public init(from decoder: any Decoder) throws { try self.init(text: decoder) }

    /// Writes its text.
    public func encode(to encoder: any Encoder) throws { try encodeText(to: encoder) }
}

extension CQLDecimal: Codable {
    /// Reads its text.
    public init(from decoder: any Decoder) throws { try self.init(text: decoder) }

    /// Writes its text.
    public func encode(to encoder: any Encoder) throws { try encodeText(to: encoder) }
}

extension CQLVarint: Codable {
    /// Reads its text.
    public init(from decoder: any Decoder) throws { try self.init(text: decoder) }

    /// Writes its text.
    public func encode(to encoder: any Encoder) throws { try encodeText(to: encoder) }
}

extension CQLDuration: Codable {
    /// Reads its text.
    public init(from decoder: any Decoder) throws { try self.init(text: decoder) }

    /// Writes its text.
    public func encode(to encoder: any Encoder) throws { try encodeText(to: encoder) }
}
