/// DESCRIBE.
extension TokenCursor {
    mutating func describeStatement() throws(ParseFailure) -> DescribeStatement {
        advance()
        let subject = try describedSubject()
        guard accept(.with) else { return DescribeStatement(subject: subject, withInternals: false) }
        try expect(.internals)
        return DescribeStatement(subject: subject, withInternals: true)
    }

    private mutating func describedSubject() throws(ParseFailure) -> DescribeStatement.Subject {
        guard let keyword = current.keyword else { return try .named(tableName()) }
        if let subject = describedWhole(keyword) {
            advance()
            return subject
        }
        switch keyword {
        case .full:
            advance()
            try expect(.schema)
            return .schema(isFull: true)
        case .only where peek(1).is(.keyspace):
            advance()
            return try describedKeyspace(isOnly: true)
        case .keyspace: return try describedKeyspace(isOnly: false)
        case .table:
            advance()
            return try .table(tableName())
        case .index:
            advance()
            return try .index(tableName())
        case .materialized:
            advance()
            try expect(.view)
            return try .view(tableName())
        case .type where peek(1).isName:
            advance()
            return try .type(userTypeName())
        case .function where peek(1).isFunctionName:
            advance()
            return try .function(functionName())
        case .aggregate where peek(1).isFunctionName:
            advance()
            return try .aggregate(functionName())
        default: return try .named(tableName())
        }
    }

    /// What is described without a name.
    private func describedWhole(_ keyword: Keyword) -> DescribeStatement.Subject? {
        switch keyword {
        case .cluster: .cluster
        case .schema: .schema(isFull: false)
        case .keyspaces: .keyspaces
        case .tables: .tables
        case .types: .types
        case .functions: .functions
        case .aggregates: .aggregates
        default: nil
        }
    }

    private mutating func describedKeyspace(isOnly: Bool) throws(ParseFailure) -> DescribeStatement.Subject {
        advance()
        guard current.isName else { return .keyspace(nil, isOnly: isOnly) }
        return try .keyspace(keyspaceName(), isOnly: isOnly)
    }
}
