import Bytes
import CassandraWire

/// Operations on numbers, in the type that the result has.
enum NumberArithmetic {
    static func result(
        _ operation: ArithmeticOperation, _ left: Number, _ right: Number, _ type: CQLType
    ) throws(ArithmeticFailure) -> Number {
        switch type {
        case .float: return .float(floatingPoint(operation, left.asFloat, right.asFloat))
        case .double: return .double(floatingPoint(operation, left.asDouble, right.asDouble))
        case .varint: return .varint(try varint(operation, left.asVarint, right.asVarint))
        case .decimal: return .decimal(try decimal(operation, try left.asDecimal, try right.asDecimal))
        default:
            guard case .integer(let first) = left, case .integer(let second) = right else {
                throw .failed("the operands are no integers")
            }
            return .integer(try integer(operation, first, second))
        }
    }

    /// Integers wrap, those of fewer bits when they are written.
    private static func integer(
        _ operation: ArithmeticOperation, _ left: Int64, _ right: Int64
    ) throws(ArithmeticFailure) -> Int64 {
        switch operation {
        case .addition: return left &+ right
        case .subtraction: return left &- right
        case .multiplication: return left &* right
        case .negation: return 0 &- left
        case .division:
            guard right != 0 else { throw .failed("/ by zero") }
            return left.dividedReportingOverflow(by: right).partialValue
        case .remainder:
            guard right != 0 else { throw .failed("/ by zero") }
            return left.remainderReportingOverflow(dividingBy: right).partialValue
        }
    }

    private static func floatingPoint<Value: BinaryFloatingPoint>(
        _ operation: ArithmeticOperation, _ left: Value, _ right: Value
    ) -> Value {
        let result =
            switch operation {
            case .addition: left + right
            case .subtraction: left - right
            case .multiplication: left * right
            case .division: left / right
            case .remainder: left.truncatingRemainder(dividingBy: right)
            case .negation: -left
            }
        guard result.isNaN else { return result }
        // As the processors have it that servers run on: an operand's own, or else one with a sign.
        return left.isNaN ? left : right.isNaN ? right : -.nan
    }

    private static func varint(
        _ operation: ArithmeticOperation, _ left: CQLVarint, _ right: CQLVarint
    ) throws(ArithmeticFailure) -> CQLVarint {
        switch operation {
        case .addition: return left + right
        case .subtraction: return left + right.negated
        case .multiplication: return try left.multiplied(by: right)
        case .negation: return left.negated
        case .division, .remainder:
            guard right.signum() != 0 else { throw .failed("BigInteger divide by zero") }
            let (quotient, remainder) = try left.divided(by: right)
            return operation == .division ? quotient : remainder
        }
    }

    private static func decimal(
        _ operation: ArithmeticOperation, _ left: CQLDecimal, _ right: CQLDecimal
    ) throws(ArithmeticFailure) -> CQLDecimal {
        switch operation {
        case .addition: try DecimalArithmetic.sum(left, right)
        case .subtraction: try DecimalArithmetic.sum(left, right.opposite)
        case .multiplication: try DecimalArithmetic.product(left, right)
        case .division: try DecimalArithmetic.quotient(left, right)
        case .remainder: try DecimalArithmetic.remainder(left, right)
        case .negation: left.opposite
        }
    }
}

extension CQLDecimal {
    var opposite: CQLDecimal { CQLDecimal(unscaled: unscaled.negated, scale: scale) }
}

extension Number {
    /// The bytes as a value of the type, with the sign of what is no number; integers wrap.
    func exactBytes(_ type: CQLType) -> ByteSlice {
        switch self {
        case .float(let value): LiteralText.number(value.bitPattern)
        case .double(let value): LiteralText.number(value.bitPattern)
        case .integer, .varint, .decimal: bytes(type)
        }
    }

    /// Integers wrap.
    var negated: Number {
        switch self {
        case .integer(let value): .integer(0 &- value)
        case .float(let value): .float(-value)
        case .double(let value): .double(-value)
        case .varint(let value): .varint(value.negated)
        case .decimal(let value): .decimal(value.opposite)
        }
    }

    var asDouble: Double {
        switch self {
        case .integer(let value): Double(value)
        case .float(let value): Double(value)
        case .double(let value): value
        case .varint(let value): Double(value.description) ?? .nan
        case .decimal(let value): Double(value)
        }
    }

    var asFloat: Float {
        switch self {
        case .integer(let value): Float(value)
        case .float(let value): value
        case .double(let value): Float(value)
        case .varint(let value): Float(value.description) ?? .nan
        case .decimal(let value): Float(value.description) ?? .nan
        }
    }

    var asVarint: CQLVarint {
        switch self {
        case .integer(let value): CQLVarint(value)
        case .varint(let value): value
        case .float, .double, .decimal: 0
        }
    }

    /// Numbers of a fixed size go through a double and its text.
    fileprivate var asDecimal: CQLDecimal {
        get throws(ArithmeticFailure) {
            switch self {
            case .decimal(let value): return value
            case .varint(let value): return CQLDecimal(value)
            case .integer, .float, .double:
                let value = asDouble
                if value.isNaN { throw .failed("A NaN cannot be converted into a decimal") }
                guard let decimal = CQLDecimal(JavaNumberText.text(value)) else {
                    throw .failed("An infinite number cannot be converted into a decimal")
                }
                return decimal
            }
        }
    }
}
