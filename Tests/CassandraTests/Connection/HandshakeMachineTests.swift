import Bytes
import CassandraWire
import Testing

@testable import Cassandra

@Suite struct HandshakeMachineTests {
    private static let supported = Response.supported(
        Supported(options: [
            .init(name: "COMPRESSION", values: ["snappy", "lz4"]), .init(name: "CQL_VERSION", values: ["3.4.7"]),
        ]))

    /// What an order says, in short.
    private static func text(_ order: HandshakeMachine.Order) -> String {
        switch order {
        case .send(.startup(let startup)):
            "STARTUP " + startup.options.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
        case .send(.query(let query)): query.text
        case .send(.authResponse(let response)): "LOGIN \(response.token?.count ?? -1)"
        case .send(let request): "\(request.opcode)"
        case .ready(let compression): "ready \(compression?.rawValue ?? "plain")"
        case .fail(let failure): "fail \(failure)"
        }
    }

    @Test func `without a login: options, startup, ready`() {
        var machine = HandshakeMachine(compression: nil, credentials: nil, keyspace: nil)
        let options = Self.text(machine.connected())
        #expect(options == "OPTIONS")
        let startup = Self.text(machine.received(Self.supported))
        #expect(startup == "STARTUP CQL_VERSION=3.4.7 DRIVER_NAME=Martlet")
        let ready = Self.text(machine.received(.ready))
        #expect(ready == "ready plain")
    }

    @Test func `with everything: compression from the login on, then the keyspace`() {
        let credentials = Configuration.Credentials(user: "anna", password: "secret")
        var machine = HandshakeMachine(compression: .lz4, credentials: credentials, keyspace: "Fleet")
        _ = machine.connected()
        let beforeStartup = machine.activeCompression
        #expect(beforeStartup == nil)
        let startup = Self.text(machine.received(Self.supported))
        #expect(startup.hasSuffix("COMPRESSION=lz4"))
        let login = Self.text(machine.received(.authenticate(Authenticate(authenticator: "Password"))))
        #expect(login == "LOGIN 12")
        let afterStartup = machine.activeCompression
        #expect(afterStartup == .lz4, "a node asks for the password in a compressed frame (O-5)")
        let use = Self.text(machine.received(.authSuccess(AuthSuccess(token: nil))))
        #expect(use == #"USE "Fleet""#)
        let ready = Self.text(machine.received(.result(.setKeyspace("Fleet"))))
        #expect(ready == "ready lz4")
    }

    @Test func `each refusal fails with its reason, and never with the password`() {
        var plain = HandshakeMachine(compression: nil, credentials: nil, keyspace: nil)
        _ = plain.connected()
        _ = plain.received(Self.supported)
        let login = Self.text(plain.received(.authenticate(Authenticate(authenticator: "Password"))))
        #expect(login.contains("none is configured"))

        let credentials = Configuration.Credentials(user: "anna", password: "secret")
        var refused = HandshakeMachine(compression: nil, credentials: credentials, keyspace: nil)
        _ = refused.connected()
        _ = refused.received(Self.supported)
        _ = refused.received(.authenticate(Authenticate(authenticator: "Password")))
        let wrong = Self.text(refused.received(.error(ServerError(code: .badCredentials, message: "no"))))
        #expect(wrong.contains("authentication(\"no\")"))
        #expect(!"\(credentials)".contains("secret"))

        var compressed = HandshakeMachine(compression: .lz4, credentials: nil, keyspace: nil)
        _ = compressed.connected()
        let none = Self.text(compressed.received(.supported(Supported(options: []))))
        #expect(none.contains("lz4"))

        var odd = HandshakeMachine(compression: nil, credentials: nil, keyspace: nil)
        _ = odd.connected()
        let unexpected = Self.text(odd.received(.ready))
        #expect(unexpected.contains("READY as the answer to OPTIONS"))
    }

    @Test func `a login that turns in circles comes to an end`() {
        let credentials = Configuration.Credentials(user: "anna", password: "secret")
        var machine = HandshakeMachine(compression: nil, credentials: credentials, keyspace: nil)
        _ = machine.connected()
        _ = machine.received(Self.supported)
        _ = machine.received(.authenticate(Authenticate(authenticator: "Password")))
        var rounds = 0
        while case .send = machine.received(.authChallenge(AuthChallenge(token: nil))) { rounds += 1 }
        #expect(rounds == 16)
    }
}
