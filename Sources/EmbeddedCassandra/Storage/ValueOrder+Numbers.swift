import Bytes
import CassandraWire

extension ValueOrder {
    static func compareVarints(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int {
        guard let leftFirst = unsafe left.first, let rightFirst = unsafe right.first else {
            return left.count - right.count
        }
        let (isLeftNegative, isRightNegative) = (leftFirst >= 0x80, rightFirst >= 0x80)
        if isLeftNegative != isRightNegative { return isLeftNegative ? -1 : 1 }
        let sign: UInt8 = isLeftNegative ? 0xFF : 0
        let (leftBytes, rightBytes) = unsafe (withoutSign(left, sign), withoutSign(right, sign))
        if leftBytes.count != rightBytes.count {
            return (leftBytes.count < rightBytes.count) != isLeftNegative ? -1 : 1
        }
        // With the sign and the length the same, two's complement orders like its bytes.
        return unsafe ByteOrder.compare(leftBytes, rightBytes)
    }

    /// Without leading bytes that only repeat the sign. Of what is left, the sign is no longer part.
    private static func withoutSign(_ bytes: UnsafeRawBufferPointer, _ sign: UInt8) -> UnsafeRawBufferPointer {
        let start = unsafe bytes.firstIndex { $0 != sign } ?? bytes.count
        return unsafe UnsafeRawBufferPointer(rebasing: bytes[start...])
    }

    /// By value, whatever the scales: first by the sign, then by the number of digits before the point, and only where
    /// these are the same by the digits themselves. A scale of two thousand million thus costs nothing.
    static func compareDecimals(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int {
        if unsafe left.count > 4 && right.count > 4
            && left.loadUnaligned(as: Int32.self) == right.loadUnaligned(as: Int32.self)
        {
            return unsafe compareVarints(
                UnsafeRawBufferPointer(rebasing: left[4...]), UnsafeRawBufferPointer(rebasing: right[4...]))
        }
        guard let leftValue = unsafe DecimalDigits(left), let rightValue = unsafe DecimalDigits(right) else {
            return unsafe compareMisshapen(left, right)
        }
        return leftValue.compare(with: rightValue)
    }
}

/// A decimal as its sign, its digits and where the point stands.
private struct DecimalDigits {
    /// -1, 0, 1.
    let sign: Int
    /// The highest first, without zeros at either end.
    let digits: [UInt8]
    /// How many digits stand before the point; negative for zeros behind it.
    let exponent: Int

    init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count > 4 else { return nil }
        let scale = Int(Int32(bigEndian: unsafe bytes.loadUnaligned(as: Int32.self)))
        let unscaled = unsafe CQLVarint(bigEndianTwosComplement: UnsafeRawBufferPointer(rebasing: bytes[4...]))
        guard let unscaled else { return nil }
        sign = unscaled.signum()
        var digits = unscaled.magnitude.description.utf8.map { $0 - 0x30 }
        exponent = digits.count - scale
        while digits.last == 0 { digits.removeLast() }
        self.digits = digits
    }

    func compare(with other: DecimalDigits) -> Int {
        if sign != other.sign || sign == 0 { return sign - other.sign }
        if exponent != other.exponent { return (exponent < other.exponent) == (sign > 0) ? -1 : 1 }
        if digits.lexicographicallyPrecedes(other.digits) { return -sign }
        return digits == other.digits ? 0 : sign
    }
}
