#if TLS
    import Foundation
    import Networking
    import TestKit
    import Testing

    /// Our client at OpenSSL's server.
    @Suite(.serialized, .enabled(if: TLSOpenSSLTool.whyNot == nil, "needs the openssl command, version 3"))
    struct TLSOpenSSLServerTests {
        @Test(arguments: ["-tls1_2", "-tls1_3"], ["localhost", "127.0.0.1"])
        func `an encrypted conversation`(_ version: String, _ host: String) throws {
            let (server, port) = try TLSProcess.server("server", ["-rev", version])
            let client = try TLSConnection(to: port, TLSFixtures.client, host: host)
            #expect(try client.handshake() == nil)
            #expect(client.side.engine.negotiatedVersion == (version == "-tls1_2" ? .tls12 : .tls13))
            #expect(client.side.engine.peerCertificate?.subject == "CN=server")
            for word in ["once", "upon", "a time"] {
                try client.send(word + "\n")
                let answer = String(word.reversed()) + "\n"
                try client.run { _ in client.text.hasSuffix(answer) }
                #expect(client.text.hasSuffix(answer))
            }
            client.close()
            server.stop()
        }

        @Test(arguments: ["-tls1_2", "-tls1_3"])
        func `a file of a megabyte, and a proper end`(_ version: String) throws {
            var generator = Seed.forThisRun().generator
            let data = Data(TLSStreamTests.random(1_000_000, &generator))
            let name = "martlet-tls-\(UUID().uuidString)"
            let file = FileManager.default.temporaryDirectory.appendingPathComponent(name)
            try data.write(to: file)
            defer { try? FileManager.default.removeItem(at: file) }
            // It serves the files of its working folder.
            let (server, port) = try TLSProcess.server(
                "server", ["-HTTP", version], folder: FileManager.default.temporaryDirectory)
            let client = try TLSConnection(to: port, TLSFixtures.client)
            #expect(try client.handshake() == nil)
            try client.send("GET /\(name) HTTP/1.0\r\n\r\n")
            let error = try client.run { $0.events.contains(.closedByPeer) }
            #expect(error == nil)
            #expect(client.side.received.count >= data.count)
            #expect(Data(client.side.received.suffix(data.count)) == data)
            server.stop()
        }

        @Test(arguments: [
            ("expired", "certificate expired"), ("wrong-name", "bad certificate"), ("self-signed", "unknown ca"),
            ("stranger", "unknown ca"), ("server-alone", "unknown ca"),
        ])
        func `D-187: a certificate that is refused, and the server's word for it`(
            _ certificate: String, _ word: String
        ) throws {
            let (server, port) = try TLSProcess.server(certificate, ["-rev"])
            let client = try TLSConnection(to: port, TLSFixtures.client)
            guard case .certificate = try client.handshake() else {
                Issue.record("\(String(describing: client.side.error))")
                return
            }
            try server.wait(for: word)
            server.stop()
        }

        @Test(arguments: ["-tls1_2", "-tls1_3"])
        func `D-191: a server that wants a certificate`(_ version: String) throws {
            let (server, port) = try TLSProcess.server(
                "server",
                ["-rev", version, "-Verify", "3", "-verify_return_error", "-CAfile", TLSFixtures.path("authority")])
            for name in [nil, "client-stranger"] as [String?] {
                let configuration = TLSFixtures.client.with { $0.identity = name.map { TLSFixtures.identity($0) } }
                let client = try TLSConnection(to: port, configuration)
                if try client.handshake() == nil {
                    // TLS 1.3: the refusal comes after our first data.
                    try client.send("too early\n")
                    try client.run { _ in false }
                }
                guard case .refusedByPeer = client.side.error else {
                    Issue.record("\(String(describing: client.side.error))")
                    return
                }
            }
            let client = try TLSConnection(to: port, TLSFixtures.mutualClient)
            #expect(try client.handshake() == nil)
            try client.send("abc\n")
            try client.run { _ in client.text == "cba\n" }
            #expect(client.text == "cba\n")
            server.stop()
        }

        @Test func `D-190: a server that changes keys, and asks us to`() throws {
            let (server, port) = try TLSProcess.server("server", ["-tls1_3"])
            let client = try TLSConnection(to: port, TLSFixtures.client)
            #expect(try client.handshake() == nil)
            // Behind the tickets: what comes next is the server's new key.
            try server.type("welcome")
            try client.run { _ in client.text == "welcome\n" }
            for round in 1...3 {
                try server.type("K")
                let before = client.arrived
                try client.run { _ in client.arrived > before }
                try server.type("line \(round)")
                try client.run { _ in client.text.contains("line \(round)\n") }
                #expect(client.text.contains("line \(round)\n"))
                try client.send("answer \(round)\n")
                try server.wait(for: "answer \(round)")
            }
            #expect(client.side.error == nil)
            server.stop()
        }

        @Test func `D-189: a server that is killed`() throws {
            let (server, port) = try TLSProcess.server("server", ["-rev"])
            let client = try TLSConnection(to: port, TLSFixtures.client)
            #expect(try client.handshake() == nil)
            try client.send("abc\n")
            try client.run { _ in client.text == "cba\n" }
            server.stop()
            #expect(try client.run { _ in false } == .truncated(beforeAnyData: false))
        }

        @Test func `a server whose versions are too old`() throws {
            let (server, port) = try TLSProcess.server(
                "server", ["-rev", "-tls1_1", "-cipher", "ALL:@SECLEVEL=0"])
            let client = try TLSConnection(to: port, TLSFixtures.client)
            #expect(try client.handshake() == .refusedByPeer(.protocolVersion))
            server.stop()
        }

        @Test func `an application protocol`() throws {
            let (server, port) = try TLSProcess.server("server", ["-rev", "-alpn", "other,cql"])
            let client = try TLSConnection(to: port, TLSFixtures.client.with { $0.applicationProtocols = ["cql"] })
            #expect(try client.handshake() == nil)
            #expect(client.side.engine.applicationProtocol == "cql")
            server.stop()
        }
    }
#endif
