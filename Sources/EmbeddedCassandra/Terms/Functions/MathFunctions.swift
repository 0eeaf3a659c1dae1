import Bytes
import CassandraWire

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#endif

/// `abs`, `exp`, `log`, `log10` and `round`, for each numeric type.
enum MathFunctions {
    static let all: [ScalarFunction] =
        make("abs", [.double, .varint, .int, .smallint, .tinyint, .float, .counter, .bigint, .decimal], absolute)
        + make("exp", [.decimal, .bigint, .counter, .int, .double, .varint, .tinyint, .float, .smallint]) {
            (number) throws(ServerError) in try transcendental(number, "exp") { exp($0) }
        }
        + make("log", [.int, .double, .varint, .tinyint, .smallint, .float, .decimal, .bigint, .counter]) {
            (number) throws(ServerError) in try transcendental(number, "log") { log($0) }
        }
        + make("log10", [.tinyint, .float, .smallint, .counter, .decimal, .bigint, .double, .varint, .int]) {
            (number) throws(ServerError) in try transcendental(number, "log10") { log10($0) }
        }
        + make("round", [.varint, .double, .int, .counter, .bigint, .decimal, .smallint, .tinyint, .float], rounded)

    private typealias Operation = @Sendable (Number) throws(ServerError) -> Number

    private static func make(
        _ name: String, _ types: [CQLType], _ operation: @escaping Operation
    ) -> [ScalarFunction] {
        types.map { type in
            ScalarFunction(name, [type], type) { (arguments, _) throws(ServerError) in
                guard let bytes = arguments[0], let number = Number(bytes, type) else { return nil }
                let result = try operation(number)
                // A result of a narrow type saturates at 32 bits first, as the server's language has it.
                if case .double(let value) = result, type != .double {
                    if type == .float { return Number.float(Float(value)).bytes(type) }
                    return Number.integer(saturated(value, type)).bytes(type)
                }
                return result.bytes(type)
            }
        }
    }

    private static func saturated(_ value: Double, _ type: CQLType) -> Int64 {
        if value.isNaN { return 0 }
        if type == .bigint || type == .counter {
            return Int64(exactly: value.rounded(.towardZero)) ?? (value < 0 ? .min : .max)
        }
        return Int64(Int32(exactly: value.rounded(.towardZero)) ?? (value < 0 ? .min : .max))
    }

    @Sendable private static func absolute(_ number: Number) -> Number {
        switch number {
        case .integer(let value): .integer(value < 0 ? 0 &- value : value)
        case .float(let value): .float(value.magnitude)
        case .double(let value): .double(value.magnitude)
        case .varint(let value): .varint(value.magnitude)
        case .decimal(let value): .decimal(CQLDecimal(unscaled: value.unscaled.magnitude, scale: value.scale))
        }
    }

    @Sendable private static func rounded(_ number: Number) throws(ServerError) -> Number {
        switch number {
        case .integer, .varint: return number
        // A half goes up, also below zero. Adding one half first would carry the largest number below it along.
        case .float(let value):
            let below = value.rounded(.down) + 0  // no zero has a sign
            return .float(value.isNaN ? 0 : value - below >= 0.5 ? below + 1 : below)
        case .double(let value):
            let below = value.rounded(.down) + 0  // no zero has a sign
            return .double(value.isNaN ? 0 : value - below >= 0.5 ? below + 1 : below)
        case .decimal(let value):
            guard let result = value.rounded else { throw .unsupported("round of such a decimal") }
            return .decimal(result)
        }
    }

    private static func transcendental(
        _ number: Number, _ name: String, _ operation: (Double) -> Double
    ) throws(ServerError) -> Number {
        switch number {
        case .integer(let value): return .double(operation(Double(value)))
        case .float(let value): return .double(operation(Double(value)))
        case .double(let value): return .double(operation(value))
        case .varint(let value):
            // Exact as long as a double tells the whole number for sure.
            guard let small = value.asInteger(Int64.self) else { throw .unsupported("\(name) of a large varint") }
            let result = operation(Double(small))
            guard let whole = Int64(exactly: result.rounded(.towardZero)), whole.magnitude < 1 << 50 else {
                throw .unsupported("\(name) of such a varint")
            }
            return .varint(CQLVarint(whole))
        case .decimal: throw .unsupported("\(name) of a decimal")
        }
    }
}
