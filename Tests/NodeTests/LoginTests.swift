import BlockingClient
import Bytes
import Cassandra
import CassandraWire
import Testing

/// Passwords, against a node of their own that asks for them.
@Suite(.serialized, .nodes(.passwords), .nodeNamed)
struct LoginTests {
    let node: TestedNode

    init() throws {
        node = try #require(TestedNode.current)
    }

    /// A password as PLAIN SASL says it: a zero byte before each of the two.
    private func login(_ user: String, _ password: String) -> Request {
        .authResponse(AuthResponse(token: ByteSlice([0] + Array(user.utf8) + [0] + Array(password.utf8))))
    }

    private let authenticate = Response.authenticate(
        Authenticate(authenticator: "org.apache.cassandra.auth.PasswordAuthenticator"))

    /// A login that ended well brings no token, which is not an empty one (O-15).
    private let success = Response.authSuccess(AuthSuccess(token: nil))

    @Test("The right password opens the connection (O-15)")
    func rightPassword() throws {
        let connection = try node.connect()
        #expect(try connection.reply(to: .startup(Startup())).response == authenticate)
        #expect(try connection.reply(to: login("cassandra", "cassandra")).response == success)
        #expect(try connection.rows("SELECT key FROM system.local").values() == [.text("local")])
    }

    @Test("After a wrong password the right one is still welcome (O-3, O-7)")
    func wrongPassword() throws {
        let connection = try node.connect()
        #expect(try connection.reply(to: .startup(Startup())).response == authenticate)
        for (user, password) in [("cassandra", "wrong"), ("nobody", "cassandra"), ("cassandra", "")] {
            let error = try #require(try connection.reply(to: login(user, password)).response.error)
            #expect(error.code == .badCredentials)
        }
        #expect(try connection.reply(to: login("cassandra", "cassandra")).response == success)
    }

    @Test("What comes before the password is refused, and a null token is an internal error there (O-7)")
    func outOfOrder() throws {
        let connection = try node.connect()
        #expect(try connection.reply(to: .startup(Startup())).response == authenticate)
        let early = try connection.reply(to: .query("SELECT key FROM system.local"), stream: 3)
        #expect(early.header.stream == 3)
        let message = "Unexpected message QUERY, expecting SASL_RESPONSE"
        #expect(early.response == .error(ServerError(code: .protocolError, message: message)))
        let null = try connection.reply(to: .authResponse(AuthResponse(token: nil)))
        #expect(null.response.error?.code == .serverError)
    }

    @Test(
        "With LZ4 the question for the password comes compressed (O-5)",
        .enabled(if: Compression.lz4.isAvailable, "this build has no LZ4"))
    func compressed() throws {
        let connection = try node.connect()
        var startup = Startup()
        startup.options.append(.init(name: "COMPRESSION", value: "lz4"))
        connection.expectCompression(.lz4)
        let question = try connection.reply(to: .startup(startup))
        #expect(question.header.flags == [.compressed] && question.response == authenticate)
        connection.encoder.compression = .lz4
        #expect(try connection.reply(to: login("cassandra", "cassandra")).response == success)
    }

    @Test("Who may not do something is told so")
    func unauthorized() throws {
        let administrator = try node.connect()
        _ = try administrator.reply(to: .startup(Startup()))
        _ = try administrator.reply(to: login("cassandra", "cassandra"))
        try administrator.execute("CREATE ROLE IF NOT EXISTS reader WITH PASSWORD = 'r' AND LOGIN = true")
        let reader = try node.connect()
        _ = try reader.reply(to: .startup(Startup()))
        #expect(try reader.reply(to: login("reader", "r")).response == success)
        let error = try #require(throws: ServerError.self) { try reader.execute("LIST ROLES OF cassandra") }
        #expect(error.code == .unauthorized)
        let refused = try #require(throws: ServerError.self) { try reader.rows("SELECT * FROM system_auth.roles") }
        #expect(refused.code == .unauthorized)
    }

    @Test("A session logs in, also compressed; a wrong password and none at all say so, and where")
    func session() async throws {
        var configuration = Configuration(
            contactPoints: [node.address], credentials: .init(user: "cassandra", password: "cassandra"),
            port: node.port)
        for compression in AnyNode.SessionValueTests.compressions {
            configuration.compression = compression
            try await Session.withSession(configuration) { session in
                let keys = try await session.rows("SELECT key FROM system.local", as: String.self).all()
                #expect(keys == ["local"])
            }
        }
        for (credentials, word) in [
            (Configuration.Credentials(user: "cassandra", password: "wrong"), "incorrect"),
            (nil, "none is configured"),
        ] {
            configuration.credentials = credentials
            let error = await #expect(throws: CassandraError.self) { _ = try await Session.connect(configuration) }
            guard case .authentication(let address, let reason) = error?.kind else {
                Issue.record("\(String(describing: error))")
                continue
            }
            #expect(address.contains(node.address))
            #expect(reason.contains(word), "\(reason)")
            #expect(!"\(String(describing: error))".contains("wrong"))
        }
    }
}
