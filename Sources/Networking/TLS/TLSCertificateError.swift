/// Why the peer's certificate is refused. Each case says what was found and, where there is one, what was expected.
package enum TLSCertificateError: Error, Equatable, Sendable {
    case expired(subject: String, since: String)
    case notYetValid(subject: String, until: String)
    /// It is a certificate, and trusted, but another host's.
    case hostName(expected: String, certificate: TLSCertificate)
    case ipAddress(expected: String, certificate: TLSCertificate)
    /// Signed with its own key, and not itself among what is trusted.
    case selfSigned(subject: String)
    /// The chain is whole, but ends at an authority that is not trusted here.
    case unknownAuthority(subject: String, issuer: String)
    /// Nothing but the peer's certificate is known: a certificate between it and its authority was not sent, or nothing
    /// of its authority is trusted here. From what arrived the two look the same.
    case issuerNotFound(subject: String, issuer: String)
    /// The peer was asked for a certificate and sent none.
    case missing
    /// Any other check, as OpenSSL words it.
    case refused(subject: String, reason: String)
}

extension TLSCertificateError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .expired(let subject, let since):
            "the certificate \(subject) expired: it was valid until \(since)"
        case .notYetValid(let subject, let until):
            "the certificate \(subject) is not yet valid: it will be from \(until) on (or this machine's clock is slow)"
        case .hostName(let expected, let certificate):
            "the certificate \(certificate.subject) is not for the host '\(expected)': it is for \(certificate.owners)"
        case .ipAddress(let expected, let certificate):
            "the certificate \(certificate.subject) is not for the address \(expected): it is for \(certificate.owners)"
        case .selfSigned(let subject):
            "the certificate \(subject) is signed with its own key, and is not among the trusted ones"
        case .unknownAuthority(let subject, let issuer):
            "the authority '\(issuer)', where the chain of the certificate \(subject) ends, is not trusted here"
        case .issuerNotFound(let subject, let issuer):
            "the issuer '\(issuer)' of the certificate \(subject) was not found: "
                + "either the peer does not send an intermediate certificate, or the authority is not trusted here"
        case .missing:
            "the peer has no certificate, and one is required"
        case .refused(let subject, let reason):
            "the certificate \(subject) is refused: \(reason)"
        }
    }
}

/// What there is to say about a peer's certificate.
package struct TLSCertificate: Hashable, Sendable {
    package var subject: String
    package var issuer: String
    /// As text, in UTC; a certificate may name dates that do not exist.
    package var notBefore: String
    package var notAfter: String
    /// The names of hosts that it is for, with patterns such as `*.example.com`.
    package var hostNames: [String]
    package var ipAddresses: [String]

    /// Whom it is for, in words, and never more than a line of them.
    var owners: String {
        let some = (hostNames + ipAddresses).prefix(8).joined(separator: ", ")
        let more = hostNames.count + ipAddresses.count - 8
        if some.isEmpty { return "nobody: it names neither hosts nor addresses" }
        return more > 0 ? "\(some) and \(more) more" : some
    }
}
