#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The memory of this process.
public enum ResidentMemory {
    /// The most that it has held so far, in bytes.
    public static var peak: Int {
        var usage = rusage()
        #if canImport(Darwin)
            unsafe getrusage(RUSAGE_SELF, &usage)
            return usage.ru_maxrss
        #else
            unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
            return usage.ru_maxrss * 1024
        #endif
    }
}
