public import CassandraWire

// Rows by the names of their columns, and what all forms of `rows` come to.

extension Session {
    /// The rows of a statement, whose values are read by name or position when they are asked for.
    public func rows(_ statement: CQL, profile: ExecutionProfile? = nil) -> RowSequence<Row> {
        rows(statement, profile) { (columns) in RowDecoder(dynamic: columns) }
    }

    /// The rows of a bound statement, whose values are read by name or position when they are asked for.
    public func rows(_ statement: BoundStatement) -> RowSequence<Row> {
        rows(statement) { (columns) in RowDecoder(dynamic: columns) }
    }

    /// The rows of a statement as values of a `Decodable` type, whose properties are named as the columns are.
    ///
    /// ```swift
    /// struct Fix: Decodable, Sendable { let id: UUID; let at: Date; let lat: Double? }
    /// for try await fix in session.rows("SELECT id, at, lat FROM position", as: Fix.self) { … }
    /// ```
    @_disfavoredOverload
    public func rows<Value: Decodable & SendableMetatype>(
        _ statement: CQL, as: Value.Type, profile: ExecutionProfile? = nil
    ) -> RowSequence<Value> {
        rows(statement, profile) { (columns) in RowDecoder(decoding: Value.self, columns: columns) }
    }

    /// The rows of a bound statement as values of a `Decodable` type, whose properties are named as the columns are.
    @_disfavoredOverload
    public func rows<Value: Decodable & SendableMetatype>(_ statement: BoundStatement, as: Value.Type) -> RowSequence<
        Value
    > {
        rows(statement) { (columns) in RowDecoder(decoding: Value.self, columns: columns) }
    }

    @usableFromInline
    func rows<Row>(
        _ statement: CQL, _ profile: ExecutionProfile?,
        _ makeDecoder: @escaping @Sendable ([ColumnMetadata]) throws(ColumnError) -> RowDecoder<Row>
    ) -> RowSequence<Row> {
        RowSequence(pages: PageSource(self, statement, profile ?? settings.profile), makeDecoder: makeDecoder)
    }

    @usableFromInline
    func rows<Row>(
        _ statement: BoundStatement,
        _ makeDecoder: @escaping @Sendable ([ColumnMetadata]) throws(ColumnError) -> RowDecoder<Row>
    ) -> RowSequence<Row> {
        RowSequence(pages: PageSource(self, statement), makeDecoder: makeDecoder)
    }
}

extension PreparedStatement {
    /// The rows for values, which are read by name or position when they are asked for.
    public func rows(
        _ values: Values, profile: ExecutionProfile? = nil
    ) throws(CassandraError) -> RowSequence<Row> {
        try rows(values, profile) { (columns) in RowDecoder(dynamic: columns) }
    }

    /// The rows for values as values of a `Decodable` type, whose properties are named as the columns are.
    @_disfavoredOverload
    public func rows<Value: Decodable & SendableMetatype>(
        _ values: Values, as: Value.Type, profile: ExecutionProfile? = nil
    ) throws(CassandraError) -> RowSequence<Value> {
        try rows(values, profile) { (columns) in RowDecoder(decoding: Value.self, columns: columns) }
    }

    @usableFromInline
    func rows<Row>(
        _ values: Values, _ profile: ExecutionProfile?,
        _ makeDecoder: @escaping @Sendable ([ColumnMetadata]) throws(ColumnError) -> RowDecoder<Row>
    ) throws(CassandraError) -> RowSequence<Row> {
        session.rows(try bind(values, profile: profile), makeDecoder)
    }
}
