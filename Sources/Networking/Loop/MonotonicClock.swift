#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The machine's clocks.
package struct MonotonicClock: Sendable {
    package init() {}

    package func now() -> LoopInstant {
        LoopInstant(nanoseconds: UInt64(clamping: Self.read(CLOCK_MONOTONIC)))
    }

    /// Nanoseconds since 1970, by a clock that anybody may set.
    package func wallClock() -> Int64 {
        Self.read(CLOCK_REALTIME)
    }

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        _ = unsafe clock_gettime(clock, &time)
        return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }

    /// How long a call that takes milliseconds has to wait: rounded up, so that it does not return just before the
    /// deadline and is called again at once.
    func millisecondsUntil(_ deadline: LoopInstant) -> Int32 {
        if deadline == .distantFuture { return -1 }
        if deadline.nanoseconds == 0 { return 0 }
        let now = now()
        guard deadline > now else { return 0 }
        let left = deadline.nanoseconds - now.nanoseconds
        return Int32(clamping: left / 1_000_000 + (left % 1_000_000 == 0 ? 0 : 1))
    }
}
