/// What tokens say, as strings.
extension TokenCursor {
    /// The token as it is written.
    func text(of token: Token) -> String {
        String(decoding: bytes[token.range], as: UTF8.self)
    }

    /// The inside of `'…'` or `$$…$$`.
    func content(ofString token: Token) -> String {
        let isDollar = bytes[Int(token.start)] == UInt8(ascii: "$")
        let margin = isDollar ? 2 : 1
        let inside = Int(token.start) + margin..<Int(token.end) - margin
        return isDollar ? String(decoding: bytes[inside], as: UTF8.self) : unescaped(inside, quote: UInt8(ascii: "'"))
    }

    /// A name, folded to lower case or without its quotes.
    func name(of token: Token) -> String {
        switch token.kind {
        case .quotedName, .emptyQuotedName:
            return unescaped(Int(token.start) + 1..<Int(token.end) - 1, quote: UInt8(ascii: "\""))
        default:
            let written = bytes[token.range]
            guard written.contains(where: { $0 &- UInt8(ascii: "A") < 26 }) else {
                return String(decoding: written, as: UTF8.self)
            }
            return String(decoding: written.map { $0 &- UInt8(ascii: "A") < 26 ? $0 | 0x20 : $0 }, as: UTF8.self)
        }
    }

    private func unescaped(_ inside: Range<Int>, quote: UInt8) -> String {
        let written = bytes[inside]
        guard written.contains(quote) else { return String(decoding: written, as: UTF8.self) }
        var plain: [UInt8] = []
        plain.reserveCapacity(written.count)
        var isSecond = false
        for byte in written {
            // The lexer has seen to it that quotes stand in pairs.
            isSecond = byte == quote && !isSecond
            if byte == quote && !isSecond { continue }
            plain.append(byte)
        }
        return String(decoding: plain, as: UTF8.self)
    }

    /// The token as messages show it: strings and names are shown without their quotes.
    func describe(_ token: Token) -> String {
        let whole =
            switch token.kind {
            case .end: "<EOF>"
            case .string: content(ofString: token)
            case .quotedName: name(of: token)
            default: text(of: token)
            }
        return whole.utf8.count <= 256 ? whole : String(whole.prefix(64)) + "…"
    }

    /// Counts as the server does: lines end with a line feed, columns are UTF-16 code units.
    func position(of offset: Int) -> (line: Int, column: Int) {
        let before = bytes[..<min(offset, bytes.count)]
        let line = 1 + before.count { $0 == UInt8(ascii: "\n") }
        let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        return (line, String(decoding: before[start...], as: UTF8.self).utf16.count)
    }
}
