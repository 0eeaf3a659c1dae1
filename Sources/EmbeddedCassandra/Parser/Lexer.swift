/// Cuts a text into tokens. Comments and blanks are left out.
struct Lexer {
    /// Why and where a text stops to be tokens.
    struct Failure {
        var offset: Int
        var reason: String
    }

    let bytes: [UInt8]
    var position = 0
    private(set) var failure: Failure?
    private let keywords = KeywordTable.all

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// All tokens up to the first mistake; the last is `end` or `invalid`.
    mutating func tokens() -> [Token] {
        var tokens: [Token] = []
        tokens.reserveCapacity(bytes.count / 4 + 8)
        while true {
            let token = next()
            tokens.append(token)
            if token.kind == .end || token.kind == .invalid { return tokens }
        }
    }

    /// The byte so far ahead, or 0 behind the end, which is in no token outside of quotes.
    @inline(__always)
    func byte(_ distance: Int = 0) -> UInt8 {
        let place = position &+ distance
        return place < bytes.count ? bytes[place] : 0
    }

    mutating func next() -> Token {
        guard skipBlanks() else { return Token(.invalid, failure?.offset ?? bytes.count, bytes.count) }
        let start = position
        guard start < bytes.count else { return Token(.end, start, start) }
        let first = bytes[start]
        switch first {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
            return wordOrSimilar(first)
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return number()
        case UInt8(ascii: "'"): return quoted(first, .string)
        case UInt8(ascii: "\""): return quoted(first, .quotedName)
        case UInt8(ascii: "$"): return dollarString()
        case UInt8(ascii: "-"): return minus()
        default: return symbol(first)
        }
    }

    mutating func token(_ kind: Token.Kind, length: Int) -> Token {
        let start = position
        position += length
        return Token(kind, start, position)
    }

    mutating func fail(_ reason: String, at offset: Int) -> Token {
        failure = Failure(offset: offset, reason: reason)
        return Token(.invalid, offset, bytes.count)
    }

    // MARK: Blanks

    /// `false` where a comment does not end.
    private mutating func skipBlanks() -> Bool {
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): position += 1
            case UInt8(ascii: "-") where byte(1) == UInt8(ascii: "-"),
                UInt8(ascii: "/") where byte(1) == UInt8(ascii: "/"):
                guard skipLine() else { return false }
            case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "*"):
                guard skipComment() else { return false }
            default: return true
            }
        }
        return true
    }

    /// The grammar wants the line's end, even at the end of the text.
    private mutating func skipLine() -> Bool {
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { return true }
        }
        failure = Failure(offset: bytes.count, reason: "mismatched character '<EOF>' expecting set null")
        return false
    }

    private mutating func skipComment() -> Bool {
        position += 2
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "*") && byte(1) == UInt8(ascii: "/") {
                position += 2
                return true
            }
            position += 1
        }
        failure = Failure(offset: bytes.count, reason: "mismatched character '<EOF>' expecting '*'")
        return false
    }

    // MARK: Words

    static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

    static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- UInt8(ascii: "a") < 26 }

    static func isWord(_ byte: UInt8) -> Bool { isLetter(byte) || isDigit(byte) || byte == UInt8(ascii: "_") }

    private mutating func wordOrSimilar(_ first: UInt8) -> Token {
        if let length = uuidLength() { return token(.uuid, length: length) }
        if first == UInt8(ascii: "P"), let length = isoDurationLength(at: 0) { return token(.duration, length: length) }
        return word()
    }

    private mutating func word() -> Token {
        let start = position
        var packed = KeywordTable.Packed()
        var end = start
        while end < bytes.count {
            let byte = bytes[end]
            guard Lexer.isWord(byte) else { break }
            // Setting the bit makes letters lower, and leaves digits as they are.
            if end &- start < KeywordTable.Packed.capacity {
                packed.set(byte == UInt8(ascii: "_") ? byte : byte | 0x20, at: end &- start)
            }
            end += 1
        }
        position = end
        let isShort = end - start <= KeywordTable.Packed.capacity
        return Token(.word, start, end, keyword: isShort ? keywords.find(packed) : nil)
    }

    // MARK: Quotes

    /// `'…'` or `"…"`, where the quote itself is doubled.
    private mutating func quoted(_ quote: UInt8, _ kind: Token.Kind) -> Token {
        let start = position
        var end = start + 1
        while end < bytes.count {
            if bytes[end] != quote {
                end += 1
            } else if end + 1 < bytes.count && bytes[end + 1] == quote {
                end += 2
            } else {
                let isEmptyName = kind == .quotedName && end == start + 1
                return token(isEmptyName ? .emptyQuotedName : kind, length: end + 1 - start)
            }
        }
        return fail("mismatched character '<EOF>' expecting '\(Character(Unicode.Scalar(quote)))'", at: bytes.count)
    }

    private mutating func dollarString() -> Token {
        guard byte(1) == UInt8(ascii: "$") else { return fail(unexpectedCharacter(), at: position) }
        var end = position + 2
        while end + 1 < bytes.count {
            if bytes[end] == UInt8(ascii: "$") && bytes[end + 1] == UInt8(ascii: "$") {
                return token(.string, length: end + 2 - position)
            }
            end += 1
        }
        // The server looks two characters ahead for the end, so it stumbles over the last one already.
        var last = bytes.count - 1
        while last > position + 2, bytes[last] & 0xC0 == 0x80 { last -= 1 }
        guard last >= position + 2, bytes[last] != UInt8(ascii: "$") else {
            return fail("mismatched character '<EOF>' expecting '$'", at: bytes.count)
        }
        let character = String(decoding: bytes[last...], as: UTF8.self)
        return fail("mismatched character '\(character)' expecting '$'", at: last)
    }

    // MARK: Symbols

    private mutating func symbol(_ first: UInt8) -> Token {
        let isWithEqual = byte(1) == UInt8(ascii: "=")
        switch first {
        case UInt8(ascii: ","): return token(.comma, length: 1)
        case UInt8(ascii: "("): return token(.openParenthesis, length: 1)
        case UInt8(ascii: ")"): return token(.closeParenthesis, length: 1)
        case UInt8(ascii: "="): return token(.equal, length: 1)
        case UInt8(ascii: "?"): return token(.questionMark, length: 1)
        case UInt8(ascii: ":"): return token(.colon, length: 1)
        case UInt8(ascii: ";"): return token(.semicolon, length: 1)
        case UInt8(ascii: "."):
            return byte(1) == UInt8(ascii: ".") ? token(.range, length: 2) : token(.dot, length: 1)
        case UInt8(ascii: "["): return token(.openBracket, length: 1)
        case UInt8(ascii: "]"): return token(.closeBracket, length: 1)
        case UInt8(ascii: "{"): return token(.openBrace, length: 1)
        case UInt8(ascii: "}"): return token(.closeBrace, length: 1)
        case UInt8(ascii: "<"): return isWithEqual ? token(.lessOrEqual, length: 2) : token(.less, length: 1)
        case UInt8(ascii: ">"): return isWithEqual ? token(.greaterOrEqual, length: 2) : token(.greater, length: 1)
        case UInt8(ascii: "!") where isWithEqual: return token(.notEqual, length: 2)
        case UInt8(ascii: "+"): return isWithEqual ? token(.plusEqual, length: 2) : token(.plus, length: 1)
        case UInt8(ascii: "*"): return token(.star, length: 1)
        case UInt8(ascii: "/"): return token(.slash, length: 1)
        case UInt8(ascii: "%"): return token(.percent, length: 1)
        default: return fail(unexpectedCharacter(), at: position)
        }
    }

    private func unexpectedCharacter() -> String {
        let rest = String(decoding: bytes[position..<min(bytes.count, position + 4)], as: UTF8.self)
        let character = rest.unicodeScalars.first.map { String(Character($0)) } ?? "<EOF>"
        return "no viable alternative at character '\(character)'"
    }
}
