import Bytes
import CassandraWire
import Networking
import Testing

@testable import EmbeddedCassandra

@Suite struct ClientConnectionTests {
    private static let void = "RESULT len=4 kind=1"

    @Test func `answers may come later, in any order, by their streams`() async throws {
        try await withNode { bench in
            let client = try await bench.client()
            let requests = ["WAIT 1", "INSERT", "WAIT 2"].enumerated().flatMap { Frames.query($1, stream: $0 + 1) }
            #expect(try await client.ask(requests) == ["ver=0x84 flags=0x00 stream=2 " + Self.void])
            bench.service.answerWaiting()
            #expect(
                try await client.listen() == [3, 1].map { "ver=0x84 flags=0x00 stream=\($0) " + Self.void })
        }
    }

    @Test func `an answer to a client that is gone is dropped`() async throws {
        try await withNode { bench in
            let client = try await bench.client()
            _ = try await client.ask(Frames.query("WAIT"))
            client.close()
            try await bench.loop.sleep(for: .seconds(1))
            #expect(bench.node.connectionCount == 0)
            bench.service.answerWaiting()
        }
    }

    @Test func `USE is remembered a connection`() async throws {
        try await withNode { bench in
            let client = try await bench.client()
            let other = try await bench.client()
            _ = try await client.ask(Frames.query("USE ks") + Frames.prepare("SELECT a FROM t"))
            _ = try await other.ask(Frames.prepare("SELECT a FROM t"))
            #expect(
                bench.service.log == ["USE ks", "prepare SELECT a FROM t in ks", "prepare SELECT a FROM t in none"])
        }
    }

    @Test func `warnings and a trace's id stand in front of the body`() async throws {
        try await withNode { bench in
            let client = try await bench.client()
            try client.send(Frames.query("WARN", stream: 3, flags: 2))
            try await bench.loop.sleep(for: .seconds(1))
            let frame = try #require(client.takeFrames().first)
            #expect(frame.flags == 0x0A)
            #expect(
                frame.body == someTracingID.bytes + Frames.short(1) + Frames.string("beware") + Frames.int(1))
            #expect(bench.service.tracingIDs == [someTracingID])
            _ = try await client.ask(Frames.query("INSERT"))
            #expect(bench.service.tracingIDs == [someTracingID, nil])
        }
    }

    @Test func `a client that does not read is not read from, and costs no more than a little`() async throws {
        try await withNode { bench in
            let client = try await bench.client()
            client.stopReading()
            let count = 100  // of 100 KB each
            for start in stride(from: 0, to: count, by: 10) {
                try client.send((start..<start + 10).flatMap { Frames.query("BIG", stream: $0) })
                try await bench.loop.sleep(for: .milliseconds(100))
            }
            #expect(bench.node.heldBytes < 2 << 20)
            #expect(bench.service.log.count < 50)
            client.goOnReading()
            var streams: [Int16] = []
            for _ in 0..<1000 where streams.count < count {
                try await bench.loop.sleep(for: .milliseconds(100))
                streams += client.takeFrames().map(\.stream)
            }
            #expect(streams == (0..<Int16(count)).map { $0 })
            #expect(bench.node.heldBytes == 0)
        }
    }

    @Test func `a claim of 16 MiB is held as far as it has come`() async throws {
        try await withNode { bench in
            let client = try await bench.client()
            _ = try await client.ask([4, 0, 0, 1, 7] + Frames.int((16 << 20) - 9) + [1, 2, 3])
            #expect(bench.node.heldBytes == 12)
        }
    }

    @Test func `idle connections cost no turn`() async throws {
        let world = SimulatedWorld(seed: 1)
        try await world.run(on: world.addHost("machine")) { loop in
            let bench = try NodeBench(on: loop, NodeSettings(), seed: 1)
            var clients: [RawClient] = []
            for _ in 0..<20 { clients.append(try await bench.client()) }
            let before = world.turns
            try await loop.sleep(for: .seconds(3000))
            #expect(world.turns - before < 5)
            bench.node.kill()
            for client in clients { client.close() }
        }
    }

    @Test(arguments: UInt64(1)...20)
    func `in a lively world each request has its answer, too`(seed: UInt64) async throws {
        try await withNode(seed: seed, noise: .lively) { bench in
            let client = try await bench.client()
            let texts = (0..<200).map { ["INSERT", "SELECT", "WARN", "ERR x", "WAIT"][$0 % 5] }
            try client.send(texts.enumerated().flatMap { Frames.query($1, stream: $0) })
            try await bench.loop.sleep(for: .seconds(5))
            bench.service.answerWaiting()
            try await bench.loop.sleep(for: .seconds(5))
            #expect(client.takeFrames().map(\.stream).sorted() == (0..<200).map { Int16($0) })
            #expect(bench.service.log == texts)
        }
    }
}
