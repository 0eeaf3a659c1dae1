import Bytes
import CassandraWire

/// What Cassandra says of requests that it cannot read, word for word: drivers look for some of these texts.
extension ServerError {
    /// In the words of Cassandra before 4.0. The newer ones list versions, and the Go driver finds none in the list.
    static func unsupportedVersion(_ version: UInt8) -> ServerError {
        .protocolError(
            "Invalid or unsupported protocol version (\(version)); the lowest supported version is 4 and the greatest is 4"
        )
    }

    static func versionChanged(to version: UInt8) -> ServerError {
        let name = version == 6 ? "6/v6-beta" : "\(version)/v\(version)"
        return .protocolError(
            "Invalid message version. Got \(name) but previous messages on this connection had version 4/v4")
    }

    /// `length` is the body's.
    static func tooBig(_ length: Int, _ maximum: Int) -> ServerError {
        .invalid(
            "Request is too big: length \(length + FrameHeader.length) exceeds maximum allowed length \(maximum).")
    }

    static func unexpected(_ opcode: RequestOpcode, expecting expected: String) -> ServerError {
        .protocolError("Unexpected message \(opcode.name), expecting \(expected)")
    }

    static let alreadyInitialized = ServerError.protocolError(
        "Unexpected message STARTUP, the connection is already initialized")

    static let legacyCredentials = ServerError.protocolError(
        "Legacy credentials authentication is not supported in protocol versions > 1. "
            + "Please use SASL authentication via a SaslResponse message")

    static func unprepared(_ id: ByteSlice) -> ServerError {
        ServerError(
            code: .unprepared,
            message:
                "Prepared query with ID \(id.hexadecimal) not found (either the query was not prepared on this host "
                + "(maybe the host has been restarted?) or you have prepared too many queries and it has been evicted "
                + "from the internal cache)",
            detail: .unprepared(id: id))
    }

    static let zeroPageSize = ServerError.protocolError("The page size cannot be 0")

    /// What reading beyond a body's end gives where nobody has thought of it.
    static func beyondEnd(position: Int, wanted: Int, end: Int) -> ServerError {
        .server(
            "java.lang.IndexOutOfBoundsException: readerIndex(\(position)) + length(\(wanted)) exceeds writerIndex(\(end))"
        )
    }

    /// A compressed body that is none.
    static func undecompressable(_ block: ByteSlice, _ error: WireError) -> ServerError {
        let prefix = "io.netty.handler.codec.DecoderException: "
        var reader = ByteReader(block)
        guard let length = reader.readInteger(as: Int32.self) else {
            return .server(
                prefix + "java.lang.ArrayIndexOutOfBoundsException: Index \(block.count) out of bounds for length "
                    + "\(block.count)")
        }
        if length < 0 {
            return .server(
                prefix + "java.lang.IllegalArgumentException: initialCapacity : \(length) (expected: >= 0)")
        }
        if case .invalidCount = error {
            return .server("java.lang.Error: java.lang.reflect.InvocationTargetException")
        }
        return .server(prefix + "net.jpountz.lz4.LZ4Exception: Malformed input at \(block.count)")
    }
}
