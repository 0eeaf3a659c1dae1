#if TLS
    import Networking
    import TestKit
    import Testing

    /// D-187: a certificate that is refused, and the words for it.
    @Suite struct TLSCertificateTests {
        struct Case: Sendable, CustomTestStringConvertible {
            let certificate: String
            var host = "localhost"
            let alert: TLSAlert
            let words: String

            var testDescription: String { "\(certificate) for \(host)" }
        }

        static let cases = [
            Case(
                certificate: "expired", alert: .certificateExpired,
                words: "TLS: the certificate CN=expired expired: it was valid until 2020-12-31 23:59:59 UTC"),
            Case(
                certificate: "not-yet-valid", alert: .badCertificate,
                words: """
                    TLS: the certificate CN=future is not yet valid: it will be from 2119-01-01 00:00:00 UTC on \
                    (or this machine's clock is slow)
                    """),
            Case(
                certificate: "wrong-name", alert: .badCertificate,
                words: """
                    TLS: the certificate CN=wrong is not for the host 'localhost': it is for other.example, \
                    *.wild.example, 192.0.2.1
                    """),
            Case(
                certificate: "wrong-name", host: "127.0.0.1", alert: .badCertificate,
                words: """
                    TLS: the certificate CN=wrong is not for the address 127.0.0.1: it is for other.example, \
                    *.wild.example, 192.0.2.1
                    """),
            Case(
                certificate: "server", host: "127.0.0.2", alert: .badCertificate,
                words: """
                    TLS: the certificate CN=server is not for the address 127.0.0.2: it is for localhost, \
                    127.0.0.1, ::1
                    """),
            Case(
                certificate: "server", host: "node.localhost", alert: .badCertificate,
                words: """
                    TLS: the certificate CN=server is not for the host 'node.localhost': it is for localhost, \
                    127.0.0.1, ::1
                    """),
            Case(
                certificate: "self-signed", alert: .unknownAuthority,
                words: """
                    TLS: the certificate CN=self-signed is signed with its own key, and is not among the trusted ones
                    """),
            Case(
                certificate: "stranger", alert: .unknownAuthority,
                words: """
                    TLS: the authority 'CN=Other authority, O=Martlet tests', where the chain of the certificate \
                    CN=stranger ends, is not trusted here
                    """),
            Case(
                certificate: "stranger-alone", alert: .unknownAuthority,
                words: """
                    TLS: the issuer 'CN=Other authority, O=Martlet tests' of the certificate CN=stranger was not \
                    found: either the peer does not send an intermediate certificate, or the authority is not trusted \
                    here
                    """),
            Case(
                certificate: "server-alone", alert: .unknownAuthority,
                words: """
                    TLS: the issuer 'CN=Test intermediate, O=Martlet tests' of the certificate CN=server was not \
                    found: either the peer does not send an intermediate certificate, or the authority is not trusted \
                    here
                    """),
            Case(
                certificate: "client", alert: TLSAlert(code: 43),
                words: """
                    TLS: the certificate CN=client is refused: unsuitable certificate purpose
                    """),
        ]

        @Test(arguments: cases, TLSVersion.both)
        func `D-187: a certificate that is refused, with the reason, and the server is told`(
            _ refused: Case, _ version: TLSVersion
        ) throws {
            let server = TLSFixtures.server.showing(refused.certificate).only(version)
            let pair = try TLSPair(server: server, host: refused.host)
            pair.run()
            let error = try #require(pair.client.error)
            guard case .certificate = error else {
                Issue.record("\(error)")
                return
            }
            #expect(error.description == refused.words)
            #expect(pair.server.error == .refusedByPeer(refused.alert))
            #expect(!pair.client.engine.isEstablished && !pair.server.engine.isEstablished)
            #expect(pair.client.events.isEmpty)
        }

        @Test func `D-187: every reason has words of its own`() {
            #expect(Set(TLSCertificateTests.cases.map(\.words)).count == TLSCertificateTests.cases.count)
        }

        @Test func `D-187: without a word about trust, the tests' authority is not trusted`() throws {
            let pair = try TLSPair(client: TLSConfiguration())
            pair.run()
            guard case .certificate(.unknownAuthority(_, let issuer)) = pair.client.error else {
                Issue.record("\(String(describing: pair.client.error))")
                return
            }
            #expect(issuer == "CN=Test authority, O=Martlet tests")
        }

        @Test func `D-187: a refusal is final, for every later call`() throws {
            let pair = try TLSPair(server: TLSFixtures.server.showing("expired"))
            pair.run()
            let error = try #require(pair.client.error)
            #expect(throws: error) { try pair.client.feed([1, 2, 3]) }
            #expect(throws: error) { try pair.client.read() }
            #expect(throws: error) { try pair.client.send([1]) }
            #expect(throws: error) { try pair.client.engine.endOfInput() }
            pair.client.engine.close()
            #expect(pair.client.engine.outputCount == 0)
        }

        @Test(arguments: ["a.wild.example", "other.example", "192.0.2.1"])
        func `a pattern stands for one label, and addresses count as such`(_ host: String) throws {
            _ = try TLSPair.established(server: TLSFixtures.server.showing("wrong-name"), host: host)
        }

        @Test(arguments: ["wild.example", "a.b.wild.example", "192.0.2.2", "example"])
        func `a pattern stands for no more than one label`(_ host: String) throws {
            let pair = try TLSPair(server: TLSFixtures.server.showing("wrong-name"), host: host)
            pair.run()
            #expect(pair.client.error != nil)
        }

        @Test func `a subject's name counts where there are no others`() throws {
            let server = TLSFixtures.server.showing("common-name-only")
            _ = try TLSPair.established(server: server)
            let other = try TLSPair(server: server, host: "other.example")
            other.run()
            #expect(
                other.client.error?.description
                    == "TLS: the certificate CN=localhost is not for the host 'other.example': it is for localhost")
        }

        @Test(arguments: ["server", "expired"])
        func `the name that is set counts, and not the host`(_ certificate: String) throws {
            let server = TLSFixtures.server.showing(certificate)
            let pair = try TLSPair(
                client: TLSFixtures.client.with { $0.serverName = "localhost" }, server: server, host: "10.1.2.3")
            pair.run()
            #expect((pair.client.error == nil) == (certificate == "server"))
        }

        @Test func `without the check of the name, only the chain counts`() throws {
            let client = TLSFixtures.client.with { $0.verification = .chainOnly }
            _ = try TLSPair.established(client: client, server: TLSFixtures.server.showing("wrong-name"))
            let expired = try TLSPair(client: client, server: TLSFixtures.server.showing("expired"))
            expired.run()
            #expect(expired.client.error != nil)
        }

        @Test(arguments: ["expired", "wrong-name", "self-signed", "stranger"])
        func `without any check, everything is accepted`(_ certificate: String) throws {
            let client = TLSFixtures.client.with { $0.verification = .none }
            let pair = try TLSPair.established(client: client, server: TLSFixtures.server.showing(certificate))
            #expect(pair.client.engine.peerCertificate != nil)
        }

        @Test(arguments: ["self-signed", "intermediate", "server-alone"])
        func `whoever is named as trusted is, even when it is no authority`(_ trusted: String) throws {
            let client = TLSConfiguration(trust: .authorities(TLSFixtures.file(trusted)))
            let shown = trusted == "self-signed" ? trusted : "server-alone"
            _ = try TLSPair.established(client: client, server: TLSFixtures.server.showing(shown))
        }

        @Test(arguments: [
            "", ".", ".example.com", "a b", "host\0.evil", "h\u{F6}st", String(repeating: "a", count: 256),
        ])
        func `a name that no certificate can have is refused at once`(_ name: String) throws {
            #expect(throws: TLSError.configuration(.invalidServerName(name))) { try TLSPeer(name) }
            #expect(throws: TLSError.configuration(.invalidServerName(name))) {
                try TLSContext(client: TLSFixtures.client.with { $0.serverName = name })
            }
        }

        @Test func `names and addresses are told apart`() throws {
            for address in ["1.2.3.4", "::", "fe80::1%eth0", "::ffff:1.2.3.4"] {
                #expect(try TLSPeer(address).isAddress)
            }
            for name in ["localhost", "1.2.3", "1.2.3.4.5", "host1", "1.2.3.4."] {
                #expect(try !TLSPeer(name).isAddress)
            }
        }
    }
#endif
