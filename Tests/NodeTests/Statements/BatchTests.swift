import BlockingClient
import Bytes
import CassandraWire
import Testing

extension AnyNode {
    @Suite struct BatchTests {
        let connection: BlockingConnection

        init() throws {
            connection = try #require(TestedNode.current).open()
            try connection.execute("CREATE TABLE IF NOT EXISTS batched (id int PRIMARY KEY, v text)")
            try connection.execute("CREATE TABLE IF NOT EXISTS batch_counters (id int PRIMARY KEY, n counter)")
            try connection.execute("TRUNCATE batched")
        }

        private func batch(_ kind: Batch.Kind, _ entries: [Batch.Entry], timestamp: Int64? = nil) -> Request {
            .batch(Batch(kind: kind, entries: entries, consistency: .one, timestamp: timestamp))
        }

        private func text(_ cql: String, _ values: [BoundValue] = []) throws -> Batch.Entry {
            Batch.Entry(statement: .text(cql), values: try BoundValues(values))
        }

        @Test(
            "Texts and prepared statements are executed together", arguments: [Batch.Kind.logged, .unlogged])
        func kinds(kind: Batch.Kind) throws {
            let insert = try connection.prepare("INSERT INTO batched (id, v) VALUES (?, ?)")
            let encoder = try ValueEncoder<(Int32, String)>(markers: try #require(insert.variables.columns))
            let entries = [
                try text("INSERT INTO batched (id, v) VALUES (1, 'text')"),
                try text("INSERT INTO batched (id, v) VALUES (?, ?)", [.bytes([0, 0, 0, 2]), .bytes([0x62])]),
                Batch.Entry(statement: .prepared(id: insert.id), values: try encoder.bind((3, "prepared"))),
                Batch.Entry(statement: .prepared(id: insert.id), values: try encoder.bind((4, "again"))),
            ]
            #expect(try connection.result(of: batch(kind, entries, timestamp: 1_234_567)) == .void)
            let page = try connection.rows("SELECT id, v, writetime(v) FROM batched")
            var rows = page.rows(try RowDecoder<(Int32, String, Int64)>(columns: page.columns))
            let all = try rows.all()
            #expect(
                Dictionary(uniqueKeysWithValues: all.map { ($0.0, $0.1) }) == [
                    1: "text", 2: "b", 3: "prepared", 4: "again",
                ])
            #expect(all.allSatisfy { $0.2 == 1_234_567 })
        }

        @Test("Counters have a batch of their own")
        func counterBatch() throws {
            try connection.execute("TRUNCATE batch_counters")
            let entries = try (1...3).map { try text("UPDATE batch_counters SET n = n + \($0) WHERE id = 1") }
            #expect(try connection.result(of: batch(.counter, entries)) == .void)
            #expect(try connection.rows("SELECT n FROM batch_counters").values() == [.counter(6)])
            let mixed = try connection.reply(to: batch(.logged, entries))
            #expect(mixed.response.error?.code == .invalid)
        }

        @Test("An empty batch does nothing, and one that reads is refused")
        func limits() throws {
            #expect(try connection.result(of: batch(.logged, [])) == .void)
            let select = try connection.reply(to: batch(.logged, [try text("SELECT id FROM batched")]))
            #expect(select.response.error?.code == .invalid)
        }

        @Test("A large batch comes with a warning, a larger one is refused (O-13)")
        func size() throws {
            func reply(bytes: Int) throws -> BlockingConnection.Reply {
                let value = String(repeating: "x", count: bytes / 10)
                let entries = try (0..<10).map {
                    try text("INSERT INTO batched (id, v) VALUES (\($0), '\(value)')")
                }
                return try connection.reply(to: batch(.unlogged, entries))
            }
            let small = try reply(bytes: 1_000)
            #expect(small.prologue.warnings.isEmpty && small.response == .result(.void))
            let large = try reply(bytes: 12 << 10)
            #expect(large.header.flags == [.warnings] && large.response == .result(.void))
            #expect(large.prologue.warnings.count == 1)
            #expect(large.prologue.warnings.first?.contains("exceeding specified threshold") == true)
            let tooLarge = try reply(bytes: 60 << 10)
            #expect(tooLarge.response == .error(ServerError(code: .invalid, message: "Batch too large")))
        }

        @Test("A conditional batch answers whether it was applied, and with which rows not")
        func conditional() throws {
            let entries = [
                try text("INSERT INTO batched (id, v) VALUES (1, 'a') IF NOT EXISTS"),
                try text("UPDATE batched SET v = 'b' WHERE id = 1"),
            ]
            let first = try RowPage(try connection.result(of: batch(.logged, entries)).rows)
            #expect(first.columns.map(\.name) == ["[applied]"])
            #expect(try first.values() == [.boolean(true)])
            let second = try RowPage(try connection.result(of: batch(.logged, entries)).rows)
            #expect(second.columns.map(\.name) == ["[applied]", "id", "v"])
            #expect(try second.values().first == .boolean(false))
        }
    }
}
