#if TLS
    import Networking
    import TestKit
    import Testing

    @Suite struct TLSHandshakeTests {
        @Test(arguments: TLSVersion.both)
        func `a client and a server agree, and data arrives both ways`(_ version: TLSVersion) throws {
            let pair = try TLSPair.established(server: TLSFixtures.server.only(version))
            #expect(pair.client.events == [.handshakeCompleted])
            #expect(pair.server.events == [.handshakeCompleted])
            try pair.client.send(Array("a question".utf8))
            try pair.server.send(Array("an answer".utf8))
            pair.run()
            #expect(pair.server.received == Array("a question".utf8))
            #expect(pair.client.received == Array("an answer".utf8))
            #expect(pair.client.engine.negotiatedVersion == version)
            #expect(pair.server.engine.negotiatedVersion == version)
            #expect(pair.client.engine.cipherName?.isEmpty == false)
            #expect(pair.client.engine.cipherName == pair.server.engine.cipherName)
        }

        @Test func `what was agreed on is known after the handshake and not before`() throws {
            let pair = try TLSPair()
            #expect(pair.client.engine.negotiatedVersion == nil)
            #expect(pair.client.engine.cipherName == nil)
            #expect(!pair.client.engine.isEstablished)
            pair.run()
            let certificate = try #require(pair.client.engine.peerCertificate)
            #expect(certificate.subject == "CN=server")
            #expect(certificate.issuer == "CN=Test intermediate, O=Martlet tests")
            #expect(certificate.notBefore == "2020-01-01 00:00:00 UTC")
            #expect(certificate.notAfter == "2120-01-01 00:00:00 UTC")
            #expect(certificate.hostNames == ["localhost"])
            #expect(certificate.ipAddresses == ["127.0.0.1", "::1"])
            #expect(pair.server.engine.peerCertificate == nil)
        }

        @Test func `a client has its first message ready at once, and a server waits`() throws {
            let pair = try TLSPair()
            #expect(pair.client.engine.outputCount > 100)
            #expect(pair.server.engine.outputCount == 0)
            #expect(pair.client.engine.takeOutput(at: 1) == [0x16])
        }

        @Test(arguments: ["localhost", "localhost.", "LOCALHOST", "127.0.0.1", "::1", "0:0:0:0:0:0:0:1", "::1%lo"])
        func `a server is known by each of its names and addresses`(_ host: String) throws {
            _ = try TLSPair.established(host: host)
        }

        @Test(arguments: [
            (["cql"], ["cql"], "cql"), (["a", "cql"], ["cql", "a"], "cql"), (["x", "a"], ["a"], "a"),
        ])
        func `the server's first choice of application protocol counts`(
            _ client: [String], _ server: [String], _ chosen: String
        ) throws {
            let pair = try TLSPair.established(
                client: TLSFixtures.client.with { $0.applicationProtocols = client },
                server: TLSFixtures.server.with { $0.applicationProtocols = server })
            #expect(pair.client.engine.applicationProtocol == chosen)
            #expect(pair.server.engine.applicationProtocol == chosen)
        }

        @Test func `one side that knows of no application protocols does not mind the other's`() throws {
            let asking = TLSFixtures.client.with { $0.applicationProtocols = ["cql"] }
            #expect(try TLSPair.established(client: asking).client.engine.applicationProtocol == nil)
            let choosing = TLSFixtures.server.with { $0.applicationProtocols = ["cql"] }
            #expect(try TLSPair.established(server: choosing).server.engine.applicationProtocol == nil)
        }

        @Test func `no application protocol in common ends the handshake on both sides`() throws {
            let pair = try TLSPair(
                client: TLSFixtures.client.with { $0.applicationProtocols = ["cql"] },
                server: TLSFixtures.server.with { $0.applicationProtocols = ["http/1.1", "h2"] })
            pair.run()
            #expect(pair.server.error == .noSharedApplicationProtocol(offered: ["http/1.1", "h2"]))
            #expect(pair.client.error == .refusedByPeer(.noApplicationProtocol))
        }

        @Test func `versions that do not meet end the handshake on both sides`() throws {
            let pair = try TLSPair(
                client: TLSFixtures.client.only(.tls12), server: TLSFixtures.server.only(.tls13))
            pair.run()
            #expect(pair.server.error == .protocolVersion(allowed: .tls13 ... .tls13))
            #expect(pair.client.error == .refusedByPeer(.protocolVersion))
            let reverse = try TLSPair(
                client: TLSFixtures.client.only(.tls13), server: TLSFixtures.server.only(.tls12))
            reverse.run()
            #expect(reverse.client.error == .refusedByPeer(.protocolVersion))
            #expect(reverse.server.error == .protocolVersion(allowed: .tls12 ... .tls12))
        }
    }
#endif
