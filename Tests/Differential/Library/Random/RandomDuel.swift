/// Plays random scripts on two nodes, and reduces what made them differ.
package struct RandomDuel {
    package struct Finding {
        package let script: Int
        package let report: [String]
    }

    private let contact: Contact
    private let other: Contact
    private let newKeyspace: () -> String
    /// How often a failing script is tried with fewer steps.
    private static let mostTries = 120

    package init(_ contact: Contact, _ other: Contact, newKeyspace: @escaping () -> String) {
        self.contact = contact
        self.other = other
        self.newKeyspace = newKeyspace
    }

    /// Two connections that stay for all scripts.
    package struct Stage {
        let found: Player
        let wanted: Player
    }

    package func stage() throws -> Stage {
        Stage(
            found: try Player(contact, keyspace: newKeyspace()), wanted: try Player(other, keyspace: newKeyspace()))
    }

    package func finish(_ stage: Stage) {
        stage.found.finish()
        stage.wanted.finish()
    }

    /// The answers that were the same, and the first that was not.
    package func play(_ script: RandomScript, on stage: Stage) throws -> (equal: Int, errors: Int, finding: Finding?) {
        let (outcome, equal, errors) = try run(script.definition + script.steps, stage)
        for step in script.removal {
            _ = try stage.found.play(step)
            _ = try stage.wanted.play(step)
        }
        guard let outcome else { return (equal - script.definition.count, errors, nil) }
        let position = outcome.position - script.definition.count
        let failing = position < 0 ? [] : Array(script.steps[...position])
        let reduced = try reduce(script, failing, stage)
        return (max(0, position), errors, Finding(script: script.number, report: report(script, reduced, outcome)))
    }

    private struct Outcome {
        let position: Int
        let wanted: [String]
        let found: [String]
    }

    private func run(_ steps: [Step], _ stage: Stage) throws -> (Outcome?, equal: Int, errors: Int) {
        var errors = 0
        for (position, step) in steps.enumerated() {
            let wanted = try stage.wanted.play(step)
            let found = try stage.found.play(step)
            if wanted != found { return (Outcome(position: position, wanted: wanted, found: found), position, errors) }
            if wanted.contains(where: { $0.hasPrefix("ERROR") }) { errors += 1 }
        }
        return (nil, steps.count, errors)
    }

    // MARK: Reduction

    /// Leaves steps out as long as the last one still differs.
    private func reduce(_ script: RandomScript, _ steps: [Step], _ stage: Stage) throws -> [Step] {
        guard var last = steps.last else { return [] }
        var before = Array(steps.dropLast())
        var tries = 0
        func differs(_ candidate: [Step]) throws -> Bool {
            tries += 1
            let all = script.definition + candidate + [last]
            let (outcome, _, _) = try run(all, stage)
            for step in script.removal {
                _ = try stage.found.play(step)
                _ = try stage.wanted.play(step)
            }
            guard let outcome else { return false }
            return outcome.position == all.count - 1
        }
        guard try differs(before) else { return steps }
        var size = max(1, before.count / 2)
        while size >= 1, tries < RandomDuel.mostTries {
            var start = 0
            var isSmaller = false
            while start < before.count, tries < RandomDuel.mostTries {
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
        last.options.maskedColumns = []
        return before + [last]
    }

    private func report(_ script: RandomScript, _ steps: [Step], _ outcome: Outcome) -> [String] {
        var lines = ["-- group: random \(script.number)"]
        for step in script.definition + steps { lines.append(step.source) }
        for change in LineDifference.between(outcome.wanted, outcome.found) { lines.append("  \(change)") }
        return lines
    }
}
