#if TLS
    import Foundation
    import Networking
    import TestKit
    import Testing

    /// D-192: certificates are replaced while the program runs.
    @Suite struct TLSReloadTests {
        /// A folder with a certificate and a key, which are replaced as certificate managers do it.
        final class Folder {
            let url = FileManager.default.temporaryDirectory.appendingPathComponent("martlet-tls-\(UUID().uuidString)")

            init(_ certificate: String) throws {
                try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
                try put("key", "key")
                try put(certificate, "certificate")
            }

            deinit {
                try? FileManager.default.removeItem(at: url)
            }

            /// Replaces the file as a whole.
            func put(_ fixture: String, _ name: String) throws {
                let data = try Data(contentsOf: URL(fileURLWithPath: TLSFixtures.path(fixture)))
                try data.write(to: url.appendingPathComponent(name), options: .atomic)
            }

            var server: TLSConfiguration {
                TLSConfiguration(
                    identity: TLSIdentity(
                        certificateChain: .file(url.appendingPathComponent("certificate").path),
                        privateKey: .file(url.appendingPathComponent("key").path)))
            }
        }

        static func subject(of source: TLSContextSource) throws -> String? {
            let pair = try TLSPair(client: TLSContext(client: TLSFixtures.client), server: source.current)
            pair.run()
            return pair.client.engine.peerCertificate?.subject
        }

        @Test func `D-192: new connections use the new certificate, old ones go on with theirs`() throws {
            let folder = try Folder("server")
            let source = try TLSContextSource(server: folder.server)
            let old = try TLSPair(client: TLSContext(client: TLSFixtures.client), server: source.current)
            old.run()
            #expect(try !source.reloadIfChanged())
            try folder.put("renewed", "certificate")
            #expect(try TLSReloadTests.subject(of: source) == "CN=server")
            #expect(try source.reloadIfChanged())
            #expect(try !source.reloadIfChanged())
            #expect(try TLSReloadTests.subject(of: source) == "CN=server renewed")
            try old.client.send([1, 2, 3])
            try old.server.send([4, 5, 6])
            old.run()
            #expect(old.server.received == [1, 2, 3])
            #expect(old.client.received == [4, 5, 6])
            #expect(old.client.engine.peerCertificate?.subject == "CN=server")
        }

        @Test func `D-192: half of a change keeps the old context, and is tried again`() throws {
            let folder = try Folder("server")
            let source = try TLSContextSource(server: folder.server)
            try folder.put("other-key", "key")
            #expect(throws: TLSError.self) { try source.reloadIfChanged() }
            #expect(throws: TLSError.self) { try source.reloadIfChanged() }
            #expect(throws: TLSError.self) { try source.reload() }
            #expect(try TLSReloadTests.subject(of: source) == "CN=server")
            try folder.put("key", "key")
            try folder.put("renewed", "certificate")
            #expect(try source.reloadIfChanged())
            #expect(try TLSReloadTests.subject(of: source) == "CN=server renewed")
        }

        @Test func `D-192: a file that is gone keeps the old context`() throws {
            let folder = try Folder("server")
            let source = try TLSContextSource(server: folder.server)
            try FileManager.default.removeItem(at: folder.url.appendingPathComponent("certificate"))
            #expect(throws: TLSError.self) { try source.reloadIfChanged() }
            #expect(try TLSReloadTests.subject(of: source) == "CN=server")
        }

        @Test func `D-192: a reload that is asked for reads files that look the same`() throws {
            let folder = try Folder("server")
            let source = try TLSContextSource(server: folder.server)
            let before = source.current
            try source.reload()
            #expect(source.current !== before)
            #expect(try TLSReloadTests.subject(of: source) == "CN=server")
        }

        @Test func `D-192: a client's authorities are files too`() throws {
            let folder = try Folder("other-authority")
            let trusted = PEMSource.file(folder.url.appendingPathComponent("certificate").path)
            let source = try TLSContextSource(client: TLSConfiguration(trust: .authorities(trusted)))
            let server = try TLSContext(server: TLSFixtures.server)
            let refused = try TLSPair(client: source.current, server: server)
            refused.run()
            #expect(refused.client.error != nil)
            try folder.put("authority", "certificate")
            #expect(try source.reloadIfChanged())
            let accepted = try TLSPair(client: source.current, server: server)
            accepted.run()
            #expect(accepted.client.error == nil && accepted.client.engine.isEstablished)
        }

        @Test func `D-192: connections are made on other threads while files are read`() async throws {
            let folder = try Folder("server")
            let source = try TLSContextSource(server: folder.server)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        for _ in 0..<25 {
                            let subject = try TLSReloadTests.subject(of: source)
                            #expect(subject == "CN=server")
                        }
                    }
                    group.addTask {
                        for _ in 0..<25 { try source.reload() }
                    }
                }
                try await group.waitForAll()
            }
        }
    }
#endif
