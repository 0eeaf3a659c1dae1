/// CREATE and ALTER KEYSPACE.
extension TokenCursor {
    mutating func createKeyspace() throws(ParseFailure) -> CreateKeyspaceStatement {
        advance()
        let ifNotExists = try acceptIfNotExists()
        let name = try keyspaceName()
        try expect(.with)
        return CreateKeyspaceStatement(name: name, ifNotExists: ifNotExists, properties: try properties())
    }

    mutating func alterKeyspace() throws(ParseFailure) -> AlterKeyspaceStatement {
        advance()
        let ifExists = try acceptIfExists()
        let name = try keyspaceName()
        try expect(.with)
        return AlterKeyspaceStatement(name: name, ifExists: ifExists, properties: try properties())
    }
}
