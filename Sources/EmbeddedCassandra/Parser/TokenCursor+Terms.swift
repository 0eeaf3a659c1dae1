/// Values: literals, markers, calls.
extension TokenCursor {
    /// - Parameter stopsBeforeColumn: a plus sign with a column behind it is left to the caller: `c = [1] + c`
    mutating func term(stopsBeforeColumn: Bool = false) throws(ParseFailure) -> Term {
        try enter()
        defer { leave() }
        var left = try product()
        while true {
            switch current.kind {
            case .plus:
                if stopsBeforeColumn && isColumn(at: 1) { return left }
                try link()
                advance()
                left = try .arithmetic("+", left, product())
            case .minus:
                try link()
                advance()
                left = try .arithmetic("-", left, product())
            default: return left
            }
        }
    }

    /// Whether a name that is not a function's stands so far ahead.
    func isColumn(at distance: Int) -> Bool {
        let token = peek(distance)
        guard token.isName || token.kind == .emptyQuotedName else { return false }
        switch peek(distance + 1).kind {
        case .openParenthesis: return false
        case .dot: return !(peek(distance + 3).kind == .openParenthesis)
        default: return true
        }
    }

    private mutating func product() throws(ParseFailure) -> Term {
        var left = try signed()
        while let sign = multiplication {
            try link()
            advance()
            left = try .arithmetic(sign, left, signed())
        }
        return left
    }

    var multiplication: String? {
        switch current.kind {
        case .star: "*"
        case .slash: "/"
        case .percent: "%"
        default: nil
        }
    }

    private mutating func signed() throws(ParseFailure) -> Term {
        guard accept(.minus) else { return try simpleTerm() }
        try link()
        let term = try simpleTerm()
        return term.negated ?? .arithmetic("-", nil, term)
    }

    private mutating func simpleTerm() throws(ParseFailure) -> Term {
        if let constant = try constant() { return constant }
        switch current.kind {
        case .questionMark, .colon: return try marker()
        case .openBracket:
            advance()
            return try .list(terms(until: .closeBracket))
        case .openBrace: return try braces()
        case .openParenthesis: return try isAtCast ? cast() : tuple()
        case .word where current.is(.cast) && peek(1).kind == .openParenthesis: return try conversion()
        case .word, .quotedName:
            guard isAtCall else {
                // A name is well so far: what is missing is the bracket behind it.
                _ = try functionName()
                throw unexpected()
            }
            let name = try functionName()
            advance()
            return try .call(name, terms(until: .closeParenthesis))
        default: throw unexpected()
        }
    }

    /// A literal of one token.
    mutating func constant() throws(ParseFailure) -> Term? {
        let token = current
        let constant: Term
        switch token.kind {
        case .string: constant = .string(content(ofString: token))
        case .integer: constant = .integer(text(of: token))
        case .float:
            let text = text(of: token)
            // The server makes out at once whether it is a double, and stumbles over one that is not finite.
            guard let number = Double(text), number.isFinite else {
                throw invalid("Failed parsing statement: the number \(text) is out of range")
            }
            constant = .float(text)
        case .uuid: constant = .uuid(text(of: token))
        case .hexadecimal: constant = .hexadecimal(text(of: token))
        case .duration: constant = .duration(text(of: token))
        case .negativeNaN: constant = .float("NaN")
        case .negativeInfinity: constant = .float("-Infinity")
        case .word:
            guard let keyword = token.keyword else { return nil }
            switch keyword {
            case .null: constant = .null
            case .true: constant = .boolean(true)
            case .false: constant = .boolean(false)
            case .nan: constant = .float("NaN")
            case .infinity: constant = .float("Infinity")
            default: return nil
            }
        default: return nil
        }
        advance()
        return constant
    }

    /// `?` or `:name`
    mutating func marker() throws(ParseFailure) -> Term {
        if accept(.questionMark) {
            markers.append(nil)
        } else {
            guard accept(.colon) else { throw unexpected() }
            markers.append(try name())
        }
        return .marker(markers.count - 1)
    }

    var isAtMarker: Bool { current.kind == .questionMark || current.kind == .colon }

    /// What LIMIT and USING take.
    mutating func integerOrMarker() throws(ParseFailure) -> Term {
        if isAtMarker { return try marker() }
        guard current.kind == .integer else { throw unexpected() }
        defer { advance() }
        return .integer(text(of: current))
    }

    /// The rest of a list that may be empty.
    mutating func terms(until end: Token.Kind) throws(ParseFailure) -> [Term] {
        if accept(end) { return [] }
        var terms = [try term()]
        while accept(.comma) { terms.append(try term()) }
        try close(end)
        return terms
    }

    /// The end of something with terms in it. The server words the mistake by whether the token could stand behind some term.
    mutating func close(_ end: Token.Kind) throws(ParseFailure) {
        guard !accept(end) else { return }
        throw canFollowTerm ? mismatch(expecting: end.expectation) : unexpected()
    }

    private var canFollowTerm: Bool {
        switch current.kind {
        case .end, .comma, .colon, .semicolon, .range, .closeParenthesis, .closeBracket, .closeBrace, .plus, .minus,
            .star, .slash, .percent:
            return true
        case .word:
            switch current.keyword {
            case .allow, .and, .apply, .as, .asc, .delete, .desc, .group, .if, .insert, .limit, .order, .per, .primary,
                .update, .using, .where:
                return true
            default: return false
            }
        default: return false
        }
    }

    /// `(a, b)`
    mutating func tuple() throws(ParseFailure) -> Term {
        try expect(.openParenthesis)
        var parts = [try term()]
        while accept(.comma) { parts.append(try term()) }
        try close(.closeParenthesis)
        return .tuple(parts)
    }

    /// Sets, maps and values of user-defined types.
    private mutating func braces() throws(ParseFailure) -> Term {
        advance()
        if accept(.closeBrace) { return .set([]) }
        if current.isName && peek(1).kind == .colon { return try userType() }
        let first = try term()
        guard accept(.colon) else {
            var elements = [first]
            while accept(.comma) { elements.append(try term()) }
            try close(.closeBrace)
            return .set(elements)
        }
        var entries = [Term.Entry(key: first, value: try term())]
        while accept(.comma) {
            let key = try term()
            try close(.colon)
            entries.append(Term.Entry(key: key, value: try term()))
        }
        try close(.closeBrace)
        return .map(entries)
    }

    private mutating func userType() throws(ParseFailure) -> Term {
        var fields: [Term.Field] = []
        repeat {
            let name = try name()
            try expect(.colon)
            fields.append(Term.Field(name: name, value: try term()))
        } while accept(.comma)
        try close(.closeBrace)
        return .userType(fields)
    }

    // MARK: Casts

    /// Whether here is `(type)` with a value behind it. Without columns nothing else has a lone name in brackets.
    private var isAtCast: Bool {
        guard let length = lengthOfType(at: 1), peek(1 + length).kind == .closeParenthesis else { return false }
        guard peek(1).kind == .string else { return true }
        return startsValue(at: 2 + length)
    }

    func startsValue(at distance: Int) -> Bool {
        let token = peek(distance)
        switch token.kind {
        case .string, .integer, .float, .uuid, .hexadecimal, .duration, .negativeNaN, .negativeInfinity, .questionMark,
            .openParenthesis, .openBracket, .openBrace:
            return true
        case .colon:
            // A named marker, and not what stands between a key and its value.
            return peek(distance + 1).isName && !startsValue(at: distance + 1)
        case .word:
            switch token.keyword {
            case .null, .true, .false, .nan, .infinity: return true
            default: return token.isFunctionName && peek(distance + 1).kind == .openParenthesis
            }
        default: return false
        }
    }

    private mutating func cast() throws(ParseFailure) -> Term {
        try enter()
        defer { leave() }
        try expect(.openParenthesis)
        let type = try type()
        try expect(.closeParenthesis)
        return try .cast(type, simpleTerm())
    }

    /// `CAST(term AS type)`: a call of the function for that type.
    private mutating func conversion() throws(ParseFailure) -> Term {
        try enter()
        defer { leave() }
        advance()
        advance()
        let term = try simpleTerm()
        try expect(.as)
        let type = try nativeType()
        try expect(.closeParenthesis)
        return .call(CastFunctions.name(type), [term])
    }

    mutating func nativeType() throws(ParseFailure) -> TypeReference {
        guard let keyword = current.keyword, keyword.isNativeType else { throw unexpected() }
        defer { advance() }
        return .named(QualifiedName(name: name(of: current)))
    }
}

extension Term {
    /// The number with the other sign; `nil` for anything else.
    fileprivate var negated: Term? {
        func opposite(_ text: String) -> String { text.hasPrefix("-") ? String(text.dropFirst()) : "-" + text }
        return switch self {
        case .integer(let text): .integer(opposite(text))
        case .float(let text) where text != "NaN": .float(opposite(text))
        case .tuple(let terms) where terms.count == 1: terms[0].negated
        default: nil
        }
    }
}
