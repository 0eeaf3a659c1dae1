/// What differs between two recordings, counted by group.
package struct Comparison {
    package private(set) var equal = 0
    package private(set) var different = 0
    package private(set) var known = 0
    /// What is to be read of the differences.
    package private(set) var report: [String] = []
    private let knownDifferences: KnownDifferences
    private var used: Set<KnownDifferences.Entry> = []
    private var comparedGroups: Set<String> = []

    package init(_ knownDifferences: KnownDifferences = KnownDifferences()) {
        self.knownDifferences = knownDifferences
    }

    /// Compares a group; `wanted` is what is right.
    package mutating func add(wanted: Recording, found: Recording) {
        comparedGroups.insert(wanted.group)
        let differences = Comparison.differences(wanted, found)
        var unknown: [Difference] = []
        for difference in differences {
            if let entry = knownDifferences.entry(wanted.group, difference.title) {
                used.insert(entry)
            } else {
                unknown.append(difference)
            }
        }
        if !unknown.isEmpty {
            different += 1
            report.append("== \(wanted.group)")
            report += unknown.flatMap(\.lines)
        } else if differences.isEmpty {
            equal += 1
        } else {
            known += 1
        }
    }

    /// Counts a group that could not be compared at all.
    package mutating func add(failed group: String, _ reason: String) {
        comparedGroups.insert(group)
        different += 1
        report += ["== \(group)", "  \(reason)"]
    }

    /// Differences that are listed and were not seen: the list has to say what is.
    package var unseen: [KnownDifferences.Entry] {
        knownDifferences.entries.filter { comparedGroups.contains($0.group) && !used.contains($0) }
    }

    package var isAsWanted: Bool { different == 0 && unseen.isEmpty }

    package var summary: String { "\(equal) groups equal, \(different) different, \(known) known" }

    // MARK: Differences

    package struct Difference {
        package let title: String
        package let lines: [String]
    }

    package static func differences(_ wanted: Recording, _ found: Recording) -> [Difference] {
        var differences: [Difference] = []
        for index in 0..<max(wanted.entries.count, found.entries.count) {
            let left = index < wanted.entries.count ? wanted.entries[index] : nil
            let right = index < found.entries.count ? found.entries[index] : nil
            if let left, let right, left.title == right.title {
                if left.lines == right.lines { continue }
                differences.append(Difference(title: left.title, lines: lines(of: left, right)))
            } else {
                let title = left?.title ?? right?.title ?? ""
                let reason = "  ! the statements differ: record the group again"
                differences.append(Difference(title: title, lines: ["> \(title)", reason]))
                break
            }
        }
        return differences
    }

    private static func lines(of wanted: Recording.Entry, _ found: Recording.Entry) -> [String] {
        var lines = ["> \(wanted.title)"]
        for change in LineDifference.between(wanted.lines, found.lines) { lines.append("  \(change)") }
        return lines
    }
}

/// Lines of which some were taken out (`-`) and some put in (`+`).
enum LineDifference {
    private static let mostLines = 40

    static func between(_ wanted: [String], _ found: [String]) -> [String] {
        let difference = found.difference(from: wanted)
        var removed: Set<Int> = []
        var inserted: Set<Int> = []
        for change in difference {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): inserted.insert(offset)
            }
        }
        var lines: [String] = []
        var left = 0
        var right = 0
        while left < wanted.count || right < found.count {
            if left < wanted.count, removed.contains(left) {
                lines.append("- \(wanted[left])")
                left += 1
            } else if right < found.count, inserted.contains(right) {
                lines.append("+ \(found[right])")
                right += 1
            } else {
                lines.append("  \(wanted[left])")
                left += 1
                right += 1
            }
        }
        return lines.count <= mostLines ? lines : Array(lines.prefix(mostLines)) + ["  …"]
    }
}
