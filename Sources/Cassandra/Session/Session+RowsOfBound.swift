public import CassandraWire

// The same forms for prepared statements with their values.

extension Session {
    /// The rows of a bound statement, one column each.
    @inlinable public func rows<A: CQLDecodable>(
        _ statement: BoundStatement, as: A.Type
    ) -> RowSequence<A> {
        rows(statement) { (columns) throws(ColumnError) in RowDecoder(try TupleDecoder1<A>(columns: columns)) }
    }

    /// The rows of a bound statement, two columns each.
    @inlinable public func rows<A: CQLDecodable, B: CQLDecodable>(
        _ statement: BoundStatement, as: (A, B).Type
    ) -> RowSequence<(A, B)> {
        rows(statement) { (columns) throws(ColumnError) in
            RowDecoder(try TupleDecoder2<A, B>(columns: columns))
        }
    }

    /// The rows of a bound statement, three columns each.
    @inlinable public func rows<A: CQLDecodable, B: CQLDecodable, C: CQLDecodable>(
        _ statement: BoundStatement, as: (A, B, C).Type
    ) -> RowSequence<(A, B, C)> {
        rows(statement) { (columns) throws(ColumnError) in
            RowDecoder(try TupleDecoder3<A, B, C>(columns: columns))
        }
    }

    /// The rows of a bound statement, four columns each.
    @inlinable public func rows<A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable>(
        _ statement: BoundStatement, as: (A, B, C, D).Type
    ) -> RowSequence<(A, B, C, D)> {
        rows(statement) { (columns) throws(ColumnError) in
            RowDecoder(try TupleDecoder4<A, B, C, D>(columns: columns))
        }
    }

    /// The rows of a bound statement, five columns each.
    @inlinable public func rows<A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable>(
        _ statement: BoundStatement, as: (A, B, C, D, E).Type
    ) -> RowSequence<(A, B, C, D, E)> {
        rows(statement) { (columns) throws(ColumnError) in
            RowDecoder(try TupleDecoder5<A, B, C, D, E>(columns: columns))
        }
    }

    /// The rows of a bound statement, six columns each.
    @inlinable
    public func rows<
        A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable
    >(
        _ statement: BoundStatement, as: (A, B, C, D, E, F).Type
    ) -> RowSequence<(A, B, C, D, E, F)> {
        rows(statement) { (columns) throws(ColumnError) in
            RowDecoder(try TupleDecoder6<A, B, C, D, E, F>(columns: columns))
        }
    }

    /// The rows of a bound statement, seven columns each.
    @inlinable
    public func rows<
        A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
        G: CQLDecodable
    >(
        _ statement: BoundStatement, as: (A, B, C, D, E, F, G).Type
    ) -> RowSequence<(A, B, C, D, E, F, G)> {
        rows(statement) { (columns) throws(ColumnError) in
            RowDecoder(try TupleDecoder7<A, B, C, D, E, F, G>(columns: columns))
        }
    }

    /// The rows of a bound statement, eight columns each.
    @inlinable
    public func rows<
        A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable, E: CQLDecodable, F: CQLDecodable,
        G: CQLDecodable, H: CQLDecodable
    >(
        _ statement: BoundStatement, as: (A, B, C, D, E, F, G, H).Type
    ) -> RowSequence<(A, B, C, D, E, F, G, H)> {
        rows(statement) { (columns) throws(ColumnError) in
            RowDecoder(try TupleDecoder8<A, B, C, D, E, F, G, H>(columns: columns))
        }
    }

    /// The rows of a bound statement, of any number of columns.
    @_disfavoredOverload @inlinable
    public func rows<each Column: CQLDecodable>(
        _ statement: BoundStatement, as: (repeat each Column).Type
    ) -> RowSequence<(repeat each Column)> {
        rows(statement) { (columns) throws(ColumnError) in
            try RowDecoder<(repeat each Column)>(columns: columns)
        }
    }
}
