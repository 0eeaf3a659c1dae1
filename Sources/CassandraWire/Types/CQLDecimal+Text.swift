extension CQLDecimal: LosslessStringConvertible {
    /// Reads `1`, `-1.50`, `.5`, `1E+5` or `1.2e-30` exactly, trailing zeros included.
    ///
    /// Nil for anything else, and for a number whose scale doesn't fit 32 bits.
    public init?(_ text: String) {
        var rest = Array(text.utf8)[...]
        let isNegative = Self.skipSign(&rest)
        let coefficient = rest.prefix { $0 | 0x20 != UInt8(ascii: "e") }
        rest = rest.dropFirst(coefficient.count)
        var digits = coefficient
        var fractionDigits = 0
        if let point = coefficient.firstIndex(of: UInt8(ascii: ".")) {
            digits.remove(at: point)
            fractionDigits = coefficient.endIndex - point - 1
        }
        var exponent: Int64 = 0
        if !rest.isEmpty {
            rest.removeFirst()
            guard let value = Self.exponent(rest) else { return nil }
            exponent = value
        }
        let (scale, overflow) = Int64(fractionDigits).subtractingReportingOverflow(exponent)
        guard
            !overflow, let scale = Int32(exactly: scale),
            let unscaled = CQLVarint(digits: Array(digits), isNegative: isNegative)
        else { return nil }
        self.init(unscaled: unscaled, scale: scale)
    }

    private static func skipSign(_ text: inout ArraySlice<UInt8>) -> Bool {
        guard let sign = text.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") else { return false }
        text.removeFirst()
        return sign == UInt8(ascii: "-")
    }

    private static func exponent(_ text: ArraySlice<UInt8>) -> Int64? {
        var digits = text
        let isNegative = skipSign(&digits)
        return CQLVarint(digits: Array(digits), isNegative: isNegative)?.asInteger()
    }

    /// The number as Java's `BigDecimal` writes it: plain, or with an exponent if it is far from its digits.
    ///
    /// So its length is that of the digits, even with a scale of 2^31 (D-34). It reads back to the same representation.
    public var description: String {
        let digits = unscaled.magnitudeDigits
        let adjusted = -Int64(scale) + Int64(digits.utf8.count - 1)
        let sign = unscaled.isNegative ? "-" : ""
        if scale >= 0, adjusted >= -6 {
            return sign + Self.plain(digits, scale: Int(scale))
        }
        var text = sign + Self.plain(digits, scale: digits.utf8.count - 1)
        if adjusted != 0 {
            text += adjusted > 0 ? "E+\(adjusted)" : "E\(adjusted)"
        }
        return text
    }

    /// The number without an exponent; nil if that takes more characters than the limit.
    public func plainText(limit: Int) -> String? {
        // A byte is 2.4 digits: with more of them than this the digits alone are too many.
        guard unscaled.byteCount / 2 <= limit else { return nil }
        let digits = unscaled.magnitudeDigits
        let sign = unscaled.isNegative ? "-" : ""
        let zeros = scale >= 0 || digits == "0" ? 0 : -Int(scale)
        let length =
            if scale > 0 {
                sign.utf8.count + max(digits.utf8.count, Int(scale) + 1) + 1
            } else {
                sign.utf8.count + digits.utf8.count + zeros
            }
        guard length <= limit else { return nil }
        return sign + Self.plain(digits, scale: max(0, Int(scale))) + String(repeating: "0", count: zeros)
    }

    /// Sets a decimal point before the last so many digits.
    private static func plain(_ digits: String, scale: Int) -> String {
        guard scale > 0 else { return digits }
        let padded = String(repeating: "0", count: max(0, scale + 1 - digits.utf8.count)) + digits
        return padded.dropLast(scale) + "." + padded.suffix(scale)
    }
}
