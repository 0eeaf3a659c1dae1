import Bytes
import CassandraWire

/// Reads a request's body, and says what is wrong with one as Cassandra says it (v4 §3).
struct RequestReader {
    private var bytes: ByteReader
    private let start: Int

    init(_ body: ByteSlice) {
        bytes = ByteReader(body)
        start = bytes.offset
    }

    var remaining: Int { bytes.remaining }

    @inline(__always)
    mutating func integer<Integer: FixedWidthInteger & BitwiseCopyable>(
        _ type: Integer.Type
    ) throws(ServerError) -> Integer {
        guard let value = bytes.readInteger(as: type) else { throw beyondEnd(MemoryLayout<Integer>.size) }
        return value
    }

    private func beyondEnd(_ wanted: Int) -> ServerError {
        let position = bytes.offset - start
        return .beyondEnd(position: position, wanted: wanted, end: position + bytes.remaining)
    }

    /// A [string].
    mutating func string() throws(ServerError) -> String {
        guard let length = bytes.readInteger(as: UInt16.self) else { throw Self.shortString(2) }
        return try text(Int(length), lengthBytes: 2)
    }

    /// A [long string].
    mutating func longString() throws(ServerError) -> String {
        guard let length = bytes.readInteger(as: Int32.self) else { throw Self.shortString(4) }
        return try text(Int(length), lengthBytes: 4)
    }

    private mutating func text(_ count: Int, lengthBytes: Int) throws(ServerError) -> String {
        guard count >= 0, count <= bytes.remaining else { throw Self.shortString(lengthBytes) }
        let before = bytes
        if let text = bytes.readText(count) { return text }
        throw .protocolError(
            "Cannot decode string as UTF8: '\(before.slice(upTo: bytes).hexadecimal)'; "
                + "java.nio.charset.MalformedInputException: Input length = 1")
    }

    private static func shortString(_ lengthBytes: Int) -> ServerError {
        .protocolError("Not enough bytes to read an UTF8 serialized string preceded by its \(lengthBytes) bytes length")
    }

    /// [short bytes].
    mutating func shortBytes() throws(ServerError) -> ByteSlice {
        guard let length = bytes.readInteger(as: UInt16.self), let slice = bytes.readSlice(Int(length)) else {
            throw .protocolError("Not enough bytes to read a byte array preceded by its 2 bytes length")
        }
        return slice
    }

    /// [bytes]; `nil` for null.
    mutating func longBytes() throws(ServerError) -> ByteSlice? {
        let length = try integer(Int32.self)
        guard length >= 0 else { return nil }
        guard let slice = bytes.readSlice(Int(length)) else { throw beyondEnd(Int(length)) }
        return slice
    }

    /// A [consistency].
    mutating func consistency() throws(ServerError) -> Consistency {
        let number = try integer(UInt16.self)
        guard let consistency = Consistency(rawValue: number) else {
            throw .protocolError("Unknown code \(number) for a consistency level")
        }
        return consistency
    }

    /// Values with their count in front. They are gone through, so that whoever reads them finds no more to object to.
    mutating func values(areNamed: Bool) throws(ServerError) -> BoundValues {
        let count = Int(try integer(UInt16.self))
        let first = bytes
        for _ in 0..<count {
            if areNamed { _ = try string() }
            let length = try integer(Int32.self)
            if length > 0 {
                guard bytes.skip(Int(length)) else { throw beyondEnd(Int(length)) }
            } else if length < -2 {
                throw .protocolError("Invalid ByteBuf length \(length)")
            }
        }
        return BoundValues(count: count, areNamed: areNamed, bytes: first.slice(upTo: bytes))
    }

    /// What stands behind the statement of QUERY and EXECUTE, and behind the entries of BATCH (v4 §4.1.4).
    mutating func parameters() throws(ServerError) -> QueryParameters {
        var parameters = QueryParameters(consistency: try consistency())
        let flags = QueryParameters.Flags(rawValue: try integer(UInt8.self))
        if flags.contains(.values) { parameters.values = try values(areNamed: flags.contains(.names)) }
        if flags.contains(.skipMetadata) { parameters.skipMetadata = true }
        // That is all that most requests have.
        if flags.isDisjoint(with: [.pageSize, .pagingState, .serialConsistency, .timestamp]) { return parameters }
        if flags.contains(.pageSize) { parameters.pageSize = try integer(Int32.self) }
        if flags.contains(.pagingState) { parameters.pagingState = try longBytes() }
        if flags.contains(.serialConsistency) { parameters.serialConsistency = try consistency() }
        if flags.contains(.timestamp) {
            let timestamp = try integer(Int64.self)
            guard timestamp != .min else {
                throw .protocolError(
                    "Out of bound timestamp, must be in [\(Int64.min + 1), \(Int64.max)] (got \(timestamp))")
            }
            parameters.timestamp = timestamp
        }
        return parameters
    }

    /// The custom payload that may stand in front of a message: it is nobody's here.
    mutating func skipPayload() throws(ServerError) {
        for _ in 0..<(try integer(UInt16.self)) {
            _ = try string()
            _ = try longBytes()
        }
    }
}
