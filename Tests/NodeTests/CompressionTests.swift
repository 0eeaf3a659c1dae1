import BlockingClient
import Bytes
import CassandraWire
import TestKit
import Testing

extension AnyNode {
    @Suite(.enabled(if: Compression.lz4.isAvailable, "this build has no LZ4")) struct CompressionTests {
        let node: TestedNode

        init() throws {
            node = try #require(TestedNode.current)
        }

        /// A text in ASCII, which LZ4 makes smaller the fewer letters there are.
        private func text(_ count: Int, letters: Int, _ generator: inout SeededGenerator) -> String {
            let alphabet = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789".utf8.prefix(letters))
            return String(
                decoding: (0..<count).map { _ in alphabet.randomElement(using: &generator) ?? 0 }, as: UTF8.self)
        }

        @Test(
            "Bodies travel compressed both ways, whatever their size and content (O-5)",
            arguments: [(0, 1), (1, 1), (100, 1), (100, 62), (70_000, 2), (300_000, 1), (300_000, 62)])
        func bothWays(count: Int, letters: Int) throws {
            var generator = Seed.forThisRun().generator
            let connection = try node.connect()
            try connection.start(compression: .lz4)
            let text = text(count, letters: letters, &generator)
            let reply = try connection.reply(to: .query("SELECT (text) '\(text)' AS v FROM system.local"))
            #expect(reply.header.flags.contains(.compressed))
            #expect(try RowPage(reply.response.result.rows).values() == [.text(text)])
            if letters == 1 && count > 100 { #expect(Int(reply.header.bodyLength) < count / 20) }
        }

        @Test("A plain request on a compressed connection is answered (O-5)")
        func plainRequest() throws {
            let connection = try node.connect()
            try connection.start(compression: .lz4)
            connection.encoder.compression = nil
            let reply = try connection.reply(to: .query("SELECT key FROM system.local"))
            #expect(reply.header.flags.contains(.compressed))
            #expect(try RowPage(reply.response.result.rows).values() == [.text("local")])
        }

        @Test("Errors, warnings and prepared statements come compressed too")
        func otherMessages() throws {
            let connection = try node.connect()
            try connection.start(compression: .lz4)
            let error = try connection.reply(to: .query("SELEC"))
            #expect(error.header.flags.contains(.compressed))
            #expect(error.response.error?.code == .syntaxError)
            let counted = try connection.reply(to: .query("SELECT count(*) FROM \(TestedNode.keyspace).one"))
            #expect(counted.header.flags.isSuperset(of: [.compressed, .warnings]))
            #expect(counted.prologue.warnings.count == 1)
            let statement = try connection.prepare("SELECT key FROM system.local WHERE key = ?")
            let encoder = try ValueEncoder<String>(markers: try #require(statement.variables.columns))
            let rows = try connection.execute(statement, try encoder.bind("local")).rows
            #expect(try RowPage(rows).values() == [.text("local")])
        }

        @Test("A compressed answer that nobody negotiated on our side is an error, not garbage (D-18)")
        func notExpected() throws {
            let connection = try node.connect()
            try connection.start(compression: .lz4)
            connection.expectCompression(nil)
            #expect(throws: FrameError.compression(.compressionUnavailable)) {
                try connection.rows("SELECT key FROM system.local")
            }
        }

        @Test("What LZ4 cannot read is answered on stream 0 (O-1, O-5)")
        func garbage() throws {
            let connection = try node.connect()
            try connection.start(compression: .lz4)
            try connection.send(raw: [UInt8](hex: "04 01 0004 07 00000009 00000064 f0ffffffff"))
            let reply = try connection.receive()
            #expect(reply.header.stream == 0)
            #expect(reply.response.error?.code == .serverError)
        }
    }
}
