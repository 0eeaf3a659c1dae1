#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A number for the calling thread, never 0, that no other living thread has.
@inline(__always) func currentThread() -> UInt {
    #if os(Linux)
        UInt(pthread_self())
    #else
        unsafe UInt(bitPattern: pthread_self())
    #endif
}
