#if TLS
    import Foundation
    import Networking
    import TestKit

    /// The certificates of `Tests/Fixtures/tls`; its README says what each is.
    enum TLSFixtures {
        static func path(_ name: String) -> String {
            Fixtures.folder.appendingPathComponent("tls").appendingPathComponent(name + ".pem").path
        }

        static func file(_ name: String) -> PEMSource {
            .file(path(name))
        }

        static func identity(_ name: String, key: String = "key", passphrase: String? = nil) -> TLSIdentity {
            TLSIdentity(certificateChain: file(name), privateKey: file(key), passphrase: passphrase)
        }

        static let authorities = TLSConfiguration.Trust.authorities(file("authority"))

        /// A client that trusts the tests' authority.
        static let client = TLSConfiguration(trust: authorities)
        static let server = TLSConfiguration(trust: authorities, identity: identity("server"))
        /// A server that asks for a certificate, and a client that has one.
        static let mutualServer = TLSConfiguration(
            trust: authorities, identity: identity("server"), clientCertificate: .required)
        static let mutualClient = TLSConfiguration(trust: authorities, identity: identity("client"))
    }

    extension TLSConfiguration {
        func with(_ change: (inout TLSConfiguration) -> Void) -> TLSConfiguration {
            var copy = self
            change(&copy)
            return copy
        }

        /// The same, for one version only.
        func only(_ version: TLSVersion) -> TLSConfiguration {
            with {
                $0.minimumVersion = version
                $0.maximumVersion = version
            }
        }

        /// A server's with another certificate.
        func showing(_ name: String) -> TLSConfiguration {
            with { $0.identity = TLSFixtures.identity(name) }
        }
    }
#endif
