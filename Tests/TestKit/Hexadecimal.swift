extension Array where Element == UInt8 {
    /// The bytes of pairs of hexadecimal digits; blanks between pairs are skipped. Anything else is a mistake in a test.
    public init(hex text: String) {
        self = []
        var high: UInt8?
        for character in text where !character.isWhitespace {
            guard let digit = character.hexDigitValue else { preconditionFailure("'\(character)' is no digit") }
            if let first = high {
                append(first << 4 | UInt8(digit))
                high = nil
            } else {
                high = UInt8(digit)
            }
        }
        precondition(high == nil, "digits come in pairs")
    }

    /// Lower-case hexadecimal digits.
    public var hex: String {
        var text = ""
        text.reserveCapacity(count * 2)
        let digits = [Character]("0123456789abcdef")
        for byte in self {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return text
    }
}
