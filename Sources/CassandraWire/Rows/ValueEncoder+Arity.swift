// The forms by number of values: see TupleDecoders.swift.

extension ValueEncoder {
    /// Writes one value; throws when the markers are others.
    @inlinable public init(
        markers: [ColumnMetadata]
    ) throws(ColumnError) where Values: CQLEncodable {
        self.init(try TupleEncoder1<Values>(markers: markers))
    }

    /// Writes two values; throws when the markers are others.
    @inlinable public init<A: CQLEncodable, B: CQLEncodable>(
        markers: [ColumnMetadata]
    ) throws(ColumnError) where Values == (A, B) {
        self.init(try TupleEncoder2<A, B>(markers: markers))
    }

    /// Writes three values; throws when the markers are others.
    @inlinable public init<A: CQLEncodable, B: CQLEncodable, C: CQLEncodable>(
        markers: [ColumnMetadata]
    ) throws(ColumnError) where Values == (A, B, C) {
        self.init(try TupleEncoder3<A, B, C>(markers: markers))
    }

    /// Writes four values; throws when the markers are others.
    @inlinable
    public init<
        A: CQLEncodable, B: CQLEncodable, C: CQLEncodable, D: CQLEncodable
    >(
        markers: [ColumnMetadata]
    ) throws(ColumnError) where Values == (A, B, C, D) {
        self.init(try TupleEncoder4<A, B, C, D>(markers: markers))
    }

    /// Writes five values; throws when the markers are others.
    @inlinable
    public init<
        A: CQLEncodable, B: CQLEncodable, C: CQLEncodable, D: CQLEncodable,
        E: CQLEncodable
    >(
        markers: [ColumnMetadata]
    ) throws(ColumnError) where Values == (A, B, C, D, E) {
        self.init(try TupleEncoder5<A, B, C, D, E>(markers: markers))
    }

    /// Writes six values; throws when the markers are others.
    @inlinable
    public init<
        A: CQLEncodable, B: CQLEncodable, C: CQLEncodable, D: CQLEncodable,
        E: CQLEncodable, F: CQLEncodable
    >(
        markers: [ColumnMetadata]
    ) throws(ColumnError) where Values == (A, B, C, D, E, F) {
        self.init(try TupleEncoder6<A, B, C, D, E, F>(markers: markers))
    }

    /// Writes seven values; throws when the markers are others.
    @inlinable
    public init<
        A: CQLEncodable, B: CQLEncodable, C: CQLEncodable, D: CQLEncodable,
        E: CQLEncodable, F: CQLEncodable, G: CQLEncodable
    >(
        markers: [ColumnMetadata]
    ) throws(ColumnError) where Values == (A, B, C, D, E, F, G) {
        self.init(try TupleEncoder7<A, B, C, D, E, F, G>(markers: markers))
    }

    /// Writes eight values; throws when the markers are others.
    @inlinable
    public init<
        A: CQLEncodable, B: CQLEncodable, C: CQLEncodable, D: CQLEncodable,
        E: CQLEncodable, F: CQLEncodable, G: CQLEncodable, H: CQLEncodable
    >(
        markers: [ColumnMetadata]
    ) throws(ColumnError) where Values == (A, B, C, D, E, F, G, H) {
        self.init(try TupleEncoder8<A, B, C, D, E, F, G, H>(markers: markers))
    }
}
