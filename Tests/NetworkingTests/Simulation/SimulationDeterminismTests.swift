import Foundation
import Networking
import SimulationWorkload
import TestKit
import Testing

/// The same seed gives the same world, to the byte: in one process, and in another one.
@Suite struct SimulationDeterminismTests {
    /// `SIMULATION_SEEDS` says how many seeds are tried; a debug build takes ten milliseconds for each. A thousand are
    /// tried by a gate, in a release build.
    static let count = ProcessInfo.processInfo.environment["SIMULATION_SEEDS"].flatMap { Int($0) } ?? 200
    private static var processCount: Int { (count + 1) / 2 }

    @Test func `each seed runs the same way twice, unlike all others, and nothing is wrong in any`() async {
        let first = Seed.forThisRun().value >> 1
        var hashes: [UInt64] = []
        for seed in first..<first + UInt64(Self.count) {
            let one = await EchoWorkload().run(seed: seed)
            let other = await EchoWorkload().run(seed: seed)
            #expect(one.report.hash == other.report.hash, "seed \(seed)")
            #expect(one.isClean, "seed \(seed): \(one.report) \(one.problems)")
            #expect(one.calls > 0)
            hashes.append(one.report.hash)
        }
        #expect(Set(hashes).count == Self.count)
    }

    @Test func `the traces of one seed are the same line by line`() async {
        var workload = EchoWorkload()
        workload.keepsLines = true
        for seed in UInt64(1)...5 {
            let (one, other) = (await workload.run(seed: seed), await workload.run(seed: seed))
            #expect(one.lines.count > 100)
            #expect(one.lines == other.lines)
        }
    }

    static let tool = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        .appendingPathComponent("SimulationTrace")

    /// Dictionaries and sets hash differently in each process, and memory lies elsewhere.
    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: tool.path), "the tool is not beside the tests"))
    func `two processes write the same list of seeds and hashes`() async throws {
        let first = Seed.forThisRun().value >> 1
        async let one = Self.list(from: first)
        async let other = Self.list(from: first)
        let lists = try await (one, other)
        #expect(lists.0 == lists.1)
        #expect(lists.0.split(separator: "\n").count == Self.processCount)
        #expect(!lists.0.contains("NOT CLEAN"))
    }

    private static func list(from first: UInt64) async throws -> String {
        let process = Process()
        process.executableURL = tool
        process.arguments = [String(first), String(processCount)]
        process.environment = ProcessInfo.processInfo.environment.filter { $0.key != "SWIFT_DETERMINISTIC_HASHING" }
        let output = Pipe()
        process.standardOutput = output
        return try await withCheckedThrowingContinuation { continuation in
            DispatchQueue(label: "simulation-trace").async {
                continuation.resume(
                    with: Result {
                        try process.run()
                        let bytes = output.fileHandleForReading.readDataToEndOfFile()
                        process.waitUntilExit()
                        return String(decoding: bytes, as: UTF8.self)
                    })
            }
        }
    }

    @Test func `telling those who wait in the order of a Dictionary is seen as a difference`() async {
        var workload = EchoWorkload()
        workload.bug = .dictionaryOrder
        workload.tasks = 4
        workload.plan = FaultPlan([.reset, .pause])
        var different = 0
        for seed in UInt64(1)...40 {
            let (one, other) = (await workload.run(seed: seed), await workload.run(seed: seed))
            if one.report.hash != other.report.hash { different += 1 }
        }
        print("\(different) of 40 seeds differ")
        #expect(different > 0)
    }
}
