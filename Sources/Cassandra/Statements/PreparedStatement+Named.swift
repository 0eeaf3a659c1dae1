import CassandraWire

extension Session {
    /// Prepares a statement whose values are the properties of an `Encodable` type: each goes to the marker of its name,
    /// the name of a `?` being its column's.
    ///
    /// ```swift
    /// struct Fix: Codable, Sendable { var id: UUID; var at: Date; var lat: Double? }
    /// let insert = try await session.prepare(
    ///     "INSERT INTO position (id, at, lat) VALUES (:id, :at, :lat)", bindingNamesOf: Fix.self)
    /// try await insert.execute(fix)
    /// ```
    ///
    /// A marker without a property, and a property without a marker, is an error of the first call, before anything is
    /// sent; upper and lower case differ, and CQL makes lower case of a name without quotes (D-57). Markers of the same
    /// name get the same value. An optional without a value is null, which deletes; `MaybeUnset.unset` leaves the column
    /// as it is.
    public func prepare<Values: Encodable & SendableMetatype>(
        _ statement: CQL, bindingNamesOf: Values.Type
    ) async throws(CassandraError) -> PreparedStatement<Values> {
        try await prepare(statement) { (markers) in ValueEncoder(namesOf: Values.self, markers: markers) }
    }
}

extension PreparedStatement where Values == [CQLValue] {
    /// The statement with values by the names of its markers, the name of a `?` being its column's. Each marker needs a
    /// value, and each value a marker; markers of the same name get the same value (D-57).
    public func bind(
        named values: [String: CQLValue], profile: ExecutionProfile? = nil
    ) throws(CassandraError) -> BoundStatement {
        try bind(try inOrder(values), profile: profile)
    }

    /// Executes the statement with values by the names of its markers, as `bind(named:)` takes them.
    @discardableResult
    public func execute(
        named values: [String: CQLValue], profile: ExecutionProfile? = nil
    ) async throws(CassandraError) -> Outcome {
        let values = try inOrder(values)
        guard let profile else { return try await execute(values) }
        return try await execute(values, profile: profile)
    }

    private func inOrder(_ values: [String: CQLValue]) throws(CassandraError) -> [CQLValue] {
        do throws(ColumnError) {
            return try values.inOrder(of: markers)
        } catch {
            throw CassandraError(.binding(error))
        }
    }
}
