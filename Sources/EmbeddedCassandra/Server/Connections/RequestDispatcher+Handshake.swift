import Bytes
import CassandraWire

/// What is said at the beginning of a connection (v4 §4.1.1 to §4.1.3, §4.1.8).
extension RequestDispatcher {
    var supported: Supported {
        let compressions = Compression.allCases.filter(\.isAvailable).map(\.rawValue)
        return Supported(options: [
            .init(name: "PROTOCOL_VERSIONS", values: ["4/v4"]),
            .init(name: "COMPRESSION", values: compressions),
            .init(name: "CQL_VERSION", values: [settings.cqlVersion]),
        ])
    }

    func startUp(
        _ reader: inout RequestReader, _ ticket: ClientConnection.Ticket, _ connection: ClientConnection
    ) throws(ServerError) {
        let request = try StartupRequest(from: &reader)
        connection.client.options = request.options
        // From here on, this answer included.
        connection.encoder.compression = request.compression
        switch settings.authentication {
        case .none:
            connection.handshake.started(needsLogin: false)
            connection.answer(ticket, .ready)
        case .roles:
            connection.handshake.started(needsLogin: true)
            connection.answer(ticket, .authenticate(Authenticate(authenticator: Authentication.authenticator)))
        }
    }

    func logIn(
        _ reader: inout RequestReader, _ ticket: ClientConnection.Ticket, _ connection: ClientConnection
    ) throws(ServerError) {
        let token = try reader.longBytes()
        // A client that was refused may try again.
        connection.client.user = try settings.authentication.user(from: token)
        connection.handshake.loggedIn()
        connection.answer(ticket, .authSuccess(AuthSuccess(token: nil)))
    }

    func register(
        _ reader: inout RequestReader, _ ticket: ClientConnection.Ticket, _ connection: ClientConnection
    ) throws(ServerError) {
        var kinds: [String] = []
        for _ in 0..<(try reader.integer(UInt16.self)) {
            let name = try reader.string()
            let kind = name.uppercased()
            guard [EventKind.topologyChange, EventKind.statusChange, EventKind.schemaChange].contains(kind) else {
                throw .protocolError("Invalid value '\(name)' for Type")
            }
            kinds.append(kind)
        }
        connection.events.formUnion(kinds)
        connection.answer(ticket, .ready)
    }
}
