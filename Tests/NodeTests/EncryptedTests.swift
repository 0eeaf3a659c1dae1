import BlockingClient

#if TLS
    import Cassandra
    import Testing

    /// Encrypted sessions, with a node of their own that asks clients for a certificate.
    @Suite(
        .enabled(if: ClusterTool.found != nil || ClusterTool.isRequired, "\(ClusterTool.whyNot)"), .serialized,
        .nodes(.certificates))
    struct EncryptedTests {
        let node: TestedNode
        let certificates: String

        init() throws {
            node = try #require(TestedNode.current)
            certificates = try #require(node.folder)
        }

        private func configuration(_ name: String? = "client", authority: String = "ca") -> Configuration {
            let identity = name.map {
                Configuration.TLS.Identity(
                    certificateChain: "\(certificates)/\($0).pem", privateKey: "\(certificates)/\($0).key")
            }
            let tls = Configuration.TLS(authorities: "\(certificates)/\(authority).pem", identity: identity)
            return Configuration(contactPoints: [node.address], tls: tls, port: node.port)
        }

        @Test("D-187, D-191 Both sides show certificates; then all is as without", .timeLimit(.minutes(1)))
        func encrypted() async throws {
            try await Session.withSession(configuration()) { session in
                #expect(try await session.rows("SELECT key FROM system.local", as: String.self).all() == ["local"])
                // Many rows in many records, both ways.
                let text = String(repeating: "encrypt me ", count: 100_000)
                let outcome = try await session.execute(
                    "SELECT (text) \(text) AS t FROM system.local WHERE key = \("local")")
                #expect(try outcome.page?.values() == [.text(text)])
            }
        }

        @Test("D-187, D-191 What is wrong with the certificates is in the error", .timeLimit(.minutes(1)))
        func refused() async throws {
            var wrongName = configuration()
            wrongName.tls?.serverName = "elsewhere.example"
            var plain = configuration()
            plain.tls = nil
            plain.timeouts.connect = .seconds(2)
            for (configuration, words) in [
                (configuration(authority: "stranger"), ["unknown authority", "self", "certificate"]),
                (wrongName, ["elsewhere.example"]),
                (configuration(nil), ["certificate", "alert", "connection"]),
                (configuration("stranger"), ["certificate", "alert", "connection"]),
                (plain, ["TLS", "no answer", "connection"]),
            ] {
                let error = await #expect(throws: CassandraError.self) {
                    let session = try await Session.connect(configuration)
                    await session.close()
                }
                let text = error.map { "\($0)" } ?? ""
                #expect(text.contains(node.address) && words.contains { text.contains($0) }, "\(text)")
            }
        }

        @Test("Files that are not there are a mistake in the configuration")
        func missingFiles() async throws {
            let error = await #expect(throws: CassandraError.self) {
                _ = try await Session.connect(configuration(authority: "missing"))
            }
            guard case .configuration("tls", let reason) = error?.kind else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(reason.contains("missing.pem"), "\(reason)")
        }
    }
#endif
