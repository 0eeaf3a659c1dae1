import Bytes
import CassandraWire
import ScriptedNode
import Testing

@testable import Cassandra

extension OneNode {
    /// Prepared statements, and nodes that forget them.
    @Suite struct PreparedOnNodeTests {
        private static let insert: CQL = "INSERT INTO t (a, b) VALUES (?, ?)"

        @Test(
            "D-59: a statement that the node has forgotten is prepared there again and executed, which nobody notices")
        func forgotten() async throws {
            try await withNode { node, session in
                let insert = try await session.prepare(Self.insert, binding: (Int32, Int32).self)
                try await insert(1, 2)
                node.forgetStatements()
                try await insert(3, 4)
                try await session.execute("INSERT INTO t (a, b) VALUES (\(Int32(5)), \(Int32(6)))")
                let log = node.log.value
                #expect(log.requests(.prepare).count == 2)
                #expect(log.requests(.execute).count == 4)
                let again = log.requests(.execute).dropFirst().prefix(2).map(\.parameters?.values)
                #expect(again.first == again.last)
            }
        }

        @Test("D-59: preparing it again is a part of the request: its timeout holds, and it can be cancelled")
        func forgottenAndSilent() async throws {
            let gate = Gate()
            try await withNode { node, session in
                let insert = try await session.prepare(Self.insert, binding: (Int32, Int32).self)
                node.forgetStatements()
                node.follow { $0.opcode == .prepare ? .hold(gate) : nil }
                let error = await failure { try await insert.execute((1, 2), profile: .timeout(.milliseconds(100))) }
                #expect(error?.name == .timedOut)
                #expect(error?.mayHaveBeenApplied == false, "the node said that it did not know the statement")
                let cancelled = begin { try await insert(1, 2) }
                try await session.untilHeld(2)
                cancelled.cancel()
                #expect(await cancelled.value.error?.name == .cancelled)
                gate.open()
                try await insert(1, 2)
            }
        }

        @Test("D-59: however many requests meet a forgotten statement at once, it is prepared once")
        func forgottenByMany() async throws {
            let gate = Gate()
            try await withNode { node, session in
                let insert = try await session.prepare(Self.insert, binding: (Int32, Int32).self)
                node.forgetStatements()
                node.follow { $0.opcode == .prepare ? .hold(gate) : nil }
                let tasks = (0..<1000).map { number in begin { try await insert(Int32(number), 1) } }
                try await session.untilHeld(1000)
                gate.open()
                for task in tasks {
                    let error = await task.value.error
                    #expect(error == nil)
                }
                #expect(node.log.value.requests(.prepare).count == 2)
                // Once it is known, the others are not even sent before.
                #expect(node.log.value.requests(.execute).count <= 2000)
            }
        }

        @Test("D-60: a node that never knows a statement is not asked for ever")
        func thrashing() async throws {
            let script = Script { $0.opcode == .execute ? [.answer(.unprepared($0.ids[0]))] : nil }
            try await withNode(script: script) { node, session in
                let insert = try await session.prepare(Self.insert, binding: (Int32, Int32).self)
                let error = await failure { try await insert(1, 2) }
                #expect(error?.serverError?.code == .unprepared)
                #expect(node.log.value.requests(.execute).count == 4)
                #expect(node.log.value.requests(.prepare).count == 1 + 3)
            }
        }

        @Test("D-60: an UNPREPARED with an id that the request does not have is an error like any other")
        func foreignID() async throws {
            let script = Script { $0.opcode == .execute ? [.answer(.unprepared([9, 9]))] : nil }
            try await withNode(script: script) { node, session in
                let insert = try await session.prepare(Self.insert, binding: (Int32, Int32).self)
                let error = await failure { try await insert(1, 2) }
                #expect(error?.serverError?.code == .unprepared)
                #expect(node.log.value.requests(.prepare).count == 1)
            }
        }

        @Test(
            "D-61: a statement that gets another id when it is prepared again is an error; nothing is executed with it")
        func otherID() async throws {
            try await withNode { node, session in
                let insert = try await session.prepare(Self.insert, binding: (Int32, Int32).self)
                node.forgetStatements()
                node.follow {
                    $0.opcode == .prepare ? [.answer(UsualNode.prepared($0.text ?? "", id: [1, 2, 3]))] : nil
                }
                let error = await failure { try await insert(1, 2) }
                #expect(error?.name == .invalidStatement)
                #expect(node.log.value.requests(.execute).count == 1)
            }
        }

        @Test("D-59: a node that refuses to prepare the statement again: the refusal is the error")
        func refusedAgain() async throws {
            try await withNode { node, session in
                let insert = try await session.prepare(Self.insert, binding: (Int32, Int32).self)
                node.forgetStatements()
                node.follow { $0.opcode == .prepare ? [.answer(.error(.invalid, "unconfigured table t"))] : nil }
                let error = await failure { try await insert(1, 2) }
                #expect(error?.serverError?.message == "unconfigured table t")
            }
        }

        @Test("D-62: 10,000 callers that prepare one text at once make one PREPARE", arguments: [true, false])
        func preparedOnce(succeeds: Bool) async throws {
            let gate = Gate()
            let script = Script { incoming in
                guard incoming.opcode == .prepare else { return nil }
                return [.hold(gate, succeeds ? .usual : .answer(.error(.invalid, "no such table")))]
            }
            try await withNode(script: script) { node, session in
                let tasks = (0..<10_000).map { _ in begin { try await session.prepare(Self.insert) } }
                try await gate.reached()
                gate.open()
                for task in tasks {
                    let error = await task.value.error
                    #expect(succeeds ? error == nil : error?.serverError?.message == "no such table")
                }
                // A caller that came after the failure has asked anew: a failure is not kept.
                if succeeds { #expect(node.log.value.requests(.prepare).count == 1) }
                let before = node.log.value.requests(.prepare).count
                _ = await failure { try await session.prepare(Self.insert) }
                #expect(node.log.value.requests(.prepare).count == (succeeds ? before : before + 1))
            }
        }

        @Test(
            "D-63, D-179: a caller that is cancelled leaves the others their statement; if all are, it is kept for later"
        )
        func cancelledCallers() async throws {
            let gate = Gate()
            try await withNode(script: Script { $0.opcode == .prepare ? .hold(gate) : nil }) { node, session in
                let first = begin { try await session.prepare(Self.insert) }
                try await gate.reached()
                let second = begin { try await session.prepare(Self.insert) }
                first.cancel()
                #expect(await first.value.error?.name == .cancelled)
                gate.release()
                #expect(await second.value.error == nil)
                let alone = begin { try await session.prepare("SELECT 1") }
                try await gate.reached(2)
                alone.cancel()
                #expect(await alone.value.error?.name == .cancelled)
                gate.open()
                _ = try await session.prepare("SELECT 1")
                #expect(node.log.value.requests(.prepare).count == 2)
            }
        }

        @Test("D-151: who waits for a statement that somebody else prepares waits no longer than for the own timeout")
        func impatientCaller() async throws {
            let gate = Gate()
            try await withNode(script: Script { $0.opcode == .prepare ? .hold(gate) : nil }) { node, session in
                let patient = begin { try await session.execute("SELECT \(Int32(1))") }
                try await gate.reached()
                let profile = ExecutionProfile.timeout(.milliseconds(50))
                let impatient = begin { try await session.execute("SELECT \(Int32(2))", profile: profile) }
                let error = try await within(.seconds(5)) { await impatient.value.error }
                #expect(error?.name == .timedOut)
                gate.open()
                #expect(await patient.value.error == nil)
            }
        }

        @Test("D-68: statements that the cache has dropped go on being of use to those who have them")
        func eviction() async throws {
            try await withNode(.with { $0.preparedCacheBytes = 60 }) { node, session in
                let first = try await session.prepare(Self.insert, binding: (Int32, Int32).self)
                for number in 0..<10 { _ = try await session.prepare(CQL(unsafe: "SELECT a, b FROM t\(number)")) }
                #expect(session.cache.count == 3)
                try await first(1, 2)
                node.forgetStatements()
                try await first(1, 2)
                let bound = try first.bind((3, 4))
                try await session.execute(bound)
                #expect(node.log.value.requests(.prepare).count == 12)
            }
        }

        @Test("D-68: the cache is the session's own, and so is the keyspace", arguments: ["one", "two"])
        func cachePerKeyspace(keyspace: String) async throws {
            try await withNode(.with { $0.keyspace = keyspace }) { node, session in
                _ = try await session.prepare(Self.insert)
                #expect(node.log.value.requests(.query).first?.text == "USE \(keyspace)")
                #expect(node.log.value.requests(.prepare).count == 1)
            }
        }

        @Test(
            "D-69: a batch of statements that the node has all forgotten: each is prepared once more, one after the other"
        )
        func forgottenBatch() async throws {
            try await withNode { node, session in
                var batch = Cassandra.Batch(.logged)
                for number in 0..<20 {
                    let text = CQL(unsafe: "INSERT INTO t\(number) (a) VALUES (?)")
                    let insert = try await session.prepare(text, binding: Int32.self)
                    for value in 0..<3 { batch += try insert.bind(Int32(value)) }
                }
                node.forgetStatements()
                try await session.execute(batch)
                #expect(node.log.value.requests(.prepare).count == 40)
                #expect(node.log.value.requests(.batch).count == 21)
            }
        }

        @Test("D-70: statements without markers, without rows, of a batch and of the schema can be prepared")
        func plainStatements() async throws {
            try await withNode { node, session in
                for text in [
                    "SELECT 1", "INSERT INTO t (a) VALUES (1)", "BEGIN BATCH INSERT INTO t (a) VALUES (1) APPLY BATCH",
                    "CREATE TABLE t (a int PRIMARY KEY)",
                ] {
                    let statement = try await session.prepare(CQL(unsafe: text))
                    #expect(statement.markers.isEmpty)
                    try await statement.execute([])
                    let wrong = await failure { try await statement.execute([.int(1)]) }
                    #expect(wrong?.name == .binding)
                }
                #expect(node.log.value.requests(.execute).count == 4)
            }
        }

        @Test("D-72: USE is refused however it comes, so that a statement has the keyspace that it was prepared in")
        func use() async throws {
            try await withNode { node, session in
                let executed = await failure { try await session.execute("USE other") }
                #expect(executed?.name == .invalidStatement)
                let prepared = await failure { try await session.prepare(" /* x */ use \"other\"") }
                #expect(prepared?.name == .invalidStatement)
                #expect(node.log.value.statements.isEmpty)
                #expect(node.log.value.requests(.prepare).isEmpty)
            }
        }

        @Test("D-173: a request that is sent again has the timestamp, consistency and tracing that it had")
        func sameAgain() async throws {
            try await withNode { node, session in
                let insert = try await session.prepare(Self.insert, binding: (Int32, Int32).self)
                let profile = ExecutionProfile().with {
                    $0.consistency = .quorum
                    $0.serialConsistency = .localSerial
                    $0.tracing = true
                }
                node.forgetStatements()
                try await insert.execute((1, 2), profile: profile)
                let sent = node.log.value.requests(.execute)
                #expect(sent.count == 2)
                #expect(sent[0].parameters?.timestamp != nil)
                #expect(sent[0].parameters?.consistency == .quorum)
                #expect(sent[0].parameters == sent[1].parameters)
                #expect(sent.allSatisfy { $0.frame.header.flags.contains(.tracing) })

                var batch = Cassandra.Batch(.unlogged)
                batch += try insert.bind((1, 2))
                node.forgetStatements()
                try await session.execute(batch, profile: profile)
                let batches = node.log.value.requests(.batch)
                #expect(batches.count == 2)
                #expect(batches.first?.request == batches.last?.request)
            }
        }

        @Test("D-174: a node's error is told with all its fields, whether it may have been applied, and no bound value")
        func errors() async throws {
            let detail = ServerError.Detail.writeTimeout(
                consistency: .quorum, received: 1, blockFor: 2, writeType: .init(rawValue: "SIMPLE"))
            let server = ServerError(code: .writeTimeout, message: "Operation timed out", detail: detail)
            let script = Script { $0.opcode == .execute ? [.answer(Answer(.error(server)))] : nil }
            try await withNode(script: script) { node, session in
                let insert = try await session.prepare(Self.insert, binding: (Int32, Int32).self)
                let error = await failure { try await insert(1_234_567, 7_654_321) }
                #expect(error?.serverError == server)
                #expect(error?.mayHaveBeenApplied == true)
                #expect(error?.description.contains("1234567") == false)
                let select = try await session.prepare("SELECT a FROM t WHERE a = ?", binding: Int32.self)
                let read = await failure { try await select(1) }
                #expect(read?.mayHaveBeenApplied == false)
            }
        }
    }
}
