public import Bytes

/// Reads values from a response, bounds-checked.
///
/// A `CQLDecodable` type gets one in `init(contents:count:plan:)`. Reading past the end throws `WireError.truncated`; it
/// never traps.
@frozen public struct WireReader: Sendable {
    @usableFromInline package var bytes: ByteReader

    @inlinable package init(_ bytes: ByteReader) {
        self.bytes = bytes
    }

    @inlinable package init(_ slice: ByteSlice) {
        bytes = ByteReader(slice)
    }

    /// Bytes not yet read.
    @inline(__always) @inlinable public var remaining: Int { bytes.remaining }

    /// Reads a big-endian integer.
    @inline(__always) @inlinable public mutating func readInteger<Integer: FixedWidthInteger & BitwiseCopyable>(
        as type: Integer.Type
    ) throws -> Integer {
        guard let value = bytes.readInteger(as: type) else { throw WireError.truncated }
        return value
    }

    /// Reads one byte.
    @inline(__always) @inlinable public mutating func readByte() throws -> UInt8 {
        guard let value = bytes.readUInt8() else { throw WireError.truncated }
        return value
    }

    /// Reads the next `count` bytes without copying them.
    @inline(__always) @inlinable public mutating func readSlice(_ count: Int) throws -> ByteSlice {
        guard let value = bytes.readSlice(count) else { throw WireError.truncated }
        return value
    }

    /// Reads `count` bytes of UTF-8.
    @inline(__always) @inlinable public mutating func readText(_ count: Int) throws -> String {
        guard count >= 0 && count <= remaining else { throw WireError.truncated }
        guard let text = bytes.readText(count) else { throw WireError.invalidText }
        return text
    }

    /// Goes past `count` bytes.
    @inline(__always) @inlinable public mutating func skip(_ count: Int) throws {
        guard bytes.skip(count) else { throw WireError.truncated }
    }

    /// Reads the 32-bit length in front of a value: `nil` for null, and never more than is left.
    @inline(__always) @inlinable public mutating func readValueLength() throws -> Int? {
        let length = Int(try readInteger(as: Int32.self))
        guard length >= 0 else { return nil }  // D-26: every negative length in a result is a null
        guard length <= bytes.remaining else { throw WireError.truncated }
        return length
    }

    /// A reader over the next `count` bytes only; this one goes past them.
    @inline(__always) @inlinable public mutating func readPart(_ count: Int) throws -> WireReader {
        guard let value = bytes.readPart(count) else { throw WireError.truncated }
        return WireReader(value)
    }

    /// Throws unless everything was read.
    @inline(__always) @inlinable public func expectEnd() throws {
        guard bytes.remaining == 0 else { throw WireError.trailingBytes(count: Int32(clamping: bytes.remaining)) }
    }
}
