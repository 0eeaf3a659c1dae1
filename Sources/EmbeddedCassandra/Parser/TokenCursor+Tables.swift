/// CREATE and ALTER TABLE.
extension TokenCursor {
    // MARK: CREATE

    mutating func createTable() throws(ParseFailure) -> CreateTableStatement {
        advance()
        let ifNotExists = try acceptIfNotExists()
        var statement = CreateTableStatement(
            table: try tableName(), ifNotExists: ifNotExists, columns: [], primaryKeys: [], clusteringOrder: [],
            properties: [])
        try expect(.openParenthesis)
        try addDefinition(to: &statement)
        while accept(.comma) {
            // Between two commas there may be nothing.
            if current.kind == .comma || current.kind == .closeParenthesis { continue }
            try addDefinition(to: &statement)
        }
        try expect(.closeParenthesis)
        if accept(.with) {
            var names: Set<String> = []
            repeat { try addProperty(to: &statement, beside: &names) } while accept(.and)
        }
        return statement
    }

    /// A column, or the primary key.
    private mutating func addDefinition(to statement: inout CreateTableStatement) throws(ParseFailure) {
        guard current.is(.primary) else {
            var column = try column()
            if accept(.primary) {
                try expect(.key)
                column.isPrimaryKey = true
            }
            statement.columns.append(column)
            return
        }
        advance()
        try expect(.key)
        try expect(.openParenthesis)
        var key = CreateTableStatement.PrimaryKey(partition: [], clustering: [])
        if accept(.openParenthesis) {
            repeat { key.partition.append(try name()) } while accept(.comma)
            try expect(.closeParenthesis)
        } else {
            key.partition = [try name()]
        }
        while accept(.comma) { key.clustering.append(try name()) }
        try expect(.closeParenthesis)
        statement.primaryKeys.append(key)
    }

    /// `name type [STATIC]`, perhaps with a mask, which is refused.
    private mutating func column() throws(ParseFailure) -> CreateTableStatement.Column {
        var column = CreateTableStatement.Column(name: try name(), type: try type())
        column.isStatic = accept(.static)
        if current.is(.masked) { try mask() }
        return column
    }

    /// `MASKED WITH DEFAULT` or `MASKED WITH function(…)`
    private mutating func mask() throws(ParseFailure) {
        try expect(.masked)
        try expect(.with)
        refuse(UnsupportedFeature.masking)
        if current.is(.default) && !(peek(1).kind == .openParenthesis) {
            advance()
            return
        }
        _ = try functionName()
        try expect(.openParenthesis)
        _ = try terms(until: .closeParenthesis)
    }

    private mutating func addProperty(
        to statement: inout CreateTableStatement, beside names: inout Set<String>
    ) throws(ParseFailure) {
        if current.is(.compact) && peek(1).is(.storage) {
            advance()
            advance()
            statement.isCompactStorage = true
        } else if current.is(.clustering) && peek(1).is(.order) {
            advance()
            advance()
            try expect(.by)
            try expect(.openParenthesis)
            repeat { statement.clusteringOrder.append(try clusteringOrder()) } while accept(.comma)
            try expect(.closeParenthesis)
        } else {
            statement.properties.append(try property(beside: &names))
        }
    }

    private mutating func clusteringOrder() throws(ParseFailure) -> CreateTableStatement.ClusteringOrder {
        let column = try name()
        if accept(.desc) { return CreateTableStatement.ClusteringOrder(column: column, isDescending: true) }
        guard accept(.asc) else { throw unexpected() }
        return CreateTableStatement.ClusteringOrder(column: column, isDescending: false)
    }

    // MARK: ALTER

    mutating func alterTable() throws(ParseFailure) -> AlterTableStatement {
        advance()
        let ifExists = try acceptIfExists()
        let table = try tableName()
        return AlterTableStatement(table: table, ifExists: ifExists, action: try tableChange())
    }

    private mutating func tableChange() throws(ParseFailure) -> AlterTableStatement.Action {
        switch current.keyword {
        case .add:
            advance()
            let ifNotExists = try acceptIfNotExists()
            return try .add(
                inParenthesesOrAlone { cursor throws(ParseFailure) in try cursor.column() }, ifNotExists: ifNotExists)
        case .drop:
            advance()
            return try dropColumns()
        case .rename:
            advance()
            let ifExists = try acceptIfExists()
            return try .rename(renamings(), ifExists: ifExists)
        case .with:
            advance()
            return try .with(properties())
        case .alter:
            advance()
            return try alterColumn()
        default: throw unexpected()
        }
    }

    private mutating func inParenthesesOrAlone<Item>(
        _ item: (inout TokenCursor) throws(ParseFailure) -> Item
    ) throws(ParseFailure) -> [Item] {
        guard accept(.openParenthesis) else { return [try item(&self)] }
        var items: [Item] = []
        repeat { items.append(try item(&self)) } while accept(.comma)
        try expect(.closeParenthesis)
        return items
    }

    private mutating func dropColumns() throws(ParseFailure) -> AlterTableStatement.Action {
        if current.is(.compact) && peek(1).is(.storage) {
            advance()
            advance()
            return .dropCompactStorage
        }
        let ifExists = try acceptIfExists()
        let columns = try inParenthesesOrAlone { cursor throws(ParseFailure) in try cursor.name() }
        var timestamp: Term?
        if accept(.using) {
            try expect(.timestamp)
            guard current.kind == .integer else { throw mismatch(expecting: Token.Kind.integer.expectation) }
            timestamp = .integer(text(of: current))
            advance()
        }
        return .drop(columns, ifExists: ifExists, timestamp: timestamp)
    }

    /// `a TO b AND …`
    mutating func renamings() throws(ParseFailure) -> [Renaming] {
        var renamings: [Renaming] = []
        repeat {
            let from = try name()
            try expect(.to)
            renamings.append(Renaming(from: from, to: try name()))
        } while accept(.and)
        return renamings
    }

    private mutating func alterColumn() throws(ParseFailure) -> AlterTableStatement.Action {
        let ifExists = try acceptIfExists()
        let column = try columnName()
        if !ifExists && accept(.type) {
            _ = try type()
            return .alterType(column)
        }
        if accept(.drop) {
            try expect(.masked)
            refuse(UnsupportedFeature.masking)
        } else {
            guard current.is(.masked) else { throw unexpected() }
            try mask()
        }
        return .alterType(column)
    }
}
