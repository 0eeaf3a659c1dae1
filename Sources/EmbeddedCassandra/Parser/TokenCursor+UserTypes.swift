/// CREATE and ALTER TYPE.
extension TokenCursor {
    mutating func createType() throws(ParseFailure) -> CreateTypeStatement {
        advance()
        let ifNotExists = try acceptIfNotExists()
        let name = try userTypeName()
        try expect(.openParenthesis)
        var fields = [try field()]
        while accept(.comma) {
            // Between two commas there may be nothing.
            if current.kind == .comma || current.kind == .closeParenthesis { continue }
            fields.append(try field())
        }
        try expect(.closeParenthesis)
        return CreateTypeStatement(name: name, ifNotExists: ifNotExists, fields: fields)
    }

    private mutating func field() throws(ParseFailure) -> CreateTypeStatement.Field {
        let name = try name()
        return CreateTypeStatement.Field(name: name, type: try type())
    }

    mutating func alterType() throws(ParseFailure) -> AlterTypeStatement {
        advance()
        let ifExists = try acceptIfExists()
        let name = try userTypeName()
        return AlterTypeStatement(name: name, ifExists: ifExists, action: try typeChange())
    }

    private mutating func typeChange() throws(ParseFailure) -> AlterTypeStatement.Action {
        if accept(.add) {
            let ifNotExists = try acceptIfNotExists()
            return try .add(field(), ifNotExists: ifNotExists)
        }
        if accept(.rename) {
            let ifExists = try acceptIfExists()
            return try .rename(renamings(), ifExists: ifExists)
        }
        guard accept(.alter) else { throw unexpected() }
        let name = try name()
        try expect(.type)
        _ = try type()
        return .alterField(name)
    }
}
