public import Bytes

/// Writes bound values and messages, growing as needed.
///
/// A `CQLEncodable` type gets one in `encodeContents(to:plan:)` and appends its bytes; the length in front of them is
/// not its business.
@frozen public struct WireWriter: ~Copyable {
    @usableFromInline package var bytes: ByteWriter

    /// A writer that has room for `capacity` bytes before it has to grow.
    @inlinable public init(capacity: Int = 192) {
        bytes = ByteWriter(capacity: capacity)
    }

    /// How many bytes have been written.
    @inline(__always) @inlinable public var count: Int { bytes.count }

    /// Appends a big-endian integer.
    @inline(__always) @inlinable public mutating func write<Integer: FixedWidthInteger & BitwiseCopyable>(
        _ value: Integer
    ) {
        bytes.write(value)
    }

    /// Appends bytes.
    @inline(__always) @inlinable public mutating func write(_ slice: ByteSlice) {
        bytes.write(slice)
    }

    /// Appends bytes.
    @inline(__always) @inlinable public mutating func write(_ array: [UInt8]) {
        bytes.write(array)
    }

    /// Appends a null value.
    @inline(__always) @inlinable public mutating func writeNull() {
        bytes.write(Int32(-1))
    }

    /// Appends what `contents` appends, with its length in front.
    @inline(__always) @inlinable public mutating func writeValue(
        _ contents: (inout WireWriter) throws -> Void
    ) throws {
        let start = bytes.count
        bytes.write(Int32(0))
        try contents(&self)
        guard let length = Int32(exactly: bytes.count - start - 4) else { throw WireError.tooLong }
        bytes.patch(length, at: start)
    }

    /// Everything that was written.
    @inline(__always) @inlinable public consuming func finish() -> ByteSlice {
        ByteSlice(bytes.finish())
    }
}
