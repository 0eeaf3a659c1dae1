/// What is wrong with a side's own settings: always something to be put right here, never the peer's doing.
package enum TLSConfigurationError: Error, Equatable, Sendable {
    /// What a file was read for.
    package enum Role: String, Equatable, Sendable {
        case authorities = "trusted authorities"
        case certificate = "certificate"
        case privateKey = "private key"
    }

    case unreadable(Role, PEMSource, reason: String)
    /// The file has no block of the kind that was looked for.
    case nothingInside(Role, PEMSource, looksLike: String?)
    /// A block is there, but what it holds is damaged.
    case malformed(Role, PEMSource, reason: String)
    case passphraseNeeded(PEMSource)
    case passphraseWrong(PEMSource)
    case keyDoesNotMatch(key: PEMSource, certificate: PEMSource, subject: String)
    /// OpenSSL refuses it, for being too weak for example.
    case refused(Role, PEMSource, reason: String)
    case identityMissing
    case versions(minimum: TLSVersion, maximum: TLSVersion)
    /// The name or address of the server that a client is to connect to.
    case invalidServerName(String)
    case invalidApplicationProtocol(String)
    case systemRoots(reason: String)
    /// Something that has nothing to do with the settings: no memory, for example.
    case library(reason: String)
}

extension TLSConfigurationError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreadable(let role, let source, let reason):
            "the \(role.rawValue) cannot be read from \(source): \(reason)"
        case .nothingInside(let role, let source, let looksLike):
            "no \(role.rawValue) in PEM format in \(source)" + (looksLike.map { ": it holds \($0)" } ?? "")
        case .malformed(let role, let source, let reason):
            "the \(role.rawValue) in \(source) is damaged: \(reason)"
        case .passphraseNeeded(let source):
            "the private key in \(source) is encrypted, and no passphrase is given"
        case .passphraseWrong(let source):
            "the private key in \(source) is encrypted, and the passphrase does not open it"
        case .keyDoesNotMatch(let key, let certificate, let subject):
            "the private key in \(key) is not that of the certificate in \(certificate) (\(subject)), "
                + "which must be the first one there"
        case .refused(let role, let source, let reason):
            "the \(role.rawValue) in \(source) cannot be used: \(reason)"
        case .identityMissing:
            "a server needs a certificate and its private key"
        case .versions(let minimum, let maximum):
            "the oldest version that is allowed, \(minimum), is newer than the newest one, \(maximum)"
        case .invalidServerName(let name):
            "'\(name)' is neither the name of a host nor an IP address"
        case .invalidApplicationProtocol(let name):
            "'\(name)' is no name for an application protocol: it must have 1 to 255 bytes"
        case .systemRoots(let reason):
            "the system's trusted authorities cannot be loaded: \(reason)"
        case .library(let reason):
            "OpenSSL cannot make a context: \(reason)"
        }
    }
}
