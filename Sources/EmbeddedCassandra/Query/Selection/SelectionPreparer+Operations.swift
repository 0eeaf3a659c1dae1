import CassandraWire

/// What a function or an operator is given.
enum Operand {
    /// A literal, a marker, or a call of such.
    case term(Term)
    case value(PreparedExpression)
    /// In brackets, which its text has already.
    case parenthesized(PreparedExpression)

    var isList: Bool {
        switch self {
        case .term(.list): return true
        case .value(let value):
            guard case .composite = value.expression, case .list = value.type.unfrozen else { return false }
            return true
        case .term, .parenthesized: return false
        }
    }

    var argument: FunctionArgument {
        switch self {
        case .term(let term): .term(term)
        case .value(let value) where value.isTurned: .turned(value.type, text: value.text)
        case .value(let value): .value(value.type, text: value.text)
        case .parenthesized(let value): .parenthesized(value.type, text: value.text)
        }
    }
}

/// Operators, casts and type hints between SELECT and FROM.
extension SelectionPreparer {
    /// Brackets around a single value are no tuple where the function tells what they are.
    mutating func operand(_ selector: Selector, _ context: inout StatementContext) throws(ServerError) -> Operand {
        switch selector {
        case .term(let term):
            try checkHint(term, termContext(context))
            return .term(term)
        case .parenthesized(let inner):
            var value = try self.value(inner, &context)
            value.text = "(\(value.text))"
            return .parenthesized(value)
        default: return .value(try prepare(selector, &context))
        }
    }

    /// What is no term, in brackets or not.
    mutating func value(
        _ selector: Selector, _ context: inout StatementContext
    ) throws(ServerError) -> PreparedExpression {
        switch try operand(selector, &context) {
        case .value(let value), .parenthesized(let value): value
        case .term: try prepare(selector, &context)
        }
    }

    /// A hinted term must suit its type. Calls of `fromJson`, which want a receiver, do not get one from a hint.
    func checkHint(_ term: Term, _ context: TermContext) throws(ServerError) {
        guard case .cast(let reference, let inner) = term else { return }
        if case .call(let name, _) = inner, JSONFunctions.isReader(name.name) {
            _ = try FunctionArgument.term(inner).exactType(context)
        }
        let type = try TypeResolver.resolve(reference, keyspace: context.keyspace, schema: context.schema)
        guard inner.literal != nil, try inner.assignability(to: type, context) == .none else { return }
        let text = term.text(context)
        throw .invalid("Cannot assign value \(text) to \(text) of type \(type.messageName)")
    }

    /// A call of a function that was found already.
    mutating func call(
        _ function: ScalarFunction, _ operands: [Operand], _ context: inout StatementContext
    ) throws(ServerError) -> PreparedExpression {
        var expressions: [Expression] = []
        for (operand, type) in zip(operands, function.argumentTypes) {
            switch operand {
            case .value(let value), .parenthesized(let value): expressions.append(value.expression)
            case .term(let term): expressions.append(.term(try context.prepare(term, as: receiver(type))))
            }
        }
        let terms = termContext(context)
        return PreparedExpression(
            expression: try Self.folded(function, expressions), type: function.resultType,
            text: function.text(operands.map { $0.argument.text(terms) }))
    }

    /// What is known of constants alone is known, or refused, before there are rows.
    private static func folded(
        _ function: ScalarFunction, _ arguments: [Expression]
    ) throws(ServerError) -> Expression {
        var terms: [PreparedTerm] = []
        for case .term(let term) in arguments where term.isConstant { terms.append(term) }
        guard function.isPure, !terms.isEmpty, terms.count == arguments.count else {
            return .call(function, arguments)
        }
        let input = EvaluationInput(values: [], now: 0, source: ValueSource(seed: 0))
        return .term(try function.evaluate(terms, input).map(PreparedTerm.constant) ?? .null)
    }

    mutating func arithmetic(
        _ sign: String, _ left: Selector?, _ right: Selector, _ context: inout StatementContext
    ) throws(ServerError) -> PreparedExpression {
        let operation = ArithmeticOperation(sign: sign, isUnary: left == nil)
        var operands: [Operand] = []
        if let left { operands.append(try operand(left, &context)) }
        operands.append(try operand(right, &context))
        if operands.contains(where: \.isList) {
            // The server trips over it; clients see just that.
            throw .server("java.lang.IllegalArgumentException")
        }
        let function = try operation.resolve(operands.map(\.argument), nil, termContext(context))
        return try call(function, operands, &context)
    }

    /// `CAST(a AS type)`; to the type that it has already a value is not cast at all.
    mutating func conversion(
        _ inner: Selector, _ reference: TypeReference, _ context: inout StatementContext
    ) throws(ServerError) -> PreparedExpression {
        let value = try prepare(inner, &context)
        let terms = termContext(context)
        let type = try TypeResolver.resolve(reference, keyspace: table.keyspace, schema: context.schema)
        if value.type == type { return value }
        if Operand.value(value).isList { throw .server("java.lang.IllegalArgumentException") }
        let argument = FunctionArgument.value(value.type, text: value.text)
        guard let function = try ScalarFunctions.resolve(CastFunctions.name(reference), [argument], nil, terms) else {
            guard let column = value.expression.columns(of: table).first else {
                // The server looks for a column to name; clients see just that there is none.
                throw .server("java.lang.IndexOutOfBoundsException")
            }
            let name = if case .named(let name) = reference { name.name } else { reference.rawText }
            throw .invalid("\(CQLIdentifier.quoted(column.name)) cannot be cast to \(name)")
        }
        return try call(function, [.value(value)], &context)
    }

    /// What is made of columns as a value of the hinted type; messages show it with the hint.
    private mutating func hinted(
        _ parts: Selector.Composite, _ reference: TypeReference, _ type: CQLType, _ context: inout StatementContext
    ) throws(ServerError) -> PreparedExpression {
        var parts = parts
        // With a map for a type, what reads like fields are columns that are keys.
        if case .userType(let names, let values) = parts, case .map = type.unfrozen {
            parts = .map(keys: names.map { .column($0) }, values: values)
        }
        do throws(ServerError) {
            return try composite(parts, as: type, &context)
        } catch {
            guard error.message.hasPrefix("Cannot assign value") else { throw error }
            let text = try text(of: parts, &context)
            throw Self.unassignable("(\(reference.text(in: table.keyspace)))\(text)", type)
        }
    }

    /// `(type) a`
    mutating func hint(
        _ reference: TypeReference, _ inner: Selector, _ context: inout StatementContext
    ) throws(ServerError) -> PreparedExpression {
        let type = try TypeResolver.resolve(reference, keyspace: table.keyspace, schema: context.schema).frozenThrough
        // The one value in brackets is a tuple where that is asked for.
        var value: PreparedExpression
        switch (inner, type.unfrozen) {
        case (.composite(let parts), _): value = try hinted(parts, reference, type, &context)
        case (.parenthesized(let part), .tuple): value = try hinted(.tuple([part]), reference, type, &context)
        default: value = try self.value(inner, &context)
        }
        let text = "(\(reference.text(in: table.keyspace)))\(value.text)"
        guard type.fit(value.type) != .none else {
            throw .invalid("Cannot assign value \(text) to \(text) of type \(type.messageName)")
        }
        value.type = type
        value.text = text
        return value
    }
}
