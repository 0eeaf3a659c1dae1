import Bytes
import CassandraWire

/// A value of one of the numeric types.
enum Number {
    case integer(Int64)
    case float(Float)
    case double(Double)
    case varint(CQLVarint)
    case decimal(CQLDecimal)

    static func isNumeric(_ type: CQLType) -> Bool {
        switch type.unfrozen {
        case .tinyint, .smallint, .int, .bigint, .counter, .float, .double, .varint, .decimal: true
        default: false
        }
    }

    /// `nil` for an empty value.
    init?(_ bytes: ByteSlice, _ type: CQLType) {
        switch type.unfrozen {
        case .tinyint:
            guard let value = bytes.integer(Int8.self) else { return nil }
            self = .integer(Int64(value))
        case .smallint:
            guard let value = bytes.integer(Int16.self) else { return nil }
            self = .integer(Int64(value))
        case .int:
            guard let value = bytes.integer(Int32.self) else { return nil }
            self = .integer(Int64(value))
        case .bigint, .counter:
            guard let value = bytes.integer(Int64.self) else { return nil }
            self = .integer(value)
        case .float:
            guard let bits = bytes.integer(UInt32.self) else { return nil }
            self = .float(Float(bitPattern: bits))
        case .double:
            guard let bits = bytes.integer(UInt64.self) else { return nil }
            self = .double(Double(bitPattern: bits))
        case .varint:
            guard let value = CQLVarint(bigEndianTwosComplement: bytes) else { return nil }
            self = .varint(value)
        case .decimal:
            guard bytes.count >= 4, let scale = bytes.slice(0..<4).integer(Int32.self) else { return nil }
            let unscaled = CQLVarint(bigEndianTwosComplement: bytes.slice(4..<bytes.count)) ?? 0
            self = .decimal(CQLDecimal(unscaled: unscaled, scale: scale))
        default: return nil
        }
    }

    /// The bytes as a value of the type; integers wrap.
    func bytes(_ type: CQLType) -> ByteSlice {
        switch self {
        case .integer(let value):
            switch type.unfrozen {
            case .tinyint: LiteralText.number(Int8(truncatingIfNeeded: value))
            case .smallint: LiteralText.number(Int16(truncatingIfNeeded: value))
            case .int: LiteralText.number(Int32(truncatingIfNeeded: value))
            default: LiteralText.number(value)
            }
        case .float(let value): LiteralText.number(value.isNaN ? Float.nan.bitPattern : value.bitPattern)
        case .double(let value): LiteralText.number(value.isNaN ? Double.nan.bitPattern : value.bitPattern)
        case .varint(let value): ByteSlice(value.bigEndianTwosComplement)
        case .decimal(let value): LiteralText.decimal(value)
        }
    }
}

extension CQLVarint {
    static func + (left: CQLVarint, right: CQLVarint) -> CQLVarint {
        let count = max(left.byteCount, right.byteCount) + 1
        var result = [UInt8](repeating: 0, count: count)
        let (leftBytes, rightBytes) = (left.extended(to: count), right.extended(to: count))
        var carry: UInt16 = 0
        for index in (0..<count).reversed() {
            let sum = UInt16(leftBytes[index]) + UInt16(rightBytes[index]) + carry
            result[index] = UInt8(truncatingIfNeeded: sum)
            carry = sum >> 8
        }
        return CQLVarint(bigEndianTwosComplement: result) ?? 0
    }

    private func extended(to count: Int) -> [UInt8] {
        Array(repeating: isNegative ? 0xFF : 0, count: count - byteCount) + bigEndianTwosComplement
    }

    /// The quotient, rounded towards zero, and what is left of the magnitude.
    func quotientAndRemainder(dividingBy divisor: Int) -> (quotient: CQLVarint, remainder: UInt64) {
        let divisor = UInt64(max(1, divisor))
        var remainder: UInt64 = 0
        var quotient: [UInt8] = [0]
        for byte in magnitude.bigEndianTwosComplement {
            let part = UInt128(remainder) << 8 | UInt128(byte)
            quotient.append(UInt8(truncatingIfNeeded: part / UInt128(divisor)))
            remainder = UInt64(part % UInt128(divisor))
        }
        let result = CQLVarint(bigEndianTwosComplement: quotient) ?? 0
        return (isNegative ? result.negated : result, remainder)
    }

    /// Ten to the power of `exponent` times the number.
    func scaled(by exponent: Int) -> CQLVarint {
        signum() == 0 ? self : CQLVarint(description + String(repeating: "0", count: exponent)) ?? self
    }
}

extension CQLDecimal {
    /// How far apart the scales of two numbers may be: a sum has all the digits between them.
    static let maximumSpread = 100_000

    /// The exact sum, with the larger scale; `nil` when it has too many digits.
    func adding(_ other: CQLDecimal) -> CQLDecimal? {
        let spread = Int(scale) - Int(other.scale)
        guard spread.magnitude <= Self.maximumSpread else { return nil }
        let left = spread < 0 ? unscaled.scaled(by: -spread) : unscaled
        let right = spread > 0 ? other.unscaled.scaled(by: spread) : other.unscaled
        return CQLDecimal(unscaled: left + right, scale: max(scale, other.scale))
    }

    var negated: CQLDecimal { CQLDecimal(unscaled: unscaled.negated, scale: scale) }

    /// The quotient with the same scale, a half to the even neighbour.
    func divided(by count: Int) -> CQLDecimal {
        let (quotient, remainder) = unscaled.quotientAndRemainder(dividingBy: count)
        let twice = UInt128(remainder) * 2
        let isOdd = (quotient.bigEndianTwosComplement.last ?? 0) & 1 == 1
        let roundsUp = twice > UInt128(count.magnitude) || (twice == UInt128(count.magnitude) && isOdd)
        let step: CQLVarint = unscaled.isNegative ? -1 : 1
        return CQLDecimal(unscaled: roundsUp ? quotient + step : quotient, scale: scale)
    }

    /// The nearest whole number, with scale 0, a half away from zero; the number itself without digits to drop.
    var rounded: CQLDecimal? {
        guard scale > 0 else {
            guard Int(scale) >= -Self.maximumSpread else { return nil }
            return CQLDecimal(unscaled: unscaled.scaled(by: Int(-scale)), scale: 0)
        }
        let digits = unscaled.magnitude.description
        guard digits.utf8.count >= Int(scale) else { return CQLDecimal(unscaled: 0, scale: 0) }
        let whole = CQLVarint(String(digits.dropLast(Int(scale)))) ?? 0
        let isUp = (digits.suffix(Int(scale)).first ?? "0") >= "5"
        let result = isUp ? whole + 1 : whole
        return CQLDecimal(unscaled: unscaled.isNegative ? result.negated : result, scale: 0)
    }
}
