import Bytes
import CassandraWire

extension PreparedTerm {
    /// Makes out what a term means for its receiver, and notes what its markers are bound as.
    ///
    /// - Parameter receiver: The column, or what stands for one: messages and markers have its name.
    static func prepare(
        _ term: Term, as receiver: ColumnMetadata, _ context: TermContext, _ markers: inout MarkerSpecs
    ) throws(ServerError) -> PreparedTerm {
        var preparation = TermPreparation(context: context, markers: markers)
        let prepared = try preparation.prepare(term, as: receiver)
        markers = preparation.markers
        return prepared
    }
}

/// Prepares a term and all terms inside it.
struct TermPreparation {
    let context: TermContext
    var markers: MarkerSpecs

    mutating func prepare(_ term: Term, as receiver: ColumnMetadata) throws(ServerError) -> PreparedTerm {
        if let (kind, text) = term.literal { return try literal(term, kind, text, receiver) }
        switch term {
        case .null:
            guard receiver.type != .counter else {
                throw .invalid("Invalid null value for counter increment/decrement")
            }
            return .null
        case .marker(let index):
            markers.bind(index, as: receiver)
            return .marker(index, receiver.type)
        case .list(let terms): return try list(terms, receiver)
        case .set(let terms): return try set(terms, receiver)
        case .map(let entries): return try map(entries, receiver)
        case .userType(let fields): return try userType(fields, receiver)
        case .tuple(let terms): return try tuple(terms, receiver)
        case .call(let name, let arguments): return try call(name, arguments, receiver)
        case .cast(let reference, let inner): return try cast(term, reference, inner, receiver)
        case .arithmetic(let sign, let left?, let right) where left.isCollection || right.isCollection:
            throw .invalid(
                "the '\(sign)' operation is not supported between \(left.text(context)) and \(right.text(context))")
        case .arithmetic(let sign, let left, let right):
            let operation = ArithmeticOperation(sign: sign, isUnary: left == nil)
            let operands = [left, right].compactMap { $0 }
            let function = try operation.resolve(operands.map(FunctionArgument.term), receiver.type, context)
            guard receiver.type.fit(function.resultType) != .none else {
                throw .invalid(
                    "Type error: cannot assign result of function \(function.name) "
                        + "(type \(function.resultType.messageName)) to \(receiver.name) "
                        + "(type \(receiver.type.messageName))")
            }
            return try call(function, operands, receiver)
        case .jsonColumn: return .null  // known to the statement, not to its terms
        case .string, .integer, .float, .boolean, .uuid, .hexadecimal, .duration: return .null  // literals, see above
        }
    }

    private func literal(
        _ term: Term, _ kind: LiteralKind, _ text: String, _ receiver: ColumnMetadata
    ) throws(ServerError) -> PreparedTerm {
        guard try term.assignability(to: receiver.type, context) != .none else {
            throw .invalid(
                "Invalid \(kind.rawValue) constant (\(text)) for \"\(receiver.name)\" "
                    + "of type \(receiver.type.messageName)")
        }
        // Only the text of hexadecimal literals is not what the type reads.
        if kind == .hexadecimal { return .constant(try LiteralText.bytes(ofHexadecimal: text.dropFirst(2))) }
        return .constant(try LiteralText.bytes(of: text, as: receiver.type))
    }

    private mutating func cast(
        _ term: Term, _ reference: TypeReference, _ inner: Term, _ receiver: ColumnMetadata
    ) throws(ServerError) -> PreparedTerm {
        let type = try TypeResolver.resolve(reference, keyspace: context.keyspace, schema: context.schema)
        guard try inner.assignability(to: type, context) != .none else {
            throw .invalid("Cannot cast value \(inner.text(context)) to type \(reference.text(in: context.keyspace))")
        }
        guard try term.assignability(to: receiver.type, context) != .none else {
            throw .invalid(
                "Cannot assign value \(term.text(context)) to \(receiver.name) of type \(receiver.type.messageName)")
        }
        // The server, too, reads the value as the receiver's, not as the cast's.
        return try prepare(inner, as: receiver)
    }

    private mutating func call(
        _ name: QualifiedName, _ arguments: [Term], _ receiver: ColumnMetadata
    ) throws(ServerError) -> PreparedTerm {
        let candidates = arguments.map(FunctionArgument.term)
        guard let function = try ScalarFunctions.resolve(name, candidates, receiver.type, context) else {
            if AggregateFunctions.isKnown(name) {
                throw .invalid("Aggregation function are not supported in the where clause")
            }
            throw .invalid("Unknown function \(name.text) called")
        }
        guard receiver.type.fit(function.resultType) != .none else {
            throw .invalid(
                "Type error: cannot assign result of function \(function.name) "
                    + "(type \(function.resultType.messageName)) to \(receiver.name) "
                    + "(type \(receiver.type.messageName))")
        }
        return try call(function, arguments, receiver)
    }

    /// A call of a function that was found already: the arguments' markers are bound as its arguments.
    mutating func call(
        _ function: ScalarFunction, _ arguments: [Term], _ receiver: ColumnMetadata
    ) throws(ServerError) -> PreparedTerm {
        var terms: [PreparedTerm] = []
        for (index, (argument, type)) in zip(arguments, function.argumentTypes).enumerated() {
            var inner = receiver
            inner.name = "arg\(index)(\(function.name))"
            inner.type = type
            terms.append(try prepare(argument, as: inner))
        }
        guard function.isPure, terms.allSatisfy(\.isConstant) else { return .call(function, terms) }
        let input = EvaluationInput(values: [], now: 0, source: ValueSource(seed: 0))
        return try function.evaluate(terms, input).map(PreparedTerm.constant) ?? .null
    }
}

extension Term {
    /// Brackets of any kind.
    fileprivate var isCollection: Bool {
        switch self {
        case .list, .set, .map, .userType: true
        default: false
        }
    }
}
