#if TLS
    import Networking
    import TestKit
    import Testing

    /// D-191: a server that wants to know its clients.
    @Suite struct TLSMutualTests {
        @Test(arguments: TLSVersion.both, [false, true])
        func `D-191: both sides know each other, also with an encrypted key`(
            _ version: TLSVersion, _ encrypted: Bool
        ) throws {
            let identity =
                encrypted
                ? TLSFixtures.identity("client", key: "key-encrypted", passphrase: "open sesame")
                : TLSFixtures.identity("client")
            let pair = try TLSPair.established(
                client: TLSFixtures.client.with { $0.identity = identity },
                server: TLSFixtures.mutualServer.only(version))
            #expect(pair.server.engine.peerCertificate?.subject == "CN=client")
            #expect(pair.client.engine.peerCertificate?.subject == "CN=server")
        }

        struct Refusal: Sendable {
            let client: String?
            let alert: [TLSVersion: UInt8]
            let error: TLSError
        }

        static let refusals = [
            Refusal(client: nil, alert: [.tls12: 40, .tls13: 116], error: .certificate(.missing)),
            Refusal(
                client: "client-stranger", alert: [.tls12: 48, .tls13: 48],
                error: .certificate(
                    .unknownAuthority(
                        subject: "CN=client of a stranger", issuer: "CN=Other authority, O=Martlet tests"))),
            Refusal(
                client: "expired", alert: [.tls12: 45, .tls13: 45],
                error: .certificate(.expired(subject: "CN=expired", since: "2020-12-31 23:59:59 UTC"))),
            Refusal(
                client: "self-signed", alert: [.tls12: 48, .tls13: 48],
                error: .certificate(.selfSigned(subject: "CN=self-signed"))),
            Refusal(
                client: "server", alert: [.tls12: 43, .tls13: 43],
                error: .certificate(.refused(subject: "CN=server", reason: "unsuitable certificate purpose"))),
        ]

        @Test(arguments: refusals, TLSVersion.both)
        func `D-191: a client without a certificate that will do is refused, and both say why`(
            _ refusal: Refusal, _ version: TLSVersion
        ) throws {
            let client = TLSFixtures.client.with { $0.identity = refusal.client.map { TLSFixtures.identity($0) } }
            let pair = try TLSPair(client: client, server: TLSFixtures.mutualServer.only(version))
            pair.run()
            #expect(pair.server.error == refusal.error)
            #expect(!pair.server.engine.isEstablished)
            let alert = try #require(refusal.alert[version])
            #expect(pair.client.error == .refusedByPeer(TLSAlert(code: alert)))
            // In TLS 1.3 the client could not know yet.
            #expect(pair.client.engine.isEstablished == (version == .tls13))
        }

        @Test func `D-191: in TLS 1.3 the refusal comes after the client's first data, and is still one`() throws {
            let pair = try TLSPair(server: TLSFixtures.mutualServer)
            pair.server.receive(pair.client.engine.takeOutput())
            pair.client.receive(pair.server.engine.takeOutput())
            #expect(pair.client.events == [.handshakeCompleted])
            try pair.client.send(Array("too early".utf8))
            pair.run()
            #expect(pair.server.received == [])
            let error = try #require(pair.client.error)
            #expect(error == .refusedByPeer(.certificateRequired))
            #expect(
                error.description == """
                    TLS: handshake refused by the peer: certificate required (it wants a client certificate, and none \
                    was shown)
                    """)
            #expect(throws: error) { try pair.client.send([1]) }
        }

        @Test func `D-191: a peer that just ends the stream instead of refusing`() throws {
            let pair = try TLSPair(server: TLSFixtures.mutualServer)
            pair.server.receive(pair.client.engine.takeOutput())
            pair.client.receive(pair.server.engine.takeOutput())
            pair.client.endOfInput()
            #expect(pair.client.error == .truncated(beforeAnyData: true))
        }

        @Test func `D-191: a server that doesn't ask is shown nothing`() throws {
            let pair = try TLSPair.established(client: TLSFixtures.mutualClient)
            #expect(pair.server.engine.peerCertificate == nil)
        }
    }
#endif
