import CassandraWire

/// Making and dropping tables.
extension SchemaEditor {
    mutating func create(_ statement: CreateTableStatement, _ current: String?) throws(ServerError) -> SchemaChange? {
        let keyspaceName = try Self.keyspaceName(statement.table, current)
        let name = statement.table.name
        _ = try primaryKey(of: statement)
        var keyspace = try changeable(keyspaceName)
        if keyspace.tables[name] != nil {
            if statement.ifNotExists { return nil }
            throw ServerError(
                code: .alreadyExists,
                message: "Cannot add already existing table \"\(name)\" to keyspace "
                    + "\"\(keyspaceName)\"",
                detail: .alreadyExists(keyspace: keyspaceName, table: name))
        }
        let table = try make(statement, in: keyspaceName)
        try Self.check(tableName: name, keyspaceName)
        keyspace.tables[name] = table
        schema.keyspaces[keyspaceName] = keyspace
        return SchemaChange(change: "CREATED", target: .table(name), keyspace: keyspaceName)
    }

    /// The table that a statement describes; whether there is one of its name is not asked.
    func make(_ statement: CreateTableStatement, in keyspaceName: String) throws(ServerError) -> Table {
        let key = try primaryKey(of: statement)
        var options = TableOptions()
        try options.read(statement.properties, isNew: true)
        var types: [String: CQLType] = [:]
        for column in statement.columns {
            let type = try TypeResolver.resolve(column.type, keyspace: keyspaceName, schema: schema)
            try Self.check(type)
            types[column.name] = type
        }
        let columns = try self.columns(of: statement, key, types)
        if statement.isCompactStorage { throw Self.noCompactStorage(columns) }
        try check(columns, hasClustering: !key.clustering.isEmpty)
        if columns.contains(where: \.isCounter), options.defaultTimeToLive > 0 {
            throw .invalid("Cannot set default_time_to_live on a table with counters")
        }
        return Table(
            id: try id(from: statement.properties) ?? nextID(), keyspace: keyspaceName, name: statement.table.name,
            columns: columns, options: options, nextColumnID: columns.count)
    }

    /// The primary key; everything is checked that can be without knowing the types.
    private func primaryKey(
        of statement: CreateTableStatement
    ) throws(ServerError) -> CreateTableStatement.PrimaryKey {
        let name = statement.table.text
        var keys = statement.primaryKeys
        var declared: Set<String> = []
        for column in statement.columns {
            guard declared.insert(column.name).inserted else {
                throw .invalid("Duplicate column '\(column.name)' declaration for table '\(name)'")
            }
            if column.isPrimaryKey { keys.append(.init(partition: [column.name], clustering: [])) }
        }
        guard let key = keys.first else {
            throw .invalid("No PRIMARY KEY specifed for table '\(name)' (exactly one required)")
        }
        guard keys.count == 1 else {
            throw .invalid("Multiple PRIMARY KEY specified for table '\(name)' (exactly one required)")
        }
        try Self.check(statement.clusteringOrder, key.clustering, of: name)
        let names = key.partition + key.clustering
        for (index, column) in names.enumerated() {
            guard declared.contains(column) else {
                throw .invalid("Unknown column '\(column)' referenced in PRIMARY KEY for table '\(name)'")
            }
            guard !names[..<index].contains(column) else {
                throw .invalid("Duplicate column '\(column)' in PRIMARY KEY clause for table '\(name)'")
            }
        }
        return key
    }

    /// The id that a statement wants, which must not belong to another table.
    private func id(from properties: [Property]) throws(ServerError) -> CQLUUID? {
        guard case .text(let text) = properties.first(where: { $0.name == "id" })?.value else { return nil }
        guard let id = CQLUUID(text) else { throw .configuration("Invalid table id") }
        guard !schema.keyspaces.values.contains(where: { $0.tables.values.contains { $0.id == id } }) else {
            throw .configuration("There is a table with the id \(id)")
        }
        return id
    }

    private func columns(
        of statement: CreateTableStatement, _ key: CreateTableStatement.PrimaryKey, _ types: [String: CQLType]
    ) throws(ServerError) -> [Column] {
        let descending = key.clustering.map { name in
            statement.clusteringOrder.contains { $0.column == name && $0.isDescending }
        }
        var columns: [Column] = []
        for column in statement.columns {
            guard let type = types[column.name] else { continue }
            var made = Column(
                name: column.name, type: type, kind: column.isStatic ? .isStatic : .regular, position: -1,
                isDescending: false, id: columns.count)
            if let position = key.partition.firstIndex(of: column.name) {
                made.kind = .partitionKey
                made.position = position
            } else if let position = key.clustering.firstIndex(of: column.name) {
                made.kind = .clustering
                made.position = position
                made.isDescending = descending[position]
            }
            if made.position >= 0 { try Self.checkKey(made, isStatic: column.isStatic) }
            columns.append(made)
        }
        return columns
    }

    /// The last columns may be left out.
    private static func check(
        _ order: [CreateTableStatement.ClusteringOrder], _ clustering: [String], of table: String
    ) throws(ServerError) {
        let names = order.map(\.column)
        for (index, name) in names.enumerated() where names[..<index].contains(name) {
            throw .invalid("Duplicate column '\(name)' in CLUSTERING ORDER BY clause for table '\(table)'")
        }
        let others = names.filter { !clustering.contains($0) }
        guard others.isEmpty else {
            throw .invalid(
                "Only clustering key columns can be defined in CLUSTERING ORDER directive: "
                    + "[\(others.joined(separator: ", "))] are not clustering columns")
        }
        for (name, column) in zip(names, clustering) where name != column {
            guard names.contains(column) else { throw .invalid("Missing CLUSTERING ORDER for column \(column)") }
            throw .invalid(
                "The order of columns in the CLUSTERING ORDER directive must match that of the clustering "
                    + "columns (\(column) must appear before \(name))")
        }
    }

    /// A type of a column that is no key.
    static func check(_ type: CQLType) throws(ServerError) {
        guard case .udt(let type) = type, type.fields.contains(where: \.type.isInParts) else { return }
        throw .invalid("Non-frozen UDTs with nested non-frozen collections are not supported")
    }

    /// What servers would say of such a table first.
    private static func noCompactStorage(_ columns: [Column]) -> ServerError {
        columns.allSatisfy { $0.kind == .partitionKey }
            ? .invalid("No definition found that is not part of the PRIMARY KEY")
            : .invalid("COMPACT STORAGE tables are not allowed starting with version 4.0")
    }

    private static func checkKey(_ column: Column, isStatic: Bool) throws(ServerError) {
        let name = column.name
        switch column.type {
        case .counter: throw .invalid("counter type is not supported for PRIMARY KEY column '\(name)'")
        case .duration: throw .invalid("duration type is not supported for PRIMARY KEY column '\(name)'")
        case .list, .set, .map:
            throw .invalid("Invalid non-frozen collection type \(column.type.cqlText) for PRIMARY KEY column '\(name)'")
        case .udt(let type):
            throw .invalid(
                "Invalid non-frozen user-defined type \"\(type.keyspace).\(type.name)\" for PRIMARY KEY column "
                    + "'\(name)'")
        default: break
        }
        if isStatic { throw .invalid("Static column '\(name)' cannot be part of the PRIMARY KEY") }
    }

    private func check(_ columns: [Column], hasClustering: Bool) throws(ServerError) {
        if !hasClustering, columns.contains(where: { $0.kind == .isStatic }) {
            throw .invalid(
                "Static columns are only useful (and thus allowed) if the table has at least one clustering column")
        }
        let values = columns.filter { $0.position < 0 }
        guard values.allSatisfy({ $0.isCounter }) || !values.contains(where: { $0.isCounter }) else {
            throw .invalid("Cannot mix counter and non counter columns in the same table")
        }
    }

    mutating func dropTable(
        _ qualified: QualifiedName, _ ifExists: Bool, _ current: String?
    ) throws(ServerError) -> SchemaChange? {
        let keyspaceName = try Self.keyspaceName(qualified, current)
        guard schema.table(keyspaceName, qualified.name) != nil else {
            if ifExists { return nil }
            throw .invalid("Table '\(keyspaceName).\(qualified.name)' doesn't exist")
        }
        var keyspace = try changeable(keyspaceName, to: "DROP", "table \(keyspaceName).\(qualified.name)")
        keyspace.tables[qualified.name] = nil
        schema.keyspaces[keyspaceName] = keyspace
        return SchemaChange(change: "DROPPED", target: .table(qualified.name), keyspace: keyspaceName)
    }
}
