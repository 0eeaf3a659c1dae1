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
        case .select, .modification, .batch, .truncate, .use, .describe, .unsupported: nil
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

    /// The keyspace that a statement changes something in.
    func changeable(_ name: String) throws(ServerError) -> Keyspace {
        guard let keyspace = schema.keyspaces[name] else { throw .invalid("Keyspace '\(name)' doesn't exist") }
        guard !keyspace.isSystem else { throw Self.notModifiable(name) }
        return keyspace
    }

    static func notModifiable(_ keyspace: String) -> ServerError {
        ServerError(code: .unauthorized, message: "\(keyspace) keyspace is not user-modifiable.")
    }

    // MARK: Keyspaces

    private mutating func create(_ statement: CreateKeyspaceStatement) throws(ServerError) -> SchemaChange? {
        let name = statement.name
        try Self.check(name: name, of: "Keyspace")
        if let there = schema.keyspaces[name] {
            if statement.ifNotExists { return nil }
            if there.isSystem { throw Self.notModifiable(name) }
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
        var keyspace = try changeable(statement.name)
        try Replication.read(statement.properties, into: &keyspace, isNew: false, datacenters)
        schema.keyspaces[statement.name] = keyspace
        return SchemaChange(change: "UPDATED", target: .keyspace, keyspace: statement.name)
    }

    private mutating func dropKeyspace(_ name: String, _ ifExists: Bool) throws(ServerError) -> SchemaChange? {
        if ifExists, schema.keyspaces[name] == nil { return nil }
        schema.keyspaces[try changeable(name).name] = nil
        return SchemaChange(change: "DROPPED", target: .keyspace, keyspace: name)
    }

    /// Names are file names on a server, so their letters and length are limited.
    static func check(name: String, of what: String) throws(ServerError) {
        let isValid = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        guard isValid, !name.isEmpty, name.utf8.count <= 48 else {
            throw .invalid(
                "\(what) name must not be empty or not contain non-alphanumeric-underscore characters "
                    + "(got \"\(name)\")")
        }
    }
}
