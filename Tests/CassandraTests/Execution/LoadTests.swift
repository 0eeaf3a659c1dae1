import CassandraWire
import ScriptedNode
import TestKit
import Testing

@testable import Cassandra
@testable import Networking

extension OneNode {
    /// Very many requests.
    @Suite struct LoadTests {
        private static let script = Script { $0.opcode == .query ? [.answer(.void)] : nil }

        @Test(
            "D-181: of 100,000 requests at once those that fit are answered, the others refused; few threads, little memory"
        )
        func atOnce() async throws {
            // Alone: threads and memory are those of the process, and tests that run beside this one have some too.
            await #expect(processExitsWith: .success) {
                try await withNode(keepsRequests: false, script: LoadTests.script) { node, session in
                    let before = try ResidentMemory.current()
                    let threads = Watched(0)
                    // Groups of groups: in a group the end of a task takes as long as there are tasks in it.
                    let answered = try await withThrowingTaskGroup(of: Int.self) { tasks in
                        for _ in 0..<200 { tasks.addTask { await LoadTests.answered(of: 500, session) } }
                        var sum = 0
                        for try await answered in tasks {
                            sum += answered
                            let now = try threadCount()
                            threads.update { $0 = max($0, now) }
                        }
                        return sum
                    }
                    #expect(answered == node.log.value.counts[.query])
                    // What fits at any time: those under way and those that wait.
                    #expect(answered >= 2048 + 8192)
                    #expect(threads.value < 64)
                    // Each of the tasks takes some KiB by itself.
                    #expect(try ResidentMemory.current() < before + 1 << 30)
                    try await session.execute("SELECT 1")
                }
            }
        }

        /// Makes so many requests at once; those that are not answered are refused.
        private static func answered(of count: Int, _ session: Session) async -> Int {
            await withTaskGroup(of: Bool.self) { tasks in
                for _ in 0..<count {
                    tasks.addTask {
                        let error = await failure { try await session.execute("SELECT 1") }
                        if let error, error.name != .overloaded { Issue.record("\(error)") }
                        return error == nil
                    }
                }
                return await tasks.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
        }

        @Test("D-186: after 200,000 requests there is no timer, no waiting request and no id left")
        func manyRequests() async throws {
            await #expect(processExitsWith: .success) {
                try await withNode(keepsRequests: false, script: LoadTests.script) { node, session in
                    let loop = session.shards[0].loop
                    try await LoadTests.execute(20_000, session)
                    let before = try ResidentMemory.current()
                    try await LoadTests.execute(180_000, session)
                    #expect(try ResidentMemory.current() < before + 64 << 20)
                    #expect(node.log.value.counts[.query] == 200_000)
                    let (timers, waiting) = await Task(executorPreference: loop) {
                        (loop.deadlines.value.count, session.shards[0].waitingCount)
                    }.value
                    #expect(timers == 0)
                    #expect(waiting == 0)
                    #expect(node.log.value.connections == 1)
                }
            }
        }

        private static func execute(_ count: Int, _ session: Session) async throws {
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for _ in 0..<100 {
                    tasks.addTask(executorPreference: session.shards[0].loop) {
                        for _ in 0..<count / 100 { try await session.execute("SELECT 1") }
                    }
                }
                try await tasks.waitForAll()
            }
        }
    }
}
