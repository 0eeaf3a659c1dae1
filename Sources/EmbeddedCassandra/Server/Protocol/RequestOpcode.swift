import CassandraWire

/// What a client may send.
enum RequestOpcode: Int8, CaseIterable {
    case startup = 0x01
    /// The login of version 1, which can be sent but not used.
    case credentials = 0x04
    case options = 0x05
    case query = 0x07
    case prepare = 0x09
    case execute = 0x0A
    case register = 0x0B
    case batch = 0x0D
    case authResponse = 0x0F

    var name: String {
        switch self {
        case .startup: "STARTUP"
        case .credentials: "CREDENTIALS"
        case .options: "OPTIONS"
        case .query: "QUERY"
        case .prepare: "PREPARE"
        case .execute: "EXECUTE"
        case .register: "REGISTER"
        case .batch: "BATCH"
        case .authResponse: "AUTH_RESPONSE"
        }
    }

    /// What is said of a number that is none of these, or of a frame that is marked as a response.
    static func refusal(of number: Int8, isResponse: Bool, stream: Int16) -> RequestFramer.Refusal {
        if number < 0 {
            return RequestFramer.Refusal(
                error: .server(
                    "io.netty.handler.codec.DecoderException: java.lang.ArrayIndexOutOfBoundsException: "
                        + "Index \(number) out of bounds for length 17"))
        }
        let request = RequestOpcode(rawValue: number)
        let response = Opcode(rawValue: UInt8(number)).flatMap { $0.direction == .response ? $0 : nil }
        guard let name = request?.name ?? response?.description, (request == nil) != isResponse else {
            return RequestFramer.Refusal(stream: stream, error: .protocolError("Unknown opcode \(number)"))
        }
        let (expected, got) = isResponse ? ("REQUEST", "RESPONSE") : ("RESPONSE", "REQUEST")
        return RequestFramer.Refusal(
            stream: stream,
            error: .protocolError(
                "Wrong protocol direction (expected \(expected), got \(got)) for opcode \(number) (\(name))"))
    }
}
