/// What there is to say of a world that has run.
package struct WorldReport: Sendable, CustomStringConvertible {
    package let seed: UInt64
    /// Of the whole trace.
    package let hash: UInt64
    package let events: Int
    package let turns: Int
    /// How long it ran, in the world's time.
    package let elapsed: Duration
    /// What left the loops, mistakes with descriptors, and the like.
    package internal(set) var offences: [String]
    /// Tasks that can never end, or did not in the given time.
    package internal(set) var unfinished: [String]
    /// What was still there after all had ended.
    package internal(set) var leftovers: [String] = []
    /// Tasks that ended with an error, which may be as it should be.
    package internal(set) var failed: [String]

    package var isClean: Bool { offences.isEmpty && unfinished.isEmpty && leftovers.isEmpty }

    package var description: String {
        let parts = [
            ("offences", offences), ("not finished", unfinished), ("left over", leftovers), ("failed", failed),
        ]
        let lists = parts.filter { !$0.1.isEmpty }.map { "\($0.0): \($0.1.joined(separator: "; "))" }
        return "world of seed \(seed) after \(elapsed): " + (lists.isEmpty ? "clean" : lists.joined(separator: ". "))
    }
}

/// A world in which something happened that must not.
package struct WorldFailure: Error, CustomStringConvertible {
    package let report: WorldReport

    package var description: String { report.description }
}
