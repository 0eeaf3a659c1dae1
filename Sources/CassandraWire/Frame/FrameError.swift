/// Why a stream of bytes cannot go on as frames. Always fatal for the connection: where the next frame begins is unknown.
package enum FrameError: Error, Hashable, Sendable {
    /// Another version of the protocol than 4; its name and what the peer may speak instead.
    case version(UInt8)
    /// The short header of versions 1 and 2, which Cassandra before 2.1 speaks.
    case oldVersion(UInt8)
    /// A request where a response belongs, or the other way round.
    case direction(UInt8)
    /// The first byte of something that is not CQL at all.
    case foreign(ForeignProtocol, firstByte: UInt8)
    case unknownOpcode(UInt8)
    /// An opcode that only the other side may send.
    case misplacedOpcode(Opcode)
    /// A length that is negative, or so large that skipping the body makes no sense.
    case length(Int32)
    /// Compressed without being negotiated, or not what it claims to be.
    case compression(WireError)
}

/// What a first byte looks like when it is not CQL.
package enum ForeignProtocol: Hashable, Sendable {
    case tls
    case http
    case ssh
    case unknown

    init(firstByte: UInt8) {
        switch firstByte {
        case 0x14...0x17: self = .tls
        case UInt8(ascii: "H"), UInt8(ascii: "G"), UInt8(ascii: "P"), UInt8(ascii: "D"): self = .http
        case UInt8(ascii: "S"): self = .ssh
        default: self = .unknown
        }
    }
}

extension FrameError: CustomStringConvertible {
    package var description: String {
        func hexadecimal(_ byte: UInt8) -> String {
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0x0\(digits)" : "0x\(digits)"
        }
        switch self {
        case .version(let version): return "the peer speaks protocol version \(version), not 4"
        case .oldVersion(let version):
            return "the peer speaks protocol version \(version); Cassandra 2.2 or later is needed"
        case .direction(let byte): return "a frame in the wrong direction (first byte \(hexadecimal(byte)))"
        case .foreign(.tls, let byte):
            return "the peer speaks TLS, not plain CQL (first byte \(hexadecimal(byte)))"
        case .foreign(.http, let byte): return "the peer speaks HTTP, not CQL (first byte \(hexadecimal(byte)))"
        case .foreign(.ssh, let byte): return "the peer speaks SSH, not CQL (first byte \(hexadecimal(byte)))"
        case .foreign(.unknown, let byte): return "the peer does not speak CQL (first byte \(hexadecimal(byte)))"
        case .unknownOpcode(let byte): return "unknown opcode \(hexadecimal(byte))"
        case .misplacedOpcode(let opcode):
            return "\(opcode) (\(hexadecimal(opcode.rawValue))) is not for this direction"
        case .length(let length): return "an impossible body length of \(length)"
        case .compression(let error): return "a compressed body: \(error)"
        }
    }
}
