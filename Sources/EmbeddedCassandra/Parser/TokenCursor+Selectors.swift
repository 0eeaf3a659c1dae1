/// What stands between SELECT and FROM.
extension TokenCursor {
    mutating func selectedItems() throws(ParseFailure) -> [SelectedItem]? {
        if accept(.star) { return nil }
        var items: [SelectedItem] = []
        repeat {
            let selector = try selector()
            let alias = accept(.as) ? try name() : nil
            items.append(SelectedItem(selector: selector, alias: alias))
        } while accept(.comma)
        return items
    }

    mutating func selector() throws(ParseFailure) -> Selector {
        try enter()
        defer { leave() }
        var left = try product()
        while current.kind == .plus || current.kind == .minus {
            let sign = current.kind == .plus ? "+" : "-"
            try link()
            advance()
            left = try .arithmetic(sign, left, product())
        }
        return left
    }

    private mutating func product() throws(ParseFailure) -> Selector {
        var left = try signed()
        while let sign = multiplication {
            try link()
            advance()
            left = try .arithmetic(sign, left, signed())
        }
        return left
    }

    private mutating func signed() throws(ParseFailure) -> Selector {
        guard current.kind == .minus else { return try modified(simpleSelector()) }
        try enter()
        defer { leave() }
        advance()
        return try .arithmetic("-", nil, signed())
    }

    /// `.field`, `[element]` and `[from..to]`, as many as there are.
    private mutating func modified(_ selector: Selector) throws(ParseFailure) -> Selector {
        var selector = selector
        while true {
            switch current.kind {
            case .dot:
                try link()
                advance()
                selector = try .field(selector, name())
            case .openBracket:
                try link()
                advance()
                selector = try subselection(of: selector)
            default: return selector
            }
        }
    }

    private mutating func subselection(of selector: Selector) throws(ParseFailure) -> Selector {
        if accept(.range) {
            let to = try term()
            try close(.closeBracket)
            return .slice(selector, from: nil, to: to)
        }
        let from = try term()
        guard accept(.range) else {
            try close(.closeBracket)
            return .element(selector, from)
        }
        let to = current.kind == .closeBracket ? nil : try term()
        try close(.closeBracket)
        return .slice(selector, from: from, to: to)
    }

    private mutating func simpleSelector() throws(ParseFailure) -> Selector {
        if let constant = try constant() { return .term(constant) }
        switch current.kind {
        case .questionMark, .colon: return try .term(marker())
        case .openParenthesis: return try isAtTypeHint ? typeHint() : parentheses()
        case .openBracket: return try listOfSelectors()
        case .openBrace: return try bracesOfSelectors()
        case .word, .quotedName:
            if isAtCall || isAtSpecialCall { return try call() }
            return try .column(name())
        default: throw unexpected()
        }
    }

    // MARK: Calls

    private var isAtSpecialCall: Bool {
        guard peek(1).kind == .openParenthesis, let keyword = current.keyword else { return false }
        switch keyword {
        case .writetime, .maxwritetime, .ttl, .cast: return true
        default: return false
        }
    }

    private mutating func call() throws(ParseFailure) -> Selector {
        if isAtSpecialCall { return try specialCall() }
        if current.is(.count) && peek(2).kind == .star {
            for _ in 0..<3 { advance() }
            try expect(.closeParenthesis)
            return .countRows
        }
        let name = try functionName()
        advance()
        let arguments = try selectors(until: .closeParenthesis)
        if name.keyspace == nil && name.name == "count" && arguments == [.term(.integer("1"))] { return .countRows }
        return .call(name, arguments)
    }

    private mutating func specialCall() throws(ParseFailure) -> Selector {
        let name = name(of: current)
        let isCast = current.is(.cast)
        advance()
        advance()
        if isCast {
            let selector = try selector()
            try expect(.as)
            let type = try nativeType()
            try expect(.closeParenthesis)
            return .conversion(selector, type)
        }
        let argument = try modified(.column(self.name()))
        try expect(.closeParenthesis)
        return .call(QualifiedName(name: name), [argument])
    }

    private mutating func selectors(until end: Token.Kind) throws(ParseFailure) -> [Selector] {
        if accept(end) { return [] }
        var selectors = [try selector()]
        while accept(.comma) { selectors.append(try selector()) }
        try close(end)
        return selectors
    }

    // MARK: Brackets

    private var isAtTypeHint: Bool {
        guard let length = lengthOfType(at: 1), peek(1 + length).kind == .closeParenthesis else { return false }
        let next = 2 + length
        if startsValue(at: next) { return true }
        return peek(next).isName && !peek(next).is(.as)
    }

    /// `(type) selector`
    private mutating func typeHint() throws(ParseFailure) -> Selector {
        try enter()
        defer { leave() }
        try expect(.openParenthesis)
        let type = try type()
        try expect(.closeParenthesis)
        let selector = try simpleSelector()
        if let term = selector.asTerm { return .term(.cast(type, term)) }
        return .hint(type, selector)
    }

    /// Something in brackets, or a tuple. Whether a single value is a tuple, too, depends on the type it is to have.
    private mutating func parentheses() throws(ParseFailure) -> Selector {
        try expect(.openParenthesis)
        var parts = [try selector()]
        while accept(.comma) { parts.append(try selector()) }
        try close(.closeParenthesis)
        if parts.count == 1, parts[0].asTerm == nil { return .parenthesized(parts[0]) }
        return literal(parts, Term.tuple, .tuple(parts))
    }

    private mutating func listOfSelectors() throws(ParseFailure) -> Selector {
        try expect(.openBracket)
        let parts = try selectors(until: .closeBracket)
        return literal(parts, Term.list, .list(parts))
    }

    /// A set, a map, or a value of a user-defined type, whose fields read like columns.
    private mutating func bracesOfSelectors() throws(ParseFailure) -> Selector {
        try expect(.openBrace)
        if accept(.closeBrace) { return .term(.set([])) }
        let first = try selector()
        guard accept(.colon) else {
            var parts = [first]
            while accept(.comma) { parts.append(try selector()) }
            try close(.closeBrace)
            return literal(parts, Term.set, .set(parts))
        }
        var keys = [first]
        var values = [try selector()]
        while accept(.comma) {
            keys.append(try selector())
            try close(.colon)
            values.append(try selector())
        }
        try close(.closeBrace)
        let fields = keys.compactMap { if case .column(let name) = $0 { name } else { nil } }
        if fields.count == keys.count {
            let make = { (terms: [Term]) in
                Term.userType(zip(fields, terms).map { Term.Field(name: $0, value: $1) })
            }
            return literal(values, make, .userType(names: fields, values: values))
        }
        let make = { (terms: [Term]) in
            Term.map((0..<keys.count).map { Term.Entry(key: terms[$0], value: terms[keys.count + $0]) })
        }
        return literal(keys + values, make, .map(keys: keys, values: values))
    }

    /// Of terms a literal is made; what has columns in it is made for each row.
    private func literal(
        _ parts: [Selector], _ make: ([Term]) -> Term, _ composite: Selector.Composite
    ) -> Selector {
        let terms = parts.compactMap(\.asTerm)
        return terms.count == parts.count ? .term(make(terms)) : .composite(composite)
    }
}

extension Selector {
    /// The same as a value, where no column is in it.
    fileprivate var asTerm: Term? {
        switch self {
        case .term(let term): return term
        case .call(let name, let arguments):
            let terms = arguments.compactMap(\.asTerm)
            return terms.count == arguments.count ? .call(name, terms) : nil
        case .column, .element, .slice, .field, .countRows, .conversion, .arithmetic, .parenthesized, .hint, .composite:
            return nil
        }
    }
}
