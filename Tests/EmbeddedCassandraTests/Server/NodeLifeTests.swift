import CassandraWire
import Networking
import Testing

@testable import EmbeddedCassandra

/// How connections end, and what pauses do to them: as measured with signals on a real node.
@Suite struct NodeLifeTests {
    private static let void = "RESULT len=4 kind=1"
    private static let down = Event.statusChange(
        change: "DOWN", node: CassandraWire.Endpoint(address: CQLInet(ipv4: 0x7F00_0001), port: 9042))

    @Test func `a node that is stopped answers what it has read, then resets`() async throws {
        try await withNode { bench in
            let client = try await bench.client()
            let watcher = try await bench.client()
            _ = try await watcher.ask(Frames.register(["STATUS_CHANGE"]))
            try client.send((0..<200).flatMap { Frames.query("INSERT", stream: $0) })
            try await bench.loop.sleep(for: .milliseconds(3))
            bench.node.publish(Self.down)
            var isDone = false
            bench.node.stop { isDone = true }
            let answers = try await client.listen(.seconds(1))
            #expect(answers == (0..<200).map { "ver=0x84 flags=0x00 stream=\($0) " + Self.void })
            #expect(client.end == .failed(.reset))
            #expect(!client.inputHasEnded)
            #expect(try await watcher.listen() == ["ver=0x84 flags=0x00 stream=-1 EVENT len=30"])
            #expect(watcher.end == .failed(.reset))
            #expect(isDone)
            #expect(bench.node.connectionCount == 0)
            #expect(await !bench.takesConnections)
        }
    }

    @Test func `with some grace it still answers what was on its way`() async throws {
        try await withNode { bench in
            let client = try await bench.client()
            bench.node.stop(grace: .milliseconds(20))
            #expect(try await client.ask(Frames.query("INSERT")) == ["ver=0x84 flags=0x00 stream=0 " + Self.void])
            #expect(client.end == .failed(.reset))
        }
    }

    @Test func `a node that is killed answers nothing more`() async throws {
        try await withNode { bench in
            let client = try await bench.client()
            try client.send((0..<200).flatMap { _ in Frames.query("WAIT") })
            try await bench.loop.sleep(for: .milliseconds(100))
            bench.node.kill()
            bench.service.answerWaiting()
            #expect(try await client.listen() == [])
            #expect(client.end == .failed(.reset))
            #expect(await !bench.takesConnections)
            _ = try bench.node.startListening(at: bench.address)
            let again = try await bench.client()
            #expect(try await again.ask(Frames.query("INSERT")) == ["ver=0x84 flags=0x00 stream=0 " + Self.void])
        }
    }

    @Test func `a node that stands still takes connections, and answers late`() async throws {
        try await withNode { bench in
            let client = try await bench.client()
            _ = try await client.ask(Frames.query("WAIT", stream: 8))
            bench.node.pause()
            #expect(try await client.ask(Frames.query("INSERT", stream: 9), wait: .seconds(3)) == [])
            let other = try await bench.connect()
            #expect(try await other.ask(Frames.startup(), wait: .seconds(3)) == [])
            bench.service.answerWaiting()
            bench.node.publish(Self.down)
            #expect(try await client.listen() == [])
            #expect(bench.service.log == ["WAIT"])
            bench.node.resume()
            #expect(
                try await client.listen() == [8, 9].map { "ver=0x84 flags=0x00 stream=\($0) " + Self.void })
            #expect(try await other.listen() == ["ver=0x84 flags=0x00 stream=0 READY len=0"])
        }
    }

    @Test func `events go to those who registered for their kind`() async throws {
        try await withNode { bench in
            let all = try await bench.client()
            _ = try await all.ask(Frames.register(["STATUS_CHANGE", "schema_change", "TOPOLOGY_CHANGE"]))
            let some = try await bench.client()
            _ = try await some.ask(Frames.register(["SCHEMA_CHANGE"]))
            let none = try await bench.client()
            bench.node.publish(Self.down)
            bench.node.publish(.schemaChange(SchemaChange(change: "CREATED", target: .keyspace, keyspace: "a")))
            #expect(
                try await all.listen() == [
                    "ver=0x84 flags=0x00 stream=-1 EVENT len=30", "ver=0x84 flags=0x00 stream=-1 EVENT len=37",
                ])
            #expect(try await some.listen() == ["ver=0x84 flags=0x00 stream=-1 EVENT len=37"])
            #expect(try await none.listen() == [])
        }
    }
}
