import CassandraWire

/// Where a node's functions get values from that are new each time. One for each node; the seed decides on all of them.
final class ValueSource {
    private var state: UInt64
    private var lastTicks: UInt64 = 0
    private let identity: UInt64

    init(seed: UInt64) {
        state = seed
        var first = SplitMix(state: seed)
        // The variant, and the bit of the node that tells that it is no hardware address.
        identity = first.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0100_0000_0000
        state = first.state
    }

    /// A UUID of version 4.
    func randomUUID() -> CQLUUID {
        var generator = SplitMix(state: state)
        let uuid = CQLUUID.random(using: &generator)
        state = generator.state
        return uuid
    }

    /// A timeuuid later than all before it, even if the clock stands still.
    func timeUUID(now: Int64) -> TimeUUID {
        let ticks = max(UInt64(clamping: now &+ Self.epochOffset) &* 10, lastTicks + 1)
        lastTicks = ticks
        return TimeUUID(timestamp100ns: ticks & 0x0FFF_FFFF_FFFF_FFFF, clockSequenceAndNode: identity)
    }

    /// From 1582-10-15 to 1970-01-01, in microseconds.
    private static let epochOffset: Int64 = 12_219_292_800_000_000

    private struct SplitMix: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var word = state
            word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
            word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
            return word ^ word >> 31
        }
    }
}
