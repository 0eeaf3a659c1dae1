import CassandraWire

/// Decimals as the server adds, multiplies and divides them: sums and products of at most 10,000 digits, quotients of
/// at least 32 significant ones.
enum DecimalArithmetic {
    private static let precision = 10_000
    private static let leastScale: Int64 = 32
    private static let greatestScale: Int64 = 1_000
    /// The most zeros that are put behind a number.
    private static let maximumShift: Int64 = 100_000

    // MARK: Sums and products

    static func sum(_ left: CQLDecimal, _ right: CQLDecimal) throws(ArithmeticFailure) -> CQLDecimal {
        if left.unscaled.signum() == 0 || right.unscaled.signum() == 0 { return try sumWithZero(left, right) }
        var (big, small) = left.scale <= right.scale ? (left, right) : (right, left)
        if big.scale != small.scale {
            // Of a number far below the last digit only the sign matters.
            let lastScale = Int64(big.scale) - Int64(big.digitCount) + Int64(precision)
            let smallTop = Int64(small.scale) - Int64(small.digitCount) + 1
            if smallTop > Int64(big.scale) + 2, smallTop > lastScale + 2 {
                let scale = try checked(max(Int64(big.scale), lastScale) + 3)
                small = CQLDecimal(unscaled: small.unscaled.signum() < 0 ? -1 : 1, scale: scale)
            }
        }
        let scale = max(big.scale, small.scale)
        let first = try shifted(big.unscaled, Int64(scale) - Int64(big.scale))
        let second = try shifted(small.unscaled, Int64(scale) - Int64(small.scale))
        return try rounded(first + second, Int64(scale))
    }

    /// The scale becomes the larger one, as far as there are digits for it.
    private static func sumWithZero(_ left: CQLDecimal, _ right: CQLDecimal) throws(ArithmeticFailure) -> CQLDecimal {
        let wanted = max(left.scale, right.scale)
        if left.unscaled.signum() == 0, right.unscaled.signum() == 0 { return CQLDecimal(unscaled: 0, scale: wanted) }
        let other = left.unscaled.signum() == 0 ? right : left
        let result = try rounded(other.unscaled, Int64(other.scale))
        if result.scale >= wanted { return result }
        let zeros = min(Int64(wanted) - Int64(result.scale), Int64(precision - result.digitCount))
        return CQLDecimal(
            unscaled: try shifted(result.unscaled, zeros), scale: try checked(Int64(result.scale) + zeros))
    }

    static func product(_ left: CQLDecimal, _ right: CQLDecimal) throws(ArithmeticFailure) -> CQLDecimal {
        try rounded(try left.unscaled.multiplied(by: right.unscaled), Int64(left.scale) + Int64(right.scale))
    }

    /// At most as many digits as a result may have, a half away from zero.
    private static func rounded(_ unscaled: CQLVarint, _ scale: Int64) throws(ArithmeticFailure) -> CQLDecimal {
        // A byte is 2.4 digits, so most numbers need no counting.
        guard unscaled.byteCount > precision / 3 else {
            return CQLDecimal(unscaled: unscaled, scale: try checked(scale))
        }
        let digits = unscaled.magnitude.description
        let surplus = digits.utf8.count - precision
        guard surplus > 0 else { return CQLDecimal(unscaled: unscaled, scale: try checked(scale)) }
        var kept = CQLVarint(String(digits.dropLast(surplus))) ?? 0
        if (digits.dropFirst(precision).first ?? "0") >= "5" { kept = kept + 1 }
        let result = unscaled.isNegative ? kept.negated : kept
        return try rounded(result, scale - Int64(surplus))
    }

    // MARK: Quotients

    static func quotient(_ left: CQLDecimal, _ right: CQLDecimal) throws(ArithmeticFailure) -> CQLDecimal {
        guard right.unscaled.signum() != 0 else { throw .failed("BigInteger divide by zero") }
        let place =
            Int64(left.digitCount) - Int64(left.scale) - (Int64(right.digitCount) - Int64(right.scale))
        let scale = min(
            max(leastScale - place, Int64(left.scale), Int64(right.scale), leastScale), greatestScale)
        let zeros = scale - Int64(left.scale) + Int64(right.scale)
        let dividend = try shifted(left.unscaled, max(0, zeros))
        let divisor = try shifted(right.unscaled, max(0, -zeros))
        var (quotient, rest) = try dividend.divided(by: divisor)
        let twice = rest.magnitude + rest.magnitude
        if !(twice < divisor.magnitude) {
            quotient = quotient + (dividend.isNegative == divisor.isNegative ? 1 : -1)
        }
        return try stripped(quotient, scale)
    }

    /// Without zeros at the end.
    private static func stripped(_ unscaled: CQLVarint, _ scale: Int64) throws(ArithmeticFailure) -> CQLDecimal {
        guard unscaled.signum() != 0 else { return 0 }
        let zeros = unscaled.trailingZeros
        let digits = unscaled.description.dropLast(zeros)
        return CQLDecimal(unscaled: CQLVarint(String(digits)) ?? 0, scale: try checked(scale - Int64(zeros)))
    }

    /// What is left of the division to a whole number. Its scale is that of the difference to the product, whose factor
    /// has as few zeros at its end as the operands' scales ask for.
    static func remainder(_ left: CQLDecimal, _ right: CQLDecimal) throws(ArithmeticFailure) -> CQLDecimal {
        guard right.unscaled.signum() != 0 else {
            throw .failed(left.unscaled.signum() == 0 ? "Division undefined" : "Division by zero")
        }
        let scale = max(left.scale, right.scale)
        if left.isFarBelow(right) { return left }
        let dividend = try shifted(left.unscaled, Int64(scale) - Int64(left.scale))
        let divisor = try shifted(right.unscaled, Int64(scale) - Int64(right.scale))
        let (quotient, rest) = try dividend.divided(by: divisor)
        guard quotient.signum() != 0 else { return left }
        guard left.scale < right.scale else { return CQLDecimal(unscaled: rest, scale: scale) }
        let zeros = min(Int64(quotient.trailingZeros), Int64(right.scale) - Int64(left.scale))
        guard zeros > 0 else { return CQLDecimal(unscaled: rest, scale: scale) }
        let (whole, _) = try rest.divided(by: try shifted(1, zeros))
        return CQLDecimal(unscaled: whole, scale: try checked(Int64(scale) - zeros))
    }

    // MARK: Scales

    private static func shifted(_ number: CQLVarint, _ zeros: Int64) throws(ArithmeticFailure) -> CQLVarint {
        guard zeros > 0, number.signum() != 0 else { return number }
        guard zeros <= maximumShift else { throw .tooLarge }
        return number.scaled(by: Int(zeros))
    }

    private static func checked(_ scale: Int64) throws(ArithmeticFailure) -> Int32 {
        guard let scale = Int32(exactly: scale) else { throw .failed(scale > 0 ? "Underflow" : "Overflow") }
        return scale
    }
}

extension CQLDecimal {
    /// The number of digits; one for zero.
    fileprivate var digitCount: Int { unscaled.magnitude.description.utf8.count }

    /// Whether the number is so much smaller that no digit of the other need be written.
    fileprivate func isFarBelow(_ other: CQLDecimal) -> Bool {
        if unscaled.signum() == 0 { return true }
        return Int64(digitCount) - Int64(scale) < Int64(other.digitCount) - Int64(other.scale)
    }
}

extension CQLVarint {
    /// How many zeros the decimal digits end in.
    fileprivate var trailingZeros: Int { description.reversed().prefix { $0 == "0" }.count }
}
