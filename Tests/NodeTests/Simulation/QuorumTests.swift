import Foundation
import Networking
import TestKit
import Testing

/// The driver and the cluster in one thread, in a world that a seed decides.
@Suite struct QuorumTests {
    /// `SIMULATION_SEEDS` says how many worlds are tried.
    private static let count = ProcessInfo.processInfo.environment["SIMULATION_SEEDS"].flatMap { UInt64($0) } ?? 12

    /// Other ones each time.
    private static func seeds(_ count: UInt64) -> [UInt64] {
        let first = Seed.forThisRun().value
        return (0..<count).map { first &+ $0 }
    }

    @Test("What was acknowledged with a quorum is there in the end, whatever the network and the nodes did")
    func acknowledgedWritesAreKept() async {
        var failures = 0
        for seed in Self.seeds(Self.count) {
            let outcome = await QuorumWorkload().run(seed: seed)
            #expect(outcome.isClean, "seed \(seed): \(outcome.report) \(outcome.problems)")
            #expect(outcome.acknowledged == 240, "seed \(seed)")
            failures += outcome.failures.count
        }
        #expect(failures > 0, "nothing ever failed, so nothing was tested")
    }

    @Test("The same seed makes the same world, another one another")
    func repeatable() async {
        let seeds = Self.seeds(3)
        var hashes: Set<UInt64> = []
        for seed in seeds {
            let first = await QuorumWorkload().run(seed: seed)
            let second = await QuorumWorkload().run(seed: seed)
            #expect(first.report.hash == second.report.hash, "seed \(seed)")
            #expect(first.report.events == second.report.events && first.failures == second.failures)
            hashes.insert(first.report.hash)
        }
        #expect(hashes.count == seeds.count)
    }

    @Test("A client that takes what it sent for written is found out")
    func plantedBug() async {
        var workload = QuorumWorkload()
        workload.bug = .countsBeforeTheAnswer
        var found = 0
        for seed in UInt64(1)...10 {
            let outcome = await workload.run(seed: seed)
            if outcome.problems.contains(where: { $0.contains("was acknowledged and is gone") }) { found += 1 }
        }
        #expect(found > 2)
    }
}
