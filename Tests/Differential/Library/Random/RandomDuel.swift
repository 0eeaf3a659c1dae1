/// Plays random scripts on two nodes, and reduces what made them differ.
package final class RandomDuel {
    package struct Finding {
        package let script: Int
        package let report: [String]
    }

    /// Connections and keyspaces that stay for all scripts.
    package struct Stage {
        let found: Player
        let wanted: Player

        func finish() {
            found.finish()
            wanted.finish()
        }
    }

    private struct Difference {
        let position: Int
        let wanted: [String]
        let found: [String]
    }

    package private(set) var refused = 0
    /// Differences that there are for a reason.
    package private(set) var known = 0
    private let knownDifferences: KnownDifferences
    private let stage: Stage
    /// Kinds of differences that were reported: the same is not told twice.
    private var seen: Set<String> = []
    /// How often a failing script is tried with fewer steps.
    private let mostTries: Int

    /// `other` is the node whose answers are right.
    package init(
        _ contact: Contact, _ other: Contact, mostTries: Int = 80, known: KnownDifferences = KnownDifferences(),
        newKeyspace: () -> String
    ) throws {
        self.mostTries = mostTries
        knownDifferences = known
        stage = Stage(
            found: try Player(contact, keyspace: newKeyspace()), wanted: try Player(other, keyspace: newKeyspace()))
    }

    package func finish() {
        stage.finish()
    }

    /// What the two nodes answered differently, and was not reported before.
    package func play(_ script: RandomScript) throws -> [Finding] {
        let steps = script.definition + script.steps
        var findings: [(difference: Difference, kind: String)] = []
        for (position, step) in steps.enumerated() {
            let (difference, errors) = try compare(step, at: position)
            refused += errors
            guard let difference else { continue }
            let kind = DifferenceKind.of(step, wanted: difference.wanted, found: difference.found)
            if isKnown(difference) {
                known += 1
            } else if seen.insert(kind).inserted {
                findings.append((difference, kind))
            }
            // After a write that went otherwise nothing needs to be equal any more.
            if !DifferenceKind.leavesDataAlone(step, difference.wanted, difference.found) { break }
        }
        try remove(script)
        return try findings.map { finding in
            let position = finding.difference.position - script.definition.count
            guard position >= 0 else {
                return Finding(script: script.number, report: report(script, [], finding.difference))
            }
            let reduced = try reduce(script, Array(script.steps[...position]), finding.kind)
            return Finding(script: script.number, report: report(script, reduced, finding.difference))
        }
    }

    private func compare(_ step: Step, at position: Int) throws -> (Difference?, errors: Int) {
        let wanted = try stage.wanted.play(step)
        let found = try stage.found.play(step)
        let errors = wanted.contains { $0.hasPrefix("ERROR") } ? 1 : 0
        return (wanted == found ? nil : Difference(position: position, wanted: wanted, found: found), errors)
    }

    /// The list knows random differences by the first line that is right and not answered.
    private func isKnown(_ difference: Difference) -> Bool {
        guard let missing = difference.wanted.first(where: { !difference.found.contains($0) }) else { return false }
        // A syntax error may be told of another place, but has to be told.
        let syntax = "ERROR SYNTAX_ERROR"
        if missing.hasPrefix(syntax), !difference.found.contains(where: { $0.hasPrefix(syntax) }) { return false }
        return knownDifferences.entry("random", missing) != nil
    }

    private func remove(_ script: RandomScript) throws {
        for step in script.removal {
            _ = try stage.found.play(step)
            _ = try stage.wanted.play(step)
        }
    }

    // MARK: Reduction

    /// Leaves steps out as long as the last one still differs in the same way.
    private func reduce(_ script: RandomScript, _ steps: [Step], _ kind: String) throws -> [Step] {
        guard let last = steps.last else { return [] }
        guard mostTries > 0 else { return [last] }
        var before = Array(steps.dropLast())
        var tries = 0
        func differs(_ candidate: [Step]) throws -> Bool {
            tries += 1
            for step in script.definition + candidate {
                _ = try stage.wanted.play(step)
                _ = try stage.found.play(step)
            }
            let (difference, _) = try compare(last, at: 0)
            try remove(script)
            guard let difference else { return false }
            return DifferenceKind.of(last, wanted: difference.wanted, found: difference.found) == kind
        }
        if try differs([]) { return [last] }
        guard try differs(before) else { return steps }
        var size = max(1, before.count / 2)
        while tries < mostTries {
            var start = 0
            var isSmaller = false
            while start < before.count, tries < mostTries {
                var candidate = before
                candidate.removeSubrange(start..<min(start + size, before.count))
                if try differs(candidate) {
                    before = candidate
                    isSmaller = true
                } else {
                    start += size
                }
            }
            if size == 1, !isSmaller { break }
            size = max(1, size / 2)
        }
        return before + [last]
    }

    private func report(_ script: RandomScript, _ steps: [Step], _ difference: Difference) -> [String] {
        var lines = ["-- group: random \(script.number)"]
        for step in script.definition + steps { lines.append(step.source) }
        for change in LineDifference.between(difference.wanted, difference.found) { lines.append("  \(change)") }
        return lines
    }
}

/// Tells differences apart that may have different causes.
enum DifferenceKind {
    static func of(_ step: Step, wanted: [String], found: [String]) -> String {
        let changed = wanted.filter { !found.contains($0) } + found.filter { !wanted.contains($0) }
        if let error = changed.first(where: { $0.hasPrefix("ERROR") }) {
            return String(error.prefix { !"\"'0123456789([{".contains($0) })
        }
        if let line = changed.first(where: { !$0.hasPrefix("|") && !$0.hasPrefix("PAGE") }) {
            return String(line.prefix { $0 != "[" && $0 != "." })
        }
        let words = [
            "DISTINCT", " IN ", "token(", "ORDER BY", "GROUP BY", "FILTERING", "LIMIT", "writetime", "count(", "IF ",
            "CONTAINS", "[", "max(", "collection_", "mask_", "to_", "BATCH",
        ]
        let title = step.title
        let shape = words.filter { title.contains($0) }.joined(separator: ",")
        return (changed.contains { $0.hasPrefix("|") } ? "rows " : "pages ") + shape
    }

    /// Whether what the nodes hold is the same as before: the step only reads, or only the prepared statement differs.
    static func leavesDataAlone(_ step: Step, _ wanted: [String], _ found: [String]) -> Bool {
        if case .query(let text, _) = step.action, text.hasPrefix("SELECT") { return true }
        if case .prepare(let text, _, _) = step.action, text.hasPrefix("SELECT") { return true }
        return wanted.last == found.last && wanted.last == "VOID"
    }
}
