#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

extension Decimal: CQLCodable {
    /// Accepts `decimal`.
    public static func decodingPlan(for type: CQLType) -> NoPlan? { CQLDecimal.decodingPlan(for: type) }

    /// Accepts `decimal`.
    public static func encodingPlan(for type: CQLType) -> NoPlan? { CQLDecimal.encodingPlan(for: type) }

    /// Reads a number exactly. One of more digits or another size than a `Decimal` has is out of range, never rounded;
    /// `CQLDecimal` reads it.
    public init(contents reader: inout WireReader, count: Int, plan: NoPlan) throws {
        guard let value = Decimal(try CQLDecimal(contents: &reader, count: count, plan: plan)) else {
            throw WireError.outOfRange
        }
        self = value
    }

    /// Appends the number exactly; not-a-number is out of range.
    public func encodeContents(to writer: inout WireWriter, plan: NoPlan) throws {
        guard let value = CQLDecimal(self) else { throw WireError.outOfRange }
        try value.encodeContents(to: &writer, plan: plan)
    }
}

extension Decimal {
    /// The same number, though not its scale: 1.50 becomes 1.5. Nil when it has more than 38 digits, or is too large or
    /// too small.
    public init?(_ value: CQLDecimal) {
        guard var (digits, exponent) = value.digitsAndExponent else { return nil }
        while exponent < -128, digits.isMultiple(of: 10), digits > 0 {
            digits /= 10
            exponent += 1
        }
        if digits == 0 { exponent = 0 }
        guard (-128...127).contains(exponent) else { return nil }
        // Foundation takes no significand beyond 64 bits, but its sums and products are exact as long as they fit.
        let upper = Decimal(UInt64(truncatingIfNeeded: digits >> 64))
        let lower = Decimal(UInt64(truncatingIfNeeded: digits))
        let significand = upper * (Decimal(UInt64.max) + 1) + lower
        self.init(sign: value.unscaled.isNegative ? .minus : .plus, exponent: exponent, significand: significand)
        // Where it moves zeros into an exponent that is full, it gives not-a-number.
        guard !isNaN else { return nil }
    }
}

extension CQLDecimal {
    /// The same number with as few digits behind the point as it takes; nil for not-a-number.
    public init?(_ value: Decimal) {
        guard !value.isNaN else { return nil }
        self.init(value.description)
    }

    /// The number without its sign as `digits` × 10^`exponent`; nil when the digits do not fit.
    fileprivate var digitsAndExponent: (digits: UInt128, exponent: Int)? {
        let magnitude = unscaled.magnitude
        if let digits = magnitude.asInteger(UInt128.self) { return (digits, -Int(scale)) }
        // No more zeros behind the digits than a Decimal could take.
        guard magnitude.byteCount <= 128 else { return nil }
        let text = magnitude.description
        let zeros = text.utf8.reversed().prefix { $0 == UInt8(ascii: "0") }.count
        guard let digits = UInt128(text.dropLast(zeros)) else { return nil }
        return (digits, zeros - Int(scale))
    }
}
