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
    ) throws(WireError) -> Integer {
        do { return try bytes.readInteger(as: type) } catch { throw .truncated }
    }

    /// Reads one byte.
    @inline(__always) @inlinable public mutating func readByte() throws(WireError) -> UInt8 {
        do { return try bytes.readUInt8() } catch { throw .truncated }
    }

    /// Reads the next `count` bytes without copying them.
    @inline(__always) @inlinable public mutating func readSlice(_ count: Int) throws(WireError) -> ByteSlice {
        do { return try bytes.readSlice(count) } catch { throw .truncated }
    }

    /// Reads `count` bytes of UTF-8.
    @inline(__always) @inlinable public mutating func readText(_ count: Int) throws(WireError) -> String {
        let text: String?
        do { text = try bytes.readText(count) } catch { throw .truncated }
        guard let text else { throw .invalidText }
        return text
    }

    /// Goes past `count` bytes.
    @inline(__always) @inlinable public mutating func skip(_ count: Int) throws(WireError) {
        do { try bytes.skip(count) } catch { throw .truncated }
    }

    /// Reads the 32-bit length in front of a value: `nil` for null, and never more than is left.
    @inline(__always) @inlinable public mutating func readValueLength() throws(WireError) -> Int? {
        let length = Int(try readInteger(as: Int32.self))
        guard length >= 0 else { return nil }  // D-26: every negative length in a result is a null
        guard length <= bytes.remaining else { throw .truncated }
        return length
    }

    /// A reader over the next `count` bytes only; this one goes past them.
    @inline(__always) @inlinable public mutating func readPart(_ count: Int) throws(WireError) -> WireReader {
        do { return WireReader(try bytes.readPart(count)) } catch { throw .truncated }
    }

    /// Throws unless everything was read.
    @inline(__always) @inlinable public func expectEnd() throws(WireError) {
        guard bytes.remaining == 0 else { throw .trailingBytes(count: Int32(clamping: bytes.remaining)) }
    }
}
