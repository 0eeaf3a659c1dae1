/// A rule as the columns of a table: plain text and numbers.
public struct FaultColumns: Hashable, Sendable {
    /// The kind of request, such as `execute`.
    public var operation: String?
    /// Part of the statement's text.
    public var text: String?
    /// The node's address.
    public var node: String?
    /// The number of the connection at its node.
    public var connection: Int32?
    /// Each so-manyth request.
    public var every: Int32?
    /// Between 0 and 1.
    public var probability: Double?
    /// How often at most.
    public var limit: Int32?
    /// What happens: `delay 250` (milliseconds), `drop`, `drop answer`, `close`, `reset`, `error 0x1001 Too much to do`,
    /// `truncate 12`, `reorder 3` or `unprepare`.
    public var reaction: String

    /// A rule's columns; what is left out does not matter.
    public init(
        operation: String? = nil, text: String? = nil, node: String? = nil, connection: Int32? = nil,
        every: Int32? = nil, probability: Double? = nil, limit: Int32? = nil, reaction: String
    ) {
        self.operation = operation
        self.text = text
        self.node = node
        self.connection = connection
        self.every = every
        self.probability = probability
        self.limit = limit
        self.reaction = reaction
    }
}

/// Columns that are no rule, and why.
public struct FaultRuleError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The reason, in words.
    public let description: String
}

extension FaultRule {
    /// The rule that `columns` describe.
    public init(parsing columns: FaultColumns) throws(FaultRuleError) {
        var operation: Operation?
        if let name = columns.operation {
            operation = Operation(rawValue: name.lowercased())
            guard operation != nil else { throw Self.unknown(operation: name) }
        }
        let every = columns.every ?? 1
        guard every >= 1 else { throw FaultRuleError(description: "'every' is at least 1, not \(every)") }
        let probability = columns.probability ?? 1
        guard probability >= 0, probability <= 1 else {
            throw FaultRuleError(description: "A probability lies between 0 and 1, not at \(probability)")
        }
        if let limit = columns.limit, limit < 0 {
            throw FaultRuleError(description: "A limit is not negative, as \(limit) is")
        }
        self.init(
            Condition(
                operation: operation, text: columns.text, node: columns.node,
                connection: columns.connection.map(Int.init), every: Int(every), probability: probability,
                limit: columns.limit.map(Int.init)),
            try Reaction(parsing: columns.reaction))
    }

    private static func unknown(operation name: String) -> FaultRuleError {
        let known = Operation.allCases.map(\.rawValue).joined(separator: ", ")
        return FaultRuleError(description: "There is no operation '\(name)': known are \(known)")
    }

    /// The rule as columns, from which it can be made again.
    public var columns: FaultColumns {
        FaultColumns(
            operation: condition.operation?.rawValue, text: condition.text, node: condition.node,
            connection: condition.connection.map { Int32(clamping: $0) },
            every: condition.every == 1 ? nil : Int32(clamping: condition.every),
            probability: condition.probability == 1 ? nil : condition.probability,
            limit: condition.limit.map { Int32(clamping: $0) }, reaction: reaction.text)
    }
}

extension FaultRule.Reaction {
    init(parsing text: String) throws(FaultRuleError) {
        let words = text.split(separator: " ", maxSplits: 2).map(String.init)
        let number = words.count > 1 ? Self.number(words[1]) : nil
        switch (words.first?.lowercased(), words.count) {
        case ("drop", 1): self = .drop
        case ("drop", 2) where words[1].lowercased() == "answer": self = .dropAnswer
        case ("close", 1): self = .close
        case ("reset", 1): self = .reset
        case ("unprepare", 1): self = .unprepare
        case ("delay", 2):
            guard let number else { throw Self.failure(text) }
            self = .delay(.milliseconds(number))
        case ("truncate", 2):
            guard let number else { throw Self.failure(text) }
            self = .truncate(number)
        case ("reorder", 2):
            guard let number else { throw Self.failure(text) }
            self = .reorder(after: number)
        case ("error", 2), ("error", 3):
            guard let number else { throw Self.failure(text) }
            self = .error(code: number, message: words.count == 3 ? words[2] : "A fault of the test")
        default: throw Self.failure(text)
        }
    }

    /// Decimal, or hexadecimal behind `0x`; never negative, and no more than 32 bits.
    private static func number(_ word: String) -> Int? {
        let value = word.lowercased().hasPrefix("0x") ? UInt32(word.dropFirst(2), radix: 16) : UInt32(word)
        return value.flatMap { $0 <= UInt32(Int32.max) ? Int($0) : nil }
    }

    private static func failure(_ text: String) -> FaultRuleError {
        FaultRuleError(
            description: "There is no reaction '\(text)': known are delay <ms>, drop, drop answer, close, reset, "
                + "error <code> <message>, truncate <bytes>, reorder <count> and unprepare")
    }

    /// As the admin table has it.
    var text: String {
        switch self {
        case .delay(let duration):
            let (seconds, attoseconds) = duration.components
            return "delay \(seconds * 1000 + attoseconds / 1_000_000_000_000_000)"
        case .drop: return "drop"
        case .dropAnswer: return "drop answer"
        case .close: return "close"
        case .reset: return "reset"
        case .error(let code, let message): return "error 0x\(String(code, radix: 16)) \(message)"
        case .truncate(let count): return "truncate \(count)"
        case .reorder(let count): return "reorder \(count)"
        case .unprepare: return "unprepare"
        }
    }
}
