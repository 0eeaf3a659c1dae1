import Foundation
package import Networking
package import TestKit

/// Churns for a while and looks whether anything has grown: descriptors, threads, memory.
package struct Soak: Sendable {
    package struct Outcome: Sendable {
        package let text: String
        package let failures: [String]
    }

    private let seconds: Int
    private let seed: Seed
    private let driver: EventLoopGroup.Driver

    /// For a process of its own: it counts everything that the process has.
    package init(seconds: Int, seed: Seed, driver: EventLoopGroup.Driver = .standard) {
        self.seconds = seconds
        self.seed = seed
        self.driver = driver
    }

    private static let mostGrowth = 16 << 20

    package func run() async throws -> Outcome {
        // So that the runtime's own threads and descriptors are there.
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 { group.addTask { try? await Task.sleep(for: .milliseconds(1)) } }
        }
        let atFirst = ProcessUse.now
        var outcome = try await churn()
        // Threads of loops that are gone are used for the next ones, so their number tells after several.
        for _ in 0..<10 {
            let group = try EventLoopGroup(loops: 2, driver: driver, name: "soak")
            try await Churn(on: group, unixPath: path).run(for: .milliseconds(20), seed: seed.value)
            await group.shutDown()
        }
        let last = await use {
            $0.descriptors <= (atFirst?.descriptors ?? .max) && $0.threads <= (outcome.idle?.threads ?? .max)
        }
        if let last, let atFirst, let idle = outcome.idle {
            if last.descriptors > atFirst.descriptors {
                outcome.failures.append("descriptors: \(atFirst) before, \(last) after")
            }
            if last.threads > idle.threads {
                outcome.failures.append("threads: \(idle) with two loops, \(last) after they and others were gone")
            }
        }
        let text = outcome.text + "\n  before: \(Self.text(atFirst))\n  after: \(Self.text(last))"
        return Outcome(text: text, failures: outcome.failures)
    }

    private struct Churned {
        let text: String
        var failures: [String]
        let idle: ProcessUse?
    }

    private let path = FileManager.default.temporaryDirectory.appendingPathComponent("soak-\(getpid())").path

    private static func text(_ use: ProcessUse?) -> String { use?.description ?? "not known here" }

    private func churn() async throws -> Churned {
        let group = try EventLoopGroup(loops: 2, driver: driver, name: "soak")
        let churn = try await Churn(on: group, unixPath: path)
        let idle = ProcessUse.now
        let warmUp = max(1, seconds / 5)
        await churn.run(for: .seconds(warmUp), seed: seed.value)
        let warm = await use { $0.descriptors <= (idle?.descriptors ?? .max) }
        let peak = ResidentMemory.peak
        await churn.run(for: .seconds(seconds - warmUp), seed: seed.value &+ 1_000)
        let end = await use { $0.descriptors <= (idle?.descriptors ?? .max) }
        let growth = ResidentMemory.peak - peak

        let count = churn.count
        var failures = count.wrong
        if let idle, let end, end.descriptors > idle.descriptors {
            failures.append("descriptors of connections that are over: \(idle) when idle, \(end) at the end")
        }
        if growth > Self.mostGrowth { failures.append("memory grew by \(growth >> 10) KiB after the warm-up") }
        if count.connections < seconds * 20 { failures.append("only \(count.connections) connections") }
        let endings = count.endings.sorted { $0.value > $1.value }.map { "    \($0.value) \($0.key)" }
        let text = """
            soak: \(seconds) s, \(driver), \(count.connections) connections, \(count.bytes >> 20) MiB came back
              idle: \(Self.text(idle))
              warm: \(Self.text(warm)), peak \(peak >> 20) MiB
              end: \(Self.text(end)), peak \((peak + growth) >> 20) MiB
              endings:
            \(endings.joined(separator: "\n"))
            """
        await group.shutDown()
        return Churned(text: text, failures: failures, idle: idle)
    }

    /// What the process has when it is as it should be, or when there was time enough for that.
    private func use(_ isAsItShould: (ProcessUse) -> Bool) async -> ProcessUse? {
        let deadline = ContinuousClock.now.advanced(by: .seconds(20))
        while true {
            guard let use = ProcessUse.now else { return nil }
            if isAsItShould(use) || ContinuousClock.now > deadline { return use }
            try? await Task.sleep(for: .milliseconds(200))
        }
    }
}
