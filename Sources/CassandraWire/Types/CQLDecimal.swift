/// A decimal number of any precision: the value of a CQL `decimal`.
///
/// Its value is `unscaled` × 10^-`scale`. Equality is that of the representation, as the bytes are compared in a key:
/// `1.0` is not equal to `1.00`; `isNumericallyEqual(to:)` compares the values. Nothing goes through binary floating
/// point.
public struct CQLDecimal: Sendable, Hashable {
    /// The digits, as an integer.
    public let unscaled: CQLVarint
    /// How many of the digits stand behind the decimal point; negative for zeros behind the digits.
    public let scale: Int32

    /// Makes the number `unscaled` × 10^-`scale`.
    @inlinable
    public init(unscaled: CQLVarint, scale: Int32) {
        self.unscaled = unscaled
        self.scale = scale
    }

    /// Makes a whole number, with scale 0.
    @inlinable
    public init(_ value: CQLVarint) {
        self.init(unscaled: value, scale: 0)
    }

    /// Makes the shortest decimal that reads back to the same `Double`, 0.1 for `0.1`; nil for infinities and NaN.
    ///
    /// There is no negative zero among the decimals.
    public init?(_ value: Double) {
        guard value.isFinite else { return nil }
        var text = value.description
        if text.hasSuffix(".0") {
            text.removeLast(2)
        }
        self.init(text)
    }

    /// Whether both have the same value, whatever their scales: 1.0 and 1.00 do.
    public func isNumericallyEqual(to other: CQLDecimal) -> Bool {
        guard scale != other.scale else { return unscaled == other.unscaled }
        guard unscaled.signum() == other.unscaled.signum() else { return false }
        guard unscaled.signum() != 0 else { return true }
        // The one with the larger scale has as many more digits, if they are equal: don't write out the others.
        let zeros = Int(scale) - Int(other.scale)
        let (longer, shorter) = zeros > 0 ? (unscaled, other.unscaled) : (other.unscaled, unscaled)
        let bitsOfZeros = Double(zeros.magnitude) * 3.321_928_094_887_362
        let bits = Double(longer.byteCount - shorter.byteCount) * 8
        guard (bits - 16...bits + 16).contains(bitsOfZeros) else { return false }
        return longer.magnitudeDigits
            == shorter.magnitudeDigits + String(repeating: "0", count: Int(zeros.magnitude))
    }
}

extension CQLDecimal: ExpressibleByIntegerLiteral {
    /// Makes a whole number of a literal of any size, with scale 0.
    public init(integerLiteral value: StaticBigInt) {
        self.init(CQLVarint(integerLiteral: value))
    }
}

extension Double {
    /// The `Double` nearest to a decimal, rounded once; infinite if it is too large.
    public init(_ value: CQLDecimal) {
        self = Double(value.description) ?? .nan
    }
}
