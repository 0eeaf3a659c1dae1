/// Names of columns, tables, keyspaces and types.
extension TokenCursor {
    /// A name that is not a column's; markers and aliases are such.
    mutating func name() throws(ParseFailure) -> String {
        guard current.isName else { throw unexpected() }
        defer { advance() }
        return name(of: current)
    }

    /// A column where it is used; only there a name may be empty.
    mutating func columnName() throws(ParseFailure) -> String {
        guard current.isName || current.kind == .emptyQuotedName else { throw unexpected() }
        defer { advance() }
        return name(of: current)
    }

    mutating func keyspaceName() throws(ParseFailure) -> String {
        if current.kind == .questionMark { throw invalid("Bind variables cannot be used for keyspace names") }
        return try name()
    }

    /// A table, a view, an index: `name` or `keyspace.name`
    mutating func tableName() throws(ParseFailure) -> QualifiedName {
        if current.kind == .questionMark {
            let kind = peek(1).kind == .dot ? "keyspace" : "table"
            throw invalid("Bind variables cannot be used for \(kind) names")
        }
        let first = try name()
        guard accept(.dot) else { return QualifiedName(name: first) }
        if current.kind == .questionMark { throw invalid("Bind variables cannot be used for table names") }
        return try QualifiedName(keyspace: first, name: name())
    }

    mutating func functionName() throws(ParseFailure) -> QualifiedName {
        if current.isName && peek(1).kind == .dot {
            let keyspace = name(of: current)
            advance()
            advance()
            return try QualifiedName(keyspace: keyspace, name: plainFunctionName())
        }
        return try QualifiedName(name: plainFunctionName())
    }

    private mutating func plainFunctionName() throws(ParseFailure) -> String {
        guard current.isFunctionName else { throw unexpected() }
        defer { advance() }
        return name(of: current)
    }

    /// Whether the tokens from here are `name(` or `keyspace.name(`.
    var isAtCall: Bool {
        if current.isFunctionName && peek(1).kind == .openParenthesis { return true }
        return current.isName && peek(1).kind == .dot && peek(2).isFunctionName
            && peek(3).kind == .openParenthesis
    }

    /// `(a, b, …)` of columns.
    mutating func columnNames() throws(ParseFailure) -> [String] {
        try expect(.openParenthesis)
        var names = [try columnName()]
        while accept(.comma) { names.append(try columnName()) }
        try expect(.closeParenthesis)
        return names
    }
}
