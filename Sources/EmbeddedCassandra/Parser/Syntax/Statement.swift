/// A statement as its text says it: names are folded and unquoted, nothing is looked up.
indirect enum Statement: Sendable {
    case select(SelectStatement)
    case modification(ModificationStatement)
    case batch(BatchStatement)
    case truncate(QualifiedName)
    case use(String)
    case createKeyspace(CreateKeyspaceStatement)
    case alterKeyspace(AlterKeyspaceStatement)
    case dropKeyspace(String, ifExists: Bool)
    case createTable(CreateTableStatement)
    case alterTable(AlterTableStatement)
    case dropTable(QualifiedName, ifExists: Bool)
    case createType(CreateTypeStatement)
    case alterType(AlterTypeStatement)
    case dropType(QualifiedName, ifExists: Bool)
    case createIndex(CreateIndexStatement)
    case dropIndex(QualifiedName, ifExists: Bool)
    case describe(DescribeStatement)
    case role(RoleStatement)
    /// Understood, and refused by the name of the feature.
    case unsupported(feature: String)
}

/// A statement with what the text says about its markers.
struct ParsedStatement: Sendable {
    let statement: Statement
    /// For each marker in the order of the text its name, `nil` for `?`.
    let markers: [String?]
}

/// A name that may be preceded by a keyspace.
struct QualifiedName: Hashable, Sendable {
    var keyspace: String?
    var name: String

    init(keyspace: String? = nil, name: String) {
        self.keyspace = keyspace
        self.name = name
    }
}

/// One `name = value` after WITH. The value is as written: a number, a boolean, the inside of a string, or a map of such.
struct Property: Sendable {
    enum Value: Sendable {
        case text(String)
        case map([(key: String, value: String)])
    }

    var name: String
    var value: Value
}

/// USING TIMESTAMP and USING TTL.
struct UsingClause: Sendable {
    var timestamp: Term?
    var timeToLive: Term?
}

enum BatchKind: UInt8, Sendable {
    case logged = 0
    case unlogged = 1
    case counter = 2
}

struct BatchStatement: Sendable {
    var kind: BatchKind
    var timestamp: Term?
    /// A TTL is refused, but where the text has one is noted.
    var timeToLive: Term?
    var statements: [ModificationStatement]
}
