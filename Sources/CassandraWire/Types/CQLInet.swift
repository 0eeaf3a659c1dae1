/// An address of IP version 4 or 6: the value of a CQL `inet`.
///
/// An IPv4 address in IPv6 clothes (`::ffff:10.1.2.3`) keeps its 16 bytes, and is not equal to the bare one (D-41).
public struct CQLInet: Sendable, Hashable {
    /// The first eight bytes of an IPv6 address.
    @usableFromInline package let high: UInt64
    /// The last eight bytes of an IPv6 address, or the four of an IPv4 address.
    @usableFromInline package let low: UInt64
    /// Whether the address has 16 bytes.
    public let isIPv6: Bool

    /// Makes an IPv4 address of its four bytes, the first in the highest bits.
    @inlinable
    package init(ipv4: UInt32) {
        high = 0
        low = UInt64(ipv4)
        isIPv6 = false
    }

    /// Makes an IPv6 address of its two halves.
    @inlinable
    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
        isIPv6 = true
    }

    /// Makes an address of 4 or 16 bytes; nil for any other count.
    public init?(bytes: some Collection<UInt8>) {
        let halves = bytes.prefix(17).reduce(into: (high: UInt64(0), low: UInt64(0))) { halves, byte in
            halves.high = halves.high &<< 8 | halves.low &>> 56
            halves.low = halves.low &<< 8 | UInt64(byte)
        }
        switch bytes.count {
        case 4: self.init(ipv4: UInt32(truncatingIfNeeded: halves.low))
        case 16: self.init(high: halves.high, low: halves.low)
        default: return nil
        }
    }

    /// The 4 or 16 bytes of the address.
    public var bytes: [UInt8] {
        let lowBytes = (0..<(isIPv6 ? 8 : 4)).reversed().map { UInt8(truncatingIfNeeded: low >> UInt64(8 * $0)) }
        guard isIPv6 else { return lowBytes }
        return (0..<8).reversed().map { UInt8(truncatingIfNeeded: high >> UInt64(8 * $0)) } + lowBytes
    }

    /// The eight 16-bit groups of an IPv6 address.
    var groups: [UInt16] {
        [high, low].flatMap { half in
            [48, 32, 16, 0].map { UInt16(truncatingIfNeeded: half >> $0) }
        }
    }

    /// Whether the address is an IPv4 address in IPv6 clothes, `::ffff:0:0/96`.
    public var isIPv4Mapped: Bool {
        isIPv6 && high == 0 && low >> 32 == 0xFFFF
    }
}
