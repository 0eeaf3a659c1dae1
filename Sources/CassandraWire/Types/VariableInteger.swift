/// What is wrong with the bytes of a variable-length integer.
package enum VariableIntegerError: Error, Equatable {
    /// The bytes end before the integer does.
    case truncated
}

/// Cassandra's variable-length integers, as in durations and in vectors of types without a fixed size.
///
/// Big-endian, one to nine bytes: as many ones as the first byte starts with, so many bytes follow it. A signed
/// integer is zig-zag coded first, so that small negative ones are short too.
package enum VariableInteger {
    /// The number of bytes that an integer needs.
    @inlinable
    package static func length(_ value: UInt64) -> Int {
        // Seven bits fit each byte; from 57 bits on, the ninth byte takes the eight that are left.
        let bits = 64 - value.leadingZeroBitCount
        return bits > 56 ? 9 : bits == 0 ? 1 : (bits + 6) / 7
    }

    /// The number of bytes that follow a first byte.
    @inlinable
    package static func extraBytes(afterFirst byte: UInt8) -> Int {
        (~byte).leadingZeroBitCount
    }

    /// The first byte of an integer of the given length.
    @inlinable
    package static func firstByte(of value: UInt64, length: Int) -> UInt8 {
        let marker = ~(0xFF >> UInt8(truncatingIfNeeded: length - 1)) as UInt8
        return marker | UInt8(truncatingIfNeeded: value >> UInt64(8 * (length - 1)))
    }

    /// The part of an integer that its first byte holds.
    @inlinable
    package static func payload(ofFirst byte: UInt8) -> UInt8 {
        byte & (0xFF >> UInt8(truncatingIfNeeded: extraBytes(afterFirst: byte)))
    }

    /// Maps 0, -1, 1, -2, … to 0, 1, 2, 3, …
    @inlinable
    package static func zigZag(_ value: Int64) -> UInt64 {
        UInt64(bitPattern: value &<< 1 ^ value &>> 63)
    }

    /// Maps 0, 1, 2, 3, … to 0, -1, 1, -2, …
    @inlinable
    package static func unZigZag(_ value: UInt64) -> Int64 {
        Int64(bitPattern: value &>> 1) ^ -Int64(bitPattern: value & 1)
    }

    /// Appends an unsigned integer.
    @inlinable
    package static func append(_ value: UInt64, to bytes: inout [UInt8]) {
        let length = length(value)
        bytes.append(firstByte(of: value, length: length))
        for index in (0..<(length - 1)).reversed() {
            bytes.append(UInt8(truncatingIfNeeded: value &>> UInt64(8 * index)))
        }
    }

    /// Appends a signed integer.
    @inlinable
    package static func appendSigned(_ value: Int64, to bytes: inout [UInt8]) {
        append(zigZag(value), to: &bytes)
    }

    /// Reads an unsigned integer from whatever gives bytes, which throws when it has no more.
    ///
    /// Longer forms than needed are read too, as the server does.
    @inlinable
    package static func read<Failure: Error>(next: () throws(Failure) -> UInt8) throws(Failure) -> UInt64 {
        let first = try next()
        var value = UInt64(payload(ofFirst: first))
        for _ in 0..<extraBytes(afterFirst: first) {
            value = value &<< 8 | UInt64(try next())
        }
        return value
    }

    /// Reads an unsigned integer and moves the index behind it; an error leaves the index where it was.
    @inlinable
    package static func read<Bytes: RandomAccessCollection<UInt8>>(
        _ bytes: Bytes, at index: inout Bytes.Index
    ) throws(VariableIntegerError) -> UInt64 {
        var position = index
        let value = try read { () throws(VariableIntegerError) in
            guard position < bytes.endIndex else { throw .truncated }
            defer { position = bytes.index(after: position) }
            return bytes[position]
        }
        index = position
        return value
    }

    /// Reads a signed integer and moves the index behind it; an error leaves the index where it was.
    @inlinable
    package static func readSigned<Bytes: RandomAccessCollection<UInt8>>(
        _ bytes: Bytes, at index: inout Bytes.Index
    ) throws(VariableIntegerError) -> Int64 {
        unZigZag(try read(bytes, at: &index))
    }
}
