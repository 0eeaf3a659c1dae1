#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Checks one thing after the other, prints a line for each, and a last one for all.
struct Report {
    let isVerbose: Bool
    private var reached: UInt32 = 0
    private var states = 0
    private var interleavings = 0.0
    private var (scenarios, weakenings, others, wrong) = (0, 0, 0, 0)

    init(isVerbose: Bool) {
        self.isVerbose = isVerbose
    }

    /// The inbox as it is.
    mutating func check(_ scenario: Scenario) {
        var walk = Walk(Model(variant: .real, scenario: scenario))
        do throws(Failure) {
            try walk.run()
            reached |= walk.schedule.reached
            scenarios += 1
            states += walk.states
            interleavings += walk.interleavings
            print(
                "holds: \(scenario.name): \(walk.states) states, \(Self.rounded(walk.interleavings)) interleavings")
        } catch {
            wrong += 1
            print("FAILS: \(scenario.name): \(error.description)")
            guard let found = Search.shortestFailure(walk.model) else { return }
            print("  the shortest schedule found, \(found.length) steps: \(found.failure.description)")
            show(found.lines)
        }
    }

    mutating func check(_ canary: Canary) {
        let found = Search.shortestFailure(Model(variant: canary.variant, scenario: canary.scenario))
        let result = found.map { "\($0.failure.description); \($0.length) steps" } ?? "holds"
        if canary.expected == nil { others += 1 } else { weakenings += 1 }
        if found?.failure.kind == canary.expected {
            print("\(canary.expected == nil ? "holds" : "noticed"): \(canary.name)\(found == nil ? "" : ": \(result)")")
            if isVerbose, let found { show(found.lines) }
        } else {
            wrong += 1
            print("FAILS: \(canary.name): \(result), but expected was \(canary.expected?.rawValue ?? "that it holds")")
            show(found?.lines ?? [])
        }
    }

    /// Prints the summary and ends the process.
    func finish() -> Never {
        let missed = SourceLine.allCases.filter { reached & (1 << UInt32($0.rawValue)) == 0 }
        for line in missed { print("FAILS: never reached: \(line.function): \(line.text(.real))") }
        let wrong = wrong + missed.count
        print(
            "inbox: \(scenarios) scenarios hold (\(states) states, \(Self.rounded(interleavings)) interleavings), "
                + "\(weakenings) weakenings and \(others) other ways to build it judged, \(wrong) failures")
        exit(wrong == 0 && scenarios > 0 ? 0 : 1)
    }

    private func show(_ lines: [String]) {
        for line in lines { print("    " + line) }
    }

    private static func rounded(_ number: Double) -> String {
        var (front, power) = (number, 0)
        while front >= 10 { (front, power) = (front / 10, power + 1) }
        return power < 6 ? String(Int(number)) : "\(Double(Int(front * 10)) / 10)e\(power)"
    }
}
