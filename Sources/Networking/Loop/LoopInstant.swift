/// A point on a loop's own clock: nanoseconds since some origin, never set back by anybody.
///
/// The instants of loops in one world (the machine, or one simulation) compare with each other.
package struct LoopInstant: InstantProtocol, CustomStringConvertible {
    package var nanoseconds: UInt64

    package init(nanoseconds: UInt64) {
        self.nanoseconds = nanoseconds
    }

    /// Later than anything that will happen.
    package static let distantFuture = LoopInstant(nanoseconds: .max)

    package static func < (left: LoopInstant, right: LoopInstant) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    /// The instant so much later, or earlier; ends at the origin, and at `distantFuture`.
    package func advanced(by duration: Duration) -> LoopInstant {
        if duration < .zero {
            let back = (.zero - duration).clampedNanoseconds
            return LoopInstant(nanoseconds: nanoseconds > back ? nanoseconds - back : 0)
        }
        let (sum, overflow) = nanoseconds.addingReportingOverflow(duration.clampedNanoseconds)
        return overflow ? .distantFuture : LoopInstant(nanoseconds: sum)
    }

    /// How long it is from `earlier` until here; nothing when `earlier` is later.
    package func duration(since earlier: LoopInstant) -> Duration {
        guard nanoseconds > earlier.nanoseconds else { return .zero }
        return .nanoseconds(Int64(clamping: nanoseconds - earlier.nanoseconds))
    }

    package func duration(to other: LoopInstant) -> Duration {
        other < self ? .zero - duration(since: other) : other.duration(since: self)
    }

    package var description: String {
        let micros = nanoseconds / 1000
        let digits = String(micros % 1_000_000)
        return "\(micros / 1_000_000).\(String(repeating: "0", count: 6 - digits.utf8.count))\(digits)"
    }
}

extension Duration {
    /// This duration in nanoseconds: 0 for a negative one, the largest number for one that is longer than 584 years.
    package var clampedNanoseconds: UInt64 {
        let (seconds, attoseconds) = components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        let (whole, overflow) = UInt64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, carry) = whole.addingReportingOverflow(UInt64(attoseconds) / 1_000_000_000)
        return overflow || carry ? .max : sum
    }
}
