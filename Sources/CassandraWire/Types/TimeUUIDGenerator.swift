import Synchronization

/// Makes timeuuids that are unique, from any number of threads, and later than all it made before.
///
/// If the clock stands still or goes back, the time is counted on from the last one, so it can run ahead of the
/// clock. Two generators differ in 61 random bits. After a `fork` the child's differ from the parent's, because the
/// process id is part of them (B-25). Lock-free.
public final class TimeUUIDGenerator: Sendable {
    private let lastTicks = Atomic<UInt64>(0)
    /// Variant, clock sequence and node. The node's multicast bit tells that it is no hardware address: RFC 9562, 6.10.
    private let identity: UInt64
    private let clock: @Sendable () -> UInt64
    private let processID: @Sendable () -> Int32

    /// Makes a generator with a clock in units of 100 ns since 1582-10-15, and a source of the process id.
    ///
    /// Both are asked for each timeuuid.
    public init(
        using random: inout some RandomNumberGenerator,
        clock: @escaping @Sendable () -> UInt64,
        processID: @escaping @Sendable () -> Int32
    ) {
        let bits: UInt64 = random.next()
        identity = bits & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0100_0000_0000
        self.clock = clock
        self.processID = processID
    }

    /// Makes the next timeuuid.
    public func next() -> TimeUUID {
        let now = clock() & TimeUUID.timestampMask
        var last = lastTicks.load(ordering: .relaxed)
        while true {
            // The atomic's own order of changes is all that uniqueness needs.
            let ticks = max(now, last &+ 1)
            let (exchanged, original) = lastTicks.weakCompareExchange(
                expected: last, desired: ticks, ordering: .relaxed)
            if exchanged {
                return TimeUUID(timestamp100ns: ticks, clockSequenceAndNode: clockSequenceAndNode)
            }
            last = original
        }
    }

    /// A child process has the parent's memory, but not its id: as long as both live, these differ.
    private var clockSequenceAndNode: UInt64 {
        identity ^ UInt64(UInt32(bitPattern: processID()))
    }
}
