extension CQLVarint: LosslessStringConvertible {
    /// Reads decimal digits with or without a sign; nil for anything else.
    ///
    /// A million digits take about a second.
    public init?(_ text: String) {
        var digits = text.utf8[...]
        let isNegative = digits.first == UInt8(ascii: "-")
        if isNegative || digits.first == UInt8(ascii: "+") {
            digits.removeFirst()
        }
        self.init(digits: Array(digits), isNegative: isNegative)
    }

    /// The decimal digits, after a minus sign if the value is below zero.
    public var description: String {
        switch storage {
        case .small(let value): String(value)
        case .large: (isNegative ? "-" : "") + magnitudeDigits
        }
    }

    /// Reads decimal digits in ASCII; nil if there is none, or anything else.
    init?(digits: [UInt8], isNegative: Bool) {
        guard !digits.isEmpty, digits.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }) else { return nil }
        let significant = digits.drop { $0 == UInt8(ascii: "0") }
        if significant.count <= DecimalLimbs.digits {
            let magnitude = Int64(Self.limb(of: significant))
            self.init(small: isNegative ? -magnitude : magnitude)
            return
        }
        var limbs: [UInt64] = []
        var rest = significant
        while !rest.isEmpty {
            limbs.append(Self.limb(of: rest.suffix(DecimalLimbs.digits)))
            rest = rest.dropLast(DecimalLimbs.digits)
        }
        let magnitude = CQLVarint(magnitude: LimbNumber<DecimalLimbs>(limbs: limbs).converted(to: BinaryLimbs.self))
        self = isNegative ? magnitude.negated : magnitude
    }

    /// The value of at most 18 digits.
    private static func limb(of digits: ArraySlice<UInt8>) -> UInt64 {
        digits.reduce(0) { $0 &* 10 &+ UInt64($1 &- UInt8(ascii: "0")) }
    }

    private init(magnitude: LimbNumber<BinaryLimbs>) {
        var bytes: [UInt8] = [0]
        for limb in magnitude.limbs.reversed() {
            for index in (0..<BinaryLimbs.bytes).reversed() {
                bytes.append(UInt8(truncatingIfNeeded: limb >> UInt64(8 * index)))
            }
        }
        self = CQLVarint(bigEndianTwosComplement: bytes) ?? CQLVarint(small: 0)
    }

    /// The decimal digits of the value without its sign.
    var magnitudeDigits: String {
        if case .small(let value) = storage {
            return String(value.magnitude)
        }
        var limbs: [UInt64] = []
        var rest = magnitude.bigEndianTwosComplement[...]
        while !rest.isEmpty {
            limbs.append(rest.suffix(BinaryLimbs.bytes).reduce(0) { $0 &<< 8 | UInt64($1) })
            rest = rest.dropLast(BinaryLimbs.bytes)
        }
        let decimal = LimbNumber<BinaryLimbs>(limbs: limbs).converted(to: DecimalLimbs.self).limbs
        var digits = [UInt8](repeating: UInt8(ascii: "0"), count: decimal.count * DecimalLimbs.digits)
        var position = digits.count
        for limb in decimal {
            var left = limb
            let end = position
            while left != 0 {
                position -= 1
                digits[position] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: left % 10)
                left /= 10
            }
            position = end - DecimalLimbs.digits
        }
        return String(decoding: digits.drop { $0 == UInt8(ascii: "0") }, as: UTF8.self)
    }
}
