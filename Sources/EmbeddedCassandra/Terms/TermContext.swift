import CassandraWire

/// What the names inside terms are looked up in.
struct TermContext: Sendable {
    /// The keyspace of the statement's table: where functions and types without a keyspace are looked for.
    var keyspace: String
    var schema: Schema
    /// What the statement is about; its partition key is what `token(…)` takes.
    var table: Table?

    init(keyspace: String, schema: Schema, table: Table? = nil) {
        self.keyspace = keyspace
        self.schema = schema
        self.table = table
    }
}

/// What the markers of a statement are bound as. Filled while the terms around them are prepared.
struct MarkerSpecs: Sendable {
    /// `nil` for a marker that no term has been prepared for yet.
    private(set) var columns: [ColumnMetadata?]
    private let names: [String?]

    /// - Parameter names: For each marker in the order of the text its name, `nil` for `?`.
    init(names: [String?]) {
        self.names = names
        columns = Array(repeating: nil, count: names.count)
    }

    /// Notes what a marker receives. A named marker keeps its own name.
    mutating func bind(_ index: Int, as receiver: ColumnMetadata) {
        guard columns.indices.contains(index) else { return }
        var column = receiver
        if let name = names[index] { column.name = name }
        columns[index] = column
    }
}

/// What the value of a term may depend on beside its text.
struct EvaluationInput {
    /// The values of the statement's markers, in their order.
    var values: [BoundValue]
    /// Microseconds since 1970.
    var now: Int64
    var source: ValueSource
}
