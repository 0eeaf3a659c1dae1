/// Reads statements. Whether their names exist and their values fit is for others to say.
enum CQLParser {
    /// How deep collections, calls, types and the like may be nested, so that no text overflows the stack.
    static let maximumDepth = 64

    static func parse(_ text: String) throws(ParseFailure) -> ParsedStatement {
        var cursor = TokenCursor(Array(text.utf8))
        let statement = try cursor.statement()
        if case .unsupported = statement { return ParsedStatement(statement: statement, markers: []) }
        try cursor.finish()
        if let feature = cursor.refusedFeature {
            return ParsedStatement(statement: .unsupported(feature: feature), markers: [])
        }
        return ParsedStatement(statement: statement, markers: cursor.markers)
    }
}

extension TokenCursor {
    fileprivate mutating func statement() throws(ParseFailure) -> Statement {
        guard let keyword = current.keyword else { throw unexpected() }
        switch keyword {
        case .select: return try .select(selectStatement())
        case .insert: return .modification(try insertStatement())
        case .update: return try .modification(updateStatement())
        case .delete: return try .modification(deleteStatement())
        case .begin: return try .batch(batchStatement())
        case .use: return try useStatement()
        case .truncate: return try truncateStatement()
        case .create: return try createStatement()
        case .alter: return try alterStatement()
        case .drop: return try dropStatement()
        case .describe, .desc: return try .describe(describeStatement())
        case .grant, .revoke: return try .role(grantOrRevoke())
        case .list: return try .role(listOfRoles())
        case .add where peek(1).is(.identity): return .unsupported(feature: UnsupportedFeature.identities)
        default: throw unexpected()
        }
    }

    /// After the statement nothing may follow but semicolons.
    fileprivate mutating func finish() throws(ParseFailure) {
        while accept(.semicolon) {}
        guard current.kind == .end else { throw mismatch(expecting: Token.Kind.end.expectation) }
    }

    private mutating func createStatement() throws(ParseFailure) -> Statement {
        advance()
        guard let keyword = current.keyword else { throw unexpected() }
        switch keyword {
        case .keyspace, .schema: return try .createKeyspace(createKeyspace())
        case .table: return try .createTable(createTable())
        case .type: return try .createType(createType())
        case .role, .user: return try .role(createRole())
        case .index: return try .createIndex(createIndex(isCustom: false))
        case .custom:
            advance()
            return try .createIndex(createIndex(isCustom: true))
        default: return try unsupported(keyword)
        }
    }

    private mutating func alterStatement() throws(ParseFailure) -> Statement {
        advance()
        guard let keyword = current.keyword else { throw unexpected() }
        switch keyword {
        case .keyspace, .schema: return try .alterKeyspace(alterKeyspace())
        case .table: return try .alterTable(alterTable())
        case .type: return try .alterType(alterType())
        case .role, .user: return try .role(alterRole())
        case .materialized: return try unsupported(keyword)
        default: throw unexpected()
        }
    }

    private mutating func dropStatement() throws(ParseFailure) -> Statement {
        advance()
        guard let keyword = current.keyword else { throw unexpected() }
        switch keyword {
        case .keyspace, .schema:
            advance()
            let ifExists = try acceptIfExists()
            return try .dropKeyspace(keyspaceName(), ifExists: ifExists)
        case .table:
            advance()
            let ifExists = try acceptIfExists()
            return try .dropTable(tableName(), ifExists: ifExists)
        case .type:
            advance()
            let ifExists = try acceptIfExists()
            return try .dropType(userTypeName(), ifExists: ifExists)
        case .role, .user: return try .role(dropRole())
        case .index: return try dropIndex()
        case .custom, .or: throw unexpected()
        default: return try unsupported(keyword)
        }
    }

    private mutating func useStatement() throws(ParseFailure) -> Statement {
        advance()
        return try .use(keyspaceName())
    }

    private mutating func truncateStatement() throws(ParseFailure) -> Statement {
        advance()
        accept(.table)
        return try .truncate(tableName())
    }
}
