#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

extension TimeUUIDGenerator {
    /// Makes a generator with the system's clock and random numbers.
    public convenience init() {
        var random = SystemRandomNumberGenerator()
        self.init(using: &random, clock: Self.systemClock, processID: { getpid() })
    }

    /// The system's real-time clock in units of 100 ns since 1582-10-15.
    package static let systemClock: @Sendable () -> UInt64 = {
        var now = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &now)
        // A clock that is set before 1970 wraps here instead of trapping; the generator counts on from the last time.
        let seconds = UInt64(bitPattern: Int64(now.tv_sec)) &+ UInt64(TimeUUID.epochOffsetMilliseconds / 1_000)
        return seconds &* 10_000_000 &+ UInt64(bitPattern: Int64(now.tv_nsec)) / 100
    }
}
