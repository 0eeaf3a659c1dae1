/// CREATE and DROP INDEX.
extension TokenCursor {
    /// From INDEX on.
    mutating func createIndex(isCustom: Bool) throws(ParseFailure) -> CreateIndexStatement {
        try expect(.index)
        let ifNotExists = try acceptIfNotExists()
        var name: String?
        if !current.is(.on), current.isName || current.kind == .questionMark { name = try indexName() }
        try expect(.on)
        var statement = CreateIndexStatement(
            name: name, table: try tableName(), ifNotExists: ifNotExists, isCustom: isCustom, targets: [],
            properties: [])
        try expect(.openParenthesis)
        if current.kind != .closeParenthesis {
            repeat { statement.targets.append(try indexTarget()) } while accept(.comma)
        }
        try expect(.closeParenthesis)
        if accept(.using) {
            guard current.kind == .string else { throw mismatch(expecting: Token.Kind.string.expectation) }
            statement.className = content(ofString: current)
            advance()
        }
        if accept(.with) { statement.properties = try properties() }
        return statement
    }

    /// `c`, or `keys(c)` and its like.
    private mutating func indexTarget() throws(ParseFailure) -> CreateIndexStatement.Target {
        guard let part = indexedPart, peek(1).kind == .openParenthesis else {
            return try CreateIndexStatement.Target(column: columnName())
        }
        advance()
        advance()
        let column = try columnName()
        try expect(.closeParenthesis)
        return CreateIndexStatement.Target(column: column, part: part)
    }

    private var indexedPart: IndexTarget.Part? {
        switch current.keyword {
        case .keys: .keys
        case .values: .values
        case .entries: .entries
        case .full: .full
        default: nil
        }
    }

    private mutating func indexName() throws(ParseFailure) -> String {
        if current.kind == .questionMark { throw invalid("Bind variables cannot be used for index names") }
        return try name()
    }

    mutating func dropIndex() throws(ParseFailure) -> Statement {
        advance()
        let ifExists = try acceptIfExists()
        let first = try indexName()
        guard accept(.dot) else { return .dropIndex(QualifiedName(name: first), ifExists: ifExists) }
        return try .dropIndex(QualifiedName(keyspace: first, name: indexName()), ifExists: ifExists)
    }
}
