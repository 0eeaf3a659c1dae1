import CassandraWire

extension CQLVarint {
    /// Products and quotients of more bytes than this would keep the node busy for too long.
    static let maximumOperandBytes = 32_768

    /// The size of the value in limbs of 32 bits, the least significant first, without zeros at the end.
    private var limbs: [UInt32] {
        var limbs: [UInt32] = []
        var rest = magnitude.bigEndianTwosComplement[...]
        while !rest.isEmpty {
            limbs.append(rest.suffix(4).reduce(0) { $0 << 8 | UInt32($1) })
            rest = rest.dropLast(4)
        }
        while limbs.last == 0 { limbs.removeLast() }
        return limbs
    }

    private init(limbs: [UInt32], isNegative: Bool) {
        var bytes: [UInt8] = [0]
        bytes.reserveCapacity(limbs.count * 4 + 1)
        for limb in limbs.reversed() {
            for shift in [UInt32(24), 16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: limb >> shift)) }
        }
        let magnitude = CQLVarint(bigEndianTwosComplement: bytes) ?? 0
        self = isNegative ? magnitude.negated : magnitude
    }

    func multiplied(by other: CQLVarint) throws(ArithmeticFailure) -> CQLVarint {
        if let left = asInteger(Int64.self), let right = other.asInteger(Int64.self) {
            let product = left.multipliedReportingOverflow(by: right)
            if !product.overflow { return CQLVarint(product.partialValue) }
        }
        guard byteCount <= Self.maximumOperandBytes, other.byteCount <= Self.maximumOperandBytes else {
            throw .tooLarge
        }
        let (left, right) = (limbs, other.limbs)
        var product = [UInt32](repeating: 0, count: left.count + right.count)
        for (index, limb) in left.enumerated() {
            var carry: UInt64 = 0
            for (offset, factor) in right.enumerated() {
                let sum = UInt64(limb) * UInt64(factor) + UInt64(product[index + offset]) + carry
                product[index + offset] = UInt32(truncatingIfNeeded: sum)
                carry = sum >> 32
            }
            product[index + right.count] = UInt32(truncatingIfNeeded: carry)
        }
        return CQLVarint(limbs: product, isNegative: isNegative != other.isNegative)
    }

    /// The quotient rounded towards zero, and the rest, which has the sign of this number. The divisor is not zero.
    func divided(by other: CQLVarint) throws(ArithmeticFailure) -> (quotient: CQLVarint, remainder: CQLVarint) {
        if let left = asInteger(Int64.self), let right = other.asInteger(Int64.self), right != 0 {
            let quotient = left.dividedReportingOverflow(by: right)
            if !quotient.overflow { return (CQLVarint(quotient.partialValue), CQLVarint(left % right)) }
        }
        guard byteCount <= Self.maximumOperandBytes, other.byteCount <= Self.maximumOperandBytes,
            other.signum() != 0
        else { throw .tooLarge }
        let (quotient, remainder) = Self.divide(limbs, by: other.limbs)
        return (
            CQLVarint(limbs: quotient, isNegative: isNegative != other.isNegative),
            CQLVarint(limbs: remainder, isNegative: isNegative)
        )
    }

    /// Long division: the divisor is shifted until its highest bit is set, so that a quotient's limb is guessed from the
    /// first two limbs and is at most two too large.
    private static func divide(
        _ dividend: [UInt32], by divisor: [UInt32]
    ) -> (quotient: [UInt32], remainder: [UInt32]) {
        guard let top = divisor.last, dividend.count >= divisor.count else { return ([], dividend) }
        if divisor.count == 1 { return divide(dividend, by: top) }
        let shift = UInt32(top.leadingZeroBitCount)
        let divisor = shifted(divisor, shift)
        var rest = shifted(dividend, shift) + [0]
        let count = divisor.count
        rest += [UInt32](repeating: 0, count: max(0, dividend.count + 1 - rest.count))
        var quotient = [UInt32](repeating: 0, count: rest.count - count)
        let (first, second) = (UInt64(divisor[count - 1]), UInt64(divisor[count - 2]))
        for place in quotient.indices.reversed() {
            let high = UInt64(rest[place + count]) << 32 | UInt64(rest[place + count - 1])
            var guess = high / first
            var left = high % first
            while guess > UInt64(UInt32.max) || guess * second > left << 32 | UInt64(rest[place + count - 2]) {
                guess -= 1
                left += first
                if left > UInt64(UInt32.max) { break }
            }
            if subtract(divisor, times: guess, from: &rest, at: place) {
                guess -= 1
                add(divisor, to: &rest, at: place)
            }
            quotient[place] = UInt32(truncatingIfNeeded: guess)
        }
        return (quotient, unshifted(Array(rest.prefix(count)), shift))
    }

    private static func divide(
        _ dividend: [UInt32], by divisor: UInt32
    ) -> (quotient: [UInt32], remainder: [UInt32]) {
        var quotient = dividend
        var rest: UInt64 = 0
        for index in quotient.indices.reversed() {
            let part = rest << 32 | UInt64(quotient[index])
            quotient[index] = UInt32(truncatingIfNeeded: part / UInt64(divisor))
            rest = part % UInt64(divisor)
        }
        return (quotient, [UInt32(truncatingIfNeeded: rest)])
    }

    private static func shifted(_ limbs: [UInt32], _ shift: UInt32) -> [UInt32] {
        guard shift > 0 else { return limbs }
        var carry: UInt32 = 0
        var result: [UInt32] = []
        result.reserveCapacity(limbs.count + 1)
        for limb in limbs {
            result.append(limb << shift | carry)
            carry = limb >> (32 - shift)
        }
        return carry == 0 ? result : result + [carry]
    }

    private static func unshifted(_ limbs: [UInt32], _ shift: UInt32) -> [UInt32] {
        guard shift > 0 else { return limbs }
        return limbs.indices.map { index in
            limbs[index] >> shift | (index + 1 < limbs.count ? limbs[index + 1] << (32 - shift) : 0)
        }
    }

    /// Whether that left less than nothing.
    private static func subtract(
        _ divisor: [UInt32], times factor: UInt64, from rest: inout [UInt32], at place: Int
    ) -> Bool {
        var carry: UInt64 = 0
        var borrow: UInt32 = 0
        for index in 0...divisor.count {
            let product = (index < divisor.count ? UInt64(divisor[index]) * factor : 0) + carry
            carry = product >> 32
            let (first, isBelow) = rest[place + index].subtractingReportingOverflow(
                UInt32(truncatingIfNeeded: product))
            let (second, isFurtherBelow) = first.subtractingReportingOverflow(borrow)
            rest[place + index] = second
            borrow = isBelow || isFurtherBelow ? 1 : 0
        }
        return borrow != 0
    }

    private static func add(_ divisor: [UInt32], to rest: inout [UInt32], at place: Int) {
        var carry: UInt64 = 0
        for index in 0...divisor.count {
            let sum = UInt64(rest[place + index]) + (index < divisor.count ? UInt64(divisor[index]) : 0) + carry
            rest[place + index] = UInt32(truncatingIfNeeded: sum)
            carry = sum >> 32
        }
    }
}
