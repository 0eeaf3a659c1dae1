import Synchronization

/// Makes the timestamps that writes carry: microseconds since 1970 by the caller's clock, each larger than the one
/// before, also when the clock is set back.
final class TimestampGenerator: Sendable {
    private let last = Atomic<Int64>(0)

    /// The next one; `now` is the wall clock's, in microseconds.
    func next(now: Int64) -> Int64 {
        var before = last.load(ordering: .relaxed)
        while true {
            let next = max(now, before + 1)
            let (exchanged, seen) = last.weakCompareExchange(expected: before, desired: next, ordering: .relaxed)
            if exchanged { return next }
            before = seen
        }
    }
}
