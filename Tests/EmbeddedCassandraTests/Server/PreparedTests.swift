import Bytes
import CassandraWire
import Networking
import Testing

@testable import EmbeddedCassandra

@Suite struct PreparedTests {
    private static func id(_ frame: SeenFrame) -> [UInt8] { Array(frame.body[6..<22]) }

    private static func prepare(_ text: String, _ client: RawClient, _ bench: NodeBench) async throws -> SeenFrame {
        try client.send(Frames.prepare(text))
        try await bench.loop.sleep(for: .milliseconds(100))
        return try #require(client.takeFrames().first)
    }

    @Test func `what one client prepares others execute`() async throws {
        try await withNode { bench in
            let client = try await bench.client()
            let prepared = try await Self.prepare("INSERT ks.t", client, bench)
            let id = Self.id(prepared)
            #expect(ByteSlice(id) == StatementID(of: "INSERT ks.t", keyspace: nil).bytes)
            let other = try await bench.client()
            #expect(
                try await other.ask(Frames.execute(id, stream: 6)) == [
                    "ver=0x84 flags=0x00 stream=6 RESULT len=4 kind=1"
                ])
            let entry = [UInt8(1)] + Frames.short(16) + id + [0, 0]
            let text = [UInt8(0)] + Frames.longString("INSERT ks.u") + [0, 0]
            #expect(
                try await other.ask(Frames.batch(1, [entry, text])) == [
                    "ver=0x84 flags=0x00 stream=0 RESULT len=4 kind=1"
                ])
            #expect(bench.service.log.last == "batch UNLOGGED of 2")
        }
    }

    @Test func `a change of its table makes a node forget a statement, and its id stays the same`() async throws {
        try await withNode { bench in
            let client = try await bench.client()
            let id = Self.id(try await Self.prepare("INSERT ks.t", client, bench))
            bench.node.publish(.schemaChange(SchemaChange(change: "CREATED", target: .table("t"), keyspace: "ks")))
            bench.node.publish(.schemaChange(SchemaChange(change: "UPDATED", target: .table("u"), keyspace: "ks")))
            bench.node.publish(.schemaChange(SchemaChange(change: "UPDATED", target: .keyspace, keyspace: "ks")))
            #expect(try await client.ask(Frames.execute(id)).first?.contains("RESULT") == true)
            bench.node.publish(.schemaChange(SchemaChange(change: "UPDATED", target: .table("t"), keyspace: "ks")))
            #expect(try await client.ask(Frames.execute(id)).first?.contains("code=0x2500") == true)
            #expect(Self.id(try await Self.prepare("INSERT ks.t", client, bench)) == id)
        }
    }

    @Test func `with USE the id is another, and the client is warned once`() async throws {
        try await withNode { bench in
            let client = try await bench.client()
            _ = try await client.ask(Frames.query("USE ks"))
            let first = try await Self.prepare("INSERT t", client, bench)
            #expect(first.flags == 8)
            #expect(String(decoding: first.body, as: UTF8.self).contains("anti-pattern"))
            let second = try await Self.prepare("INSERT u", client, bench)
            #expect(second.flags == 0)
            #expect(ByteSlice(Self.id(second)) == StatementID(of: "INSERT u", keyspace: "ks").bytes)
            let qualified = try await Self.prepare("INSERT ks.t", client, bench)
            #expect(ByteSlice(Self.id(qualified)) == StatementID(of: "INSERT ks.t", keyspace: nil).bytes)
        }
    }

    @Test func `a registry that is full forgets what is not used`() {
        let registry = PreparedRegistry(capacity: 100 * 1100)
        let used = StatementID(of: "used", keyspace: nil)
        registry.insert(used, text: "used", plan: PreparedPlan(PlanDescription()))
        var forgotten = 0
        for number in 0..<1000 {
            let text = "statement \(number)"
            registry.insert(StatementID(of: text, keyspace: nil), text: text, plan: PreparedPlan(PlanDescription()))
            if registry.entry(used)?.text != "used" { forgotten += 1 }
        }
        #expect(forgotten == 0)
        #expect((90...110).contains(registry.count))
        #expect(registry.entry(StatementID(of: "statement 999", keyspace: nil)) != nil)
        #expect(registry.entry(StatementID(of: "statement 1", keyspace: nil)) == nil)
    }

    @Test func `a registry finds what a dictionary finds`() {
        let registry = PreparedRegistry()
        var known: [UInt64: String] = [:]
        var state: UInt64 = 1
        var mistakes = 0
        for step in 0..<2000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1
            // Few low bits, so that many share a place.
            let key = state >> 33 & 0x1FF
            let id = StatementID(high: key, low: key & 7)
            if step % 3 == 2 {
                registry.remove(id)
                known[key] = nil
            } else {
                registry.insert(id, text: "\(step)", plan: PreparedPlan(PlanDescription()))
                known[key] = "\(step)"
            }
            if registry.entry(id)?.text != known[key] { mistakes += 1 }
        }
        #expect(mistakes == 0)
        #expect(registry.count == known.count)
        for key in 0..<UInt64(512) { #expect(registry.entry(StatementID(high: key, low: key & 7))?.text == known[key]) }
    }
}
