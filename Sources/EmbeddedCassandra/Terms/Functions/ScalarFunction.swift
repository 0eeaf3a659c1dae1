import Bytes
import CassandraWire

/// A function of the server's own, with the types it is called with.
struct ScalarFunction: Sendable {
    typealias Body = @Sendable ([ByteSlice?], borrowing EvaluationInput) throws(ServerError) -> ByteSlice?

    /// With its keyspace, as the names of result columns show it: `system.todate`.
    let name: String
    let argumentTypes: [CQLType]
    let resultType: CQLType
    /// Whether the same arguments always give the same result.
    let isPure: Bool
    /// Whether a null among the arguments makes the result null, without the body being asked.
    let skipsNull: Bool
    let notation: Notation
    private let body: Body

    /// How the names of result columns show a call.
    enum Notation: Sendable {
        case call
        /// `-a`
        case prefix(String)
        /// `a + b`
        case infix(String)
        /// `cast(a as int)`
        case cast
    }

    init(
        _ name: String, _ argumentTypes: [CQLType], _ resultType: CQLType, isPure: Bool = true, skipsNull: Bool = true,
        notation: Notation = .call, body: @escaping Body
    ) {
        self.name = "system." + name
        self.argumentTypes = argumentTypes
        self.resultType = resultType
        self.isPure = isPure
        self.skipsNull = skipsNull
        self.notation = notation
        self.body = body
    }

    /// The result for values of the argument types.
    func call(_ arguments: [ByteSlice?], _ input: borrowing EvaluationInput) throws(ServerError) -> ByteSlice? {
        if skipsNull && arguments.contains(where: { $0 == nil }) { return nil }
        return try body(arguments, input)
    }

    var unsetArgument: ServerError {
        .invalid("Invalid unset value for argument in call to function \(name.dropFirst(7))")
    }

    /// The result for terms.
    func evaluate(_ terms: [PreparedTerm], _ input: borrowing EvaluationInput) throws(ServerError) -> ByteSlice? {
        var arguments: [ByteSlice?] = []
        arguments.reserveCapacity(terms.count)
        for term in terms {
            switch try term.evaluate(input) {
            case .null: arguments.append(nil)
            case .bytes(let bytes): arguments.append(bytes)
            case .unset: throw unsetArgument
            }
        }
        return try call(arguments, input)
    }

    /// A call as the names of result columns show it.
    func text(_ arguments: [String]) -> String {
        switch notation {
        case .prefix(let sign) where arguments.count == 1: "\(sign)\(arguments[0])"
        case .infix(let sign) where arguments.count == 2: "\(arguments[0]) \(sign) \(arguments[1])"
        case .cast where arguments.count == 1: "cast(\(arguments[0]) as \(resultType.messageName))"
        case .call, .prefix, .infix, .cast: "\(name)(\(arguments.joined(separator: ", ")))"
        }
    }

    /// As the list of known signatures has it: `system.todate : (timeuuid) -> date`.
    var signature: String {
        let name = "system." + CQLIdentifier.quoted(String(name.dropFirst(7)))
        return "\(name) : (\(argumentTypes.map(\.messageName).joined(separator: ", "))) -> \(resultType.messageName)"
    }
}
