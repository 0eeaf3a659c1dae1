/// Something that goes wrong at a node, for tests of how clients take it: which requests it concerns, and what happens.
///
/// The first rule that a request meets is the one that counts.
public struct FaultRule: Hashable, Sendable {
    /// The kinds of requests.
    public enum Operation: String, Hashable, Sendable, CaseIterable {
        /// What a node supports.
        case options
        /// The beginning of a connection.
        case startup
        /// The login.
        case login
        /// Subscribing to events.
        case register
        /// A statement as text.
        case query
        /// Making a statement ready.
        case prepare
        /// Executing a statement that is ready.
        case execute
        /// Several statements at once.
        case batch
    }

    /// What a request has to be like; what is `nil` does not matter.
    public struct Condition: Hashable, Sendable {
        /// The kind of request.
        public var operation: Operation?
        /// Part of the text of its statement, or of one of its statements.
        public var text: String?
        /// The address of the node, such as `127.0.0.2`.
        public var node: String?
        /// The number of the connection at its node; the first is 1.
        public var connection: Int?
        /// Of the requests that fit so far, only each so-manyth: 1 is each, 3 the third, the sixth and so on.
        public var every: Int
        /// Of those, only so large a part, drawn from the cluster's seed.
        public var probability: Double
        /// How often the rule applies at most.
        public var limit: Int?

        /// A condition; without arguments any request meets it.
        public init(
            operation: Operation? = nil, text: String? = nil, node: String? = nil, connection: Int? = nil,
            every: Int = 1, probability: Double = 1, limit: Int? = nil
        ) {
            self.operation = operation
            self.text = text
            self.node = node
            self.connection = connection
            self.every = every
            self.probability = probability
            self.limit = limit
        }
    }

    /// What happens.
    public enum Reaction: Hashable, Sendable {
        /// The request is carried out at once, and answered after so long.
        case delay(Duration)
        /// The request is neither carried out nor answered.
        case drop
        /// The request is carried out, but not answered.
        case dropAnswer
        /// The connection ends in order, without an answer.
        case close
        /// The connection is reset, without an answer.
        case reset
        /// The request is not carried out, but answered with an error: a code of the protocol, such as `0x1001`. What a
        /// code brings along beside its text is made up.
        case error(code: Int, message: String)
        /// The request is carried out, but of the answer only so many bytes are sent; then the connection ends.
        case truncate(Int)
        /// The request is carried out, and answered after so many others on the same connection.
        case reorder(after: Int)
        /// The node forgets the prepared statement and says so; other requests it answers as ever.
        case unprepare
    }

    /// Which requests it concerns.
    public var condition: Condition
    /// What happens to them.
    public var reaction: Reaction

    /// A rule for certain requests.
    public init(_ condition: Condition, _ reaction: Reaction) {
        self.condition = condition
        self.reaction = reaction
    }

    /// A rule for all requests.
    public init(_ reaction: Reaction) {
        self.init(Condition(), reaction)
    }
}

/// Names a rule that is in force.
public struct FaultID: Hashable, Sendable {
    /// The number, as the admin table has it.
    public let number: Int

    /// A rule's number.
    public init(number: Int) {
        self.number = number
    }
}
