// The forms by number of columns: see TupleDecoders.swift.

extension RowDecoder {
    /// Reads rows of one column; throws when the columns are others.
    @inlinable public init(
        columns: [ColumnMetadata]
    ) throws(ColumnError) where Row: CQLDecodable {
        self.init(try TupleDecoder1<Row>(columns: columns))
    }

    /// Reads rows of two columns; throws when the columns are others.
    @inlinable public init<A: CQLDecodable, B: CQLDecodable>(
        columns: [ColumnMetadata]
    ) throws(ColumnError) where Row == (A, B) {
        self.init(try TupleDecoder2<A, B>(columns: columns))
    }

    /// Reads rows of three columns; throws when the columns are others.
    @inlinable public init<A: CQLDecodable, B: CQLDecodable, C: CQLDecodable>(
        columns: [ColumnMetadata]
    ) throws(ColumnError) where Row == (A, B, C) {
        self.init(try TupleDecoder3<A, B, C>(columns: columns))
    }

    /// Reads rows of four columns; throws when the columns are others.
    @inlinable
    public init<
        A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable
    >(
        columns: [ColumnMetadata]
    ) throws(ColumnError) where Row == (A, B, C, D) {
        self.init(try TupleDecoder4<A, B, C, D>(columns: columns))
    }

    /// Reads rows of five columns; throws when the columns are others.
    @inlinable
    public init<
        A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable,
        E: CQLDecodable
    >(
        columns: [ColumnMetadata]
    ) throws(ColumnError) where Row == (A, B, C, D, E) {
        self.init(try TupleDecoder5<A, B, C, D, E>(columns: columns))
    }

    /// Reads rows of six columns; throws when the columns are others.
    @inlinable
    public init<
        A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable,
        E: CQLDecodable, F: CQLDecodable
    >(
        columns: [ColumnMetadata]
    ) throws(ColumnError) where Row == (A, B, C, D, E, F) {
        self.init(try TupleDecoder6<A, B, C, D, E, F>(columns: columns))
    }

    /// Reads rows of seven columns; throws when the columns are others.
    @inlinable
    public init<
        A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable,
        E: CQLDecodable, F: CQLDecodable, G: CQLDecodable
    >(
        columns: [ColumnMetadata]
    ) throws(ColumnError) where Row == (A, B, C, D, E, F, G) {
        self.init(try TupleDecoder7<A, B, C, D, E, F, G>(columns: columns))
    }

    /// Reads rows of eight columns; throws when the columns are others.
    @inlinable
    public init<
        A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable,
        E: CQLDecodable, F: CQLDecodable, G: CQLDecodable, H: CQLDecodable
    >(
        columns: [ColumnMetadata]
    ) throws(ColumnError) where Row == (A, B, C, D, E, F, G, H) {
        self.init(try TupleDecoder8<A, B, C, D, E, F, G, H>(columns: columns))
    }
}
