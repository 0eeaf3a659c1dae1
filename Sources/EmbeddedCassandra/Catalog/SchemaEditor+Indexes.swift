import CassandraWire

/// Making and dropping indexes.
extension SchemaEditor {
    mutating func create(_ statement: CreateIndexStatement, _ current: String?) throws(ServerError) -> SchemaChange? {
        let keyspaceName = try Self.keyspaceName(statement.table, current)
        if schema.keyspaces[keyspaceName]?.isSystem == true { throw Self.notModifiable(keyspaceName) }
        let definition = try IndexDefinition(statement)
        var keyspace = try changeable(keyspaceName)
        guard let table = keyspace.tables[statement.table.name] else {
            throw .invalid("Table '\(statement.table.name)' doesn't exist")
        }
        if let name = statement.name, keyspace.index(name) != nil {
            if statement.ifNotExists { return nil }
            throw .invalid("Index '\(name)' already exists")
        }
        if table.isCounter { throw .invalid("Secondary indexes on counter tables aren't supported") }
        let targets = try Self.targets(of: statement, isCustom: definition.className != nil, table)
        let name = statement.name ?? Self.freeName(for: targets, of: table, in: keyspace)
        // Of which class it is does not matter for whether there is the same already.
        if targets.count == 1 {
            let asGiven = TableIndex(
                name: name, target: targets[0],
                kind: definition.className.map { .storageAttached(className: $0) } ?? .legacy,
                options: definition.options)
            if let same = table.indexes.first(where: { $0.equalsButForName(asGiven) }) {
                if statement.ifNotExists { return nil }
                throw .invalid("Index \(name) is a duplicate of existing index \(same.name)")
            }
        }
        guard !name.isEmpty, name.utf8.allSatisfy(Self.isWordCharacter) else {
            throw .configuration("Illegal index name \(name)")
        }
        let kind = try definition.kind()
        if kind != .legacy { try StorageAttachedIndexCheck(table, targets, definition.options).check() }
        let index = TableIndex(name: name, target: targets[0], kind: kind, options: definition.options)
        let changed = table.with(indexes: table.indexes + [index])
        warnings += changed.vectorIndexWarnings
        keyspace.tables[table.name] = changed
        schema.keyspaces[keyspaceName] = keyspace
        return SchemaChange(change: "UPDATED", target: .table(table.name), keyspace: keyspaceName)
    }

    private static func targets(
        of statement: CreateIndexStatement, isCustom: Bool, _ table: Table
    ) throws(ServerError) -> [IndexTarget] {
        var targets: [IndexTarget] = []
        for target in statement.targets {
            let column = try table.required(target.column)
            let part = target.part ?? (column.type.isCollection ? .values : nil)
            targets.append(IndexTarget(column: column.name, part: part))
        }
        if targets.isEmpty, !isCustom {
            throw .invalid("Only CUSTOM indexes can be created without specifying a target column")
        }
        if targets.count > 1 {
            guard isCustom else { throw .invalid("Only CUSTOM indexes support multiple columns") }
            for (index, target) in targets.enumerated()
            where targets[..<index].contains(where: { $0.column == target.column }) {
                throw .invalid("Duplicate column '\(target.column)' in index target list")
            }
        }
        for target in targets { try check(target, try table.required(target.column), table) }
        return targets
    }

    private static func check(_ target: IndexTarget, _ column: Column, _ table: Table) throws(ServerError) {
        let name = column.name
        let isFrozen = column.type.isCollection && !column.type.isInParts
        if column.type.hasDuration {
            let what =
                switch column.type.unfrozen {
                case .list, .set, .map: "collections containing durations"
                case .tuple: "tuples containing durations"
                case .udt: "UDTs containing durations"
                default: "duration columns"
                }
            throw .invalid("Secondary indexes are not supported on \(what)")
        }
        if column.kind == .partitionKey, table.partitionKey.count == 1 {
            throw .invalid("Cannot create secondary index on the only partition key column \(name)")
        }
        if isFrozen, let part = target.part, part != .full {
            throw .invalid(
                "Cannot create \(part.rawValue)() index on frozen column \(name). Frozen collections are immutable and "
                    + "must be fully indexed by using the 'full(\(CQLIdentifier.quoted(name)))' modifier")
        }
        if !isFrozen, target.part == .full {
            throw .invalid("full() indexes can only be created on frozen collections")
        }
        if !column.type.isCollection, let part = target.part {
            throw .invalid(
                "Cannot create \(part.rawValue)() index on \(name). Non-collection columns only support simple indexes")
        }
        if target.part == .keys || target.part == .entries {
            guard case .map = column.type else {
                throw .invalid(
                    "Cannot create index on \(target.part?.rawValue ?? "") of column \(name) with non-map type")
            }
        }
        if case .udt = column.type { throw .invalid("Cannot create index on non-frozen UDT column \(name)") }
    }

    /// `table_column_idx`, with a number if the keyspace has that already.
    private static func freeName(for targets: [IndexTarget], of table: Table, in keyspace: Keyspace) -> String {
        let parts = targets.count == 1 ? [table.name, targets[0].column, "idx"] : [table.name, "idx"]
        let base = String(decoding: parts.joined(separator: "_").utf8.filter(isWordCharacter), as: UTF8.self)
        var name = base
        var number = 0
        while keyspace.index(name) != nil {
            number += 1
            name = "\(base)_\(number)"
        }
        return name
    }

    static func isWordCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    mutating func dropIndex(
        _ qualified: QualifiedName, _ ifExists: Bool, _ current: String?
    ) throws(ServerError) -> SchemaChange? {
        let keyspaceName = try Self.keyspaceName(qualified, current)
        guard let (table, index) = schema.keyspaces[keyspaceName]?.index(qualified.name) else {
            if ifExists { return nil }
            // The quote at the end is the server's.
            throw .invalid("Index '\(keyspaceName).\(qualified.name)' doesn't exist'")
        }
        var keyspace = try changeable(keyspaceName)
        keyspace.tables[table.name] = table.with(indexes: table.indexes.filter { $0.name != index.name })
        schema.keyspaces[keyspaceName] = keyspace
        return SchemaChange(change: "UPDATED", target: .table(table.name), keyspace: keyspaceName)
    }
}

extension CQLType {
    /// Whether a duration is in it somewhere.
    fileprivate var hasDuration: Bool {
        switch self {
        case .duration: true
        case .list(let inner), .set(let inner), .vector(let inner, _), .frozen(let inner): inner.hasDuration
        case .map(let key, let value): key.hasDuration || value.hasDuration
        case .tuple(let types): types.contains(where: \.hasDuration)
        case .udt(let type): type.fields.contains(where: \.type.hasDuration)
        default: false
        }
    }
}
