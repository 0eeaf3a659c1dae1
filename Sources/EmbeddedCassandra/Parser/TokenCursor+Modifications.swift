/// INSERT, UPDATE, DELETE.
extension TokenCursor {
    // MARK: INSERT

    mutating func insertStatement() throws(ParseFailure) -> ModificationStatement {
        try expect(.insert)
        try expect(.into)
        let table = try tableName()
        let action: ModificationStatement.Action
        if accept(.json) {
            action = try .insertJSON(jsonSource())
        } else {
            guard current.kind == .openParenthesis else { throw unexpected() }
            let columns = try columnNames()
            try expect(.values)
            try expect(.openParenthesis)
            var values: [Term] = []
            values.reserveCapacity(columns.count)
            repeat { values.append(try term()) } while accept(.comma)
            try close(.closeParenthesis)
            action = .insert(columns: columns, values: values)
        }
        var statement = ModificationStatement(table: table, action: action)
        if try acceptIfNotExists() { statement.condition = .ifNotExists }
        if accept(.using) { statement.using = try usingClause() }
        return statement
    }

    private mutating func jsonSource() throws(ParseFailure) -> ModificationStatement.JSONSource {
        let document: ModificationStatement.JSONSource.Document
        if isAtMarker {
            guard case .marker(let index) = try marker() else { throw unexpected() }
            document = .marker(index)
        } else {
            guard current.kind == .string else { throw unexpected() }
            document = .text(content(ofString: current))
            advance()
        }
        var leavesRest = false
        if accept(.default), !accept(.null) {
            guard accept(.unset) else { throw unexpected() }
            leavesRest = true
        }
        return ModificationStatement.JSONSource(document: document, leavesRest: leavesRest)
    }

    /// After USING.
    mutating func usingClause() throws(ParseFailure) -> UsingClause {
        var clause = UsingClause()
        repeat {
            if accept(.timestamp) {
                clause.timestamp = try integerOrMarker()
            } else if accept(.ttl) {
                clause.timeToLive = try integerOrMarker()
            } else {
                throw unexpected()
            }
        } while accept(.and)
        return clause
    }

    // MARK: UPDATE

    mutating func updateStatement() throws(ParseFailure) -> ModificationStatement {
        try expect(.update)
        let table = try tableName()
        let using = accept(.using) ? try usingClause() : UsingClause()
        try expect(.set)
        var assignments: [Assignment] = []
        repeat { assignments.append(try assignment()) } while accept(.comma)
        try checkCompatibility(of: assignments)
        try expect(.where)
        let relations = try relations()
        return ModificationStatement(
            table: table, action: .update(assignments, relations: relations), using: using,
            condition: try condition())
    }

    /// What may follow IF in UPDATE and DELETE.
    private mutating func condition() throws(ParseFailure) -> ModificationStatement.Condition {
        guard accept(.if) else { return .none }
        guard current.is(.exists) && !isComparedNext else { return try .conditions(conditions()) }
        advance()
        return .ifExists
    }

    /// EXISTS may be a column, too.
    private var isComparedNext: Bool {
        let next = peek(1)
        return comparison(at: 1) != nil || next.kind == .openBracket || next.kind == .dot || next.is(.in)
            || next.is(.contains)
    }

    private mutating func assignment() throws(ParseFailure) -> Assignment {
        let column = try columnName()
        let operation: Assignment.Operation
        switch current.kind {
        case .equal:
            advance()
            operation = try assignedValue(to: column)
        case .plusEqual:
            advance()
            operation = try .add(term())
        case .minusEqual:
            advance()
            operation = try .subtract(term())
        case .openBracket:
            advance()
            let key = try term()
            try close(.closeBracket)
            try expect(.equal)
            operation = try .setElement(key, term())
        case .dot:
            advance()
            let field = try name()
            try expect(.equal)
            operation = try .setField(field, term())
        default: throw unexpected()
        }
        return Assignment(column: column, operation: operation)
    }

    private mutating func assignedValue(to column: String) throws(ParseFailure) -> Assignment.Operation {
        guard isColumn(at: 0) else {
            let value = try term(stopsBeforeColumn: true)
            guard accept(.plus) else { return .set(value) }
            guard try columnName() == column else {
                throw invalid("Only expressions of the form X = <value> + X are supported.")
            }
            return .prepend(value)
        }
        let isSame = try columnName() == column
        let sign = current
        let operation: Assignment.Operation
        switch sign.kind {
        case .plus:
            advance()
            operation = try .add(term())
        case .minus:
            advance()
            operation = try .subtract(term())
        case .integer:
            // `c = c -3` has no sign of its own.
            advance()
            operation = .add(.integer(text(of: sign)))
        default: throw unexpected()
        }
        guard isSame else {
            let isNegative = bytes[Int(sign.start)] == UInt8(ascii: "-")
            let gap = sign.kind == .integer ? " " : ""
            throw invalid(
                "Only expressions of the form X = X \(isNegative ? "-" : "+")\(gap)<value> are supported.")
        }
        return operation
    }

    /// A column that is set as a whole is assigned to once.
    private func checkCompatibility(of assignments: [Assignment]) throws(ParseFailure) {
        guard assignments.count > 1 else { return }
        var isWhole: [String: Bool] = Dictionary(minimumCapacity: assignments.count)
        for assignment in assignments {
            var setsAll = false
            if case .set = assignment.operation { setsAll = true }
            guard let earlier = isWhole.updateValue(setsAll, forKey: assignment.column) else { continue }
            guard !earlier && !setsAll else {
                throw invalid("Multiple incompatible setting of column \(assignment.column)")
            }
        }
    }

    // MARK: DELETE

    mutating func deleteStatement() throws(ParseFailure) -> ModificationStatement {
        try expect(.delete)
        var targets: [DeletionTarget] = []
        if !current.is(.from) {
            repeat { targets.append(try deletionTarget()) } while accept(.comma)
        }
        try expect(.from)
        let table = try tableName()
        var using = UsingClause()
        if accept(.using) {
            try expect(.timestamp)
            using.timestamp = try integerOrMarker()
        }
        try expect(.where)
        let relations = try relations()
        return ModificationStatement(
            table: table, action: .delete(targets, relations: relations), using: using, condition: try condition())
    }

    private mutating func deletionTarget() throws(ParseFailure) -> DeletionTarget {
        let column = try columnName()
        if accept(.openBracket) {
            let key = try term()
            try close(.closeBracket)
            return .element(column, key)
        }
        return accept(.dot) ? try .field(column, name()) : .column(column)
    }

    // MARK: BATCH

    mutating func batchStatement() throws(ParseFailure) -> BatchStatement {
        try expect(.begin)
        var kind = BatchKind.logged
        if accept(.unlogged) { kind = .unlogged } else if accept(.counter) { kind = .counter }
        try expect(.batch)
        let using = accept(.using) ? try usingClause() : UsingClause()
        var statements: [ModificationStatement] = []
        while true {
            switch current.keyword {
            case .insert: statements.append(try insertStatement())
            case .update: statements.append(try updateStatement())
            case .delete: statements.append(try deleteStatement())
            default:
                try expect(.apply)
                try expect(.batch)
                return BatchStatement(
                    kind: kind, timestamp: using.timestamp, timeToLive: using.timeToLive, statements: statements)
            }
            accept(.semicolon)
        }
    }
}
