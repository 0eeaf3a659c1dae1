import CassandraWire

/// What an operator does. To the server each is a function of its own keyspace.
enum ArithmeticOperation: String, CaseIterable {
    case addition = "_add"
    // The server's name, letter for letter.
    case subtraction = "_substract"
    case multiplication = "_multiply"
    case division = "_divide"
    case remainder = "_modulo"
    case negation = "_negate"

    init?(functionName: String) { self.init(rawValue: functionName) }

    init(sign: String, isUnary: Bool) {
        switch sign {
        case "+": self = .addition
        case "*": self = .multiplication
        case "/": self = .division
        case "%": self = .remainder
        default: self = isUnary ? .negation : .subtraction
        }
    }

    var functionName: String { rawValue }

    var sign: String {
        switch self {
        case .addition: "+"
        case .subtraction, .negation: "-"
        case .multiplication: "*"
        case .division: "/"
        case .remainder: "%"
        }
    }

    // MARK: Which function is meant

    /// The function for the operands: the one that fits exactly, else the only one that fits at all, else the one whose
    /// operands are both of the type that is wanted.
    ///
    /// - Parameter receiver: What the result is assigned to; `nil` in a selection.
    func resolve(
        _ arguments: [FunctionArgument], _ receiver: CQLType?, _ context: TermContext
    ) throws(ServerError) -> ScalarFunction {
        if self == .negation, case .term(.list(let terms))? = arguments.first {
            // Only here the server minds that no operand is a list.
            _ = try Term.list(terms).assignability(to: receiver ?? .tinyint, context)
        }
        var fits: [[Assignability]] = []
        for argument in arguments { fits.append(try OperandTypes.fits(argument, context)) }
        let hasMarkers = arguments.contains { if case .term(.marker) = $0 { true } else { false } }
        switch match(fits, receiver, hasMarkers: hasMarkers) {
        case .function(let candidate): return candidate.function
        case .none: throw unsupported(arguments, context)
        case .ambiguous:
            if self == .negation { throw .invalid("Ambiguous negation: use type casts to disambiguate") }
            throw .invalid(
                "Ambiguous '\(sign)' operation with args \(arguments[0].text(context)) and "
                    + "\(arguments[1].text(context)): use type hint to disambiguate, example '(int) ?'")
        }
    }

    private func unsupported(_ arguments: [FunctionArgument], _ context: TermContext) -> ServerError {
        guard self != .negation, arguments.count == 2 else {
            let signatures = OperandTypes.functions(self).map(\.function.signature).joined(separator: ", ")
            return .invalid(
                "Invalid call to function system.\(functionName), none of its type signatures match "
                    + "(known type signatures: \(signatures))")
        }
        return .invalid(
            "the '\(sign)' operation is not supported between \(arguments[0].text(context)) and "
                + arguments[1].text(context))
    }

    enum Match {
        case function(OperandTypes.Candidate)
        case none
        case ambiguous
    }

    func match(_ fits: [[Assignability]], _ receiver: CQLType?, hasMarkers: Bool) -> Match {
        var compatible: [OperandTypes.Candidate] = []
        for candidate in OperandTypes.functions(self) where candidate.operands.count == fits.count {
            if let receiver, receiver.fit(candidate.function.resultType) == .none { continue }
            switch Assignability.all(zip(candidate.operands, fits).map { $1[$0] }) {
            case .none: continue
            case .exact: return .function(candidate)
            case .weak: compatible.append(candidate)
            }
        }
        guard let first = compatible.first else { return .none }
        if compatible.count == 1 { return .function(first) }
        guard self != .negation, let receiver, !hasMarkers,
            let wanted = compatible.first(where: { $0.function.argumentTypes == [receiver, receiver] })
        else { return .ambiguous }
        return .function(wanted)
    }
}
