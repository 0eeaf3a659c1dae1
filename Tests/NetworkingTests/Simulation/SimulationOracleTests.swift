import Networking
import SimulationWorkload
import Testing

/// Those who look for mistakes find the ones that were planted.
@Suite struct SimulationOracleTests {
    private static let seeds = UInt64(1)...60

    /// The seeds in which `bug` was found out, each with the first complaint.
    private func findings(
        _ bug: PlantedBug, _ plan: FaultPlan? = nil, complaint: (EchoWorkload.Outcome) -> String?
    ) async -> [(seed: UInt64, text: String)] {
        var workload = EchoWorkload()
        workload.bug = bug
        workload.plan = plan
        var found: [(seed: UInt64, text: String)] = []
        for seed in Self.seeds {
            if let text = complaint(await workload.run(seed: seed)) { found.append((seed, text)) }
        }
        print(
            "\(bug): \(found.count) of \(Self.seeds.count) seeds, the first: \(found.first.map { "\($0)" } ?? "none")")
        return found
    }

    @Test func `a byte lost where a frame is split is found`() async {
        let found = await findings(.serverLosesByteOfSplitFrame) { outcome in
            outcome.problems.first { $0 == "what came back is not what was sent" }
        }
        #expect(found.count > 5)
    }

    @Test func `a client that forgets who waits is found as a deadlock, by name`() async {
        let found = await findings(.clientForgetsWaiters) { $0.report.unfinished.first }
        #expect(found.count > 5)
        #expect(found.allSatisfy { $0.text.contains("on client-") })
    }

    @Test func `a late answer that reaches another call is found`() async {
        let found = await findings(.numberUsedAgainAfterTimeout, FaultPlan([.latency, .stall])) { outcome in
            outcome.problems.first { $0.contains("the answer to another one") }
        }
        #expect(found.count > 2)
    }

    @Test func `a client that stays with a dead connection completes no exchange, which is found`() async {
        let found = await findings(.keepsDeadConnection, FaultPlan([.vanish, .powerFailure])) { outcome in
            outcome.problems.first { $0.contains("completed no exchange") }
        }
        #expect(found.count > 2)
    }

    @Test func `without a planted bug nothing is found`() async {
        for seed in Self.seeds {
            let outcome = await EchoWorkload().run(seed: seed)
            #expect(outcome.isClean, "seed \(seed): \(outcome.report) \(outcome.problems)")
        }
    }
}
