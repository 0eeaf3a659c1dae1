struct CreateKeyspaceStatement: Sendable {
    var name: String
    var ifNotExists: Bool
    var properties: [Property]
}

struct AlterKeyspaceStatement: Sendable {
    var name: String
    var ifExists: Bool
    var properties: [Property]
}

struct CreateTableStatement: Sendable {
    struct Column: Sendable {
        var name: String
        var type: TypeReference
        var isStatic = false
        /// `name type PRIMARY KEY`
        var isPrimaryKey = false
    }

    /// `PRIMARY KEY ((a, b), c)`
    struct PrimaryKey: Sendable {
        var partition: [String]
        var clustering: [String]
    }

    struct ClusteringOrder: Sendable {
        var column: String
        var isDescending: Bool
    }

    var table: QualifiedName
    var ifNotExists: Bool
    var columns: [Column]
    /// There may be none or several, which is an error that is not the parser's.
    var primaryKeys: [PrimaryKey]
    var clusteringOrder: [ClusteringOrder]
    var isCompactStorage = false
    var properties: [Property]
}

struct AlterTableStatement: Sendable {
    enum Action: Sendable {
        case add([CreateTableStatement.Column], ifNotExists: Bool)
        case drop([String], ifExists: Bool, timestamp: Term?)
        case rename([Renaming], ifExists: Bool)
        case with([Property])
        /// ALTER … TYPE, which servers refuse.
        case alterType(String)
        case dropCompactStorage
    }

    var table: QualifiedName
    var ifExists: Bool
    var action: Action
}

struct Renaming: Sendable {
    var from: String
    var to: String
}

struct CreateTypeStatement: Sendable {
    struct Field: Sendable {
        var name: String
        var type: TypeReference
    }

    var name: QualifiedName
    var ifNotExists: Bool
    var fields: [Field]
}

struct AlterTypeStatement: Sendable {
    enum Action: Sendable {
        case add(CreateTypeStatement.Field, ifNotExists: Bool)
        case rename([Renaming], ifExists: Bool)
        case alterField(String)
    }

    var name: QualifiedName
    var ifExists: Bool
    var action: Action
}

struct CreateIndexStatement: Sendable {
    /// What of a column is indexed: `keys(m)`; `c` alone is for the type to say.
    struct Target: Sendable {
        var column: String
        var part: IndexTarget.Part?
    }

    /// Made up if there is none.
    var name: String?
    var table: QualifiedName
    var ifNotExists: Bool
    /// CREATE CUSTOM INDEX.
    var isCustom: Bool
    var targets: [Target]
    /// What stands after USING.
    var className: String?
    var properties: [Property]
}

struct DescribeStatement: Sendable {
    enum Subject: Sendable {
        case cluster
        case schema(isFull: Bool)
        case keyspaces
        /// `nil`: the one in use.
        case keyspace(String?, isOnly: Bool)
        case tables
        case table(QualifiedName)
        case types
        case type(QualifiedName)
        case functions
        case function(QualifiedName)
        case aggregates
        case aggregate(QualifiedName)
        case index(QualifiedName)
        case view(QualifiedName)
        /// `DESCRIBE name`: whatever is called so.
        case named(QualifiedName)
    }

    var subject: Subject
    var withInternals: Bool
}
