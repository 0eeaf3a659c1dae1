import Bytes
import CassandraWire
import ScriptedNode
import Testing

@testable import Cassandra

extension OneNode {
    /// More requests than a connection takes.
    @Suite struct FullConnectionTests {
        @Test("D-133: beyond 32,767 requests at once the next ones wait; no id is out of range, none is used twice")
        func allStreams() async throws {
            let gate = Gate()
            let script = Script { $0.opcode == .query ? [.hold(gate, .answer(.void))] : nil }
            try await withNode(.with { $0.pool.requestsPerConnection = 32_767 }, script: script) { node, session in
                let tasks = (0..<33_000).map { _ in begin { try await session.execute("SELECT 1") } }
                try await gate.reached(32_767)
                let streams = node.log.value.statements.map(\.stream)
                #expect(streams.count == 32_767)
                #expect(Set(streams).count == 32_767)
                #expect(streams.allSatisfy { $0 > 0 })
                gate.open()
                for task in tasks {
                    let error = await task.value.error
                    #expect(error == nil)
                }
                #expect(node.log.value.counts[.query] == 33_000)
                #expect(node.log.value.connections == 1)
            }
        }

        @Test("D-133: the ids of requests that nobody waits for any more stay taken until their answers come")
        func orphansKeepTheirIDs() async throws {
            let gate = Gate()
            let script = Script { $0.text == "left" ? [.hold(gate, .answer(.rows([1])))] : nil }
            try await withNode(.with { $0.pool.requestsPerConnection = 3 }, script: script) { node, session in
                let left = (0..<2).map { _ in begin { try await session.execute("left") } }
                try await gate.reached(2)
                for task in left { task.cancel() }
                for task in left { #expect(await task.value.error?.name == .cancelled) }
                let taken = Set(node.log.value.statements.map(\.stream))
                for _ in 0..<5 { try await session.execute("next") }
                #expect(node.log.value.statements.dropFirst(2).allSatisfy { !taken.contains($0.stream) })
                gate.open()
                for _ in 0..<5 { #expect(try await session.execute("next").page == nil) }
                #expect(node.log.value.connections == 1)
            }
        }

        @Test("D-136: what waits goes out in order; beyond the bound it is refused at once, with nothing sent")
        func boundedQueue() async throws {
            let gate = Gate()
            let script = Script { $0.opcode == .query ? [.hold(gate, .answer(.void))] : nil }
            let settings = Configuration.with {
                $0.pool.requestsPerConnection = 1
                $0.pool.waitingRequests = 10
            }
            try await withNode(settings, script: script) { node, session in
                // On the loop, requests are in the order in which they were made.
                let loop = session.shards[0].loop
                let tasks = await Task(executorPreference: loop) {
                    (0..<11).map { number in
                        Task(executorPreference: loop) {
                            await failure { try await session.execute(CQL(unsafe: "INSERT \(number)")) }
                        }
                    }
                }.value
                try await gate.reached()
                try await session.untilWaiting(10)
                let refused = await failure { try await session.execute("INSERT refused") }
                #expect(refused?.name == .overloaded)
                #expect(refused?.mayHaveBeenApplied == false)
                gate.open()
                for task in tasks { #expect(await task.value == nil) }
                #expect(node.log.value.statements.map(\.text) == (0..<11).map { "INSERT \($0)" })
            }
        }

        @Test("D-136: who waits in the queue can be cancelled and times out there, and leaves room for others")
        func leavingTheQueue() async throws {
            let gate = Gate()
            let script = Script { $0.opcode == .query ? [.hold(gate, .answer(.void))] : nil }
            let settings = Configuration.with {
                $0.pool.requestsPerConnection = 1
                $0.pool.waitingRequests = 2
            }
            try await withNode(settings, script: script) { node, session in
                let first = begin { try await session.execute("first") }
                try await gate.reached()
                let cancelled = begin { try await session.execute("cancelled") }
                let late = begin { try await session.execute("late", profile: .timeout(.milliseconds(50))) }
                try await session.untilWaiting(2)
                cancelled.cancel()
                #expect(await cancelled.value.error?.name == .cancelled)
                let timedOut = await late.value.error
                #expect(timedOut?.name == .timedOut)
                #expect(timedOut?.mayHaveBeenApplied == false, "it was never sent")
                let next = (0..<2).map { _ in begin { try await session.execute("next") } }
                try await session.untilWaiting(2)
                gate.open()
                #expect(await first.value.error == nil)
                for task in next { #expect(await task.value.error == nil) }
                #expect(node.log.value.statements.map(\.text) == ["first", "next", "next"])
            }
        }

        @Test("D-139: a node that stops reading makes requests wait, in a bounded queue; they can be cancelled")
        func stopsReading() async throws {
            let script = Script { $0.text == "stop" ? [.answer(.void), .stopReading] : nil }
            try await withNode(.with { $0.pool.waitingBytes = 4 << 20 }, script: script) { node, session in
                try await session.execute("stop")
                let text = CQL(unsafe: "INSERT " + String(repeating: "x", count: 256 << 10))
                // Sockets take some MiB, the send queue one, and those that wait four: the rest is refused.
                let tasks = (0..<100).map { _ in begin { try await session.execute(text) } }
                let refused = Watched(0)
                for task in tasks {
                    Task { if await task.value.error?.name == .overloaded { refused.update { $0 += 1 } } }
                }
                try await refused.until { $0 > 0 }
                try await session.untilWaiting(15)
                for task in tasks.prefix(50) { task.cancel() }
                for task in tasks.prefix(50) { #expect(await task.value.error != nil) }
                await node.perform([.resumeReading])
                for task in tasks.dropFirst(50) {
                    let error = await task.value.error
                    #expect(error == nil || error?.name == .overloaded, "\(String(describing: error))")
                }
                try await session.execute("again")
                #expect(node.log.value.connections == 1)
                #expect(node.log.value.faults == [])
            }
        }

        @Test("D-139: a large request that comes when the send queue is all but full is sent whole, and closes nothing")
        func fullToTheByte() async throws {
            // The queue takes more until it holds above 1 MiB, which the nine bytes of a header can be.
            for spare in [0, 1, 8, 9, 10] {
                try await withNode { node, session in
                    let loop = session.shards[0].loop
                    // All in one turn of the loop, in which nothing is handed to the socket.
                    let tasks = await Task(executorPreference: loop) {
                        let lengths = [(1 << 20) - spare, 100_000, 100_000]
                        return lengths.map { length in
                            Task(executorPreference: loop) {
                                // 9 bytes of header, 4 of the text's length, 3 of parameters without page size.
                                let profile = ExecutionProfile().with { $0.pageSize = .unpaged }
                                let text = String(repeating: "x", count: length - 16)
                                return await failure { try await session.execute(CQL(unsafe: text), profile: profile) }
                            }
                        }
                    }.value
                    for task in tasks { #expect(await task.value == nil) }
                    #expect(node.log.value.connections == 1)
                }
            }
        }
    }
}
