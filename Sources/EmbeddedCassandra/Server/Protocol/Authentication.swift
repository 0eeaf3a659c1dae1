import Bytes
import CassandraWire

/// Who may use a node.
enum Authentication {
    /// Everybody, without a login.
    case none
    /// The cluster's roles that may log in.
    case roles(RoleCatalog)

    static let authenticator = "org.apache.cassandra.auth.PasswordAuthenticator"

    /// The user that a login's token names.
    func user(from token: ByteSlice?) throws(ServerError) -> String? {
        guard case .roles(let roles) = self else { return nil }
        guard let token else {
            throw .server(
                "java.lang.NullPointerException: Cannot invoke \"java.nio.ByteBuffer.remaining()\" because \"b\" is null"
            )
        }
        let (user, password) = try Self.credentials(Array(token))
        try roles.check(user, password)
        return user
    }

    static func wrongCredentials(of user: String) -> ServerError {
        refusal("Provided username \(user) and/or password are incorrect")
    }

    /// SASL's PLAIN (RFC 4616): an identity that nobody uses, the name, the password, with zero bytes in between. Read
    /// from behind, so that faults are found in Cassandra's order.
    private static func credentials(_ token: [UInt8]) throws(ServerError) -> (user: String, password: String) {
        var parts: [ArraySlice<UInt8>] = []
        var end = token.count
        for index in token.indices.reversed() where token[index] == 0 {
            guard parts.count < 2 else {
                throw refusal("Credential format error: username or password is empty or contains NUL(\\0) character")
            }
            parts.append(token[index + 1..<end])
            end = index
        }
        guard let password = parts.first, !password.isEmpty else { throw refusal("Password must not be null") }
        guard parts.count == 2, !parts[1].isEmpty else { throw refusal("Username must not be null") }
        return (String(decoding: parts[1], as: UTF8.self), String(decoding: password, as: UTF8.self))
    }

    private static func refusal(_ message: String) -> ServerError {
        ServerError(code: .badCredentials, message: message)
    }
}
