import CassandraWire

/// User-defined types.
extension SchemaEditor {
    mutating func create(_ statement: CreateTypeStatement, _ current: String?) throws(ServerError) -> SchemaChange? {
        var keyspace = try changeable(try Self.keyspaceName(statement.name, current))
        let name = statement.name.name
        if keyspace.type(name) != nil {
            if statement.ifNotExists { return nil }
            throw .invalid("A user type with name '\(name)' already exists")
        }
        var fields: [UserDefinedType.Field] = []
        for field in statement.fields {
            guard !fields.contains(where: { $0.name == field.name }) else {
                throw .invalid("Duplicate field name '\(field.name)' in type '\(name)'")
            }
            fields.append(.init(name: field.name, type: try fieldType(field, of: keyspace.name)))
        }
        keyspace.types.append(UserDefinedType(keyspace: keyspace.name, name: name, fields: fields))
        schema.keyspaces[keyspace.name] = keyspace
        return SchemaChange(change: "CREATED", target: .type(name), keyspace: keyspace.name)
    }

    private func fieldType(_ field: CreateTypeStatement.Field, of keyspace: String) throws(ServerError) -> CQLType {
        // Whether there is such a type is not even asked.
        guard !field.type.isUserDefined else { throw .invalid("A user type cannot contain non-frozen UDTs") }
        let type = try TypeResolver.resolve(field.type, keyspace: keyspace, schema: schema)
        if type == .counter { throw .invalid("A user type cannot contain counters") }
        return type
    }

    mutating func alter(_ statement: AlterTypeStatement, _ current: String?) throws(ServerError) -> SchemaChange? {
        let keyspaceName = try Self.keyspaceName(statement.name, current)
        let name = statement.name.name
        guard var type = schema.keyspaces[keyspaceName]?.type(name) else {
            if statement.ifExists { return nil }
            throw .invalid("Type \(keyspaceName).\(name) doesn't exist")
        }
        _ = try changeable(keyspaceName, to: "ALTER")
        switch statement.action {
        case .add(let field, let ifNotExists):
            guard type.index(of: field.name) == nil else {
                if ifNotExists { return nil }
                throw .invalid(
                    "Cannot add field \(field.name) to type \(keyspaceName).\(name): a field with name "
                        + "\(field.name) already exists")
            }
            let added = try fieldType(field, of: keyspaceName)
            guard !added.mentions(type) else {
                throw .invalid(
                    "Cannot add new field \(field.name) of type \(added.cqlText) to user type "
                        + "\(keyspaceName).\(name) as it would create a circular reference")
            }
            type.fields.append(.init(name: field.name, type: added))
        case .rename(let renamings, let ifExists):
            let before = type
            for renaming in renamings {
                guard let index = type.index(of: renaming.from) else {
                    if ifExists { continue }
                    throw .invalid("Unkown field \(renaming.from) in user type \(keyspaceName).\(name)")
                }
                type.fields[index].name = renaming.to
            }
            for field in type.fields where type.fields.count(where: { $0.name == field.name }) > 1 {
                // The server names the keyspace here, not the type.
                throw .invalid("Duplicate field name \(field.name) in type \(keyspaceName)")
            }
            if type == before { return nil }
        case .alterField:
            throw .invalid("Altering field types is no longer supported")
        }
        replace(type)
        return SchemaChange(change: "UPDATED", target: .type(name), keyspace: keyspaceName)
    }

    /// Everything that has the type inside has the new one from now on.
    private mutating func replace(_ type: UserDefinedType) {
        guard var keyspace = schema.keyspaces[type.keyspace] else { return }
        keyspace.types = keyspace.types.map { there in
            there.name == type.name ? type : there.replacing(type)
        }
        keyspace.tables = keyspace.tables.mapValues { table in
            guard table.columns.contains(where: { $0.type.mentions(type) }) else { return table }
            return table.with(
                columns: table.columns.map { column in
                    var column = column
                    column.type = column.type.replacing(type)
                    return column
                })
        }
        schema.keyspaces[type.keyspace] = keyspace
    }

    mutating func dropType(
        _ qualified: QualifiedName, _ ifExists: Bool, _ current: String?
    ) throws(ServerError) -> SchemaChange? {
        let keyspaceName = try Self.keyspaceName(qualified, current)
        let name = qualified.name
        guard let type = schema.keyspaces[keyspaceName]?.type(name) else {
            if ifExists { return nil }
            throw .invalid("Type '\(keyspaceName).\(name)' doesn't exist")
        }
        var keyspace = try changeable(keyspaceName, to: "DROP")
        let types = keyspace.types.filter { $0.name != name && CQLType.udt($0).mentions(type) }.map(\.name)
        guard types.isEmpty else {
            throw .invalid(
                "Cannot drop user type '\(keyspaceName).\(name)' as it is still used by user types "
                    + types.sorted().joined(separator: ", "))
        }
        let tables = keyspace.tables.values.filter { $0.columns.contains { $0.type.mentions(type) } }.map(\.name)
        guard tables.isEmpty else {
            throw .invalid(
                "Cannot drop user type '\(keyspaceName).\(name)' as it is still used by tables "
                    + tables.sorted().joined(separator: ", "))
        }
        keyspace.types.removeAll { $0.name == name }
        schema.keyspaces[keyspaceName] = keyspace
        return SchemaChange(change: "DROPPED", target: .type(name), keyspace: keyspaceName)
    }
}

extension CQLType {
    /// Whether the user-defined type stands somewhere in this one.
    func mentions(_ type: UserDefinedType) -> Bool {
        switch self {
        case .udt(let there):
            there.name == type.name && there.keyspace == type.keyspace
                || there.fields.contains { $0.type.mentions(type) }
        case .list(let inner), .set(let inner), .vector(let inner, _), .frozen(let inner): inner.mentions(type)
        case .map(let key, let value): key.mentions(type) || value.mentions(type)
        case .tuple(let types): types.contains { $0.mentions(type) }
        default: false
        }
    }

    /// This type with `type` in place of what had its name.
    func replacing(_ type: UserDefinedType) -> CQLType {
        switch self {
        case .udt(let there):
            .udt(there.name == type.name && there.keyspace == type.keyspace ? type : there.replacing(type))
        case .list(let inner): .list(inner.replacing(type))
        case .set(let inner): .set(inner.replacing(type))
        case .vector(let inner, let dimension): .vector(inner.replacing(type), dimension: dimension)
        case .frozen(let inner): .frozen(inner.replacing(type))
        case .map(let key, let value): .map(key: key.replacing(type), value: value.replacing(type))
        case .tuple(let types): .tuple(types.map { $0.replacing(type) })
        default: self
        }
    }
}

extension UserDefinedType {
    fileprivate func replacing(_ type: UserDefinedType) -> UserDefinedType {
        var changed = self
        for index in fields.indices { changed.fields[index].type = fields[index].type.replacing(type) }
        return changed
    }
}
