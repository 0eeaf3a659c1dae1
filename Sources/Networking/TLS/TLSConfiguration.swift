/// How one side of encrypted connections proves itself and what it asks of the other; for clients and servers alike.
package struct TLSConfiguration: Sendable, Equatable {
    /// Whose signatures on the peer's certificate count.
    package enum Trust: Sendable, Equatable {
        /// The authorities that the system's OpenSSL trusts.
        case systemRoots
        /// Those in here, and no others.
        case authorities(PEMSource)
    }

    /// What a client looks at in the server's certificate.
    package enum Verification: Sendable, Equatable {
        /// That somebody trusted has signed it, and that it is the certificate of the host that was asked for.
        case full
        /// That somebody trusted has signed it, for whatever host.
        case chainOnly
        /// Nothing: the connection is encrypted, but nobody knows with whom.
        case none
    }

    /// Whether a server asks who its client is.
    package enum ClientCertificate: Sendable, Equatable {
        case notAsked
        /// A client without a certificate that one of the trusted authorities has signed is refused.
        case required
    }

    package var trust: Trust
    /// Required for a server; for a client, what it shows when the server asks.
    package var identity: TLSIdentity?
    package var verification: Verification
    package var minimumVersion: TLSVersion
    package var maximumVersion: TLSVersion
    package var clientCertificate: ClientCertificate
    /// What the server's certificate must be made out to, instead of the host that was connected to. Also sent to the
    /// server, which may choose its certificate by it.
    package var serverName: String?
    /// Protocols for the connection, the preferred one first (RFC 7301).
    package var applicationProtocols: [String]
    /// How long a handshake may take. The engine has no clock: whoever drives it holds to this.
    package var handshakeTimeout: Duration

    package init(
        trust: Trust = .systemRoots,
        identity: TLSIdentity? = nil,
        verification: Verification = .full,
        minimumVersion: TLSVersion = .tls12,
        maximumVersion: TLSVersion = .tls13,
        clientCertificate: ClientCertificate = .notAsked,
        serverName: String? = nil,
        applicationProtocols: [String] = [],
        handshakeTimeout: Duration = .seconds(10)
    ) {
        self.trust = trust
        self.identity = identity
        self.verification = verification
        self.minimumVersion = minimumVersion
        self.maximumVersion = maximumVersion
        self.clientCertificate = clientCertificate
        self.serverName = serverName
        self.applicationProtocols = applicationProtocols
        self.handshakeTimeout = handshakeTimeout
    }

    /// The files that this is read from.
    package var files: [String] {
        var sources: [PEMSource] = []
        if case .authorities(let source) = trust { sources.append(source) }
        if let identity { sources += [identity.certificateChain, identity.privateKey] }
        return sources.compactMap { source in
            if case .file(let path) = source { path } else { nil }
        }
    }
}

/// Certificates or a key, as text between `-----BEGIN …-----` and `-----END …-----`.
package enum PEMSource: Sendable, Equatable {
    case file(String)
    case bytes([UInt8])
}

extension PEMSource: CustomStringConvertible, CustomReflectable {
    /// Where it is, never what it is: it may be a key.
    package var description: String {
        switch self {
        case .file(let path): path
        case .bytes(let bytes): "\(bytes.count) bytes in memory"
        }
    }

    package var customMirror: Mirror { Mirror(reflecting: description) }
}

/// What a side proves itself with.
package struct TLSIdentity: Sendable, Equatable {
    /// The certificate, then those between it and its authority.
    package var certificateChain: PEMSource
    package var privateKey: PEMSource
    /// For an encrypted key. Nobody is ever asked for one at a terminal.
    package var passphrase: String?

    package init(certificateChain: PEMSource, privateKey: PEMSource, passphrase: String? = nil) {
        self.certificateChain = certificateChain
        self.privateKey = privateKey
        self.passphrase = passphrase
    }
}

extension TLSIdentity: CustomStringConvertible, CustomReflectable {
    /// Without the passphrase, so that a configuration can be logged.
    package var description: String {
        let passphrase = passphrase == nil ? "no passphrase" : "a passphrase"
        return "certificate: \(certificateChain), key: \(privateKey), \(passphrase)"
    }

    package var customMirror: Mirror { Mirror(reflecting: description) }
}

/// The versions of TLS that are still safe.
package enum TLSVersion: Sendable, Comparable, CustomStringConvertible {
    case tls12
    case tls13

    package var description: String {
        switch self {
        case .tls12: "TLS 1.2"
        case .tls13: "TLS 1.3"
        }
    }
}
