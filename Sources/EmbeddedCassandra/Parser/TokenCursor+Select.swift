/// SELECT.
extension TokenCursor {
    mutating func selectStatement() throws(ParseFailure) -> SelectStatement {
        try expect(.select)
        let isJSON = acceptModifier(.json)
        let isDistinct = acceptModifier(.distinct)
        let selection = try selectedItems()
        try expect(.from)
        var statement = SelectStatement(table: try tableName())
        statement.isJSON = isJSON
        statement.isDistinct = isDistinct
        statement.selection = selection
        if accept(.where) { statement.relations = try relations() }
        if accept(.group) {
            try expect(.by)
            repeat { statement.groupBy.append(try selector()) } while accept(.comma)
        }
        if accept(.order) {
            try expect(.by)
            repeat { statement.orderBy.append(try ordering()) } while accept(.comma)
        }
        if accept(.per) {
            try expect(.partition)
            try expect(.limit)
            statement.perPartitionLimit = try integerOrMarker()
        }
        if accept(.limit) { statement.limit = try integerOrMarker() }
        if accept(.allow) {
            try expect(.filtering)
            statement.allowsFiltering = true
        }
        return statement
    }

    /// JSON and DISTINCT are names of columns too, which shows in what follows.
    private mutating func acceptModifier(_ keyword: Keyword) -> Bool {
        guard current.is(keyword) else { return false }
        let next = peek(1)
        switch next.kind {
        case .comma, .dot, .plus, .slash, .percent, .end: return false
        default: break
        }
        guard !next.is(.from) && !next.is(.as) else { return false }
        advance()
        return true
    }

    private mutating func ordering() throws(ParseFailure) -> SelectStatement.Ordering {
        var ordering = SelectStatement.Ordering(column: try columnName(), isDescending: false)
        if accept(.ann) {
            try expect(.of)
            ordering.nearest = try term()
        }
        if accept(.desc) { ordering.isDescending = true } else { accept(.asc) }
        return ordering
    }
}
