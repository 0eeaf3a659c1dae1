/// A message from a node to a client (v4 §4.2).
package enum Response: Hashable, Sendable {
    case error(ServerError)
    case ready
    case authenticate(Authenticate)
    case supported(Supported)
    case result(QueryResult)
    case event(Event)
    case authChallenge(AuthChallenge)
    case authSuccess(AuthSuccess)

    package var opcode: Opcode {
        switch self {
        case .error: .error
        case .ready: .ready
        case .authenticate: .authenticate
        case .supported: .supported
        case .result: .result
        case .event: .event
        case .authChallenge: .authChallenge
        case .authSuccess: .authSuccess
        }
    }

    /// Decodes a frame's body; bytes after the message's end are ignored, as the specification asks.
    /// `known` are the columns that the statement's last result had.
    package static func decode(
        _ frame: Frame, known: KnownColumns? = nil
    ) throws(WireError) -> (prologue: BodyPrologue, response: Response) {
        try WireError.typed {
            var reader = WireReader(frame.body)
            let prologue = try BodyPrologue(from: &reader, header: frame.header)
            return (prologue, try Response(opcode: frame.header.opcode, from: &reader, known: known))
        }
    }

    private init(opcode: Opcode, from reader: inout WireReader, known: KnownColumns?) throws {
        switch opcode {
        case .error: self = .error(try ServerError(from: &reader))
        case .ready: self = .ready
        case .authenticate: self = .authenticate(try Authenticate(from: &reader))
        case .supported: self = .supported(try Supported(from: &reader))
        case .result: self = .result(try QueryResult(from: &reader, known: known))
        case .event: self = .event(try Event(from: &reader))
        case .authChallenge: self = .authChallenge(try AuthChallenge(from: &reader))
        case .authSuccess: self = .authSuccess(try AuthSuccess(from: &reader))
        case .startup, .options, .query, .prepare, .execute, .register, .batch, .authResponse:
            throw WireError.unknown(.opcode, Int32(opcode.rawValue))
        }
    }

    package func encode(to writer: inout WireWriter) throws {
        switch self {
        case .error(let message): try message.encode(to: &writer)
        case .ready: break
        case .authenticate(let message): try message.encode(to: &writer)
        case .supported(let message): try message.encode(to: &writer)
        case .result(let message): try message.encode(to: &writer)
        case .event(let message): try message.encode(to: &writer)
        case .authChallenge(let message): try message.encode(to: &writer)
        case .authSuccess(let message): try message.encode(to: &writer)
        }
    }
}
