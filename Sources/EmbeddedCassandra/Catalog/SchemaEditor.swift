import CassandraWire

/// Makes the next version of a schema out of a statement.
///
/// Each method gives what changed, or `nil` when there was nothing to do (`IF NOT EXISTS` of what exists).
struct SchemaEditor {
    var schema: Schema
    /// The datacenters of the cluster: replication names them.
    let datacenters: [String]
    /// Microseconds since 1970.
    let now: Int64
    /// Gives ids to tables.
    let nextID: () -> CQLUUID
    /// What whoever changes the schema is to be told.
    var warnings: [String] = []

    mutating func apply(_ statement: Statement, keyspace: String?) throws(ServerError) -> SchemaChange? {
        switch statement {
        case .createKeyspace(let statement): try create(statement)
        case .alterKeyspace(let statement): try alter(statement)
        case .dropKeyspace(let name, let ifExists): try dropKeyspace(name, ifExists)
        case .createTable(let statement): try create(statement, keyspace)
        case .alterTable(let statement): try alter(statement, keyspace)
        case .dropTable(let name, let ifExists): try dropTable(name, ifExists, keyspace)
        case .createType(let statement): try create(statement, keyspace)
        case .alterType(let statement): try alter(statement, keyspace)
        case .dropType(let name, let ifExists): try dropType(name, ifExists, keyspace)
        case .createIndex(let statement): try create(statement, keyspace)
        case .dropIndex(let name, let ifExists): try dropIndex(name, ifExists, keyspace)
        case .select, .modification, .batch, .truncate, .use, .describe, .role, .unsupported: nil
        }
    }

    /// The keyspace a name means: its own, or the one in use.
    static func keyspaceName(_ name: QualifiedName, _ current: String?) throws(ServerError) -> String {
        guard let keyspace = name.keyspace ?? current else {
            throw .invalid(
                "No keyspace has been specified. USE a keyspace, or explicitly specify keyspace.tablename")
        }
        return keyspace
    }

    /// The keyspace that a statement changes something in: what it does, and to what, as the server says when it
    /// refuses that; to all tables when nothing is named.
    func changeable(
        _ name: String, to verb: String = "CREATE", _ thing: String? = nil
    ) throws(ServerError) -> Keyspace {
        guard let keyspace = schema.keyspaces[name] else { throw .invalid("Keyspace '\(name)' doesn't exist") }
        guard !keyspace.isSystem else {
            guard keyspace.isReplicatedSystem else { throw Self.notModifiable(name) }
            throw ServerError(
                code: .unauthorized, message: "Cannot \(verb) <\(thing ?? "all tables in \(name)")>")
        }
        return keyspace
    }

    /// A keyspace whose replication is the clients' to choose.
    private func replicable(_ name: String) throws(ServerError) -> Keyspace {
        if let keyspace = schema.keyspaces[name], keyspace.isReplicatedSystem { return keyspace }
        return try changeable(name, to: "ALTER", "keyspace \(name)")
    }

    static func notModifiable(_ keyspace: String) -> ServerError {
        ServerError(code: .unauthorized, message: "\(keyspace) keyspace is not user-modifiable.")
    }

    // MARK: Keyspaces

    private mutating func create(_ statement: CreateKeyspaceStatement) throws(ServerError) -> SchemaChange? {
        let name = statement.name
        if schema.keyspaces[name]?.isSystem == true {
            throw .invalid("System keyspace '\(name)' is not user-modifiable")
        }
        try Self.check(keyspaceName: name)
        if schema.keyspaces[name] != nil {
            if statement.ifNotExists { return nil }
            throw ServerError(
                code: .alreadyExists, message: "Cannot add existing keyspace \"\(name)\"",
                detail: .alreadyExists(keyspace: name, table: ""))
        }
        var keyspace = Keyspace(name: name, replication: Replication(strategy: "", factors: [:]))
        try Replication.read(statement.properties, into: &keyspace, isNew: true, datacenters)
        schema.keyspaces[name] = keyspace
        return SchemaChange(change: "CREATED", target: .keyspace, keyspace: name)
    }

    private mutating func alter(_ statement: AlterKeyspaceStatement) throws(ServerError) -> SchemaChange? {
        if statement.ifExists, schema.keyspaces[statement.name] == nil { return nil }
        var keyspace = try replicable(statement.name)
        let before = keyspace
        try Replication.read(statement.properties, into: &keyspace, isNew: false, datacenters)
        if keyspace.replication == before.replication, keyspace.hasDurableWrites == before.hasDurableWrites {
            return nil
        }
        schema.keyspaces[statement.name] = keyspace
        return SchemaChange(change: "UPDATED", target: .keyspace, keyspace: statement.name)
    }

    private mutating func dropKeyspace(_ name: String, _ ifExists: Bool) throws(ServerError) -> SchemaChange? {
        if ifExists, schema.keyspaces[name] == nil { return nil }
        schema.keyspaces[try changeable(name, to: "DROP", "keyspace \(name)").name] = nil
        return SchemaChange(change: "DROPPED", target: .keyspace, keyspace: name)
    }

    // Names are file names on a server, so their letters and length are limited.

    private static func check(keyspaceName name: String) throws(ServerError) {
        guard isPlain(name) else {
            throw .invalid(
                "Keyspace name must not be empty and must contain alphanumeric or underscore characters only "
                    + "(got \"\(name)\")")
        }
        guard name.utf8.count <= 48 else {
            throw .invalid(
                "Keyspace name must not be more than 48 characters long (got \(name.utf8.count) characters for "
                    + "\"\(name)\")")
        }
    }

    static func check(tableName name: String, _ keyspace: String) throws(ServerError) {
        guard isPlain(name) else {
            throw .configuration(
                "\(keyspace).\(name): Table name must not be empty or not contain non-alphanumeric-underscore "
                    + "characters (got \"\(name)\")")
        }
        guard name.utf8.count <= 222 else {
            throw .configuration(
                "\(keyspace).\(name): Table name must not be more than 222 characters long (got "
                    + "\(name.utf8.count) characters for \"\(name)\")")
        }
    }

    private static func isPlain(_ name: String) -> Bool {
        !name.isEmpty
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }
}
