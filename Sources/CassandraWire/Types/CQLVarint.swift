/// An integer of any size: the value of a CQL `varint`.
///
/// A value that fits 64 bits needs no allocation. Equal values are always stored alike, so `==` and hashing are exact.
public struct CQLVarint: Sendable, Hashable {
    @usableFromInline
    enum Storage: Sendable, Hashable {
        case small(Int64)
        /// Minimal big-endian two's complement of a value beyond `Int64`, so at least nine bytes.
        case large([UInt8])
    }

    @usableFromInline let storage: Storage

    @inlinable
    init(small: Int64) {
        storage = .small(small)
    }

    /// Reads big-endian two's complement, with or without surplus sign bytes; nil if there is no byte.
    @inlinable
    package init?(bigEndianTwosComplement bytes: some Collection<UInt8>) {
        guard let first = bytes.first else { return nil }
        let sign: UInt8 = first < 0x80 ? 0x00 : 0xFF
        // A leading byte is surplus if it only repeats the sign that the next byte has anyway (D-33).
        var start = bytes.startIndex
        var next = bytes.index(after: start)
        while next != bytes.endIndex, bytes[start] == sign, (bytes[next] ^ sign) < 0x80 {
            start = next
            next = bytes.index(after: next)
        }
        let minimal = bytes[start...]
        if minimal.count > 8 {
            storage = .large(Array(minimal))
        } else {
            var bits: UInt64 = sign == 0 ? 0 : .max
            for byte in minimal {
                bits = bits &<< 8 | UInt64(byte)
            }
            storage = .small(Int64(bitPattern: bits))
        }
    }

    /// The value as big-endian two's complement in as few bytes as possible; zero is one byte.
    public var bigEndianTwosComplement: [UInt8] {
        switch storage {
        case .small(let value):
            (1...Self.byteCount(of: value)).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * ($0 - 1))) }
        case .large(let bytes):
            bytes
        }
    }

    /// The number of bytes of the minimal big-endian form.
    package var byteCount: Int {
        switch storage {
        case .small(let value): Self.byteCount(of: value)
        case .large(let bytes): bytes.count
        }
    }

    /// Lends the minimal big-endian two's complement without an allocation.
    package func withBigEndianBytes<Result, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        switch storage {
        case .small(let value):
            let bytes = InlineArray<8, UInt8> { UInt8(truncatingIfNeeded: value >> (56 - 8 * $0)) }
            return try body(bytes.span.extracting(last: Self.byteCount(of: value)))
        case .large(let bytes):
            return try body(bytes.span)
        }
    }

    /// Whether the value is below zero.
    public var isNegative: Bool {
        switch storage {
        case .small(let value): value < 0
        case .large(let bytes): bytes[0] >= 0x80
        }
    }

    /// -1, 0 or 1, as the value is below, equal to or above zero.
    public func signum() -> Int {
        switch storage {
        case .small(let value): Int(value.signum())
        case .large(let bytes): bytes[0] >= 0x80 ? -1 : 1
        }
    }

    /// The value with the opposite sign.
    public var negated: CQLVarint {
        if case .small(let value) = storage, value != .min {
            return CQLVarint(small: -value)
        }
        // One more sign byte gives room for the negative of the smallest value of a length.
        var bytes = [isNegative ? 0xFF : 0x00] + bigEndianTwosComplement
        var carry = true
        for index in bytes.indices.reversed() {
            let (sum, overflow) = (~bytes[index]).addingReportingOverflow(carry ? 1 : 0)
            bytes[index] = sum
            carry = overflow
        }
        guard let result = CQLVarint(bigEndianTwosComplement: bytes) else {
            preconditionFailure("a negated varint has at least two bytes before it is made minimal")
        }
        return result
    }

    /// The value without its sign.
    public var magnitude: CQLVarint {
        isNegative ? negated : self
    }

    private static func byteCount(of value: Int64) -> Int {
        let significantBits = 65 - (value < 0 ? ~value : value).leadingZeroBitCount
        return (significantBits + 7) / 8
    }
}

extension CQLVarint: Comparable {
    /// Compares by numeric value.
    public static func < (left: CQLVarint, right: CQLVarint) -> Bool {
        switch (left.storage, right.storage) {
        case (.small(let left), .small(let right)):
            return left < right
        case (.small, .large):
            return !right.isNegative
        case (.large, .small):
            return left.isNegative
        case (.large(let leftBytes), .large(let rightBytes)):
            guard left.isNegative == right.isNegative else { return left.isNegative }
            guard leftBytes.count == rightBytes.count else {
                return (leftBytes.count < rightBytes.count) != left.isNegative
            }
            // With the sign and the length the same, two's complement orders like its bytes.
            return leftBytes.lexicographicallyPrecedes(rightBytes)
        }
    }
}
