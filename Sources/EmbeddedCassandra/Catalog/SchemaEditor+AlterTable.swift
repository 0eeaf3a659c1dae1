import CassandraWire

/// Changing tables.
extension SchemaEditor {
    mutating func alter(_ statement: AlterTableStatement, _ current: String?) throws(ServerError) -> SchemaChange? {
        let keyspaceName = try Self.keyspaceName(statement.table, current)
        let name = statement.table.name
        guard let table = schema.table(keyspaceName, name) else {
            if statement.ifExists { return nil }
            throw .invalid("Table '\(keyspaceName).\(name)' doesn't exist")
        }
        var keyspace = try changeable(keyspaceName)
        let changed =
            switch statement.action {
            case .add(let columns, let ifNotExists): try add(columns, ifNotExists, to: table)
            case .drop(let columns, let ifExists, _): try drop(columns, ifExists, from: table)
            case .rename(let renamings, _): try rename(renamings, in: table)
            case .with(let properties): try set(properties, of: table)
            case .alterType: throw ServerError.invalid("Altering column types is no longer supported")
            case .dropCompactStorage:
                throw ServerError.invalid("DROP COMPACT STORAGE is disabled. Enable in cassandra.yaml to use.")
            }
        if case .add = statement.action { warnings += (changed ?? table).vectorIndexWarnings }
        guard let changed else { return nil }
        keyspace.tables[name] = changed
        schema.keyspaces[keyspaceName] = keyspace
        return SchemaChange(change: "UPDATED", target: .table(name), keyspace: keyspaceName)
    }

    private func add(
        _ added: [CreateTableStatement.Column], _ ifNotExists: Bool, to table: Table
    ) throws(ServerError) -> Table? {
        var columns = table.columns
        var nextID = table.nextColumnID
        for column in added {
            guard !columns.contains(where: { $0.name == column.name }) else {
                if ifNotExists { continue }
                throw .invalid("Column with name '\(column.name)' already exists")
            }
            let type = try TypeResolver.resolve(column.type, keyspace: table.keyspace, schema: schema)
            try Self.check(type)
            let kind = column.isStatic ? Column.Kind.isStatic : .regular
            try check(column.name, type, kind, addedTo: table)
            columns.append(
                Column(name: column.name, type: type, kind: kind, position: -1, isDescending: false, id: nextID))
            nextID += 1
        }
        return nextID == table.nextColumnID ? nil : table.with(columns: columns, nextColumnID: nextID)
    }

    private func check(
        _ name: String, _ type: CQLType, _ kind: Column.Kind, addedTo table: Table
    ) throws(ServerError) {
        if kind == .isStatic, table.clustering.isEmpty {
            throw .invalid(
                "Static columns are only useful (and thus allowed) if the table has at least one clustering column")
        }
        if table.isCounter, type != .counter {
            throw .configuration(
                "\(table.qualifiedText): Cannot have a non counter column (\"\(name)\") in a counter table")
        }
        if !table.isCounter, type == .counter {
            throw .configuration(
                "\(table.qualifiedText): Cannot have a counter column (\"\(name)\") in a non counter table")
        }
        guard let dropped = table.dropped.last(where: { $0.name == name }) else { return }
        // What was stored under the name before would have to be readable as the new type.
        guard type.reads(dropped.type) else {
            throw .invalid(
                "Cannot add a column '\(name)' of type \(type.cqlText), incompatible with previously dropped column "
                    + "'\(name)' of type \(dropped.type.cqlText)")
        }
        guard dropped.kind == kind else {
            throw .invalid(
                "Cannot re-add previously dropped column '\(name)' of kind \(kind.serverName), incompatible with "
                    + "previous kind \(dropped.kind.serverName)")
        }
        if type == .counter { throw .invalid("Cannot re-add previously dropped counter column \(name)") }
    }

    private func drop(_ names: [String], _ ifExists: Bool, from table: Table) throws(ServerError) -> Table? {
        var columns = table.columns
        var dropped = table.dropped
        for name in names {
            guard let column = columns.first(where: { $0.name == name }) else {
                if ifExists { continue }
                throw .invalid("Column \(name) was not found in table '\(table.qualifiedText)'")
            }
            guard column.position < 0 else { throw .invalid("Cannot drop PRIMARY KEY column \(name)") }
            try Self.check(name, of: table) { "Cannot drop column \(name) because it has" }
            if case .udt = column.type {
                throw .invalid("Cannot drop non-frozen column \(name) of user type \(column.type.shortText)")
            }
            columns.removeAll { $0.name == name }
            dropped.append(DroppedColumn(name: name, type: column.type, kind: column.kind, droppedAt: now))
        }
        if columns.count == table.columns.count { return nil }
        return table.with(columns: columns, dropped: dropped)
    }

    private func rename(_ renamings: [Renaming], in table: Table) throws(ServerError) -> Table? {
        var columns = table.columns
        for renaming in renamings {
            guard let index = columns.firstIndex(where: { $0.name == renaming.from }) else {
                // IF EXISTS changes nothing here, by a mistake of the server's that its clients may rely on.
                throw .invalid("Undefined column name \(renaming.from) in table \(table.qualifiedText)")
            }
            guard columns[index].position >= 0 else {
                throw .invalid("Cannot rename non PRIMARY KEY column \(renaming.from)")
            }
            guard !columns.contains(where: { $0.name == renaming.to }) else {
                throw .invalid(
                    "Cannot rename column \(renaming.from) to \(renaming.to) in table '\(table.qualifiedText)'; "
                        + "another column with that name already exists")
            }
            try Self.check(renaming.from, of: table) { "Can't rename column \(renaming.from) because it has" }
            columns[index].name = renaming.to
        }
        return table.with(columns: columns)
    }

    /// Indexes hold on to their columns.
    private static func check(_ column: String, of table: Table, _ beginning: () -> String) throws(ServerError) {
        let names = table.indexes(of: column).map(\.name)
        guard names.isEmpty else {
            throw .invalid("\(beginning()) dependent secondary indexes (\(names.joined(separator: ", ")))")
        }
    }

    private func set(_ properties: [Property], of table: Table) throws(ServerError) -> Table? {
        var options = table.options
        if properties.contains(where: { $0.name == "id" }) { throw .configuration("Cannot alter table id.") }
        try options.read(properties)
        if table.isCounter, options.defaultTimeToLive > 0 {
            throw .invalid("Cannot set default_time_to_live on a table with counters")
        }
        return options == table.options ? nil : table.with(options: options)
    }
}

extension Column.Kind {
    /// As the server's own messages name it.
    var serverName: String {
        switch self {
        case .partitionKey: "PARTITION_KEY"
        case .clustering: "CLUSTERING"
        case .isStatic: "STATIC"
        case .regular: "REGULAR"
        }
    }
}

extension CQLType {
    /// Whether a column of this type has its parts in cells of their own.
    var isInParts: Bool {
        switch self {
        case .list, .set, .map, .udt: true
        default: false
        }
    }

    /// Whether bytes of `other` are bytes of this type too.
    func reads(_ other: CQLType) -> Bool {
        switch (self, other) {
        case (.blob, .counter): false
        case (.blob, _) where other.isInParts: false
        case (.blob, _): true
        case (.text, .ascii): true
        case (.varint, .int), (.varint, .bigint): true
        case (.uuid, .timeuuid): true
        default: self == other
        }
    }
}

extension Table {
    /// The same table with something else in it.
    func with(
        columns: [Column]? = nil, dropped: [DroppedColumn]? = nil, options: TableOptions? = nil,
        indexes: [TableIndex]? = nil, nextColumnID: Int? = nil
    ) -> Table {
        Table(
            id: id, keyspace: keyspace, name: name, columns: columns ?? self.columns, dropped: dropped ?? self.dropped,
            options: options ?? self.options, indexes: indexes ?? self.indexes,
            nextColumnID: nextColumnID ?? self.nextColumnID)
    }

    /// `keyspace.table`, quoted where it has to be.
    var qualifiedText: String { "\(CQLIdentifier.quoted(keyspace)).\(CQLIdentifier.quoted(name))" }
}
