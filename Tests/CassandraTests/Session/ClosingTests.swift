import CassandraWire
import Networking
import ScriptedNode
import Testing

@testable import Cassandra

extension OneNode {
    /// Opening and closing sessions, and being cancelled meanwhile.
    @Suite struct ClosingTests {
        /// The steps of a handshake with a login and a keyspace.
        private static func step(_ incoming: Incoming) -> Int {
            switch incoming.opcode {
            case .options: 1
            case .startup: 2
            case .authResponse: 3
            default: 4
            }
        }

        private func node(holding step: Int, at gate: Gate) async throws -> ScriptedNode {
            try await ScriptedNode.start(login: .init(user: "me", password: "secret")) { incoming in
                Self.step(incoming) == step ? .hold(gate) : nil
            }
        }

        private func configuration(for node: ScriptedNode) -> Configuration {
            CassandraTests.configuration(for: node) {
                $0.credentials = .init(user: "me", password: "secret")
                $0.keyspace = "ks"
            }
        }

        @Test("D-177: connecting that is cancelled in any step ends at once and leaves no connection", arguments: 1...4)
        func cancelledConnect(step: Int) async throws {
            let gate = Gate()
            let node = try await node(holding: step, at: gate)
            let configuration = configuration(for: node)
            let calls: [Task<Result<Void, CassandraError>, Never>] = [
                begin { _ = try await Session.connect(configuration) },
                begin { try await Session.withSession(configuration) { _ in _ = Issue.record("not connected") } },
            ]
            try await node.log.until { $0.connections == 2 }
            try await gate.reached(2)
            for call in calls {
                let before = node.log.value.closed
                call.cancel()
                let error = try await within(.seconds(5)) { await call.value.error }
                #expect(error?.name == .cancelled)
                try await node.log.until { $0.closed == before + 1 }
            }
            await node.stop()
        }

        @Test("D-177: connecting that is cancelled before it begins connects to nobody")
        func cancelledBeforeConnect() async throws {
            let node = try await ScriptedNode.start()
            let configuration = configuration(for: node)
            let call = begin {
                while !Task.isCancelled { await Task.yield() }
                _ = try await Session.connect(configuration)
            }
            call.cancel()
            let error = await call.value.error
            #expect(error?.name == .cancelled)
            #expect(node.log.value.connections == 0)
            await node.stop()
        }

        @Test(
            "D-149: closing twice, at once and later, returns each time; afterwards every call says that it is closed")
        func closedTwice() async throws {
            try await withNode { node, session in
                let insert = try await session.prepare("INSERT ?", binding: Int32.self)
                async let first: Void = session.close()
                async let second: Void = session.close()
                _ = await (first, second)
                await session.close()
                try await node.log.until { $0.closed == 1 }
                var batch = Cassandra.Batch(.logged)
                batch += "INSERT 1"
                let filled = batch
                for error in [
                    await failure { try await session.execute("SELECT 1") },
                    await failure { try await session.execute("SELECT \(Int32(1))") },
                    await failure { try await session.prepare("SELECT ?") },
                    await failure { try await insert(1) },
                    await failure { try await session.execute(try insert.bind(1)) },
                    await failure { try await session.execute(filled) },
                    await failure { try await session.rows("SELECT n", as: Int32.self).all() },
                ] {
                    #expect(error?.name == .sessionClosed)
                    #expect(error?.mayHaveBeenApplied == false)
                }
            }
        }

        @Test(
            "D-149, D-177: closing that is cancelled does not wait for what is under way, which is told that it is over"
        )
        func cancelledClose() async throws {
            let gate = Gate()
            let settings = Configuration.with { $0.timeouts.close = .seconds(30) }
            try await withNode(settings, script: Script { $0.isStatement ? .hold(gate) : nil }) { node, session in
                let waiting = begin { try await session.execute("INSERT 1") }
                try await gate.reached()
                let closing = Task { await session.close() }
                closing.cancel()
                try await within(.seconds(5)) { await closing.value }
                let error = try await within(.seconds(5)) { await waiting.value.error }
                #expect(error?.name == .sessionClosed, "\(String(describing: error))")
                #expect(error?.mayHaveBeenApplied == true)
                try await node.log.until { $0.closed == 1 }
            }
        }

        @Test("D-149: a session can be closed while it connects anew; what waits for the connection is told")
        func closedWhileReconnecting() async throws {
            let gate = Gate()
            try await withNode { node, session in
                node.follow { $0.opcode == .options ? .hold(gate) : nil }
                await node.perform([.reset])
                try await gate.reached()
                let waiting = begin { try await session.execute("SELECT 1") }
                try await session.untilWaiting(1)
                try await within(.seconds(5)) { await session.close() }
                let error = await waiting.value.error
                #expect(error?.name == .sessionClosed)
                try await node.log.until { $0.closed == 2 }
            }
        }

        @Test("D-149: a session can be closed by the task of a request, as soon as that has its answer")
        func closedByARequest() async throws {
            try await withNode { node, session in
                try await within(.seconds(5)) {
                    try await Task(executorPreference: session.shards[0].loop) {
                        try await session.execute("SELECT 1")
                        await session.close()
                    }.value
                }
                try await node.log.until { $0.closed == 1 }
            }
        }

        @Test("What withSession's body throws comes out of it, after the session is closed")
        func throwingBody() async throws {
            struct Planned: Error {}
            let node = try await ScriptedNode.start()
            await #expect(throws: Planned.self) {
                try await Session.withSession(configuration(for: node)) { session in
                    try await session.execute("SELECT 1")
                    throw Planned()
                }
            }
            try await node.log.until { $0.closed == 1 }
            await node.stop()
        }

        @Test(
            "D-150, D-186: of a session that is closed, or let go of, nothing is left, not a request, not a timer",
            arguments: [true, false])
        func nothingLeft(isClosed: Bool) async throws {
            let node = try await ScriptedNode.start()
            let configuration = configuration(for: node)
            let shard = try await within {
                let session = try await Session.connect(configuration)
                for _ in 0..<10 { try await session.execute("SELECT \(Int32(1))") }
                try await Task(executorPreference: session.shards[0].loop) {
                    for _ in 0..<10 { try await session.execute("SELECT \(Int32(1))") }
                }.value
                let cancelled = begin { try await session.execute("SELECT 2") }
                cancelled.cancel()
                _ = await cancelled.value
                if isClosed { await session.close() }
                return WeakShard(session.shards[0])
            }
            try await node.log.until { $0.closed == 1 }
            try await shard.untilGone()
            await node.stop()
        }

        @Test("D-150: of a session that is cancelled while it connects nothing is left")
        func nothingLeftOfCancelled() async throws {
            let gate = Gate()
            let node = try await node(holding: 2, at: gate)
            let settings = try SessionSettings(configuration(for: node))
            let group = try EventLoopGroup(loops: 1)
            let shard = await Task(executorPreference: group.loops[0]) {
                let shard = SessionShard(on: group.loops[0], node: settings.endpoints[0], settings)
                shard.open { _ in _ = shard }
                return WeakShard(shard)
            }.value
            try await gate.reached()
            await Task(executorPreference: group.loops[0]) { shard.value?.close {} }.value
            try await node.log.until { $0.closed == 1 }
            await group.shutDown()
            try await shard.untilGone()
            await node.stop()
        }

        private struct WeakShard: Sendable {
            weak let value: SessionShard?

            init(_ shard: SessionShard) {
                value = shard
            }

            func untilGone() async throws {
                while value != nil {
                    try Task.checkCancellation()
                    await Task.yield()
                }
            }
        }
    }
}
