import CassandraWire

/// Strings, numbers and words.
extension JSONReader {
    /// From one quotation mark to the other. Halves of surrogate pairs become question marks, as they do in the server.
    mutating func string(isName: Bool) throws(JSONFailure) -> String {
        position += 1
        var content: [UInt16] = []
        while let unit = current {
            switch unit {
            case UInt16(UInt8(ascii: "\"")):
                position += 1
                return Self.text(content)
            case UInt16(UInt8(ascii: "\\")):
                position += 1
                content.append(try escaped())
            case 0..<0x20:
                throw malformed(
                    "Illegal unquoted character (\(JSONFailure.describe(unit))): "
                        + "has to be escaped using backslash to be included in \(isName ? "name" : "string value")")
            default:
                content.append(unit)
                position += 1
            }
        }
        throw truncated(isName ? " in field name" : ": was expecting closing quote for a string value")
    }

    private static func text(_ units: [UInt16]) -> String {
        var units = units
        var index = 0
        while index < units.count {
            if UTF16.isLeadSurrogate(units[index]), index + 1 < units.count, UTF16.isTrailSurrogate(units[index + 1]) {
                index += 2
                continue
            }
            if UTF16.isSurrogate(units[index]) { units[index] = UInt16(UInt8(ascii: "?")) }
            index += 1
        }
        return String(decoding: units, as: UTF16.self)
    }

    /// What stands behind a backslash.
    private mutating func escaped() throws(JSONFailure) -> UInt16 {
        guard let unit = current else { throw truncated(" in character escape sequence") }
        let result: UInt8
        switch UInt8(exactly: unit) {
        case UInt8(ascii: "b"): result = 0x08
        case UInt8(ascii: "f"): result = 0x0C
        case UInt8(ascii: "n"): result = 0x0A
        case UInt8(ascii: "r"): result = 0x0D
        case UInt8(ascii: "t"): result = 0x09
        case UInt8(ascii: "\""), UInt8(ascii: "/"), UInt8(ascii: "\\"): result = UInt8(truncatingIfNeeded: unit)
        case UInt8(ascii: "u"):
            position += 1
            return try hexadecimal()
        default: throw malformed("Unrecognized character escape \(JSONFailure.describe(unit))")
        }
        position += 1
        return UInt16(result)
    }

    private mutating func hexadecimal() throws(JSONFailure) -> UInt16 {
        var value: UInt16 = 0
        for _ in 0..<4 {
            guard let unit = current else { throw truncated(" in character escape sequence") }
            guard let digit = UInt8(exactly: unit).flatMap({ Character(Unicode.Scalar($0)).hexDigitValue }) else {
                throw unexpected("expected a hex-digit for character escape sequence")
            }
            value = value << 4 | UInt16(digit)
            position += 1
        }
        return value
    }

    // MARK: Numbers

    private static let maximumNumberLength = 1_000

    private var isAtDigit: Bool { current.map { $0 &- 0x30 < 10 } ?? false }

    private func unexpectedInNumber(_ unit: UInt16, _ comment: String, at position: Int) -> JSONFailure {
        .unexpected(unit, " in numeric value: " + comment, place(position))
    }

    mutating func number(isRoot: Bool) throws(JSONFailure) -> JSONValue {
        let start = position
        if current == UInt16(UInt8(ascii: "-")) {
            position += 1
            try checkSign(start)
        }
        if current == UInt16(UInt8(ascii: "0")) {
            position += 1
            if isAtDigit { throw malformed("Invalid numeric value: Leading zeroes not allowed") }
        }
        while isAtDigit { position += 1 }
        let wholeEnd = position
        try fraction(from: wholeEnd)
        try exponent(from: wholeEnd)
        let length = position - start
        guard length <= Self.maximumNumberLength else {
            throw JSONFailure(
                kind: .tooLarge,
                reason: "Number value length (\(length)) exceeds the maximum allowed "
                    + "(\(Self.maximumNumberLength), from `StreamReadConstraints.getMaxNumberLength()`)",
                place: place(position))
        }
        if isRoot, let unit = current, unit != 0x20, unit != 0x09, unit != 0x0A, unit != 0x0D {
            throw unexpected("Expected space separating root-level values")
        }
        let text = String(decoding: units[start..<position], as: UTF16.self)
        if position > wholeEnd { return .double(Double(text) ?? .nan) }
        if let value = Int64(text) { return .integer(value) }
        return .largeInteger(CQLVarint(text) ?? 0)
    }

    /// Behind a minus sign there is a digit, or a name of infinity, which is refused by that name.
    private mutating func checkSign(_ start: Int) throws(JSONFailure) {
        guard let unit = current else { throw truncated("No digit following sign") }
        guard !isAtDigit else { return }
        let comment = "expected digit (0-9) to follow minus sign, for valid numeric value"
        guard unit == UInt16(UInt8(ascii: "I")) else { throw unexpectedInNumber(unit, comment, at: position) }
        position += 1
        guard let next = current else { throw truncated("No digit following sign") }
        guard next == UInt16(UInt8(ascii: "N")) || next == UInt16(UInt8(ascii: "n")) else {
            throw unexpectedInNumber(next, comment, at: position)
        }
        let word = identifier()
        throw Self.isInfinity(word) ? nonStandard("-I" + word) : unrecognized("-I" + word)
    }

    private static func isInfinity(_ rest: String) -> Bool { rest == "NF" || rest == "nfinity" }

    private mutating func fraction(from point: Int) throws(JSONFailure) {
        guard current == UInt16(UInt8(ascii: ".")) else { return }
        position += 1
        guard !isAtDigit else {
            while isAtDigit { position += 1 }
            return
        }
        throw unexpectedInNumber(
            current ?? UInt16(UInt8(ascii: ".")), "Decimal point not followed by a digit", at: point)
    }

    private mutating func exponent(from wholeEnd: Int) throws(JSONFailure) {
        guard current.map({ $0 | 0x20 == UInt16(UInt8(ascii: "e")) }) == true else { return }
        position += 1
        if current == UInt16(UInt8(ascii: "+")) || current == UInt16(UInt8(ascii: "-")) { position += 1 }
        guard let unit = current else { throw truncated("expected a digit for number exponent") }
        guard isAtDigit else {
            throw unexpectedInNumber(unit, "Exponent indicator not followed by a digit", at: wholeEnd)
        }
        while isAtDigit { position += 1 }
    }

    // MARK: Words

    /// `true`, `false`, `null`, or what is none of them.
    mutating func word() throws(JSONFailure) -> JSONValue {
        guard let unit = current else { throw truncated("") }
        if unit == UInt16(UInt8(ascii: "+")) {
            position += 1
            throw unexpectedInNumber(
                unit,
                "JSON spec does not allow numbers to have plus signs: enable "
                    + "`JsonReadFeature.ALLOW_LEADING_PLUS_SIGN_FOR_NUMBERS` to allow", at: position)
        }
        guard Self.isInIdentifier(unit), !(unit &- 0x30 < 10) else {
            throw unexpected("expected a valid value \(JSONFailure.values)")
        }
        let word = identifier()
        switch word {
        case "true": return .boolean(true)
        case "false": return .boolean(false)
        case "null": return .null
        case "NaN", "Infinity": throw nonStandard(word)
        default: throw unrecognized(word)
        }
    }

    private static let maximumWordLength = 256

    /// Letters and digits from here on; with points at the end where there are too many.
    private mutating func identifier() -> String {
        let start = position
        while let unit = current, Self.isInIdentifier(unit) {
            guard position - start < Self.maximumWordLength else {
                return String(decoding: units[start..<position], as: UTF16.self) + "..."
            }
            position += 1
        }
        return String(decoding: units[start..<position], as: UTF16.self)
    }

    private static func isInIdentifier(_ unit: UInt16) -> Bool {
        if unit < 0x80 {
            let letter = unit | 0x20
            return 0x61...0x7A ~= letter || 0x30...0x39 ~= unit || unit == 0x24 || unit == 0x5F
        }
        return Unicode.Scalar(unit)?.properties.isAlphabetic ?? false
    }

    private func nonStandard(_ word: String) -> JSONFailure {
        malformed("Non-standard token '\(word)': enable `JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS` to allow")
    }

    private func unrecognized(_ word: String) -> JSONFailure {
        malformed("Unrecognized token '\(word)': was expecting \(JSONFailure.values)")
    }
}
