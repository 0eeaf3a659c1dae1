public import CassandraWire

// A `String` is no statement: it could hold anything. These forms exist only so that the compiler says what to do instead.
// They ask for the same of the types of values and rows as the others do, so that they are not taken for those.

extension Session {
    /// A `String` is no statement.
    @available(
        *, unavailable,
        message: "write the statement as a literal, its values as \\(value); text made at run time is CQL(unsafe:)"
    )
    @_disfavoredOverload
    public func prepare(_ statement: String) async throws(CassandraError) -> PreparedStatement<[CQLValue]> {
        try await prepare(CQL(unsafe: statement))
    }

    /// A `String` is no statement.
    @available(
        *, unavailable,
        message: "write the statement as a literal, its values as \\(value); text made at run time is CQL(unsafe:)"
    )
    @_disfavoredOverload
    public func prepare<each Value: CQLEncodable>(
        _ statement: String, binding: (repeat each Value).Type
    ) async throws(CassandraError) -> PreparedStatement<(repeat each Value)> {
        try await prepare(CQL(unsafe: statement)) { (markers) throws(ColumnError) in
            try ValueEncoder<(repeat each Value)>(markers: markers)
        }
    }

    /// A `String` is no statement.
    @available(
        *, unavailable,
        message: "write the statement as a literal, its values as \\(value); text made at run time is CQL(unsafe:)"
    )
    @_disfavoredOverload
    public func rows(_ statement: String, profile: ExecutionProfile? = nil) -> RowSequence<Row> {
        rows(CQL(unsafe: statement), profile: profile)
    }

    /// A `String` is no statement.
    @available(
        *, unavailable,
        message: "write the statement as a literal, its values as \\(value); text made at run time is CQL(unsafe:)"
    )
    @_disfavoredOverload
    public func rows<each Column: CQLDecodable>(
        _ statement: String, as: (repeat each Column).Type, profile: ExecutionProfile? = nil
    ) -> RowSequence<(repeat each Column)> {
        rows(CQL(unsafe: statement), profile) { (columns) throws(ColumnError) in
            try RowDecoder<(repeat each Column)>(columns: columns)
        }
    }

    /// A `String` is no statement.
    @available(
        *, unavailable,
        message: "write the statement as a literal, its values as \\(value); text made at run time is CQL(unsafe:)"
    )
    @_disfavoredOverload
    public func rows<Row: Decodable & SendableMetatype>(
        _ statement: String, as: Row.Type, profile: ExecutionProfile? = nil
    ) -> RowSequence<Row> {
        rows(CQL(unsafe: statement), as: Row.self, profile: profile)
    }
}
