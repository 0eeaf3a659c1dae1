/// The restrictions of WHERE and the conditions of IF.
extension TokenCursor {
    mutating func relations() throws(ParseFailure) -> [Relation] {
        var relations: [Relation] = []
        repeat { relations.append(try relation()) } while accept(.and)
        return relations
    }

    private mutating func relation() throws(ParseFailure) -> Relation {
        switch current.kind {
        case .openParenthesis:
            let isColumn = peek(1).isName || peek(1).kind == .emptyQuotedName
            if isColumn && (peek(2).kind == .comma || peek(2).kind == .closeParenthesis) {
                return try tupleRelation()
            }
            try enter()
            defer { leave() }
            advance()
            let relation = try relation()
            try close(.closeParenthesis)
            return relation
        case .word where current.is(.token):
            advance()
            let target = try Relation.Target.token(columnNames())
            return try Relation(target: target, comparison: comparison(), operand: .term(term()))
        case .word where peek(1).kind == .openParenthesis && name(of: current) == "expr":
            return try indexExpression()
        default: return try columnRelation()
        }
    }

    private mutating func columnRelation() throws(ParseFailure) -> Relation {
        let column = try columnName()
        if accept(.openBracket) {
            let target = try Relation.Target.element(column, term())
            try close(.closeBracket)
            return try Relation(target: target, comparison: comparison(), operand: .term(term()))
        }
        switch current.keyword {
        case .like:
            advance()
            return try Relation(target: .column(column), comparison: .like, operand: .term(term()))
        case .is:
            advance()
            try expect(.not)
            try expect(.null)
            return Relation(target: .column(column), comparison: .isNotNull, operand: .none)
        case .in, .contains: return try setRelation(.column(column))
        default:
            return try Relation(target: .column(column), comparison: comparison(), operand: .term(term()))
        }
    }

    /// IN and CONTAINS, from that word on.
    private mutating func setRelation(_ target: Relation.Target) throws(ParseFailure) -> Relation {
        if accept(.in) { return try Relation(target: target, comparison: .isIn, operand: inValues()) }
        try expect(.contains)
        let comparison = accept(.key) ? Relation.Comparison.containsKey : .contains
        return try Relation(target: target, comparison: comparison, operand: .term(term()))
    }

    private mutating func inValues() throws(ParseFailure) -> Relation.Operand {
        if isAtMarker { return try .term(marker()) }
        guard accept(.openParenthesis) else { throw unexpected() }
        return try .list(terms(until: .closeParenthesis))
    }

    /// `(c, d) > (1, 2)`
    private mutating func tupleRelation() throws(ParseFailure) -> Relation {
        let target = try Relation.Target.columns(columnNames())
        if accept(.in) {
            if isAtMarker { return try Relation(target: target, comparison: .isIn, operand: .term(marker())) }
            guard accept(.openParenthesis) else { throw unexpected() }
            return try Relation(target: target, comparison: .isIn, operand: .list(tuplesOrMarkers()))
        }
        return try Relation(target: target, comparison: comparison(), operand: .term(tupleOrMarker()))
    }

    private mutating func tuplesOrMarkers() throws(ParseFailure) -> [Term] {
        if accept(.closeParenthesis) { return [] }
        var terms: [Term] = []
        repeat { terms.append(try tupleOrMarker()) } while accept(.comma)
        try close(.closeParenthesis)
        return terms
    }

    private mutating func tupleOrMarker() throws(ParseFailure) -> Term {
        if isAtMarker { return try marker() }
        guard current.kind == .openParenthesis else { throw unexpected() }
        return try tuple()
    }

    private mutating func comparison() throws(ParseFailure) -> Relation.Comparison {
        guard let comparison = comparison(at: 0) else { throw unexpected() }
        advance()
        return comparison
    }

    func comparison(at distance: Int) -> Relation.Comparison? {
        switch peek(distance).kind {
        case .equal: .equal
        case .notEqual: .notEqual
        case .less: .less
        case .lessOrEqual: .lessOrEqual
        case .greater: .greater
        case .greaterOrEqual: .greaterOrEqual
        default: nil
        }
    }

    /// `expr(index, value)`
    private mutating func indexExpression() throws(ParseFailure) -> Relation {
        advance()
        advance()
        let name = try name()
        try expect(.comma)
        let term = try term()
        try close(.closeParenthesis)
        return Relation(target: .index(name), comparison: .equal, operand: .term(term))
    }

    // MARK: Conditions

    mutating func conditions() throws(ParseFailure) -> [Relation] {
        var conditions: [Relation] = []
        repeat { conditions.append(try condition()) } while accept(.and)
        return conditions
    }

    private mutating func condition() throws(ParseFailure) -> Relation {
        let column = try columnName()
        var target = Relation.Target.column(column)
        if accept(.openBracket) {
            target = try .element(column, term())
            try close(.closeBracket)
        } else if accept(.dot) {
            target = try .field(column, name())
        } else if current.is(.contains) {
            return try setRelation(target)
        }
        if current.is(.in) { return try setRelation(target) }
        return try Relation(target: target, comparison: comparison(), operand: .term(term()))
    }
}
