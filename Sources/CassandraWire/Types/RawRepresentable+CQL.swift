// An enum with raw values becomes a CQL value by declaring the conformance: `enum State: String, CQLCodable { … }`.

extension CQLDecodable where Self: RawRepresentable, RawValue: CQLDecodable, DecodingPlan == RawValue.DecodingPlan {
    /// Accepts what the raw value accepts.
    public static func decodingPlan(for type: CQLType) -> RawValue.DecodingPlan? {
        RawValue.decodingPlan(for: type)
    }

    /// Reads the raw value; one without a case is out of range.
    public init(contents reader: inout WireReader, count: Int, plan: RawValue.DecodingPlan) throws {
        let raw = try RawValue(contents: &reader, count: count, plan: plan)
        guard let value = Self(rawValue: raw) else { throw WireError.outOfRange }
        self = value
    }
}

extension CQLEncodable where Self: RawRepresentable, RawValue: CQLEncodable, EncodingPlan == RawValue.EncodingPlan {
    /// Accepts what the raw value accepts.
    public static func encodingPlan(for type: CQLType) -> RawValue.EncodingPlan? {
        RawValue.encodingPlan(for: type)
    }

    /// Appends the raw value.
    public func encodeContents(to writer: inout WireWriter, plan: RawValue.EncodingPlan) throws {
        try rawValue.encodeContents(to: &writer, plan: plan)
    }
}
