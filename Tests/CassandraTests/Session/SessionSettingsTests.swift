import Networking
import Testing

@testable import Cassandra

@Suite struct SessionSettingsTests {
    @Test(
        arguments: [
            ("host", "host:9042"), ("host:19042", "host:19042"), ("127.0.0.1", "127.0.0.1:9042"),
            ("[::1]", "[::1]:9042"), ("[::1]:1", "[::1]:1"), ("::1", "[::1]:9042"),
        ])
    func `contact points are read as people write them`(text: String, expected: String) throws {
        let settings = try SessionSettings(Configuration(contactPoints: [text]))
        #expect(settings.endpoints.map(\.description) == [expected])
    }

    @Test(arguments: ["", ":9042", "host:", "host:x", "host:70000", "[::1", "[::1]x", "a:b:c"])
    func `what is no contact point is refused, and the error names the field`(text: String) {
        let error = #expect(throws: CassandraError.self) { try SessionSettings(Configuration(contactPoints: [text])) }
        guard case .configuration(field: "contactPoints", reason: _) = error?.kind else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func `each setting that cannot be is refused by name`() {
        let changes: [(String, (inout Configuration) -> Void)] = [
            ("contactPoints", { $0.contactPoints = [] }), ("keyspace", { $0.keyspace = "" }),
            ("loops", { $0.loops = 0 }), ("pool.connectionsPerLoop", { $0.pool.connectionsPerLoop = 0 }),
            ("pool.requestsPerConnection", { $0.pool.requestsPerConnection = 40_000 }),
            ("pool.waitingRequests", { $0.pool.waitingRequests = -1 }),
            ("timeouts.connect", { $0.timeouts.connect = .zero }), ("profile.timeout", { $0.profile.timeout = .zero }),
            ("profile.pageSize", { $0.profile.pageSize = 0 }),
            ("profile.serialConsistency", { $0.profile.serialConsistency = .quorum }),
        ]
        for (field, change) in changes {
            var configuration = Configuration()
            change(&configuration)
            let error = #expect(throws: CassandraError.self) { try SessionSettings(configuration) }
            guard case .configuration(field: field, reason: _) = error?.kind else {
                Issue.record("\(field): \(String(describing: error))")
                continue
            }
        }
    }

    @Test func `B-62 a configuration that is printed or dumped shows neither password nor passphrase`() {
        var configuration = Configuration(credentials: .init(user: "anna", password: "hush"))
        configuration.tls = Configuration.TLS(
            identity: .init(certificateChain: "chain.pem", privateKey: "key.pem", passphrase: "hush"))
        var dumped = ""
        dump(configuration, to: &dumped)
        for text in ["\(configuration)", String(reflecting: configuration), dumped] {
            #expect(!text.contains("hush"))
            #expect(text.contains("anna"))
        }
    }
}
