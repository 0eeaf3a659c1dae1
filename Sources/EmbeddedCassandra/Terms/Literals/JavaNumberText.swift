/// Floating-point numbers as the server's language prints them: `1.0`, `1.0E7`, `NaN`.
enum JavaNumberText {
    static func text(_ value: Double) -> String {
        text(value.description, isTiny: 1..<200 ~= value.magnitude.bitPattern) {
            Double(value.bitPattern & 0x7FFF_FFFF_FFFF_FFFF) * 4.940_656_458_412_465
        }
    }

    static func text(_ value: Float) -> String {
        text(value.description, isTiny: 1..<100 ~= value.magnitude.bitPattern) {
            Double(value.bitPattern & 0x7FFF_FFFF) * 1.401_298_464_324_817
        }
    }

    /// - Parameters:
    ///   - shortest: The fewest digits that tell the number.
    ///   - mantissa: Of a tiny number, its value in units of the power of ten that the smallest number has.
    private static func text(_ shortest: String, isTiny: Bool, mantissa: () -> Double) -> String {
        if shortest == "nan" || shortest == "-nan" { return "NaN" }
        if shortest == "inf" { return "Infinity" }
        if shortest == "-inf" { return "-Infinity" }
        let sign = shortest.hasPrefix("-") ? "-" : ""
        var (digits, exponent) = decimal(shortest.drop { $0 == "-" })
        if isTiny, digits.count == 1 { digits = twoDigits(mantissa(), unless: digits) }
        guard digits != "0" else { return sign + "0.0" }
        if exponent >= -3, exponent < 7 { return sign + plain(digits, exponent) }
        let rest = digits.dropFirst()
        return "\(sign)\(digits.prefix(1)).\(rest.isEmpty ? "0" : String(rest))E\(exponent)"
    }

    /// The digits without zeros around them, and the power of ten of the first.
    private static func decimal(_ text: Substring) -> (digits: String, exponent: Int) {
        let parts = text.split(separator: "e", maxSplits: 1)
        let coefficient = parts[0].split(separator: ".", maxSplits: 1)
        let whole = String(coefficient[0])
        let all = whole + (coefficient.count > 1 ? String(coefficient[1]) : "")
        let leading = all.prefix { $0 == "0" }.count
        var digits = all.dropFirst(leading)
        while digits.last == "0" { digits.removeLast() }
        let power = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        return (digits.isEmpty ? "0" : String(digits), whole.count - 1 - leading + power)
    }

    private static func plain(_ digits: String, _ exponent: Int) -> String {
        guard exponent >= 0 else { return "0." + String(repeating: "0", count: -exponent - 1) + digits }
        let padded = digits + String(repeating: "0", count: max(0, exponent + 2 - digits.count))
        return "\(padded.prefix(exponent + 1)).\(padded.dropFirst(exponent + 1))"
    }

    /// Of the smallest numbers one digit is enough, but two are shown, and those may be other ones.
    private static func twoDigits(_ mantissa: Double, unless digits: String) -> String {
        var scaled = mantissa
        while scaled >= 10 { scaled /= 10 }
        let rounded = Int((scaled * 10).rounded())
        guard rounded < 100 else { return digits }
        return rounded % 10 == 0 ? String(rounded / 10) : String(rounded)
    }
}
