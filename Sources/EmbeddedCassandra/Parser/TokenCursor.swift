/// Walks over a statement's tokens, and remembers what belongs to the statement as a whole.
///
/// Looks ahead as far as it likes, but never goes back: each part of the text is read once.
struct TokenCursor: ~Copyable {
    let bytes: [UInt8]
    private let tokens: [Token]
    private let lexicalFailure: Lexer.Failure?
    private(set) var index = 0

    /// The names of the markers so far.
    var markers: [String?] = []
    /// The first thing in the text that is understood, but not supported.
    private(set) var refusedFeature: String?

    private var depth = 0
    /// Operators and modifiers of the outermost expression. They nest without recursion, to the left.
    private var links = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        guard bytes.count <= Int(Int32.max) else {
            lexicalFailure = Lexer.Failure(offset: 0, reason: "the statement is too long")
            tokens = [Token(.invalid, 0, 0)]
            return
        }
        var lexer = Lexer(bytes)
        tokens = lexer.tokens()
        lexicalFailure = lexer.failure
    }

    var current: Token { tokens[index] }

    /// The token so far ahead, or the last one, which is the text's end or where it can't be read.
    func peek(_ distance: Int) -> Token {
        let place = index + distance
        return place < tokens.count ? tokens[place] : tokens[tokens.count - 1]
    }

    mutating func advance() {
        if index + 1 < tokens.count { index += 1 }
    }

    // MARK: Expecting

    @discardableResult
    mutating func accept(_ kind: Token.Kind) -> Bool {
        guard current.kind == kind else { return false }
        advance()
        return true
    }

    @discardableResult
    mutating func accept(_ keyword: Keyword) -> Bool {
        guard current.is(keyword) else { return false }
        advance()
        return true
    }

    mutating func expect(_ kind: Token.Kind) throws(ParseFailure) {
        guard accept(kind) else { throw mismatch(expecting: kind.expectation) }
    }

    mutating func expect(_ keyword: Keyword) throws(ParseFailure) {
        guard accept(keyword) else { throw mismatch(expecting: keyword) }
    }

    /// IF NOT EXISTS
    mutating func acceptIfNotExists() throws(ParseFailure) -> Bool {
        guard accept(.if) else { return false }
        try expect(.not)
        try expect(.exists)
        return true
    }

    /// IF EXISTS
    mutating func acceptIfExists() throws(ParseFailure) -> Bool {
        guard accept(.if) else { return false }
        try expect(.exists)
        return true
    }

    // MARK: Bounds

    /// Goes into something that is nested; `leave` is called on the way out, but not after an error, which ends it all.
    mutating func enter() throws(ParseFailure) {
        if depth == 0 { links = 0 }
        depth += 1
        guard depth <= CQLParser.maximumDepth else { throw tooDeep() }
    }

    mutating func leave() {
        depth -= 1
    }

    /// Another operator or modifier around what was read.
    mutating func link() throws(ParseFailure) {
        links += 1
        guard links <= CQLParser.maximumDepth else { throw tooDeep() }
    }

    mutating func refuse(_ feature: String) {
        if refusedFeature == nil { refusedFeature = feature }
    }

    // MARK: Failures

    /// No rule begins with the current token.
    func unexpected() -> ParseFailure {
        lexical() ?? failure("no viable alternative at input '\(describe(current))'\(snippet)")
    }

    func mismatch(expecting wanted: String) -> ParseFailure {
        lexical() ?? failure("mismatched input '\(describe(current))' expecting \(wanted)\(snippet)")
    }

    func mismatch(expecting keyword: Keyword) -> ParseFailure {
        let name: String =
            switch keyword {
            case .table: "K_COLUMNFAMILY"
            default: "K_\(keyword.rawValue.uppercased())"
            }
        return mismatch(expecting: name)
    }

    /// What the grammar allows, but its reader doesn't: such messages have no position.
    func invalid(_ reason: String) -> ParseFailure {
        var failure = failure(reason)
        failure.isPositionShown = false
        return failure
    }

    /// What the server says when its parser fails otherwise than by the grammar.
    func failedParsing(_ reason: String) -> ParseFailure {
        invalid("Failed parsing statement: [\(String(decoding: bytes, as: UTF8.self))] reason: \(reason)")
    }

    private func tooDeep() -> ParseFailure {
        failure("the statement is nested deeper than \(CQLParser.maximumDepth) levels")
    }

    private func lexical() -> ParseFailure? {
        guard current.kind == .invalid, let lexicalFailure else { return nil }
        let position = position(of: lexicalFailure.offset)
        return ParseFailure(line: position.line, column: position.column, reason: lexicalFailure.reason)
    }

    private func failure(_ reason: String) -> ParseFailure {
        guard current.kind != .end else { return ParseFailure(line: 0, column: -1, reason: reason) }
        let position = position(of: Int(current.start))
        return ParseFailure(line: position.line, column: position.column, reason: reason)
    }

    /// The part of the text that ends with the current token.
    private var snippet: String {
        current.kind == .end ? "" : FailureSnippet(bytes, tokens[max(0, index - FailureSnippet.reach)...index]).text
    }
}
