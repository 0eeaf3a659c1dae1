import Networking
import Testing

@testable import EmbeddedCassandra

/// Roles and permissions get the answers that they got from Cassandra.
@Suite struct RoleTranscriptTests {
    @Test("Conversations about roles go as they went with Cassandra 5.0.8", arguments: ["roles", "permissions"])
    func withLogins(name: String) async throws {
        try await play(name, hasLogins: true)
    }

    @Test("Where nobody logs in roles are refused as Cassandra 5.0.8 refuses them")
    func withoutLogins() async throws {
        try await play("anonymous", hasLogins: false)
    }

    private func play(_ name: String, hasLogins: Bool) async throws {
        let turns = try RoleTranscript.read(name)
        #expect(turns.count > 30)
        try await onSimulatedLoop { loop in
            let transcript = try RoleTranscript(on: loop, hasLogins: hasLogins)
            for turn in turns {
                let answer = transcript.play(turn)
                let expected =
                    hasLogins
                    ? Self.deviations["\(turn.who)> \(turn.text)"].map { ["= \($0)"] } ?? turn.answer : turn.answer
                #expect(answer == expected, "\(turn.who) \(turn.kind)> \(turn.text)")
            }
        }
    }

    private static let functions = "error 2200 The embedded node does not support user-defined functions"
    private static let identities = "error 2200 The embedded node does not support identities of certificates"

    /// What the embedded node says otherwise, by who asks for what.
    private static let deviations = [
        // Nobody writes the system's tables here, and that is said when the statement is read.
        "r> INSERT INTO system.local (key) VALUES ('x')": "error 2100 system keyspace is not user-modifiable.",
        "w> INSERT INTO system.local (key) VALUES ('y')": "error 2100 system keyspace is not user-modifiable.",
        "r> INSERT INTO system_auth.roles (role) VALUES ('x')":
            "error 2100 system_auth keyspace is not user-modifiable.",
        "w> INSERT INTO system_auth.roles (role) VALUES ('y')":
            "error 2100 system_auth keyspace is not user-modifiable.",
        "cassandra> GRANT EXECUTE ON FUNCTION pk.f(int) TO s": functions,
        "cassandra> GRANT EXECUTE ON FUNCTION system.now() TO s": functions,
        "w> CREATE FUNCTION pk.f(a int) CALLED ON NULL INPUT RETURNS int LANGUAGE java AS 'return a;'": functions,
        "cassandra> ADD IDENTITY 'id1' TO ROLE 'u1'": identities,
        "cassandra> DROP IDENTITY IF EXISTS 'id1'": identities,
        "cassandra> CREATE ROLE p WITH HASHED PASSWORD = '$2a$10$JSJEMFm6GeaW9XxT5JIheuEtPvat6i7uKbnTcxX3c1wshIIsGyUtG'":
            "error 2200 The embedded node does not support bcrypt's hashes of passwords",
        // The server leaves out a part of a string that it shows.
        "cassandra> CREATE ROLE p WITH SUPERUSER = 'yes'":
            "error 2000 line 1:31 mismatched input 'yes' expecting BOOLEAN (...ROLE p WITH SUPERUSER = ['yes'])",
        "cassandra> CREATE ROLE p WITH PASSWORD 'x'":
            "error 2000 line 1:28 mismatched input 'x' expecting '=' (CREATE ROLE p WITH PASSWORD ['x'])",
    ]
}
