#if TLS
    import Foundation
    import Networking
    import TestKit
    import Testing

    /// OpenSSL's client at our server.
    @Suite(.serialized, .enabled(if: TLSOpenSSLTool.whyNot == nil, "needs the openssl command, version 3"))
    struct TLSOpenSSLClientTests {
        /// A client that has connected, and our side of it.
        static func connection(
            _ context: TLSContext, _ options: [String]
        ) throws -> (client: TLSProcess, server: TLSConnection) {
            let listener = try TLSSocket.listening()
            let client = try TLSProcess.client(try listener.port, options)
            return (client, TLSConnection(try TLSEngine(context, role: .server), try listener.accept()))
        }

        static func connection(
            _ configuration: TLSConfiguration, _ options: [String]
        ) throws -> (client: TLSProcess, server: TLSConnection) {
            try connection(TLSContext(server: configuration), options)
        }

        @Test(arguments: ["-tls1_2", "-tls1_3"])
        func `an encrypted conversation, with a proper end`(_ version: String) throws {
            let (client, server) = try TLSOpenSSLClientTests.connection(TLSFixtures.server, [version])
            #expect(try server.handshake() == nil)
            #expect(server.side.engine.negotiatedVersion == (version == "-tls1_2" ? .tls12 : .tls13))
            for word in ["once", "upon", "a time"] {
                try client.type(word)
                try server.run { _ in server.text.hasSuffix(word + "\n") }
                try server.send("heard: \(word)\n")
                try client.wait(for: "heard: \(word)")
            }
            try client.endInput()
            #expect(try server.run { $0.events.contains(.closedByPeer) } == nil)
            #expect(server.text == "once\nupon\na time\n")
            #expect(server.side.events == [.handshakeCompleted, .closedByPeer])
            #expect(client.printed.contains("Verification: OK"))
        }

        @Test(arguments: ["-tls1_2", "-tls1_3"])
        func `D-191: a client with a certificate, one without, and a stranger's`(_ version: String) throws {
            func connect(_ name: String?) throws -> TLSConnection {
                let options = name.map {
                    [
                        "-cert", TLSFixtures.path($0), "-key", TLSFixtures.path("key"), "-cert_chain",
                        TLSFixtures.path($0),
                    ]
                }
                let (client, server) = try TLSOpenSSLClientTests.connection(
                    TLSFixtures.mutualServer, [version] + (options ?? []))
                try server.handshake()
                _ = client
                return server
            }
            #expect(try connect("client").side.engine.peerCertificate?.subject == "CN=client")
            #expect(try connect(nil).side.error == .certificate(.missing))
            guard case .certificate(.unknownAuthority) = try connect("client-stranger").side.error else {
                Issue.record("a stranger was not refused")
                return
            }
        }

        @Test func `a client whose version is too old`() throws {
            let (client, server) = try TLSOpenSSLClientTests.connection(
                TLSFixtures.server, ["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"])
            #expect(try server.handshake() == .protocolVersion(allowed: .tls12 ... .tls13))
            try client.wait(for: "alert protocol version")
        }

        @Test func `a client that knows no cipher of ours`() throws {
            // Needs a certificate with an RSA key, and ours has none.
            let (client, server) = try TLSOpenSSLClientTests.connection(
                TLSFixtures.server, ["-tls1_2", "-cipher", "ECDHE-RSA-AES128-GCM-SHA256"])
            #expect(try server.handshake() == .noSharedCipher)
            try client.wait(for: "alert handshake failure")
        }

        @Test func `a client that does not trust us says so`() throws {
            let (client, server) = try TLSOpenSSLClientTests.connection(
                TLSFixtures.server.showing("stranger"), ["-tls1_3"])
            #expect(try server.handshake() == .refusedByPeer(.unknownAuthority))
            try client.wait(for: "Verification error")
        }

        @Test func `D-190: a client that changes keys, and asks us to`() throws {
            let (client, server) = try TLSOpenSSLClientTests.connection(TLSFixtures.server, ["-tls1_3"])
            #expect(try server.handshake() == nil)
            for (round, key) in ["k", "K", "K"].enumerated() {
                try client.type("line \(round)")
                try server.run { _ in server.text.hasSuffix("line \(round)\n") }
                try client.type(key)
                try client.wait(for: "KEYUPDATE", times: round + 1)
                try server.send("answer \(round)\n")
                try client.wait(for: "answer \(round)")
            }
            try client.type("the end")
            try server.run { _ in server.text.hasSuffix("the end\n") }
            #expect(server.side.error == nil)
            #expect(server.text == "line 0\nline 1\nline 2\nthe end\n")
        }

        @Test func `D-190: a client of TLS 1.2 that wants a new handshake gets none`() throws {
            let (client, server) = try TLSOpenSSLClientTests.connection(TLSFixtures.server, ["-tls1_2"])
            #expect(try server.handshake() == nil)
            try client.type("before")
            try server.run { _ in server.text == "before\n" }
            try client.type("R")
            try server.run { _ in false }
            try client.wait(for: "no renegotiation")
            #expect(server.text == "before\n")
            #expect(server.side.events.filter { $0 == .handshakeCompleted }.count == 1)
        }

        @Test(arguments: ["-tls1_2", "-tls1_3"])
        func `a session is resumed by its ticket, also that of a client with a certificate`(_ version: String) throws {
            let file = FileManager.default.temporaryDirectory.appendingPathComponent("martlet-\(UUID().uuidString)")
                .path
            defer { try? FileManager.default.removeItem(atPath: file) }
            let context = try TLSContext(server: TLSFixtures.mutualServer)
            let certificate = [
                version, "-cert", TLSFixtures.path("client"), "-key", TLSFixtures.path("key"), "-cert_chain",
                TLSFixtures.path("client"),
            ]
            for (round, options) in [["-sess_out", file], ["-sess_in", file]].enumerated() {
                let (client, server) = try TLSOpenSSLClientTests.connection(context, certificate + options)
                #expect(try server.handshake() == nil)
                // Behind the ticket, so that it has arrived too.
                try server.send("a word\n")
                let printed = try client.wait(for: "a word")
                #expect(printed.contains(round == 0 ? "New, TLSv1" : "Reused, TLSv1"))
                #expect(server.side.engine.peerCertificate?.subject == "CN=client")
                try client.endInput()
                try server.run { $0.events.contains(.closedByPeer) }
            }
        }

        @Test func `D-189: a client that is killed`() throws {
            let (client, server) = try TLSOpenSSLClientTests.connection(TLSFixtures.server, ["-tls1_3"])
            #expect(try server.handshake() == nil)
            try client.type("the last words")
            try server.run { _ in server.text == "the last words\n" }
            client.stop()
            #expect(try server.run { _ in false } == .truncated(beforeAnyData: false))
            #expect(server.text == "the last words\n")
        }
    }
#endif
