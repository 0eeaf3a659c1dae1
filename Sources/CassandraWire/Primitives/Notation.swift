package import Bytes

// v4 §3: the notations that messages are made of. Names in brackets are the specification's.

extension WireReader {
    /// A [string]. Text of the protocol's own is shown, not compared by bytes, so invalid UTF-8 is replaced.
    package mutating func readString() throws -> String {
        try readDisplayText(Int(try readInteger(as: UInt16.self)))
    }

    /// A [long string].
    package mutating func readLongString() throws -> String {
        let length = Int(try readInteger(as: Int32.self))
        guard length >= 0 else { throw WireError.invalidCount(Int32(clamping: length)) }
        return try readDisplayText(length)
    }

    private mutating func readDisplayText(_ count: Int) throws -> String {
        guard let text = bytes.readDisplayText(count) else { throw WireError.truncated }
        return text
    }

    /// [short bytes].
    package mutating func readShortBytes() throws -> ByteSlice {
        try readSlice(Int(try readInteger(as: UInt16.self)))
    }

    /// [bytes]; `nil` for null.
    package mutating func readBytes() throws -> ByteSlice? {
        guard let count = try readValueLength() else { return nil }
        return try readSlice(count)
    }

    /// A [value] as it stands in a request.
    package mutating func readBoundValue() throws -> BoundValue {
        let length = try readInteger(as: Int32.self)
        switch length {
        case -1: return .null
        case -2: return .unset
        case ..<(-2): throw WireError.unknown(.valueLength, length)
        default: return .bytes(try readSlice(Int(length)))
        }
    }

    /// A [string list].
    package mutating func readStringList() throws -> [String] {
        var strings: [String] = []
        for _ in 0..<(try readInteger(as: UInt16.self)) { strings.append(try readString()) }
        return strings
    }

    /// A [consistency].
    package mutating func readConsistency() throws -> Consistency {
        let number = try readInteger(as: UInt16.self)
        guard let consistency = Consistency(rawValue: number) else {
            throw WireError.unknown(.consistency, Int32(number))
        }
        return consistency
    }

    /// A [uuid].
    package mutating func readUUID() throws -> CQLUUID {
        let high = try readInteger(as: UInt64.self)
        return CQLUUID(high: high, low: try readInteger(as: UInt64.self))
    }

    /// An [inet]: an address and a port.
    package mutating func readEndpoint() throws -> Endpoint {
        let size = try readByte()
        guard size == 4 || size == 16 else { throw WireError.unknown(.addressLength, Int32(size)) }
        guard let address = CQLInet(bytes: try readSlice(Int(size))) else { throw WireError.malformed }
        return Endpoint(address: address, port: try readInteger(as: Int32.self))
    }
}

extension WireWriter {
    /// A [string].
    package mutating func writeString(_ text: String) throws {
        guard bytes.write(utf8: text, length: UInt16.self) else { throw WireError.tooLong }
    }

    /// A [long string].
    package mutating func writeLongString(_ text: String) throws {
        guard bytes.write(utf8: text, length: Int32.self) else { throw WireError.tooLong }
    }

    /// [short bytes].
    package mutating func writeShortBytes(_ slice: ByteSlice) throws {
        guard let length = UInt16(exactly: slice.count) else { throw WireError.tooLong }
        write(length)
        write(slice)
    }

    /// [bytes], null for `nil`.
    package mutating func writeBytes(_ slice: ByteSlice?) throws {
        guard let slice else { return writeNull() }
        guard let length = Int32(exactly: slice.count) else { throw WireError.tooLong }
        write(length)
        write(slice)
    }

    /// A [value] of a request.
    package mutating func writeBoundValue(_ value: BoundValue) throws {
        switch value {
        case .null: writeNull()
        case .unset: write(Int32(-2))
        case .bytes(let slice): try writeBytes(slice)
        }
    }

    /// A [short] that counts what follows.
    package mutating func writeCount(_ count: Int) throws {
        guard let count = UInt16(exactly: count) else { throw WireError.tooLong }
        write(count)
    }

    /// A [string list].
    package mutating func writeStringList(_ strings: [String]) throws {
        try writeCount(strings.count)
        for string in strings { try writeString(string) }
    }

    /// A [uuid].
    package mutating func writeUUID(_ uuid: CQLUUID) {
        bytes.write(uuid.high, uuid.low)
    }

    /// An [inet].
    package mutating func writeEndpoint(_ endpoint: Endpoint) {
        let address = endpoint.address.bytes
        write(UInt8(truncatingIfNeeded: address.count))
        write(address)
        write(endpoint.port)
    }
}

/// A value as it stands in a request: bytes, null, or left out.
package enum BoundValue: Hashable, Sendable {
    case null
    case unset
    case bytes(ByteSlice)
}

/// An address and a port, as events name a node.
public struct Endpoint: Hashable, Sendable, CustomStringConvertible {
    /// The address.
    public var address: CQLInet
    /// The port.
    public var port: Int32

    /// An address and a port.
    public init(address: CQLInet, port: Int32) {
        self.address = address
        self.port = port
    }

    /// `127.0.0.1:9042`, or `[::1]:9042`.
    public var description: String {
        address.isIPv6 ? "[\(address)]:\(port)" : "\(address):\(port)"
    }
}
