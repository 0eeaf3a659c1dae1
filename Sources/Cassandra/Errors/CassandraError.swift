/// Why a call to the driver did not give what it was asked for.
///
/// One word wide. `kind` says what happened; `mayHaveBeenApplied` answers what everyone who wants to try again has to
/// know. No text in here holds a bound value, a password or a statement's literals.
public struct CassandraError: Error, Sendable {
    /// What happened.
    public enum Kind: Sendable {
        /// The node answered with an error.
        case server(ServerError)
        /// No answer came in time. The duration is the request's limit.
        case timedOut(Duration)
        /// The task was cancelled.
        case cancelled
        /// More requests wait than may wait; nothing was sent.
        case overloaded(String)
        /// No connection could be made; what became of each address that was tried.
        case noConnection([Attempt])
        /// The connection was lost before the answer came.
        case connectionLost(node: String, reason: String)
        /// The node refused the login, or asks for one that is not configured.
        case authentication(node: String, reason: String)
        /// The condition of a bulk load's row did not hold, so it was not written.
        case notApplied
        /// A value does not fit its marker; nothing was sent.
        case binding(ColumnError)
        /// A statement cannot be sent as it is; nothing was sent.
        case invalidStatement(String)
        /// A row does not fit the Swift type that was asked for.
        case decoding(ColumnError)
        /// The node answered something that the protocol does not allow.
        case protocolViolation(node: String, reason: String)
        /// A setting is wrong; which one, and why.
        case configuration(field: String, reason: String)
        /// The session is closed.
        case sessionClosed
    }

    /// An address or a node that was tried, and what became of it.
    public struct Attempt: Sendable, Hashable, CustomStringConvertible {
        /// The address.
        public let node: String
        /// What was wrong.
        public let reason: String

        init(node: String, reason: String) {
            self.node = node
            self.reason = reason
        }

        /// Address and reason.
        public var description: String { "\(node): \(reason)" }
    }

    private final class Fields: Sendable {
        let kind: Kind
        let mayHaveBeenApplied: Bool
        let attempts: [Attempt]

        init(_ kind: Kind, _ mayHaveBeenApplied: Bool, _ attempts: [Attempt]) {
            self.kind = kind
            self.mayHaveBeenApplied = mayHaveBeenApplied
            self.attempts = attempts
        }
    }

    private let fields: Fields

    init(_ kind: Kind, mayHaveBeenApplied: Bool = false, attempts: [Attempt] = []) {
        fields = Fields(kind, mayHaveBeenApplied, attempts)
    }

    /// What happened.
    public var kind: Kind { fields.kind }

    /// Whether a write may have taken effect although this error came: it was sent, and no answer excludes it.
    public var mayHaveBeenApplied: Bool { fields.mayHaveBeenApplied }

    /// Earlier attempts of the same call.
    public var attempts: [Attempt] { fields.attempts }

    /// The node's own error, if there is one.
    public var serverError: ServerError? {
        if case .server(let error) = kind { error } else { nil }
    }

    /// Whether the task's cancellation is the reason.
    public var isCancellation: Bool {
        if case .cancelled = kind { true } else { false }
    }
}

extension CassandraError: CustomStringConvertible {
    /// The error in a sentence.
    public var description: String {
        let text =
            switch kind {
            case .server(let error): error.description
            case .timedOut(let limit): "no answer within \(limit)"
            case .cancelled: "cancelled"
            case .overloaded(let reason): "overloaded: \(reason)"
            case .noConnection(let attempts):
                "no connection: " + attempts.map(\.description).joined(separator: "; ")
            case .connectionLost(let node, let reason): "connection to \(node) lost: \(reason)"
            case .authentication(let node, let reason): "login at \(node) failed: \(reason)"
            case .notApplied: "not applied: the condition did not hold"
            case .binding(let error): "cannot bind \(error)"
            case .invalidStatement(let reason): "invalid statement: \(reason)"
            case .decoding(let error): "cannot read \(error)"
            case .protocolViolation(let node, let reason): "\(node) breaks the protocol: \(reason)"
            case .configuration(let field, let reason): "\(field): \(reason)"
            case .sessionClosed: "the session is closed"
            }
        return mayHaveBeenApplied ? text + " (the write may have been applied)" : text
    }
}
