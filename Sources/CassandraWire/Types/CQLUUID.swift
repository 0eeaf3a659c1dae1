/// A universally unique identifier of any version: the value of a CQL `uuid`.
public struct CQLUUID: Sendable, Hashable {
    /// The first eight bytes.
    public let high: UInt64
    /// The last eight bytes.
    public let low: UInt64

    /// The nil UUID: all bits zero.
    public static let zero = CQLUUID(high: 0, low: 0)

    /// Makes a UUID of its two halves.
    @inlinable
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Makes a UUID of 16 bytes; nil for any other count.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        var (high, low): (UInt64, UInt64) = (0, 0)
        for byte in bytes {
            high = high &<< 8 | low &>> 56
            low = low &<< 8 | UInt64(byte)
        }
        self.init(high: high, low: low)
    }

    /// The 16 bytes of the UUID.
    public var bytes: [UInt8] {
        (0..<16).map { UInt8(truncatingIfNeeded: ($0 < 8 ? high : low) >> UInt64(56 - 8 * ($0 % 8))) }
    }

    /// The version, 0 to 15, as it stands in the bits.
    @inlinable
    public var version: Int {
        Int(truncatingIfNeeded: high >> 12 & 0xF)
    }

    /// Who defines the layout of a UUID.
    public enum Variant: Sendable {
        /// Apollo's Network Computing System.
        case ncs
        /// RFC 9562, as almost all are.
        case rfc9562
        /// Microsoft's Component Object Model.
        case microsoft
        /// Nobody yet.
        case future
    }

    /// Who defines the layout, as it stands in the bits.
    public var variant: Variant {
        switch (~low).leadingZeroBitCount {
        case 0: .ncs
        case 1: .rfc9562
        case 2: .microsoft
        default: .future
        }
    }

    /// Makes a random UUID of version 4 with the system's random numbers.
    public static func random() -> CQLUUID {
        var generator = SystemRandomNumberGenerator()
        return random(using: &generator)
    }

    /// Makes a random UUID of version 4.
    public static func random(using generator: inout some RandomNumberGenerator) -> CQLUUID {
        let high: UInt64 = generator.next()
        let low: UInt64 = generator.next()
        return CQLUUID(
            high: high & 0xFFFF_FFFF_FFFF_0FFF | 0x4000,
            low: low & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000)
    }
}

extension CQLUUID: Comparable {
    /// Compares by bytes. Cassandra sorts otherwise: by version first, and version 1 by time.
    @inlinable
    public static func < (left: CQLUUID, right: CQLUUID) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}
