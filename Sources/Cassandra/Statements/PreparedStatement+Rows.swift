public import CassandraWire

// The same forms for the rows of a prepared statement: `try select.rows(id, as: (Date, Double).self)`.

extension PreparedStatement {
    /// The rows for values, one column each.
    @inlinable public func rows<A: CQLDecodable>(
        _ values: Values, as: A.Type, profile: ExecutionProfile? = nil
    ) throws(CassandraError) -> RowSequence<A> {
        try rows(values, profile) { (columns) throws(ColumnError) in RowDecoder(try TupleDecoder1<A>(columns: columns))
        }
    }

    /// The rows for values, two columns each.
    @inlinable public func rows<A: CQLDecodable, B: CQLDecodable>(
        _ values: Values, as: (A, B).Type, profile: ExecutionProfile? = nil
    ) throws(CassandraError) -> RowSequence<(A, B)> {
        try rows(values, profile) { (columns) throws(ColumnError) in
            RowDecoder(try TupleDecoder2<A, B>(columns: columns))
        }
    }

    /// The rows for values, three columns each.
    @inlinable public func rows<A: CQLDecodable, B: CQLDecodable, C: CQLDecodable>(
        _ values: Values, as: (A, B, C).Type, profile: ExecutionProfile? = nil
    ) throws(CassandraError) -> RowSequence<(A, B, C)> {
        try rows(values, profile) { (columns) throws(ColumnError) in
            RowDecoder(try TupleDecoder3<A, B, C>(columns: columns))
        }
    }

    /// The rows for values, four columns each.
    @inlinable public func rows<A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable>(
        _ values: Values, as: (A, B, C, D).Type, profile: ExecutionProfile? = nil
    ) throws(CassandraError) -> RowSequence<(A, B, C, D)> {
        try rows(values, profile) { (columns) throws(ColumnError) in
            RowDecoder(try TupleDecoder4<A, B, C, D>(columns: columns))
        }
    }

    /// The rows for values, five columns each.
    @inlinable public func rows<A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable>(
        _ values: Values, as: (A, B, C, D, E).Type, profile: ExecutionProfile? = nil
    ) throws(CassandraError) -> RowSequence<(A, B, C, D, E)> {
        try rows(values, profile) { (columns) throws(ColumnError) in
            RowDecoder(try TupleDecoder5<A, B, C, D, E>(columns: columns))
        }
    }

    /// The rows for values, six columns each.
    @inlinable
    public func rows<
        A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable
    >(
        _ values: Values, as: (A, B, C, D, E, F).Type, profile: ExecutionProfile? = nil
    ) throws(CassandraError) -> RowSequence<(A, B, C, D, E, F)> {
        try rows(values, profile) { (columns) throws(ColumnError) in
            RowDecoder(try TupleDecoder6<A, B, C, D, E, F>(columns: columns))
        }
    }

    /// The rows for values, seven columns each.
    @inlinable
    public func rows<
        A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
        G: CQLDecodable
    >(
        _ values: Values, as: (A, B, C, D, E, F, G).Type, profile: ExecutionProfile? = nil
    ) throws(CassandraError) -> RowSequence<(A, B, C, D, E, F, G)> {
        try rows(values, profile) { (columns) throws(ColumnError) in
            RowDecoder(try TupleDecoder7<A, B, C, D, E, F, G>(columns: columns))
        }
    }

    /// The rows for values, eight columns each.
    @inlinable
    public func rows<
        A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
        G: CQLDecodable, H: CQLDecodable
    >(
        _ values: Values, as: (A, B, C, D, E, F, G, H).Type, profile: ExecutionProfile? = nil
    ) throws(CassandraError) -> RowSequence<(A, B, C, D, E, F, G, H)> {
        try rows(values, profile) { (columns) throws(ColumnError) in
            RowDecoder(try TupleDecoder8<A, B, C, D, E, F, G, H>(columns: columns))
        }
    }

    /// The rows for values, of any number of columns.
    @_disfavoredOverload @inlinable
    public func rows<each Column: CQLDecodable>(
        _ values: Values, as: (repeat each Column).Type, profile: ExecutionProfile? = nil
    ) throws(CassandraError) -> RowSequence<(repeat each Column)> {
        try rows(values, profile) { (columns) throws(ColumnError) in
            try RowDecoder<(repeat each Column)>(columns: columns)
        }
    }
}
