import Bytes
import CassandraWire

/// The server's own functions, and which of several is meant.
enum ScalarFunctions {
    /// The function that is meant; `nil` if there is none of that name.
    ///
    /// - Parameter receiver: What the result is assigned to, which can decide between overloads; `nil` in a selection.
    static func resolve(
        _ name: QualifiedName, _ arguments: [FunctionArgument], _ receiver: CQLType?, _ context: TermContext
    ) throws(ServerError) -> ScalarFunction? {
        guard name.keyspace == nil || name.keyspace == "system" else { return nil }
        switch name.name {
        case "token":
            guard let function = TokenFunction.make(context.table) else { return nil }
            try match(function, arguments, context)
            return function
        default: break
        }
        if JSONFunctions.isReader(name.name) {
            return try JSONFunctions.reader(name.name, receiver).resolve(arguments, receiver, context)
        }
        if let operation = ArithmeticOperation(functionName: name.name) {
            return try operation.resolve(arguments, receiver, context)
        }
        if let family = FunctionFamily(name.name) {
            return try family.resolve(arguments, receiver, context)
        }
        guard let candidates = table[name.name] else { return nil }
        if candidates.count == 1 {
            try match(candidates[0], arguments, context)
            return candidates[0]
        }
        let overload = Overload(
            name: (name.keyspace.map { $0 + "." } ?? "") + name.name, signatures: candidates.map(\.functionSignature))
        return candidates[try overload.resolve(arguments, receiver, context)]
    }

    /// By name, in the order in which messages list overloads.
    private static let table: [String: [ScalarFunction]] = {
        var table: [String: [ScalarFunction]] = [:]
        for function in TimeFunctions.all + FloorFunctions.all + BlobFunctions.all + MathFunctions.all
            + CastFunctions.all
        {
            table[String(function.name.dropFirst(7)), default: []].append(function)
        }
        return table
    }()

    /// Checks the arguments of a function that has no namesake.
    private static func match(
        _ function: ScalarFunction, _ arguments: [FunctionArgument], _ context: TermContext
    ) throws(ServerError) {
        guard arguments.count == function.argumentTypes.count else {
            throw .invalid(
                "Invalid number of arguments in call to function \(function.name): "
                    + "\(function.argumentTypes.count) required but \(arguments.count) provided")
        }
        for (index, (argument, type)) in zip(arguments, function.argumentTypes).enumerated() {
            guard try argument.assignability(to: type, context) == .none else { continue }
            throw .invalid(
                "Type error: \(argument.text(context)) cannot be passed as argument \(index) "
                    + "of function \(function.name) of type \(type.messageName)")
        }
    }
}

/// A function's types and how messages show them.
struct FunctionSignature {
    var text: String
    var argumentTypes: [CQLType]
    var resultType: CQLType
}

extension ScalarFunction {
    var functionSignature: FunctionSignature {
        FunctionSignature(text: signature, argumentTypes: argumentTypes, resultType: resultType)
    }
}

/// Several functions of one name.
struct Overload {
    /// Without the keyspace, as messages have it.
    let name: String
    let signatures: [FunctionSignature]

    /// Which of them is meant: the one that fits exactly, else the only one that fits at all.
    func resolve(
        _ arguments: [FunctionArgument], _ receiver: CQLType?, _ context: TermContext
    ) throws(ServerError) -> Int {
        var compatible: [Int] = []
        for (index, signature) in signatures.enumerated() {
            guard arguments.count == signature.argumentTypes.count,
                receiver?.fit(signature.resultType) != Assignability.none
            else { continue }
            var parts: [Assignability] = []
            for (argument, type) in zip(arguments, signature.argumentTypes) {
                parts.append(try argument.assignability(to: type, context))
            }
            switch Assignability.all(parts) {
            case .none: continue
            case .exact where receiver == nil || receiver == signature.resultType: return index
            case .weak, .exact: compatible.append(index)
            }
        }
        if compatible.isEmpty {
            throw .invalid(
                "Invalid call to function \(name), none of its type signatures match "
                    + "(known type signatures: \(list(Array(signatures.indices))))")
        }
        if compatible.count > 1, let receiver {
            let wanted = compatible.filter { signatures[$0].resultType == receiver }
            if wanted.count == 1 { return wanted[0] }
        }
        guard compatible.count == 1 else {
            throw .invalid(
                "Ambiguous call to function \(name) (can be matched by following signatures: \(list(compatible))): "
                    + "use type casts to disambiguate")
        }
        return compatible[0]
    }

    private func list(_ indices: [Int]) -> String {
        indices.map { signatures[$0].text }.joined(separator: ", ")
    }
}
