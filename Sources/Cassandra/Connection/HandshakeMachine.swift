import Bytes
import CassandraWire

/// Decides what is said on a new connection until it takes requests: OPTIONS, STARTUP, the login, USE.
///
/// Knows nothing of sockets or time: callers send what it orders and hand in what comes back.
struct HandshakeMachine: ~Copyable {
    enum Order {
        case send(Request)
        /// The connection takes requests; from the next frame on it is compressed like this.
        case ready(Compression?)
        case fail(HandshakeFailure)
    }

    private enum State {
        case idle
        case awaitingOptions
        case awaitingStartup
        case awaitingLogin(rounds: Int)
        case awaitingKeyspace
        case finished
    }

    /// A login of more rounds than any mechanism has is a server that turns in circles.
    private static let mostLoginRounds = 16

    private let wanted: Compression?
    private let credentials: Configuration.Credentials?
    private let keyspace: String?
    private var compression: Compression?
    private var state = State.idle
    /// What the node said that it supports.
    private(set) var supported: Supported?

    init(compression: Compression?, credentials: Configuration.Credentials?, keyspace: String?) {
        wanted = compression
        self.credentials = credentials
        self.keyspace = keyspace
    }

    /// Which step an outcome belongs to, for an error message.
    var step: String {
        switch state {
        case .idle: "connect"
        case .awaitingOptions: "OPTIONS"
        case .awaitingStartup: "STARTUP"
        case .awaitingLogin: "AUTHENTICATE"
        case .awaitingKeyspace: "USE"
        case .finished: "ready"
        }
    }

    /// How frames are compressed from now on. Already the answer to STARTUP may be; STARTUP itself never is.
    var activeCompression: Compression? {
        switch state {
        case .idle, .awaitingOptions: nil
        case .awaitingStartup, .awaitingLogin, .awaitingKeyspace, .finished: compression
        }
    }

    mutating func connected() -> Order {
        state = .awaitingOptions
        return .send(.options)
    }

    mutating func received(_ response: Response) -> Order {
        if case .error(let error) = response { return refused(error) }
        switch state {
        case .awaitingOptions:
            guard case .supported(let supported) = response else { return unexpected(response) }
            return start(supported)
        case .awaitingStartup:
            switch response {
            case .ready: return useKeyspace()
            case .authenticate(let request): return logIn(request)
            default: return unexpected(response)
            }
        case .awaitingLogin(let rounds):
            switch response {
            case .authSuccess: return useKeyspace()
            case .authChallenge: return answerChallenge(rounds)
            default: return unexpected(response)
            }
        case .awaitingKeyspace:
            guard case .result(.setKeyspace) = response else { return unexpected(response) }
            return finish()
        case .idle, .finished:
            preconditionFailure("a handshake gets answers to what it sent")
        }
    }

    private mutating func start(_ supported: Supported) -> Order {
        self.supported = supported
        if let wanted {
            guard supported["COMPRESSION"].contains(wanted.rawValue) else {
                let offered = supported["COMPRESSION"].joined(separator: ", ")
                return fail(.unsupported("compression \(wanted.rawValue) (the node offers: \(offered))"))
            }
            compression = wanted
        }
        var options = [
            Startup.Option(name: "CQL_VERSION", value: supported["CQL_VERSION"].first ?? "3.0.0"),
            Startup.Option(name: "DRIVER_NAME", value: "Martlet"),
        ]
        if let compression { options.append(Startup.Option(name: "COMPRESSION", value: compression.rawValue)) }
        state = .awaitingStartup
        return .send(.startup(Startup(options: options)))
    }

    /// SASL PLAIN: an empty identity, the user, the password, with zero bytes between them.
    private mutating func logIn(_ request: Authenticate) -> Order {
        guard let credentials else {
            return fail(.authentication("the node asks for a login (\(request.authenticator)), but none is configured"))
        }
        state = .awaitingLogin(rounds: 0)
        return .send(.authResponse(AuthResponse(token: Self.plain(credentials))))
    }

    private static func plain(_ credentials: Configuration.Credentials) -> ByteSlice {
        ByteSlice([0] + Array(credentials.user.utf8) + [0] + Array(credentials.password.utf8))
    }

    private mutating func answerChallenge(_ rounds: Int) -> Order {
        guard let credentials, rounds < Self.mostLoginRounds else {
            return fail(.authentication("the login does not come to an end"))
        }
        state = .awaitingLogin(rounds: rounds + 1)
        return .send(.authResponse(AuthResponse(token: Self.plain(credentials))))
    }

    private mutating func useKeyspace() -> Order {
        guard let keyspace else { return finish() }
        state = .awaitingKeyspace
        let text = "USE \(CQLIdentifier.quoted(keyspace))"
        return .send(.query(Query(text: text, parameters: QueryParameters(consistency: .one))))
    }

    private mutating func finish() -> Order {
        state = .finished
        return .ready(compression)
    }

    private mutating func refused(_ error: ServerError) -> Order {
        switch error.code {
        case .badCredentials: fail(.authentication(error.message))
        default: fail(.server(error, step: step))
        }
    }

    private mutating func unexpected(_ response: Response) -> Order {
        fail(.unexpected("\(response.opcode) as the answer to \(step)"))
    }

    private mutating func fail(_ failure: HandshakeFailure) -> Order {
        state = .finished
        return .fail(failure)
    }
}

/// Why a connection did not come to take requests.
enum HandshakeFailure: Equatable, Sendable {
    case authentication(String)
    case server(ServerError, step: String)
    case unsupported(String)
    case unexpected(String)
}
