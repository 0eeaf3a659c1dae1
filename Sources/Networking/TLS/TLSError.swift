/// Why an encrypted connection cannot be made or cannot go on. Always fatal for the connection.
///
/// No text in here holds a key or a passphrase.
package enum TLSError: Error, Equatable, Sendable {
    case configuration(TLSConfigurationError)
    /// The peer's certificate was looked at and refused.
    case certificate(TLSCertificateError)
    /// The peer refused the handshake. In TLS 1.3 a server's word on the client's certificate comes after the client's
    /// side of the handshake is complete; it is still this error.
    case refusedByPeer(TLSAlert)
    /// The peer ended an established connection with an alert.
    case alert(TLSAlert)
    /// What arrived first is not TLS.
    case notTLS(ForeignAnswer, firstBytes: [UInt8])
    /// The peer speaks no version of TLS that is allowed here, mostly because it is too old.
    case protocolVersion(allowed: ClosedRange<TLSVersion>)
    /// No cipher that both sides can use.
    case noSharedCipher
    case noSharedApplicationProtocol(offered: [String])
    /// A record is not what the peer encrypted: it was changed on its way.
    case badRecord
    /// What arrived breaks TLS's rules, as OpenSSL words it.
    case malformed(String)
    /// The stream ended without TLS's own end: what was sent last may be missing.
    case truncated(beforeAnyData: Bool)
    case closedDuringHandshake(beforeAnyAnswer: Bool)
    /// OpenSSL failed for a reason that is not the peer's: no memory, for example.
    case library(String)

    /// What the first bytes look like when they are not TLS.
    package enum ForeignAnswer: Equatable, Sendable {
        case cassandra
        case http
        case ssh
        case unknown
    }
}

extension TLSError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .configuration(let error): "TLS: \(error)"
        case .certificate(let error): "TLS: \(error)"
        case .refusedByPeer(let alert): "TLS: handshake refused by the peer: \(alert)"
        case .alert(let alert): "TLS: the peer ended the connection: \(alert)"
        case .notTLS(let answer, let bytes):
            "the peer does not speak TLS\(answer.hint) (first bytes \(TLSError.hexadecimal(bytes)))"
        case .protocolVersion(let allowed):
            "TLS: the peer speaks none of the versions that are allowed here, "
                + "\(allowed.lowerBound) to \(allowed.upperBound): it is probably too old"
        case .noSharedCipher: "TLS: the peer offers no cipher that can be used here"
        case .noSharedApplicationProtocol(let offered):
            "TLS: the peer speaks none of the application protocols \(offered.joined(separator: ", "))"
        case .badRecord: "TLS: a record was changed on its way (bad record MAC)"
        case .malformed(let reason): "TLS: the peer breaks the protocol: \(reason)"
        case .truncated(true):
            "TLS: the connection ended without close_notify before any data came: "
                + "the peer may have refused this side's certificate"
        case .truncated(false): "TLS: the connection ended without close_notify: the last data may be missing"
        case .closedDuringHandshake(true):
            "TLS: the peer closed the connection without an answer to the handshake; it may not speak TLS at all"
        case .closedDuringHandshake(false): "TLS: the peer closed the connection during the handshake"
        case .library(let reason): "TLS: OpenSSL failed: \(reason)"
        }
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }.joined(separator: " ")
    }
}

extension TLSError.ForeignAnswer {
    init(firstBytes: [UInt8]) {
        switch firstBytes.first {
        // A frame of CQL: one of the versions 1 to 6, of a request or a response.
        case .some(0x01...0x06), .some(0x81...0x86): self = .cassandra
        case .some(UInt8(ascii: "S")): self = .ssh
        case .some(UInt8(ascii: "H")), .some(UInt8(ascii: "G")), .some(UInt8(ascii: "P")), .some(UInt8(ascii: "D")):
            self = .http
        default: self = .unknown
        }
    }

    fileprivate var hint: String {
        switch self {
        case .cassandra: ": it speaks plain CQL, without encryption"
        case .http: ": it speaks plain HTTP, without encryption"
        case .ssh: ": it speaks SSH"
        case .unknown: ""
        }
    }
}
