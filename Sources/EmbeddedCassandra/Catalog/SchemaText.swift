import CassandraWire

extension CQLType {
    /// As the schema writes it: user-defined types without their keyspace, which is the table's own.
    var shortText: String { withoutKeyspaces.cqlText }

    private var withoutKeyspaces: CQLType {
        switch self {
        case .udt(let type): .udt(UserDefinedType(keyspace: "", name: type.name, fields: []))
        case .list(let inner): .list(inner.withoutKeyspaces)
        case .set(let inner): .set(inner.withoutKeyspaces)
        case .vector(let inner, let dimension): .vector(inner.withoutKeyspaces, dimension: dimension)
        case .frozen(let inner): .frozen(inner.withoutKeyspaces)
        case .map(let key, let value): .map(key: key.withoutKeyspaces, value: value.withoutKeyspaces)
        case .tuple(let types): .tuple(types.map(\.withoutKeyspaces))
        default: self
        }
    }
}

extension Keyspace {
    /// The statement that makes it.
    var cqlText: String {
        "CREATE KEYSPACE \(CQLIdentifier.quoted(name)) WITH replication = \(replication.cqlText)  AND durable_writes = "
            + "\(hasDurableWrites);"
    }
}

extension UserDefinedType {
    /// The statement that makes it.
    var createText: String {
        let lines = fields.map { "    \(CQLIdentifier.quoted($0.name)) \($0.type.shortText)" }
        return "CREATE TYPE \(CQLIdentifier.quoted(keyspace)).\(CQLIdentifier.quoted(name)) (\n"
            + lines.joined(separator: ",\n") + "\n);"
    }
}

extension Table {
    /// The statement that makes it; with its id where the internals are asked for.
    func cqlText(withInternals: Bool = false, isVirtual: Bool = false) -> String {
        let isSimple = partitionKey.count == 1 && clustering.isEmpty
        var lines = (partitionKey + clustering + Self.simpleFirst(statics) + Self.simpleFirst(regulars)).map { column in
            "    \(CQLIdentifier.quoted(column.name)) \(column.type.shortText)"
                + (column.kind == .isStatic ? " static" : "")
                + (isSimple && column.kind == .partitionKey ? " PRIMARY KEY" : "")
        }
        if !isSimple { lines.append("    PRIMARY KEY (\(primaryKeyText))") }
        var clauses: [String] = []
        if withInternals { clauses.append("ID = \(id)") }
        if !clustering.isEmpty {
            let order = clustering.map { "\(CQLIdentifier.quoted($0.name)) \($0.isDescending ? "DESC" : "ASC")" }
            clauses.append("CLUSTERING ORDER BY (\(order.joined(separator: ", ")))")
        }
        clauses += options.cqlClauses.filter { !isVirtual || $0.hasPrefix("comment = ") }
        return "CREATE TABLE \(qualifiedText) (\n" + lines.joined(separator: ",\n") + "\n) WITH "
            + clauses.joined(separator: "\n    AND ") + ";"
    }

    /// Columns whose parts are cells of their own come last.
    private static func simpleFirst(_ columns: [Column]) -> [Column] {
        columns.filter { !$0.isMultiCell } + columns.filter(\.isMultiCell)
    }

    private var primaryKeyText: String {
        let names = partitionKey.map { CQLIdentifier.quoted($0.name) }
        let partition = names.count == 1 ? names[0] : "(\(names.joined(separator: ", ")))"
        return ([partition] + clustering.map { CQLIdentifier.quoted($0.name) }).joined(separator: ", ")
    }
}

extension TableOptions {
    /// What stands after WITH, in the server's order.
    var cqlClauses: [String] {
        [
            "additional_write_policy = \(Self.text(additionalWritePolicy))",
            "allow_auto_snapshot = \(allowsAutoSnapshot)",
            "bloom_filter_fp_chance = \(bloomFilterChance)",
            "caching = \(Self.map(caching))",
            "cdc = \(capturesChanges)",
            "comment = \(Self.text(comment))",
            "compaction = \(Self.map(compaction))",
            "compression = \(Self.map(compression))",
            "memtable = \(Self.text(memtable ?? "default"))",
            "crc_check_chance = \(checkChance)",
            "default_time_to_live = \(defaultTimeToLive)",
            "extensions = \(Self.map(extensions))",
            "gc_grace_seconds = \(graceSeconds)",
            "incremental_backups = \(backsUpIncrementally)",
            "max_index_interval = \(maxIndexInterval)",
            "memtable_flush_period_in_ms = \(flushPeriod)",
            "min_index_interval = \(minIndexInterval)",
            "read_repair = \(Self.text(readRepair))",
            "speculative_retry = \(Self.text(speculativeRetry))",
        ]
    }

    private static func text(_ text: String) -> String { CQLIdentifier.stringLiteral(text) }

    static func map(_ entries: [String: String]) -> String {
        let parts = entries.sorted { $0.key < $1.key }.map { "\(text($0.key)): \(text($0.value))" }
        return "{\(parts.joined(separator: ", "))}"
    }
}
