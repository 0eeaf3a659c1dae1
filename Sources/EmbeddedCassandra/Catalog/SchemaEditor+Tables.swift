import CassandraWire

/// Making and dropping tables.
extension SchemaEditor {
    mutating func create(_ statement: CreateTableStatement, _ current: String?) throws(ServerError) -> SchemaChange? {
        let keyspaceName = try Self.keyspaceName(statement.table, current)
        let name = statement.table.name
        try Self.check(name: name, of: "Table")
        let table = try make(statement, in: keyspaceName)
        var keyspace = try changeable(keyspaceName)
        if keyspace.tables[name] != nil {
            if statement.ifNotExists { return nil }
            throw ServerError(
                code: .alreadyExists, message: "Cannot add already existing table \"\(name)\" to keyspace "
                    + "\"\(keyspaceName)\"",
                detail: .alreadyExists(keyspace: keyspaceName, table: name))
        }
        keyspace.tables[name] = table
        schema.keyspaces[keyspaceName] = keyspace
        return SchemaChange(change: "CREATED", target: .table(name), keyspace: keyspaceName)
    }

    /// The table that a statement describes; whether there is one of its name is not asked.
    func make(_ statement: CreateTableStatement, in keyspaceName: String) throws(ServerError) -> Table {
        let name = statement.table.name
        let full = "\(CQLIdentifier.quoted(keyspaceName)).\(CQLIdentifier.quoted(name))"
        guard schema.keyspaces[keyspaceName] != nil else { throw .invalid("Keyspace '\(keyspaceName)' doesn't exist") }
        guard !statement.isCompactStorage else {
            throw .invalid("COMPACT STORAGE tables are not allowed starting with version 4.0")
        }
        var types: [String: CQLType] = [:]
        for column in statement.columns {
            guard types[column.name] == nil else {
                throw .invalid("Duplicate column '\(column.name)' declaration for table '\(full)'")
            }
            types[column.name] = try TypeResolver.resolve(column.type, keyspace: keyspaceName, schema: schema)
        }
        let key = try primaryKey(of: statement, full)
        let names = key.partition + key.clustering
        for (index, column) in names.enumerated() {
            guard types[column] != nil else {
                throw .invalid("Unknown column '\(column)' referenced in PRIMARY KEY for table '\(full)'")
            }
            guard !names[..<index].contains(column) else {
                throw .invalid("Duplicate column '\(column)' in PRIMARY KEY clause for table '\(full)'")
            }
        }
        let columns = try self.columns(of: statement, key, types)
        try check(columns, hasClustering: !key.clustering.isEmpty)
        var options = TableOptions()
        try options.read(statement.properties)
        return Table(
            id: nextID(), keyspace: keyspaceName, name: name, columns: columns, options: options,
            nextColumnID: columns.count)
    }

    private func primaryKey(
        of statement: CreateTableStatement, _ full: String
    ) throws(ServerError) -> CreateTableStatement.PrimaryKey {
        var keys = statement.primaryKeys
        for column in statement.columns where column.isPrimaryKey {
            keys.append(.init(partition: [column.name], clustering: []))
        }
        guard let key = keys.first else {
            throw .invalid("No PRIMARY KEY specifed for table '\(full)' (exactly one required)")
        }
        guard keys.count == 1 else {
            throw .invalid("Multiple PRIMARY KEYs specifed for table '\(full)' (exactly one required)")
        }
        return key
    }

    private func columns(
        of statement: CreateTableStatement, _ key: CreateTableStatement.PrimaryKey, _ types: [String: CQLType]
    ) throws(ServerError) -> [Column] {
        let descending = try Self.directions(statement.clusteringOrder, key.clustering)
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

    private static func directions(
        _ order: [CreateTableStatement.ClusteringOrder], _ clustering: [String]
    ) throws(ServerError) -> [Bool] {
        guard !order.isEmpty else { return clustering.map { _ in false } }
        guard order.count <= clustering.count else {
            throw .invalid("Only clustering columns can be defined in CLUSTERING ORDER directive")
        }
        for (index, column) in clustering.enumerated() {
            guard order.contains(where: { $0.column == column }) else {
                throw .invalid("Missing CLUSTERING ORDER for column \(column)")
            }
            if order[index].column != column {
                throw .invalid(
                    "The order of columns in the CLUSTERING ORDER directive must match that of the clustering "
                        + "columns (\(column) must appear before \(order[index].column))")
            }
        }
        return order.map(\.isDescending)
    }

    private static func checkKey(_ column: Column, isStatic: Bool) throws(ServerError) {
        let name = column.name
        if isStatic { throw .invalid("Static column '\(name)' cannot be part of the PRIMARY KEY") }
        switch column.type {
        case .counter: throw .invalid("counter type is not supported for PRIMARY KEY column '\(name)'")
        case .duration: throw .invalid("duration type is not supported for PRIMARY KEY column '\(name)'")
        case .list, .set, .map:
            throw .invalid("Invalid non-frozen collection type \(column.type.cqlText) for PRIMARY KEY column '\(name)'")
        case .udt(let type):
            throw .invalid("Invalid non-frozen user-defined type \(type.name) for PRIMARY KEY column '\(name)'")
        default: break
        }
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
        var keyspace = try changeable(keyspaceName)
        keyspace.tables[qualified.name] = nil
        schema.keyspaces[keyspaceName] = keyspace
        return SchemaChange(change: "DROPPED", target: .table(qualified.name), keyspace: keyspaceName)
    }
}
