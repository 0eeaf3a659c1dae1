import CassandraWire
import ScriptedNode
import TestKit
import Testing

@testable import Cassandra

extension OneNode {
    /// Calls that are cancelled, or whose session is closed, wherever they wait.
    @Suite struct CancellationTests {
        private static let other: CQL = "SELECT 'other'"

        @Test(
            "D-177: a call that is cancelled while it waits for the node ends at once; the session serves others",
            arguments: Call.all)
        func cancelled(call: Call) async throws {
            for step in 1...call.steps {
                let steps = StepScript(holding: step)
                try await withNode(script: steps.script) { node, session in
                    let task = begin { try await call.run(session) }
                    try await steps.gate.reached()
                    task.cancel()
                    let error = try await within(.seconds(5)) { await task.value.error }
                    #expect(error?.name == .cancelled, "step \(step)")
                    try await session.execute(Self.other)
                    steps.gate.open()
                    // The late answer disturbs nobody, and the same call goes through now.
                    try await session.execute(Self.other)
                    try await call.run(session)
                    #expect(node.log.value.connections == 1)
                }
            }
        }

        @Test(
            "D-177: none of the steps was forgotten: a call waits as often as the tests above believe",
            arguments: Call.all)
        func stepsAreAll(call: Call) async throws {
            let steps = StepScript(holding: call.steps + 1)
            try await withNode(script: steps.script) { node, session in
                try await call.run(session)
                // Rows are fetched ahead of the reader, so the first row alone may have asked for a second page.
                if call.testDescription != "the first row" { #expect(steps.gate.count == 0) }
            }
        }

        @Test(
            "D-149, D-177: closing the session ends a call that waits for the node, and closing does not wait for ever",
            arguments: Call.all)
        func closed(call: Call) async throws {
            for step in 1...call.steps {
                let steps = StepScript(holding: step)
                try await withNode(script: steps.script) { node, session in
                    let task = begin { try await call.run(session) }
                    try await steps.gate.reached()
                    try await within(.seconds(5)) { await session.close() }
                    let error = try await within(.seconds(5)) { await task.value.error }
                    #expect(error?.name == .sessionClosed, "step \(step): \(String(describing: error))")
                    try await node.log.until { $0.closed == 1 }
                }
            }
        }

        @Test(
            "D-149: what is under way when the session is closed is finished, as far as the node answers",
            arguments: Call.all)
        func drained(call: Call) async throws {
            let steps = StepScript(holding: call.steps)
            try await withNode(.with { $0.timeouts.close = .seconds(20) }, script: steps.script) { node, session in
                let task = begin { try await call.run(session) }
                try await steps.gate.reached()
                async let closed: Void = session.close()
                // From when it is closing nothing new is taken.
                while await failure(of: { try await session.execute(Self.other) }) == nil {}
                steps.gate.open()
                try await within(.seconds(5)) { [task] in
                    let error = await task.value.error
                    #expect(error == nil)
                }
                await closed
            }
        }

        @Test("D-177: a call that is cancelled before it begins sends nothing", arguments: Call.all)
        func cancelledBefore(call: Call) async throws {
            let steps = StepScript(holding: 0)
            try await withNode(script: steps.script) { node, session in
                let sent = node.log.value.requests.count
                let task = begin {
                    while !Task.isCancelled { await Task.yield() }
                    try await call.run(session)
                }
                task.cancel()
                let error = await task.value.error
                #expect(error?.name == .cancelled)
                try await session.execute(Self.other)
                #expect(node.log.value.requests.count == sent + 1)
            }
        }

        @Test("D-178, D-152: cancelled at the very moment of the answer, a call ends one way or the other, once")
        func cancelledAtTheAnswer() async throws {
            var generator = Seed.forThisRun().generator
            var turns: [Int] = []
            for _ in 0..<3000 { turns.append(Int.random(in: 0..<12, using: &generator)) }
            let rounds = turns
            let settings = Configuration.with { $0.pool.requestsPerConnection = 4 }
            try await withNode(settings, keepsRequests: false, script: Script { [Call.answer(to: $0)] }) {
                node, session in
                let insert = try await session.prepare("INSERT ?", binding: Int32.self)
                var answered = 0
                for turns in rounds {
                    let task = begin { try await insert(1) }
                    for _ in 0..<turns { await Task.yield() }
                    task.cancel()
                    switch await task.value {
                    case .success: answered += 1
                    case .failure(let error): #expect(error.name == .cancelled)
                    }
                }
                print("\(answered) of \(rounds.count) were answered before they were cancelled")
                // All four ids come back, or these would wait for ever.
                let after = (0..<20).map { _ in begin { try await insert(2) } }
                for task in after {
                    let error = await task.value.error
                    #expect(error == nil)
                }
                #expect(node.log.value.connections == 1)
            }
        }

        @Test("D-176: nothing is sent again for a caller that was cancelled")
        func noRetry() async throws {
            try await withNode { node, session in
                let gate = Gate()
                let insert = try await session.prepare("INSERT ?", binding: Int32.self)
                node.forgetStatements()
                node.follow { $0.opcode == .prepare ? .hold(gate) : nil }
                let task = begin { try await insert(1) }
                try await gate.reached()
                task.cancel()
                let error = await task.value.error
                #expect(error?.name == .cancelled)
                gate.open()
                try await session.execute(Self.other)
                #expect(node.log.value.requests(.execute).count == 1)
            }
        }
    }
}
