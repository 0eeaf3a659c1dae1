import CassandraWire

/// Whether a storage-attached index can be what a statement says.
struct StorageAttachedIndexCheck {
    private let table: Table
    private let targets: [IndexTarget]
    private let options: [String: String]

    private static let vectorOptions = [
        "construction_beam_width", "maximum_node_connections", "optimize_for", "similarity_function",
    ]

    init(_ table: Table, _ targets: [IndexTarget], _ options: [String: String]) {
        self.table = table
        self.targets = targets
        self.options = options
    }

    func check() throws(ServerError) {
        let known = TextAnalysis.optionNames + Self.vectorOptions
        let unknown = options.keys.filter { !known.contains($0) }.sorted()
        guard unknown.isEmpty else {
            throw .configuration(
                "Properties specified [\(unknown.joined(separator: ", "))] are not understood by StorageAttachedIndex")
        }
        guard let target = targets.first else { throw .invalid("Failed to retrieve target column for: ") }
        guard targets.count == 1 else {
            let names = targets.map(\.text).joined(separator: ", ")
            throw .invalid("A storage-attached index cannot be created over multiple columns: \(names)")
        }
        let column = try table.required(target.column)
        guard column.name.utf8.allSatisfy(SchemaEditor.isWordCharacter) else {
            throw .invalid("Column '\(column.name)' contains non-alphanumeric-underscore characters")
        }
        if table.indexes.contains(where: { $0.isStorageAttached && $0.target == target }) {
            throw .invalid("Cannot create more than one storage-attached index on the same column: \(column.name)")
        }
        let analysis = options.filter { TextAnalysis.optionNames.contains($0.key) }
        if column.position >= 0, !analysis.isEmpty {
            throw .invalid(
                "Analysis options are not supported on primary key columns, but found \(TableOptions.map(analysis))")
        }
        let types = column.type.indexed(target.part)
        if !analysis.isEmpty {
            for type in types where type != .text && type != .ascii {
                throw .invalid("CQL type \(type.messageName) cannot be analyzed.")
            }
            _ = try TextAnalysis(options)
        }
        for type in types { try Self.check(type) }
        try checkVectorOptions(types[0])
    }

    private static func check(_ type: CQLType) throws(ServerError) {
        switch type {
        case .vector(let element, _):
            guard element == .float else {
                throw .invalid("SAI ANN indexes are only allowed on vector columns with float elements")
            }
        case .ascii, .bigint, .date, .double, .float, .int, .smallint, .text, .time, .timestamp, .timeuuid, .tinyint,
            .uuid, .inet, .varint, .decimal, .boolean, .frozen, .tuple:
            break
        default: throw .invalid("Unsupported type: \(type.messageName)")
        }
    }

    private func checkVectorOptions(_ type: CQLType) throws(ServerError) {
        guard options.keys.contains(where: Self.vectorOptions.contains) else { return }
        guard case .vector = type else { throw .invalid("CQL type \(type.messageName) cannot have vector options") }
        if options["maximum_node_connections"] != nil {
            throw .invalid(
                "Maximum node connections cannot be set without enabling SAI_VECTOR_ALLOW_CUSTOM_PARAMETERS")
        }
        if options["construction_beam_width"] != nil {
            throw .invalid(
                "Construction beam width cannot be set without enabling SAI_VECTOR_ALLOW_CUSTOM_PARAMETERS")
        }
        _ = try VectorSimilarity(options)
    }
}

extension CQLType {
    /// The types of what an index of a column of this type has in it: of entries, the key's and the value's.
    func indexed(_ part: IndexTarget.Part?) -> [CQLType] {
        switch (part, self) {
        case (.keys, .map(let key, _)): [key]
        case (.entries, .map(let key, let value)): [key, value]
        case (.values, .map(_, let value)): [value]
        case (.values, .list(let element)), (.values, .set(let element)): [element]
        default: [self]
        }
    }
}

extension Table {
    /// What the server warns of, once for each index of vectors, whenever the table's indexes are looked over.
    var vectorIndexWarnings: [String] {
        indexes.filter { index in
            guard index.isStorageAttached, case .vector = column(index.target.column)?.type else { return false }
            return true
        }.map { _ in
            """
            SAI ANN indexes on vector columns are experimental and are not recommended for production use.
            They don't yet support SELECT queries with:
             * Consistency level higher than ONE/LOCAL_ONE.
             * Paging.
             * No LIMIT clauses.
             * PER PARTITION LIMIT clauses.
             * GROUP BY clauses.
             * Aggregation functions.
             * Filters on columns without a SAI index.
            """
        }
    }
}
