import Bytes
import CassandraWire
import Networking
import Testing

@testable import EmbeddedCassandra

@Suite struct FaultTests {
    private static func void(_ stream: Int) -> String { "ver=0x84 flags=0x00 stream=\(stream) RESULT len=4 kind=1" }

    /// What a client sees of three requests, on streams 1 to 3, when the first meets a rule.
    private static func answers(
        _ reaction: FaultRule.Reaction, wait: Duration = .milliseconds(500)
    ) async throws -> (lines: [String], rest: Int, end: CloseReason?, log: [String]) {
        try await withNode { bench in
            _ = bench.faults.add(FaultRule(.init(operation: .query, limit: 1), reaction))
            let client = try await bench.client()
            let lines = try await client.ask((1...3).flatMap { Frames.query("INSERT \($0)", stream: $0) }, wait: wait)
            return (lines, client.bytes.count, client.end, bench.service.log)
        }
    }

    private static let all = ["INSERT 1", "INSERT 2", "INSERT 3"]

    @Test func `a delayed answer comes after the others`() async throws {
        let early = try await Self.answers(.delay(.seconds(2)))
        #expect(early.lines == [Self.void(2), Self.void(3)])
        #expect(early.log == Self.all)
        let late = try await Self.answers(.delay(.seconds(2)), wait: .seconds(3))
        #expect(late.lines == [Self.void(2), Self.void(3), Self.void(1)])
    }

    @Test func `a dropped request is not carried out`() async throws {
        let seen = try await Self.answers(.drop)
        #expect(seen.lines == [Self.void(2), Self.void(3)])
        #expect(seen.log == ["INSERT 2", "INSERT 3"])
    }

    @Test func `a request whose answer is dropped is carried out`() async throws {
        let seen = try await Self.answers(.dropAnswer)
        #expect(seen.lines == [Self.void(2), Self.void(3)])
        #expect(seen.log == Self.all)
    }

    @Test func `closing ends the connection in order`() async throws {
        let seen = try await Self.answers(.close)
        #expect(seen.lines == [])
        #expect(seen.end == .ended)
        #expect(seen.log == [])
    }

    @Test func `resetting ends it without order`() async throws {
        let seen = try await Self.answers(.reset)
        #expect(seen.lines == [])
        #expect(seen.end == .failed(.reset))
    }

    @Test func `a truncated answer is cut off, and nothing follows`() async throws {
        let seen = try await Self.answers(.truncate(11))
        #expect(seen.lines == [])
        #expect(seen.rest == 11)
        #expect(seen.end == .ended)
    }

    @Test func `a reordered answer comes after so many others`() async throws {
        #expect(try await Self.answers(.reorder(after: 1)).lines == [Self.void(2), Self.void(1), Self.void(3)])
        #expect(try await Self.answers(.reorder(after: 2)).lines == [Self.void(2), Self.void(3), Self.void(1)])
        #expect(try await Self.answers(.reorder(after: 3)).lines == [Self.void(2), Self.void(3)])
    }

    @Test(arguments: [
        0x0000, 0x000A, 0x0100, 0x1000, 0x1001, 0x1002, 0x1003, 0x1100, 0x1200, 0x1300, 0x1400, 0x1500, 0x1600, 0x1700,
        0x2000, 0x2100, 0x2200, 0x2300, 0x2400, 0x2500,
    ])
    func `an error of any code can be read`(code: Int) async throws {
        try await withNode { bench in
            _ = bench.faults.add(FaultRule(.init(operation: .query), .error(code: code, message: "so it is")))
            let client = try await bench.client()
            try client.send(Frames.query("INSERT", stream: 4))
            try await bench.loop.sleep(for: .seconds(1))
            let frame = try #require(client.takeFrames().first)
            let whole = Frame(
                header: FrameHeader(direction: .response, stream: 4, opcode: .error), body: .init(frame.body))
            guard case .error(let error) = try Response.decode(whole).response else {
                Issue.record("no error")
                return
            }
            #expect(error.code.rawValue == Int32(code))
            #expect(error.message == "so it is")
            #expect(bench.service.log == [])
        }
    }

    @Test func `an unprepared statement is forgotten for all`() async throws {
        try await withNode { bench in
            let client = try await bench.client()
            _ = try await client.ask(Frames.prepare("INSERT ks.t"))
            let id = Array(StatementID(of: "INSERT ks.t", keyspace: nil).bytes)
            let rule = bench.faults.add(FaultRule(.init(text: "INSERT ks"), .unprepare))
            #expect(try await client.ask(Frames.execute(id)).first?.contains("code=0x2500") == true)
            bench.faults.remove(rule)
            #expect(try await client.ask(Frames.execute(id)).first?.contains("code=0x2500") == true)
            _ = try await client.ask(Frames.prepare("INSERT ks.t"))
            #expect(try await client.ask(Frames.execute(id)) == [Self.void(0)])
        }
    }

    @Test func `a rule concerns what fits all its conditions`() {
        let table = FaultTable(seed: 1)
        _ = table.add(
            FaultRule(
                .init(operation: .query, text: "INTO t", node: "127.0.0.2", connection: 3, every: 2, limit: 2), .drop))
        let fitting = FaultTable.Request(
            operation: .query, texts: ["INSERT INTO t"], node: "127.0.0.2", connection: 3)
        var others = [fitting, fitting, fitting, fitting]
        others[0].operation = .prepare
        others[1].texts = ["SELECT"]
        others[2].node = "127.0.0.1"
        others[3].connection = 2
        for other in others { #expect(table.reaction(to: other) == nil) }
        let reactions = (0..<8).map { _ in table.reaction(to: fitting) }
        #expect(reactions == [nil, .drop, nil, .drop, nil, nil, nil, nil])
        #expect(table.entries[0].applications == 2)
    }

    @Test func `chance comes from the seed`() {
        func draws(_ seed: UInt64) -> [Bool] {
            let table = FaultTable(seed: seed)
            _ = table.add(FaultRule(.init(probability: 0.25), .drop))
            let request = FaultTable.Request(operation: .query, texts: [], node: "", connection: 1)
            return (0..<1000).map { _ in table.reaction(to: request) != nil }
        }
        #expect(draws(1) == draws(1))
        #expect(draws(1) != draws(2))
        #expect((200...300).contains(draws(3).count { $0 }))
    }

    @Test func `rules are written as columns and read again`() throws {
        let reactions: [FaultRule.Reaction] = [
            .delay(.milliseconds(250)), .drop, .dropAnswer, .close, .reset,
            .error(code: 0x1001, message: "too much to do"),
            .truncate(12), .reorder(after: 3), .unprepare,
        ]
        for reaction in reactions {
            let plain = FaultRule(reaction)
            #expect(try FaultRule(parsing: plain.columns) == plain)
            let full = FaultRule(
                .init(operation: .batch, text: "t", node: "::1", connection: 2, every: 3, probability: 0.5, limit: 7),
                reaction)
            #expect(try FaultRule(parsing: full.columns) == full)
        }
        #expect(
            try FaultRule(parsing: FaultColumns(reaction: "error 4097")).reaction
                == .error(code: 4097, message: "A fault of the test"))
    }

    @Test(arguments: [
        FaultColumns(reaction: ""), FaultColumns(reaction: "explode"), FaultColumns(reaction: "delay"),
        FaultColumns(reaction: "delay -1"), FaultColumns(reaction: "delay 99999999999999999999"),
        FaultColumns(reaction: "truncate x"), FaultColumns(reaction: "close now"),
        FaultColumns(operation: "dance", reaction: "drop"), FaultColumns(every: 0, reaction: "drop"),
        FaultColumns(probability: 1.5, reaction: "drop"), FaultColumns(probability: .nan, reaction: "drop"),
        FaultColumns(limit: -1, reaction: "drop"),
    ])
    func `columns that are no rule are refused`(columns: FaultColumns) {
        #expect(throws: FaultRuleError.self) { try FaultRule(parsing: columns) }
    }
}
