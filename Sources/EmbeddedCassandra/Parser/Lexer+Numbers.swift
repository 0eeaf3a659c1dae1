/// Numbers, and what begins like one: UUIDs, blobs, durations.
extension Lexer {
    mutating func number() -> Token {
        if let length = uuidLength() { return token(.uuid, length: length) }
        if byte() == UInt8(ascii: "0") && byte(1) | 0x20 == UInt8(ascii: "x") {
            var length = 2
            while Lexer.isHex(byte(length)) { length += 1 }
            return token(.hexadecimal, length: length)
        }
        return number(digitsAt: 0)
    }

    /// What begins with a minus: a negative constant, or the sign alone. Comments were skipped before.
    mutating func minus() -> Token {
        let second = byte(1)
        if Lexer.isDigit(second) { return number(digitsAt: 1) }
        if second == UInt8(ascii: "=") { return token(.minusEqual, length: 2) }
        if second == UInt8(ascii: "P"), let length = isoDurationLength(at: 1) {
            return token(.duration, length: length)
        }
        switch second | 0x20 {
        case UInt8(ascii: "n"): return constant("nan", .negativeNaN)
        case UInt8(ascii: "i"): return constant("infinity", .negativeInfinity)
        default: return token(.minus, length: 1)
        }
    }

    /// Behind a minus sign the server's lexer is set on this word by the first letter, and takes no other.
    private mutating func constant(_ word: StaticString, _ kind: Token.Kind) -> Token {
        var length = 1
        for scalar in word.description.unicodeScalars {
            guard UInt32(byte(length) | 0x20) == scalar.value else {
                let offset = min(bytes.count, position + length)
                let character = offset < bytes.count ? String(decoding: bytes[offset...offset], as: UTF8.self) : "<EOF>"
                return fail("mismatched character '\(character)' expecting set null", at: offset)
            }
            length += 1
        }
        return token(kind, length: length)
    }

    private mutating func number(digitsAt sign: Int) -> Token {
        var length = digits(from: sign)
        if byte(length) == UInt8(ascii: ".") {
            // `1..2` is a range of integers, `1...2` one that begins with the float `1.`
            if byte(length + 1) == UInt8(ascii: ".") {
                return byte(length + 2) == UInt8(ascii: ".")
                    ? token(.float, length: length + 1) : token(.integer, length: length)
            }
            length = digits(from: length + 1)
            return token(.float, length: exponent(from: length) ?? length)
        }
        if let length = exponent(from: length) { return token(.float, length: length) }
        if byte(length) | 0x20 == UInt8(ascii: "e") { return exponentWithoutDigits(behind: length) }
        if let length = durationLength(at: sign) { return token(.duration, length: length) }
        return token(.integer, length: length)
    }

    private func digits(from start: Int) -> Int {
        var length = start
        while Lexer.isDigit(byte(length)) { length += 1 }
        return length
    }

    private func exponent(from start: Int) -> Int? {
        guard byte(start) | 0x20 == UInt8(ascii: "e") else { return nil }
        var length = start + 1
        if byte(length) == UInt8(ascii: "+") || byte(length) == UInt8(ascii: "-") { length += 1 }
        let end = digits(from: length)
        return end > length ? end : nil
    }

    private mutating func exponentWithoutDigits(behind length: Int) -> Token {
        let isSigned = byte(length + 1) == UInt8(ascii: "+") || byte(length + 1) == UInt8(ascii: "-")
        let offset = min(bytes.count, position + length + (isSigned ? 2 : 1))
        let character = offset < bytes.count ? String(decoding: bytes[offset...offset], as: UTF8.self) : "<EOF>"
        return fail("required (...)+ loop did not match anything at character '\(character)'", at: offset)
    }

    // MARK: UUIDs

    static func isHex(_ byte: UInt8) -> Bool { isDigit(byte) || (byte | 0x20) &- UInt8(ascii: "a") < 6 }

    /// 36, where a UUID begins.
    func uuidLength() -> Int? {
        let dash = UInt8(ascii: "-")
        guard byte(8) == dash && byte(13) == dash && byte(18) == dash && byte(23) == dash else { return nil }
        for place in 0..<36 {
            switch place {
            case 8, 13, 18, 23: continue
            default: guard Lexer.isHex(byte(place)) else { return nil }
            }
        }
        return 36
    }

    // MARK: Durations

    /// `1y2mo3w4d5h6m7s8ms9us10ns`, in any order: that is not the lexer's.
    private func durationLength(at start: Int) -> Int? {
        var length = start
        while Lexer.isDigit(byte(length)) {
            let end = digits(from: length)
            guard let unit = durationUnit(at: end) else { break }
            length = end + unit
        }
        return length > start ? length : nil
    }

    private func durationUnit(at start: Int) -> Int? {
        let second = byte(start + 1) | 0x20
        switch byte(start) | 0x20 {
        case UInt8(ascii: "m"): return second == UInt8(ascii: "o") || second == UInt8(ascii: "s") ? 2 : 1
        case UInt8(ascii: "y"), UInt8(ascii: "w"), UInt8(ascii: "d"), UInt8(ascii: "h"), UInt8(ascii: "s"): return 1
        case UInt8(ascii: "u"), UInt8(ascii: "n"): return second == UInt8(ascii: "s") ? 2 : nil
        default:
            // The micro sign.
            let isMicro = byte(start) == 0xC2 && byte(start + 1) == 0xB5
            return isMicro && byte(start + 2) | 0x20 == UInt8(ascii: "s") ? 3 : nil
        }
    }

    /// The ISO forms: `P1Y2M3DT4H5M6S`, `P3W`, `P0001-02-03T04:05:06`. What goes on as a word is a name.
    func isoDurationLength(at start: Int) -> Int? {
        let length = isoAlternative(from: start + 1) ?? isoWeeks(from: start + 1) ?? isoUnits(from: start + 1)
        guard let length, !Lexer.isWord(byte(length)) else { return nil }
        return length
    }

    private func isoAlternative(from start: Int) -> Int? {
        var length = start
        for expected in "dddd-dd-ddTdd:dd:dd".utf8 {
            let isMatch = expected == UInt8(ascii: "d") ? Lexer.isDigit(byte(length)) : byte(length) == expected
            guard isMatch else { return nil }
            length += 1
        }
        return length
    }

    private func isoWeeks(from start: Int) -> Int? {
        let end = digits(from: start)
        return end > start && byte(end) == UInt8(ascii: "W") ? end + 1 : nil
    }

    private func isoUnits(from start: Int) -> Int? {
        let date = isoParts("YMD", from: start)
        guard byte(date) == UInt8(ascii: "T") else { return date > start ? date : nil }
        let time = isoParts("HMS", from: date + 1)
        return time > date + 1 ? time : nil
    }

    private func isoParts(_ units: String, from start: Int) -> Int {
        var length = start
        for unit in units.utf8 {
            let end = digits(from: length)
            if end > length && byte(end) == unit { length = end + 1 }
        }
        return length
    }
}
