/// Reads a literal from left to right: its fixed characters and its digits.
struct ASCIIScanner {
    private var rest: Substring.UTF8View

    init(_ text: String) {
        rest = text.utf8[...]
    }

    var isAtEnd: Bool { rest.isEmpty }

    /// The byte to be read next.
    var next: UInt8? { rest.first }

    /// Whether the character is still to come.
    func contains(_ character: Unicode.Scalar) -> Bool {
        rest.contains { UInt32($0) == character.value }
    }

    /// Moves behind the character if it comes next.
    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard let next, UInt32(next) == character.value else { return false }
        rest.removeFirst()
        return true
    }

    /// Moves behind the character, in either case, if it comes next.
    mutating func skipLetter(_ lowercase: Unicode.Scalar) -> Bool {
        guard let next, UInt32(next | 0x20) == lowercase.value else { return false }
        rest.removeFirst()
        return true
    }

    /// Moves behind a byte that is no ASCII character if it comes next.
    mutating func skipByte(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        rest.removeFirst()
        return true
    }

    /// Reads as many digits as there are, but no more than allowed; nil if there are too few, or beyond 64 bits.
    mutating func number(digits allowed: ClosedRange<Int>) -> UInt64? {
        var value: UInt64 = 0
        var count = 0
        while count < allowed.upperBound, let digit = next.map({ $0 &- UInt8(ascii: "0") }), digit < 10 {
            let (product, productOverflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, sumOverflow) = product.addingReportingOverflow(UInt64(digit))
            guard !productOverflow, !sumOverflow else { return nil }
            value = sum
            count += 1
            rest.removeFirst()
        }
        return count >= allowed.lowerBound ? value : nil
    }

    /// Reads one hexadecimal digit in either case.
    mutating func hexadecimalDigit() -> UInt8? {
        guard let digit = next.flatMap(Self.hexadecimalValue(of:)) else { return nil }
        rest.removeFirst()
        return digit
    }

    static func hexadecimalValue(of byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// Reads one to nine digits behind a decimal point as billionths.
    mutating func billionths() -> Int64? {
        let digitsBefore = rest.count
        guard let digits = number(digits: 1...9) else { return nil }
        var result = Int64(digits)
        for _ in (digitsBefore - rest.count)..<9 {
            result *= 10
        }
        return result
    }
}
