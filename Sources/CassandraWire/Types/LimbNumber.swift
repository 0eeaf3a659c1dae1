/// A base so large that one of its digits fills most of a machine word.
protocol LimbBase {
    /// The base; at most 2^60, so that a hundred products of two limbs fit 128 bits.
    static var radix: UInt64 { get }
    /// Splits a sum into its last limb and what is carried to the next.
    static func split(_ sum: UInt128) -> (carry: UInt128, limb: UInt64)
}

/// Limbs of 18 decimal digits.
enum DecimalLimbs: LimbBase {
    static let radix: UInt64 = 1_000_000_000_000_000_000
    static let digits = 18

    static func split(_ sum: UInt128) -> (carry: UInt128, limb: UInt64) {
        // Two divisions of 64 bits by hand: a general one of 128 bits is several times as dear.
        let high = UInt64(truncatingIfNeeded: sum &>> 64).quotientAndRemainder(dividingBy: radix)
        let low = radix.dividingFullWidth((high.remainder, UInt64(truncatingIfNeeded: sum)))
        return (UInt128(high.quotient) &<< 64 | UInt128(low.quotient), low.remainder)
    }
}

/// Limbs of seven bytes.
enum BinaryLimbs: LimbBase {
    static let radix: UInt64 = 1 << 56
    static let bytes = 7

    static func split(_ sum: UInt128) -> (carry: UInt128, limb: UInt64) {
        (sum &>> 56, UInt64(truncatingIfNeeded: sum) & (radix - 1))
    }
}

/// A natural number of any size as limbs, the least significant first, without zeros at the end.
///
/// Only what a change of base needs: addition, and Karatsuba's multiplication, which keeps a megabyte's text within
/// seconds.
struct LimbNumber<Base: LimbBase>: Equatable {
    private(set) var limbs: [UInt64]

    init(limbs: [UInt64]) {
        self.limbs = limbs
        trim()
    }

    private mutating func trim() {
        while limbs.last == 0 {
            limbs.removeLast()
        }
    }

    /// Multiplies by a number below 2^60 and adds another.
    mutating func multiply(by factor: UInt64, adding addend: UInt64) {
        var carry = UInt128(addend)
        for index in limbs.indices {
            (carry, limbs[index]) = Base.split(UInt128(limbs[index]) &* UInt128(factor) &+ carry)
        }
        while carry != 0 {
            let limb: UInt64
            (carry, limb) = Base.split(carry)
            limbs.append(limb)
        }
    }

    static func + (left: LimbNumber, right: LimbNumber) -> LimbNumber {
        LimbNumber(limbs: sum(left.limbs[...], right.limbs[...]))
    }

    static func * (left: LimbNumber, right: LimbNumber) -> LimbNumber {
        LimbNumber(limbs: product(left.limbs[...], right.limbs[...]))
    }
}

extension LimbNumber {
    /// Below this length the plain multiplication is faster; it also bounds the products a column sums up.
    private static var karatsubaThreshold: Int { 32 }

    private static func sum(_ left: ArraySlice<UInt64>, _ right: ArraySlice<UInt64>) -> [UInt64] {
        let (longer, shorter) = left.count < right.count ? (right, left) : (left, right)
        var result = Array(longer) + [0]
        add(shorter, to: &result, at: 0)
        return result
    }

    private static func add(_ addend: some RandomAccessCollection<UInt64>, to result: inout [UInt64], at offset: Int) {
        var position = offset
        var carry: UInt64 = 0
        for limb in addend {
            // Zeros at the end of a product may reach beyond the result; they add nothing.
            guard position < result.count else { break }
            let sum = result[position] &+ limb &+ carry
            carry = sum >= Base.radix ? 1 : 0
            result[position] = sum &- carry &* Base.radix
            position += 1
        }
        while carry != 0, position < result.count {
            let sum = result[position] &+ 1
            carry = sum >= Base.radix ? 1 : 0
            result[position] = carry != 0 ? 0 : sum
            position += 1
        }
        precondition(carry == 0, "a sum of limbs has room for its carry")
    }

    private static func subtract(_ subtrahend: [UInt64], from result: inout [UInt64]) {
        var borrow: UInt64 = 0
        for position in result.indices {
            guard position < subtrahend.count || borrow != 0 else { return }
            let limb = (position < subtrahend.count ? subtrahend[position] : 0) &+ borrow
            borrow = result[position] < limb ? 1 : 0
            result[position] = result[position] &+ borrow &* Base.radix &- limb
        }
        precondition(borrow == 0, "Karatsuba's middle product is not below the outer ones")
    }

    private static func product(_ left: ArraySlice<UInt64>, _ right: ArraySlice<UInt64>) -> [UInt64] {
        let (longer, shorter) = left.count < right.count ? (right, left) : (left, right)
        guard shorter.count > karatsubaThreshold else { return plainProduct(longer, shorter) }
        let half = (longer.count + 1) / 2
        let low = longer.prefix(half)
        let high = longer.dropFirst(half)
        var result = [UInt64](repeating: 0, count: longer.count + shorter.count)
        guard shorter.count > half else {
            add(product(low, shorter), to: &result, at: 0)
            add(product(high, shorter), to: &result, at: half)
            return result
        }
        let shorterLow = shorter.prefix(half)
        let shorterHigh = shorter.dropFirst(half)
        let lows = product(low, shorterLow)
        let highs = product(high, shorterHigh)
        var middle = product(sum(low, high)[...], sum(shorterLow, shorterHigh)[...])
        subtract(lows, from: &middle)
        subtract(highs, from: &middle)
        add(lows, to: &result, at: 0)
        add(highs, to: &result, at: 2 * half)
        add(middle, to: &result, at: half)
        return result
    }

    /// Sums each column in 128 bits and reduces it once.
    private static func plainProduct(_ longer: ArraySlice<UInt64>, _ shorter: ArraySlice<UInt64>) -> [UInt64] {
        guard !shorter.isEmpty else { return [] }
        var result = [UInt64](repeating: 0, count: longer.count + shorter.count)
        var sum: UInt128 = 0
        for column in 0..<(longer.count + shorter.count - 1) {
            let first = max(0, column - (longer.count - 1))
            let last = min(column, shorter.count - 1)
            for index in first...last {
                let left = longer[longer.startIndex + column - index]
                let right = shorter[shorter.startIndex + index]
                sum &+= UInt128(left) &* UInt128(right)
            }
            (sum, result[column]) = Base.split(sum)
        }
        result[result.count - 1] = UInt64(truncatingIfNeeded: sum)
        return result
    }
}

extension LimbNumber {
    /// Numbers up to this many limbs are converted limb by limb; longer ones are halved.
    private static var leafLength: Int { 24 }

    /// The same number in another base.
    func converted<Target: LimbBase>(to target: Target.Type) -> LimbNumber<Target> {
        // powers[level] is radix to the power of (leafLength << level), in the target's base.
        var powers: [LimbNumber<Target>] = []
        while Self.leafLength << powers.count < limbs.count {
            if let last = powers.last {
                powers.append(last * last)
            } else {
                let one = [UInt64](repeating: 0, count: Self.leafLength) + [1]
                powers.append(Self.convertedPlainly(one[...]))
            }
        }
        return Self.converted(limbs[...], powers: powers[...])
    }

    private static func converted<Target: LimbBase>(
        _ limbs: ArraySlice<UInt64>, powers: ArraySlice<LimbNumber<Target>>
    ) -> LimbNumber<Target> {
        guard let power = powers.last else { return convertedPlainly(limbs) }
        let lowLength = leafLength << (powers.count - 1)
        let lower = converted(limbs.prefix(lowLength), powers: powers.dropLast())
        guard limbs.count > lowLength else { return lower }
        return converted(limbs.dropFirst(lowLength), powers: powers.dropLast()) * power + lower
    }

    private static func convertedPlainly<Target: LimbBase>(_ limbs: ArraySlice<UInt64>) -> LimbNumber<Target> {
        var result = LimbNumber<Target>(limbs: [])
        for limb in limbs.reversed() {
            result.multiply(by: radix, adding: limb)
        }
        return result
    }

    private static var radix: UInt64 { Base.radix }
}
