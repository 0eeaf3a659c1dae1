#if TLS
    import Foundation
    import Networking
    import TestKit
    import Testing

    /// What is wrong with files is said when they are read, with the file's name.
    @Suite struct TLSContextTests {
        static func error(_ configuration: TLSConfiguration, server: Bool = true) -> TLSConfigurationError? {
            do throws(TLSError) {
                _ = try server ? TLSContext(server: configuration) : TLSContext(client: configuration)
                return nil
            } catch {
                if case .configuration(let error) = error { return error }
                Issue.record("\(error)")
                return nil
            }
        }

        static func identity(_ certificate: PEMSource, _ key: PEMSource, _ passphrase: String? = nil)
            -> TLSConfiguration
        {
            TLSConfiguration(
                identity: TLSIdentity(certificateChain: certificate, privateKey: key, passphrase: passphrase))
        }

        static let certificate = TLSFixtures.file("server")
        static let key = TLSFixtures.file("key")
        static let encrypted = TLSFixtures.file("key-encrypted")

        @Test func `a file that is missing, and what is no file`() {
            let missing = PEMSource.file("/nowhere/certificate.pem")
            #expect(
                TLSContextTests.error(TLSContextTests.identity(missing, TLSContextTests.key))?.description
                    == "the certificate cannot be read from /nowhere/certificate.pem: No such file or directory")
            #expect(
                TLSContextTests.error(TLSContextTests.identity(TLSContextTests.certificate, missing))?.description
                    == "the private key cannot be read from /nowhere/certificate.pem: No such file or directory")
            #expect(
                TLSContextTests.error(TLSConfiguration(trust: .authorities(missing)), server: false)?.description
                    == "the trusted authorities cannot be read from /nowhere/certificate.pem: No such file or directory"
            )
            for (path, reason) in [
                ("/", "it is not a file"), ("", "the path is not valid"), ("/dev/zero", "it is not a file"),
            ] {
                #expect(
                    TLSContextTests.error(TLSConfiguration(trust: .authorities(.file(path))), server: false)
                        == .unreadable(.authorities, .file(path), reason: reason))
            }
        }

        @Test(
            arguments: [
                (Array("no certificate at all".utf8), nil), ([], "nothing"),
                ([0x30, 0x82, 1, 2, 3], "binary data, perhaps DER or PKCS#12"),
                ([0xFE, 0xED, 0xFE, 0xED], "binary data, perhaps a Java key store"),
                (Array("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n".utf8), "PRIVATE KEY"),
            ] as [([UInt8], String?)])
        func `a file without a certificate`(_ bytes: [UInt8], _ looksLike: String?) {
            let error = TLSContextTests.error(TLSContextTests.identity(.bytes(bytes), TLSContextTests.key))
            #expect(error == .nothingInside(.certificate, .bytes(bytes), looksLike: looksLike))
        }

        @Test func `a certificate where the key belongs`() {
            let error = TLSContextTests.error(
                TLSContextTests.identity(TLSContextTests.certificate, TLSContextTests.certificate))
            #expect(error == .nothingInside(.privateKey, TLSContextTests.certificate, looksLike: "CERTIFICATE"))
        }

        @Test func `a damaged certificate and a damaged key`() throws {
            let broken = Array("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n".utf8)
            let first = TLSContextTests.error(TLSContextTests.identity(.bytes(broken), TLSContextTests.key))
            guard case .malformed(.certificate, _, _) = first else {
                Issue.record("\(String(describing: first))")
                return
            }
            let text = try String(contentsOfFile: TLSFixtures.path("server"), encoding: .utf8)
            let cut = Array(text.dropLast(100).utf8)
            let second = TLSContextTests.error(TLSContextTests.identity(.bytes(cut), TLSContextTests.key))
            guard case .malformed(.certificate, _, _) = second else {
                Issue.record("\(String(describing: second))")
                return
            }
            let key = Array("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n".utf8)
            let third = TLSContextTests.error(TLSContextTests.identity(TLSContextTests.certificate, .bytes(key)))
            guard case .malformed(.privateKey, _, _) = third else {
                Issue.record("\(String(describing: third))")
                return
            }
        }

        @Test func `D-191: an encrypted key without the passphrase, with a wrong one and with the right one`() {
            func error(_ passphrase: String?) -> TLSConfigurationError? {
                TLSContextTests.error(
                    TLSContextTests.identity(TLSContextTests.certificate, TLSContextTests.encrypted, passphrase))
            }
            #expect(error(nil) == .passphraseNeeded(TLSContextTests.encrypted))
            #expect(error("open") == .passphraseWrong(TLSContextTests.encrypted))
            #expect(error("") == .passphraseWrong(TLSContextTests.encrypted))
            #expect(error(String(repeating: "open sesame", count: 1000)) == .passphraseWrong(TLSContextTests.encrypted))
            #expect(error("open sesame") == nil)
            // A passphrase that nobody needs does no harm.
            let plain = TLSContextTests.identity(TLSContextTests.certificate, TLSContextTests.key, "needless")
            #expect(TLSContextTests.error(plain) == nil)
        }

        @Test func `D-191: a key that is not the certificate's`() {
            let other = TLSFixtures.file("other-key")
            let error = TLSContextTests.error(TLSContextTests.identity(TLSContextTests.certificate, other))
            #expect(
                error
                    == .keyDoesNotMatch(key: other, certificate: TLSContextTests.certificate, subject: "CN=server"))
            // The chain in the wrong order looks the same.
            let intermediate = TLSFixtures.file("intermediate")
            #expect(
                TLSContextTests.error(TLSContextTests.identity(intermediate, TLSContextTests.key))
                    == .keyDoesNotMatch(
                        key: TLSContextTests.key, certificate: intermediate,
                        subject: "CN=Test intermediate, O=Martlet tests"))
        }

        @Test func `bytes in memory do as well as files`() throws {
            func bytes(_ name: String) throws -> PEMSource {
                .bytes(Array(try Data(contentsOf: URL(fileURLWithPath: TLSFixtures.path(name)))))
            }
            let identity = TLSIdentity(certificateChain: try bytes("server"), privateKey: try bytes("key"))
            _ = try TLSPair.established(
                client: TLSConfiguration(trust: .authorities(try bytes("authority"))),
                server: TLSConfiguration(identity: identity))
        }

        @Test func `a server without a certificate, and versions in the wrong order`() {
            #expect(TLSContextTests.error(TLSConfiguration()) == .identityMissing)
            let wrong = TLSFixtures.server.with {
                $0.minimumVersion = .tls13
                $0.maximumVersion = .tls12
            }
            #expect(TLSContextTests.error(wrong) == .versions(minimum: .tls13, maximum: .tls12))
        }

        @Test(arguments: ["", String(repeating: "a", count: 256)])
        func `an application protocol whose name has no place in a handshake`(_ name: String) {
            let configuration = TLSFixtures.server.with { $0.applicationProtocols = ["cql", name] }
            #expect(TLSContextTests.error(configuration) == .invalidApplicationProtocol(name))
        }

        @Test func `neither errors nor configurations print a key or a passphrase`() throws {
            let secret = "a passphrase that must not be seen"
            let text = try String(contentsOfFile: TLSFixtures.path("key-encrypted"), encoding: .utf8)
            let configuration = TLSContextTests.identity(
                TLSContextTests.certificate, .bytes(Array(text.utf8)), secret)
            var dumped = ""
            dump(configuration, to: &dumped)
            let error = try #require(TLSContextTests.error(configuration))
            dump(error, to: &dumped)
            for shown in [
                "\(configuration)", String(reflecting: configuration), "\(error)", String(reflecting: error), dumped,
            ] {
                #expect(!shown.contains(secret))
                #expect(!shown.contains("\(text.utf8.first ?? 0), \(text.utf8.dropFirst().first ?? 0)"))
            }
        }
    }
#endif
