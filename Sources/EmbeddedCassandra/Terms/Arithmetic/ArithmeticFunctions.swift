import Bytes
import CassandraWire

/// The functions behind operators, for all types of operands.
enum ArithmeticFunctions {
    static func all(_ operation: ArithmeticOperation) -> [ScalarFunction] {
        if operation == .negation { return OperandTypes.numbers.map(negation) }
        var functions: [ScalarFunction] = []
        for left in OperandTypes.numbers {
            for right in OperandTypes.numbers { functions.append(numeric(operation, left, right)) }
        }
        if operation == .addition {
            let texts: [CQLType] = [.ascii, .text]
            for left in texts { functions += texts.map { concatenation(left, $0) } }
        }
        if operation == .addition || operation == .subtraction {
            functions += [temporal(operation, .timestamp), temporal(operation, .date)]
        }
        return functions
    }

    /// The type that two types of numbers have in common: the larger one, with a point if one of them has.
    static func resultType(_ left: CQLType, _ right: CQLType) -> CQLType {
        let types = [left, right]
        let hasPoint = types.contains { $0 == .float || $0 == .double || $0 == .decimal }
        let size = types.map(size).max() ?? .max
        switch size {
        case 1: return .tinyint
        case 2: return .smallint
        case 4: return hasPoint ? .float : .int
        case 8: return hasPoint ? .double : .bigint
        default: return hasPoint ? .decimal : .varint
        }
    }

    private static func size(_ type: CQLType) -> Int {
        switch type {
        case .tinyint: 1
        case .smallint: 2
        case .int, .float: 4
        case .bigint, .double, .counter: 8
        default: .max
        }
    }

    private static func numeric(_ operation: ArithmeticOperation, _ left: CQLType, _ right: CQLType) -> ScalarFunction {
        let type = resultType(left, right)
        return ScalarFunction(
            operation.functionName, [left, right], type, notation: .infix(operation.sign)
        ) { (arguments, _) throws(ServerError) in
            guard let leftBytes = arguments[0], let rightBytes = arguments[1],
                let leftNumber = Number(leftBytes, left), let rightNumber = Number(rightBytes, right)
            else { return nil }
            do throws(ArithmeticFailure) {
                return try NumberArithmetic.result(operation, leftNumber, rightNumber, type).exactBytes(type)
            } catch {
                throw error.serverError(operation, [left, right])
            }
        }
    }

    private static func negation(_ type: CQLType) -> ScalarFunction {
        ScalarFunction(ArithmeticOperation.negation.functionName, [type], type, notation: .prefix("-")) {
            arguments, _ in
            guard let bytes = arguments[0], let number = Number(bytes, type) else { return nil }
            return number.negated.exactBytes(type)
        }
    }

    private static func concatenation(_ left: CQLType, _ right: CQLType) -> ScalarFunction {
        ScalarFunction(
            ArithmeticOperation.addition.functionName, [left, right],
            left == .ascii && right == .ascii ? .ascii : .text, notation: .infix("+")
        ) { arguments, _ in
            guard let first = arguments[0], let second = arguments[1] else { return nil }
            var writer = WireWriter(capacity: first.count + second.count)
            writer.write(first)
            writer.write(second)
            return writer.finish()
        }
    }

    private static func temporal(_ operation: ArithmeticOperation, _ type: CQLType) -> ScalarFunction {
        ScalarFunction(
            operation.functionName, [type, .duration], type, notation: .infix(operation.sign)
        ) { (arguments, _) throws(ServerError) in
            guard let time = arguments[0], !time.isEmpty,
                let span = arguments[1].flatMap({ try? CQLDuration(vintBytes: $0) })
            else { return nil }
            do throws(ArithmeticFailure) {
                return try DurationArithmetic.moved(time, type, by: span, isBack: operation == .subtraction)
            } catch {
                throw error.serverError(operation, [type, .duration])
            }
        }
    }
}

/// Why an operation has no result.
enum ArithmeticFailure: Error {
    /// In the words of the server's language.
    case failed(String)
    /// What only the server has the patience for.
    case tooLarge

    func serverError(_ operation: ArithmeticOperation, _ types: [CQLType]) -> ServerError {
        switch self {
        case .tooLarge: return .unsupported("operations with numbers of so many digits")
        case .failed(let reason):
            let names = types.map(\.cqlText)
            return ServerError(
                code: .functionFailure,
                message: "the operation '\(names.joined(separator: " \(operation.sign) "))' failed: \(reason)",
                detail: .functionFailure(keyspace: "system", function: operation.functionName, arguments: names))
        }
    }
}
