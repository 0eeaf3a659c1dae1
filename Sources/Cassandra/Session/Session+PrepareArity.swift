public import CassandraWire

// The forms by number of values: see TupleDecoders.swift. The form for any number comes last. Inlinable, so that a value
// is written by code for its own type in the module that calls.

extension Session {
    /// Prepares a statement with one value.
    @inlinable public func prepare<A: CQLEncodable>(
        _ statement: CQL, binding: A.Type
    ) async throws(CassandraError) -> PreparedStatement<A> {
        try await prepare(statement) { (markers) throws(ColumnError) in
            ValueEncoder(try TupleEncoder1<A>(markers: markers))
        }
    }

    /// Prepares a statement with two values.
    @inlinable public func prepare<A: CQLEncodable, B: CQLEncodable>(
        _ statement: CQL, binding: (A, B).Type
    ) async throws(CassandraError) -> PreparedStatement<(A, B)> {
        try await prepare(statement) { (markers) throws(ColumnError) in
            ValueEncoder(try TupleEncoder2<A, B>(markers: markers))
        }
    }

    /// Prepares a statement with three values.
    @inlinable public func prepare<A: CQLEncodable, B: CQLEncodable, C: CQLEncodable>(
        _ statement: CQL, binding: (A, B, C).Type
    ) async throws(CassandraError) -> PreparedStatement<(A, B, C)> {
        try await prepare(statement) { (markers) throws(ColumnError) in
            ValueEncoder(try TupleEncoder3<A, B, C>(markers: markers))
        }
    }

    /// Prepares a statement with four values.
    @inlinable public func prepare<A: CQLEncodable, B: CQLEncodable, C: CQLEncodable, D: CQLEncodable>(
        _ statement: CQL, binding: (A, B, C, D).Type
    ) async throws(CassandraError) -> PreparedStatement<(A, B, C, D)> {
        try await prepare(statement) { (markers) throws(ColumnError) in
            ValueEncoder(try TupleEncoder4<A, B, C, D>(markers: markers))
        }
    }

    /// Prepares a statement with five values.
    @inlinable public func prepare<A: CQLEncodable, B: CQLEncodable, C: CQLEncodable, D: CQLEncodable, E: CQLEncodable>(
        _ statement: CQL, binding: (A, B, C, D, E).Type
    ) async throws(CassandraError) -> PreparedStatement<(A, B, C, D, E)> {
        try await prepare(statement) { (markers) throws(ColumnError) in
            ValueEncoder(try TupleEncoder5<A, B, C, D, E>(markers: markers))
        }
    }

    /// Prepares a statement with six values.
    @inlinable
    public func prepare<
        A: CQLEncodable, B: CQLEncodable, C: CQLEncodable, D: CQLEncodable, E: CQLEncodable, F: CQLEncodable
    >(
        _ statement: CQL, binding: (A, B, C, D, E, F).Type
    ) async throws(CassandraError) -> PreparedStatement<(A, B, C, D, E, F)> {
        try await prepare(statement) { (markers) throws(ColumnError) in
            ValueEncoder(try TupleEncoder6<A, B, C, D, E, F>(markers: markers))
        }
    }

    /// Prepares a statement with seven values.
    @inlinable
    public func prepare<
        A: CQLEncodable, B: CQLEncodable, C: CQLEncodable, D: CQLEncodable, E: CQLEncodable, F: CQLEncodable,
        G: CQLEncodable
    >(
        _ statement: CQL, binding: (A, B, C, D, E, F, G).Type
    ) async throws(CassandraError) -> PreparedStatement<(A, B, C, D, E, F, G)> {
        try await prepare(statement) { (markers) throws(ColumnError) in
            ValueEncoder(try TupleEncoder7<A, B, C, D, E, F, G>(markers: markers))
        }
    }

    /// Prepares a statement with eight values.
    @inlinable
    public func prepare<
        A: CQLEncodable, B: CQLEncodable, C: CQLEncodable, D: CQLEncodable, E: CQLEncodable, F: CQLEncodable,
        G: CQLEncodable, H: CQLEncodable
    >(
        _ statement: CQL, binding: (A, B, C, D, E, F, G, H).Type
    ) async throws(CassandraError) -> PreparedStatement<(A, B, C, D, E, F, G, H)> {
        try await prepare(statement) { (markers) throws(ColumnError) in
            ValueEncoder(try TupleEncoder8<A, B, C, D, E, F, G, H>(markers: markers))
        }
    }

    /// Prepares a statement with any number of values.
    @_disfavoredOverload @inlinable
    public func prepare<each Value: CQLEncodable>(
        _ statement: CQL, binding: (repeat each Value).Type
    ) async throws(CassandraError) -> PreparedStatement<(repeat each Value)> {
        try await prepare(statement) { (markers) throws(ColumnError) in
            try ValueEncoder<(repeat each Value)>(markers: markers)
        }
    }
}
