package import Bytes
import CassandraWire
import Synchronization

/// What a well-behaved node answers. Its ids of prepared statements are their texts, and each marker is an int.
package final class UsualNode: Sendable {
    package struct Login: Sendable {
        let user: String
        let password: String

        package init(user: String, password: String) {
            self.user = user
            self.password = password
        }
    }

    private let login: Login?
    private let known = Mutex<Set<ByteSlice>>([])

    init(login: Login?) {
        self.login = login
    }

    /// Forgets all prepared statements, as a node does that was restarted.
    func forgetStatements() {
        known.withLock { $0.removeAll() }
    }

    func answer(to incoming: Incoming) -> Answer {
        switch incoming.request {
        case .options: Self.supported
        case .startup:
            login == nil ? Self.ready : Answer(.authenticate(Authenticate(authenticator: "PasswordAuthenticator")))
        case .authResponse(let response): answer(toLogin: response)
        case .register: Self.ready
        case .query(let query) where query.text.hasPrefix("USE "):
            Answer(.result(.setKeyspace(query.text.dropFirst(4).filter { $0 != "\"" })))
        case .query: .void
        case .prepare(let prepare): answer(toPreparing: prepare.text)
        case .execute, .batch:
            incoming.ids.first { id in known.withLock { !$0.contains(id) } }.map { .unprepared($0) } ?? .void
        }
    }

    private static let ready = Answer(.ready)
    private static let supported = Answer(
        .supported(
            Supported(options: [
                .init(name: "COMPRESSION", values: ["lz4"]), .init(name: "CQL_VERSION", values: ["3.4.7"]),
            ])))

    private func answer(toLogin response: AuthResponse) -> Answer {
        guard let login else { return .error(.protocolError, "no login was asked for") }
        let expected = [0] + Array(login.user.utf8) + [0] + Array(login.password.utf8)
        guard let token = response.token, Array(token) == expected else {
            return .error(.badCredentials, "Provided username or password are wrong")
        }
        return Answer(.authSuccess(AuthSuccess(token: nil)))
    }

    private func answer(toPreparing text: String) -> Answer {
        known.withLock { _ = $0.insert(ByteSlice(text.utf8)) }
        return Self.prepared(text)
    }

    package static func prepared(_ text: String, id: ByteSlice? = nil) -> Answer {
        let markers = (0..<text.utf8.count { $0 == UInt8(ascii: "?") }).map {
            ColumnMetadata(keyspace: "ks", table: "t", name: "v\($0)", type: .int)
        }
        return Answer(
            .result(
                .prepared(
                    PreparedResult(
                        id: id ?? ByteSlice(text.utf8), variables: ResultMetadata(columns: markers),
                        partitionKeyIndices: [], result: ResultMetadata(columns: nil)))))
    }
}
