import CassandraWire

/// What of which column is indexed.
struct IndexTarget: Hashable, Sendable {
    enum Part: String, Sendable {
        case keys
        case values
        case entries
        /// A frozen collection as a whole.
        case full
    }

    var column: String
    /// `nil` for the value as it is.
    var part: Part?

    /// As the schema and DESCRIBE write it.
    var text: String {
        let column = CQLIdentifier.quoted(column)
        return part.map { "\($0.rawValue)(\(column))" } ?? column
    }
}

/// An index of a table: a thing of the schema, and the right to ask for what it is about.
///
/// Nothing is stored for it. Whatever it answers is found by looking at the rows.
struct TableIndex: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        /// A hidden table beside the indexed one.
        case legacy
        /// SAI; its class as the statement named it.
        case storageAttached(className: String)
    }

    var name: String
    var target: IndexTarget
    var kind: Kind
    /// As the statement gave them.
    var options: [String: String] = [:]

    var isStorageAttached: Bool { if case .storageAttached = kind { true } else { false } }

    /// Whether the other is the same but for its name.
    func equalsButForName(_ other: TableIndex) -> Bool {
        target == other.target && kind == other.kind && options == other.options
    }

    /// As `system_schema.indexes` has them.
    var schemaOptions: [String: String] {
        var all = options
        all["target"] = target.text
        if case .storageAttached(let className) = kind { all["class_name"] = className }
        return all
    }

    /// The statement that makes it.
    func cqlText(on table: Table) -> String {
        let place = "\(CQLIdentifier.quoted(name)) ON \(table.qualifiedText) (\(target.text))"
        guard case .storageAttached(let className) = kind else { return "CREATE INDEX \(place);" }
        let with = options.isEmpty ? "" : " WITH OPTIONS = \(TableOptions.map(options))"
        return "CREATE CUSTOM INDEX \(place) USING \(CQLIdentifier.stringLiteral(className))\(with);"
    }
}

extension Table {
    /// The indexes that have to go before the column can.
    func indexes(of column: String) -> [TableIndex] { indexes.filter { $0.target.column == column } }
}

extension Keyspace {
    /// The index of a name, with its table.
    func index(_ name: String) -> (table: Table, index: TableIndex)? {
        for table in tables.values {
            if let index = table.indexes.first(where: { $0.name == name }) { return (table, index) }
        }
        return nil
    }
}
