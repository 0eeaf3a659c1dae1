public import CassandraWire

// The forms by number of columns: see TupleDecoders.swift. The form for any number comes last.

extension Session {
    /// The rows of a statement, one column each.
    @inlinable public func rows<A: CQLDecodable>(
        _ statement: CQL, as: A.Type, profile: ExecutionProfile? = nil
    ) -> RowSequence<A> {
        rows(statement, profile) { (columns) throws(ColumnError) in RowDecoder(try TupleDecoder1<A>(columns: columns)) }
    }

    /// The rows of a statement, two columns each.
    @inlinable public func rows<A: CQLDecodable, B: CQLDecodable>(
        _ statement: CQL, as: (A, B).Type, profile: ExecutionProfile? = nil
    ) -> RowSequence<(A, B)> {
        rows(statement, profile) { (columns) throws(ColumnError) in
            RowDecoder(try TupleDecoder2<A, B>(columns: columns))
        }
    }

    /// The rows of a statement, three columns each.
    @inlinable public func rows<A: CQLDecodable, B: CQLDecodable, C: CQLDecodable>(
        _ statement: CQL, as: (A, B, C).Type, profile: ExecutionProfile? = nil
    ) -> RowSequence<(A, B, C)> {
        rows(statement, profile) { (columns) throws(ColumnError) in
            RowDecoder(try TupleDecoder3<A, B, C>(columns: columns))
        }
    }

    /// The rows of a statement, four columns each.
    @inlinable public func rows<A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable>(
        _ statement: CQL, as: (A, B, C, D).Type, profile: ExecutionProfile? = nil
    ) -> RowSequence<(A, B, C, D)> {
        rows(statement, profile) { (columns) throws(ColumnError) in
            RowDecoder(try TupleDecoder4<A, B, C, D>(columns: columns))
        }
    }

    /// The rows of a statement, five columns each.
    @inlinable public func rows<A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable>(
        _ statement: CQL, as: (A, B, C, D, E).Type, profile: ExecutionProfile? = nil
    ) -> RowSequence<(A, B, C, D, E)> {
        rows(statement, profile) { (columns) throws(ColumnError) in
            RowDecoder(try TupleDecoder5<A, B, C, D, E>(columns: columns))
        }
    }

    /// The rows of a statement, six columns each.
    @inlinable
    public func rows<
        A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable
    >(
        _ statement: CQL, as: (A, B, C, D, E, F).Type, profile: ExecutionProfile? = nil
    ) -> RowSequence<(A, B, C, D, E, F)> {
        rows(statement, profile) { (columns) throws(ColumnError) in
            RowDecoder(try TupleDecoder6<A, B, C, D, E, F>(columns: columns))
        }
    }

    /// The rows of a statement, seven columns each.
    @inlinable
    public func rows<
        A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
        G: CQLDecodable
    >(
        _ statement: CQL, as: (A, B, C, D, E, F, G).Type, profile: ExecutionProfile? = nil
    ) -> RowSequence<(A, B, C, D, E, F, G)> {
        rows(statement, profile) { (columns) throws(ColumnError) in
            RowDecoder(try TupleDecoder7<A, B, C, D, E, F, G>(columns: columns))
        }
    }

    /// The rows of a statement, eight columns each.
    @inlinable
    public func rows<
        A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
        G: CQLDecodable, H: CQLDecodable
    >(
        _ statement: CQL, as: (A, B, C, D, E, F, G, H).Type, profile: ExecutionProfile? = nil
    ) -> RowSequence<(A, B, C, D, E, F, G, H)> {
        rows(statement, profile) { (columns) throws(ColumnError) in
            RowDecoder(try TupleDecoder8<A, B, C, D, E, F, G, H>(columns: columns))
        }
    }

    /// The rows of a statement, of any number of columns.
    @_disfavoredOverload @inlinable
    public func rows<each Column: CQLDecodable>(
        _ statement: CQL, as: (repeat each Column).Type, profile: ExecutionProfile? = nil
    ) -> RowSequence<(repeat each Column)> {
        rows(statement, profile) { (columns) throws(ColumnError) in
            try RowDecoder<(repeat each Column)>(columns: columns)
        }
    }
}
