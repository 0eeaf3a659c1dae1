import Networking

extension Configuration {
    /// How connections are encrypted. Nodes are always asked for a certificate; that it is signed by somebody trusted and
    /// made out to the contact point is checked unless said otherwise.
    public struct TLS: Sendable {
        /// A file with the certificates of the authorities that count, in PEM; `nil` for those that the system trusts.
        public var authorities: String?
        /// What the client shows a node that asks for it.
        public var identity: Identity?
        /// What is looked at in a node's certificate. Default: all.
        public var verification = Verification.full
        /// The oldest version that is spoken. Default: TLS 1.2.
        public var minimumVersion = Version.tls12
        /// The name that certificates of nodes must be made out to, in place of the contact point's.
        public var serverName: String?

        /// The defaults but for what is given.
        public init(
            authorities: String? = nil, identity: Identity? = nil, verification: Verification = .full,
            serverName: String? = nil
        ) {
            self.authorities = authorities
            self.identity = identity
            self.verification = verification
            self.serverName = serverName
        }

        /// A certificate and its key, from files in PEM.
        public struct Identity: Sendable {
            /// The file with the certificate, then those between it and its authority.
            public var certificateChain: String
            /// The file with the key.
            public var privateKey: String
            /// For an encrypted key.
            public var passphrase: String?

            /// A certificate and its key.
            public init(certificateChain: String, privateKey: String, passphrase: String? = nil) {
                self.certificateChain = certificateChain
                self.privateKey = privateKey
                self.passphrase = passphrase
            }
        }

        /// What is looked at in a node's certificate.
        public enum Verification: Sendable, Hashable {
            /// That somebody trusted has signed it, and that it is the certificate of the host that was asked for.
            case full
            /// That somebody trusted has signed it, for whatever host.
            case chainOnly
            /// Nothing: whoever sits between client and node can read and change everything.
            case dangerouslyNone
        }

        /// A version of TLS.
        public enum Version: Sendable, Hashable {
            /// TLS 1.2.
            case tls12
            /// TLS 1.3.
            case tls13
        }
    }
}

extension Configuration.TLS.Identity: CustomStringConvertible, CustomReflectable {
    /// The files, never the passphrase.
    public var description: String { "certificate \(certificateChain), key \(privateKey)" }

    /// Without the passphrase.
    public var customMirror: Mirror {
        Mirror(self, children: ["certificateChain": certificateChain, "privateKey": privateKey])
    }
}

#if TLS
    extension Configuration.TLS {
        /// Reads the files.
        func contexts(connectTimeout: Duration) throws(CassandraError) -> TLSContextSource {
            var configuration = TLSConfiguration(serverName: serverName, handshakeTimeout: connectTimeout)
            if let authorities { configuration.trust = .authorities(.file(authorities)) }
            if let identity {
                configuration.identity = TLSIdentity(
                    certificateChain: .file(identity.certificateChain), privateKey: .file(identity.privateKey),
                    passphrase: identity.passphrase)
            }
            configuration.verification =
                switch verification {
                case .full: .full
                case .chainOnly: .chainOnly
                case .dangerouslyNone: .none
                }
            configuration.minimumVersion = minimumVersion == .tls13 ? .tls13 : .tls12
            do throws(TLSError) {
                return try TLSContextSource(client: configuration)
            } catch {
                throw CassandraError(.configuration(field: "tls", reason: "\(error)"))
            }
        }
    }
#endif
