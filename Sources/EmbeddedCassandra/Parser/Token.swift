/// A piece of a statement's text: where it is, and what it is.
struct Token: Sendable {
    enum Kind: UInt8, Sendable {
        case end
        /// Where no token can be read; the lexer knows why.
        case invalid
        /// A keyword or a name without quotes.
        case word
        case quotedName, emptyQuotedName
        case string, integer, float, duration, uuid, hexadecimal
        /// `-NaN` and `-Infinity`, which are one token each.
        case negativeNaN, negativeInfinity
        case questionMark, colon, dot, range, comma, semicolon
        case openParenthesis, closeParenthesis, openBracket, closeBracket, openBrace, closeBrace
        case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
        case plus, minus, star, slash, percent, plusEqual, minusEqual

        /// As messages name what was expected.
        var expectation: String {
            switch self {
            case .end: "EOF"
            case .word, .quotedName, .emptyQuotedName, .invalid: "IDENT"
            case .string: "STRING_LITERAL"
            case .integer: "INTEGER"
            case .float: "FLOAT"
            case .duration: "DURATION"
            case .uuid: "UUID"
            case .hexadecimal: "HEXNUMBER"
            case .negativeNaN: "K_NEGATIVE_NAN"
            case .negativeInfinity: "K_NEGATIVE_INFINITY"
            case .questionMark: "QMARK"
            case .colon: "':'"
            case .dot: "'.'"
            case .range: "RANGE"
            case .comma: "','"
            case .semicolon: "';'"
            case .openParenthesis: "'('"
            case .closeParenthesis: "')'"
            case .openBracket: "'['"
            case .closeBracket: "']'"
            case .openBrace: "'{'"
            case .closeBrace: "'}'"
            case .equal: "'='"
            case .notEqual: "'!='"
            case .less: "'<'"
            case .lessOrEqual: "'<='"
            case .greater: "'>'"
            case .greaterOrEqual: "'>='"
            case .plus: "'+'"
            case .minus: "'-'"
            case .star: "'*'"
            case .slash: "'/'"
            case .percent: "'%'"
            case .plusEqual: "'+='"
            case .minusEqual: "'-='"
            }
        }
    }

    var kind: Kind
    /// Which word it is, if it is one that the grammar knows.
    var keyword: Keyword?
    /// Byte offsets; a text is shorter than 2 GB.
    var start: UInt32
    var end: UInt32

    init(_ kind: Kind, _ start: Int, _ end: Int, keyword: Keyword? = nil) {
        self.kind = kind
        self.keyword = keyword
        self.start = UInt32(truncatingIfNeeded: start)
        self.end = UInt32(truncatingIfNeeded: end)
    }

    var range: Range<Int> { Int(start)..<Int(end) }

    /// Whether it may be the name of a column, a table, a keyspace …
    var isName: Bool {
        switch kind {
        case .quotedName: true
        case .word: if let keyword { !keyword.isReserved } else { true }
        default: false
        }
    }

    /// Whether a function may be called so.
    var isFunctionName: Bool {
        switch kind {
        case .quotedName: true
        case .word: keyword?.isFunctionName ?? true
        default: false
        }
    }

    func `is`(_ wanted: Keyword) -> Bool {
        guard let keyword else { return false }
        return keyword == wanted
    }
}
