import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Makes the timestamps that writes carry: microseconds since 1970 by this machine's clock, each larger than the one
/// before, also when the clock is set back.
final class TimestampGenerator: Sendable {
    private let last = Atomic<Int64>(0)

    func next() -> Int64 {
        let now = Int64(Date().timeIntervalSince1970 * 1_000_000)
        var before = last.load(ordering: .relaxed)
        while true {
            let next = max(now, before + 1)
            let (exchanged, seen) = last.weakCompareExchange(
                expected: before, desired: next, ordering: .relaxed)
            if exchanged { return next }
            before = seen
        }
    }
}
