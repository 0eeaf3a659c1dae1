import CassandraWire

/// The types that operators take, and the functions for them.
enum OperandTypes {
    static let numbers: [CQLType] = [
        .tinyint, .smallint, .int, .bigint, .float, .double, .decimal, .varint, .counter,
    ]
    static let all = numbers + [.text, .ascii, .timestamp, .date, .duration]

    struct Candidate: Sendable {
        /// The places of the operands' types among all.
        let operands: [Int]
        let function: ScalarFunction

        init(_ function: ScalarFunction) {
            self.function = function
            operands = function.argumentTypes.map { type in OperandTypes.all.firstIndex(of: type) ?? 0 }
        }
    }

    static func functions(_ operation: ArithmeticOperation) -> [Candidate] { table[operation] ?? [] }

    private static let table: [ArithmeticOperation: [Candidate]] = {
        var table: [ArithmeticOperation: [Candidate]] = [:]
        for operation in ArithmeticOperation.allCases {
            table[operation] = ArithmeticFunctions.all(operation).map(Candidate.init)
        }
        return table
    }()

    // MARK: How operands fit

    /// How often operators may stand in calls that are operands of operators: each type is tried for each of them.
    private static let maximumNesting = 3

    /// How well an operand fits each of the types.
    static func fits(_ argument: FunctionArgument, _ context: TermContext) throws(ServerError) -> [Assignability] {
        if case .term(let term) = argument {
            guard term.operatorNesting <= maximumNesting else {
                throw .unsupported("operators nested so deep in calls")
            }
            return fits(term, context)
        }
        return fits(context) { type throws(ServerError) in try argument.assignability(to: type, context) }
    }

    /// Operands that are operations have theirs looked at once, not once for each type.
    private static func fits(_ term: Term, _ context: TermContext) -> [Assignability] {
        switch term {
        case .arithmetic(let sign, let left, let right):
            let operation = ArithmeticOperation(sign: sign, isUnary: left == nil)
            let operands = [left, right].compactMap { $0 }
            let inner = operands.map { fits($0, context) }
            let hasMarkers = operands.contains { if case .marker = $0 { true } else { false } }
            return all.map { type in
                switch operation.match(inner, type, hasMarkers: hasMarkers) {
                case .function(let candidate): type.fit(candidate.function.resultType)
                // What is wrong with it is said when it is prepared.
                case .none, .ambiguous: .weak
                }
            }
        case .tuple(let terms) where terms.count == 1: return fits(terms[0], context)
        case .list: return all.map { _ in .none }
        default: return fits(context) { type throws(ServerError) in try term.assignability(to: type, context) }
        }
    }

    private static func fits(
        _ context: TermContext, _ assignability: (CQLType) throws(ServerError) -> Assignability
    ) -> [Assignability] {
        all.map { type in
            do throws(ServerError) {
                return try assignability(type)
            } catch {
                return .weak
            }
        }
    }
}

extension Term {
    /// How many operators are inside each other with a call between them.
    fileprivate var operatorNesting: Int {
        switch self {
        case .arithmetic(_, let left, let right): max(left?.operatorNesting ?? 0, right.operatorNesting)
        case .call(_, let terms): terms.map { $0.hasOperator ? 1 + $0.operatorNesting : 0 }.max() ?? 0
        case .tuple(let terms) where terms.count == 1: terms[0].operatorNesting
        case .cast(_, let term): term.operatorNesting
        default: 0
        }
    }

    private var hasOperator: Bool {
        switch self {
        case .arithmetic: true
        case .call(_, let terms), .tuple(let terms), .list(let terms), .set(let terms):
            terms.contains(where: \.hasOperator)
        case .cast(_, let term): term.hasOperator
        default: false
        }
    }
}
