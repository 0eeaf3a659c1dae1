import Bytes
import CassandraWire
import ScriptedNode
import Testing

@testable import Cassandra

extension OneNode {
    /// A node whose answers are not what the protocol allows.
    @Suite struct BrokenAnswerTests {
        /// A frame's nine bytes.
        private static func header(
            _ opcode: UInt8, stream: Int16, length: Int32, version: UInt8 = 0x84
        ) -> [UInt8] {
            let stream = UInt16(bitPattern: stream)
            let length = UInt32(bitPattern: length)
            return [version, 0, UInt8(stream >> 8), UInt8(stream & 0xFF), opcode]
                + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) }
        }

        private static let result: UInt8 = 0x08

        @Test("D-3: a header whose body never comes fails its request by the request's own timeout, and nothing else")
        func headerOnly() async throws {
            let answer = Answer.rows([1, 2, 3])
            let gate = Gate()
            let script = Script { incoming in
                switch incoming.text {
                case "half": [.part(answer, bytes: 12)]
                case "whole": .hold(gate)
                default: nil
                }
            }
            try await withNode(script: script) { node, session in
                let error = await failure { try await session.execute("half", profile: .timeout(.milliseconds(100))) }
                #expect(error?.name == .timedOut)
                let half = try #require(node.log.value.statements.first)
                // What was still to come comes after all: the connection was not touched.
                let whole = begin { try await session.execute("whole") }
                try await gate.reached()
                await node.perform([.bytes(Array(answer.frame(half.stream).dropFirst(12)))])
                gate.open()
                #expect(await whole.value.error == nil)
                #expect(node.log.value.connections == 1)
            }
        }

        @Test(
            "D-4: an answer beyond 256 MiB fails its request alone; those before and behind it on the connection go on")
        func oversized() async throws {
            let gate = Gate()
            let script = Script { incoming in
                switch incoming.text {
                case "huge":
                    let header = Self.header(Self.result, stream: incoming.stream, length: 257 << 20)
                    let mebibyte = ByteSlice([UInt8](repeating: 0, count: 1 << 20))
                    return [.bytes(header), .flood(mebibyte, times: 257)]
                case "before": return .hold(gate)
                default: return nil
                }
            }
            try await withNode(script: script) { node, session in
                let before = begin { try await session.execute("before") }
                try await gate.reached()
                let error = await failure { try await session.execute("huge") }
                #expect(error?.name == .protocolViolation)
                #expect(error?.description.contains("\(257 << 20) bytes") == true)
                try await session.execute("behind")
                gate.open()
                #expect(await before.value.error == nil)
                #expect(node.log.value.connections == 1)
            }
        }

        @Test("D-4: an answer beyond 256 MiB to nobody closes the connection")
        func oversizedUnasked() async throws {
            let script = Script { incoming in
                guard incoming.text == "asked" else { return nil }
                return [.bytes(Self.header(Self.result, stream: 77, length: 257 << 20))]
            }
            try await withNode(script: script) { node, session in
                let error = await failure { try await session.execute("asked") }
                #expect(error?.name == .protocolViolation)
                try await session.execute("again")
                #expect(node.log.value.connections == 2)
            }
        }

        @Test(
            "D-5, D-7, D-8: what cannot be a frame closes the connection, which fails all that wait on it; the session goes on",
            arguments: [
                (header(result, stream: 1, length: -1), "body length of -1"),
                (header(result, stream: 1, length: .max), "body length of 2147483647"),
                (header(result, stream: 1, length: .min), "body length of -2147483648"),
                (header(0x55, stream: 1, length: 0), "unknown opcode 0x55"),
                (header(0x07, stream: 1, length: 0), "0x07"),
                (header(result, stream: 1, length: 0, version: 0x04), "wrong direction (first byte 0x04)"),
                (header(result, stream: 1, length: 0, version: 0x83), "protocol version 3"),
                (header(result, stream: 1, length: 0, version: 0x85), "protocol version 5"),
                (Array("HTTP/1.1 400".utf8), "HTTP"),
            ])
        func notAFrame(bytes: [UInt8], reason: String) async throws {
            let gate = Gate()
            let script = Script { incoming in
                switch incoming.text {
                case "bad": [.bytes(bytes)]
                case "INSERT waiting": [.hold(gate, .usual)]
                default: nil
                }
            }
            try await withNode(script: script) { node, session in
                let waiting = begin { try await session.execute("INSERT waiting") }
                try await gate.reached()
                let error = await failure { try await session.execute("SELECT bad", profile: nil) }
                #expect(error == nil)
                let bad = await failure { try await session.execute("bad") }
                #expect(bad?.name == .protocolViolation)
                #expect(bad?.description.contains(reason) == true, "\(bad?.description ?? "")")
                let lost = await waiting.value.error
                #expect(lost?.name == .protocolViolation)
                #expect(lost?.mayHaveBeenApplied == true)
                try await session.execute("good")
                #expect(node.log.value.connections == 2)
                try await node.log.until { $0.closed == 1 }
            }
        }

        @Test(
            "D-11: what comes on a negative stream answers nobody and closes nothing", arguments: [-1, -2, Int16.min])
        func negativeStream(stream: Int16) async throws {
            let status = Answer(.event(.other("MOON_PHASE")))
            let script = Script { incoming in
                guard incoming.text == "asked" else { return nil }
                return [
                    .answerOn(stream: stream, status), .answerOn(stream: stream, .void),
                    .answerOn(stream: stream, .error(.serverError)), .answer(.rows([7])),
                ]
            }
            try await withNode(script: script) { node, session in
                let outcome = try await session.execute("asked")
                #expect(outcome.page?.count == 1)
                try await session.execute("again")
                #expect(node.log.value.connections == 1)
            }
        }

        @Test("D-11: an event on a stream of ours is no answer: it closes the connection", arguments: [true, false])
        func eventOnStream(ofRequest: Bool) async throws {
            let status = Answer(.event(.other("MOON_PHASE")))
            let script = Script { incoming in
                guard incoming.text == "asked" else { return nil }
                return [ofRequest ? .answer(status) : .answerOn(stream: 99, status)]
            }
            try await withNode(script: script) { node, session in
                let error = await failure { try await session.execute("asked") }
                #expect(error?.name == .protocolViolation)
                try await session.execute("again")
                #expect(node.log.value.connections == 2)
            }
        }

        @Test("D-12, D-15: an answer that nobody asked for closes the connection; an error on stream 0 says why")
        func unasked() async throws {
            for (stream, answer, reason) in [
                (Int16(99), Answer.void, "stream 99"), (0, .error(.overloaded, "too much"), "OVERLOADED: too much"),
                (0, .void, "stream 0"),
            ] {
                let script = Script { incoming in
                    incoming.text == "asked" ? [.answerOn(stream: stream, answer)] : nil
                }
                try await withNode(script: script) { node, session in
                    let error = await failure { try await session.execute("asked") }
                    #expect(error?.name == .protocolViolation)
                    #expect(error?.description.contains(reason) == true)
                    try await session.execute("again")
                    #expect(node.log.value.connections == 2)
                }
            }
        }

        @Test("D-13: the late answer to a request that timed out is consumed, frees its id and answers nobody")
        func lateAnswer() async throws {
            let gate = Gate()
            let script = Script { $0.text == "late" ? [.hold(gate, .answer(.rows([1])))] : nil }
            try await withNode(.with { $0.pool.requestsPerConnection = 1 }, script: script) { node, session in
                let error = await failure { try await session.execute("late", profile: .timeout(.milliseconds(50))) }
                #expect(error?.name == .timedOut)
                // The only id is still taken, so this one waits; it goes out when the late answer has come.
                let next = begin { try await session.execute("next") }
                let refused = await failure { try await session.execute("x", profile: .timeout(.milliseconds(50))) }
                #expect(refused?.name == .timedOut)
                #expect(node.log.value.statements.map(\.text) == ["late"])
                gate.open()
                let outcome = try await next.value.get()
                #expect(outcome.page == nil, "the answer of another request")
                #expect(node.log.value.connections == 1)
            }
        }

        @Test("D-14: a second answer to one request reaches nobody, not even who has its id next")
        func secondAnswer() async throws {
            let script = Script { incoming in
                incoming.text == "twice" ? [.answer(.rows([1])), .answer(.rows([2]))] : nil
            }
            try await withNode(.with { $0.pool.requestsPerConnection = 1 }, script: script) { node, session in
                let twice = begin { try await session.execute("twice") }
                let next = begin { try await session.execute("next") }
                let rows = try await twice.value.get().page
                #expect(rows?.count == 1)
                switch await next.value {
                case .success(let outcome): #expect(outcome.page == nil)
                case .failure(let error): #expect(error.name == .protocolViolation)
                }
                try await node.log.until { $0.closed == 1 }
            }
        }

        @Test("D-175: an answer whose body cannot be read fails its request alone")
        func unreadable() async throws {
            let script = Script { incoming in
                guard incoming.text == "odd" else { return nil }
                return [.bytes(Self.header(Self.result, stream: incoming.stream, length: 4) + [0, 0, 0, 99])]
            }
            try await withNode(script: script) { node, session in
                let error = await failure { try await session.execute("odd") }
                #expect(error?.name == .protocolViolation)
                try await session.execute("again")
                #expect(node.log.value.connections == 1)
            }
        }

        @Test("D-24: what cannot be sent is refused before anything of it is sent, and the connection is untouched")
        func refused() async throws {
            try await withNode { node, session in
                let long = CQL(unsafe: "SELECT '" + String(repeating: "x", count: 16 << 20) + "'")
                let query = await failure { try await session.execute(long) }
                #expect(query?.name == .invalidStatement)
                let prepare = await failure { try await session.prepare(long) }
                #expect(prepare?.name == .invalidStatement)
                var batch = Cassandra.Batch(.unlogged)
                for _ in 0..<65_536 { batch += "x" }
                let batched = await failure { try await session.execute(batch) }
                #expect(batched?.name == .invalidStatement)
                #expect(node.log.value.statements.isEmpty)
                #expect(node.log.value.requests(.prepare).isEmpty)
                try await session.execute("SELECT 1")
                #expect(node.log.value.connections == 1)
            }
        }
    }
}
