/// Why a peer ended a connection, in its own words: RFC 8446 §6, with those of RFC 5246 §7.2.
package struct TLSAlert: Hashable, Sendable {
    package var code: UInt8

    package init(code: UInt8) {
        self.code = code
    }

    package static let handshakeFailure = TLSAlert(code: 40)
    package static let badCertificate = TLSAlert(code: 42)
    package static let certificateExpired = TLSAlert(code: 45)
    package static let unknownAuthority = TLSAlert(code: 48)
    package static let protocolVersion = TLSAlert(code: 70)
    package static let certificateRequired = TLSAlert(code: 116)
    package static let noApplicationProtocol = TLSAlert(code: 120)
}

extension TLSAlert: CustomStringConvertible {
    package var description: String {
        guard let name = TLSAlert.names[code] else { return "alert \(code)" }
        guard let hint else { return name }
        return "\(name) (\(hint))"
    }

    /// What those who read it most often have to look for.
    private var hint: String? {
        switch code {
        case 40: "nothing that both sides can do, or a client certificate is missing"
        case 42, 43, 46: "it does not accept the certificate that it was shown"
        case 48: "it does not trust the authority that signed the certificate it was shown"
        case 70: "it speaks none of the versions of TLS that are allowed here"
        case 116: "it wants a client certificate, and none was shown"
        default: nil
        }
    }

    private static let names: [UInt8: String] = [
        0: "close notify",
        10: "unexpected message",
        20: "bad record MAC",
        21: "decryption failed",
        22: "record overflow",
        30: "decompression failure",
        40: "handshake failure",
        41: "no certificate",
        42: "bad certificate",
        43: "unsupported certificate",
        44: "certificate revoked",
        45: "certificate expired",
        46: "certificate unknown",
        47: "illegal parameter",
        48: "unknown CA",
        49: "access denied",
        50: "decode error",
        51: "decrypt error",
        60: "export restriction",
        70: "protocol version",
        71: "insufficient security",
        80: "internal error",
        86: "inappropriate fallback",
        90: "user cancelled",
        100: "no renegotiation",
        109: "missing extension",
        110: "unsupported extension",
        111: "certificate unobtainable",
        112: "unrecognized name",
        113: "bad certificate status response",
        114: "bad certificate hash value",
        115: "unknown PSK identity",
        116: "certificate required",
        120: "no application protocol",
    ]
}
