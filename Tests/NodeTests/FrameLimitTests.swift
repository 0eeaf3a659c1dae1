import BlockingClient
import Bytes
import CassandraWire
import TestKit
import Testing

extension AnyNode {
    @Suite struct FrameLimitTests {
        let node: TestedNode

        init() throws {
            node = try #require(TestedNode.current)
        }

        /// A query whose frame has a body of `count` bytes.
        private func query(body count: Int) throws -> Request {
            let bare = try FrameEncoder().encode(.query("SELECT key FROM system.local  "), stream: 1)
            let blanks = String(repeating: " ", count: count - (bare.count - FrameHeader.length))
            return .query("SELECT key FROM system.local  " + blanks)
        }

        @Test("The largest request that we write is one that the node takes, and one byte more neither (O-4)")
        func largestRequest() throws {
            let connection = try node.open()
            let limit = connection.encoder.maximumBody
            let reply = try connection.reply(to: try query(body: limit), stream: 4)
            #expect(reply.header.stream == 4)
            #expect(try RowPage(reply.response.result.rows).values() == [.text("local")])

            #expect(throws: WireError.tooLong) { try connection.send(try query(body: limit + 1), stream: 4) }
            connection.encoder.maximumBody = .max
            let refused = try connection.reply(to: try query(body: limit + 1), stream: 4)
            #expect(refused.header.stream == 4)
            #expect(refused.response.error?.code == .invalid)
            #expect(refused.response.error?.message.hasPrefix("Request is too big") == true)
            #expect(try connection.rows("SELECT key FROM system.local").values() == [.text("local")])
        }

        @Test(
            "A request that compression would make too large goes as it is",
            .enabled(if: Compression.lz4.isAvailable, "this build has no LZ4"))
        func incompressible() throws {
            let connection = try node.connect()
            try connection.start(compression: .lz4)
            // LZ4 looks back 64 KiB and finds nothing there.
            var generator = Seed.forThisRun().generator
            let digits = Array("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_".utf8)
            let block = String(
                decoding: (0..<128 << 10).map { _ in digits[Int(generator.next() % 64)] }, as: UTF8.self)
            let room = connection.encoder.maximumBody - (try bodyLength(text: ""))
            let text = String(String(repeating: block, count: room / block.utf8.count + 1).prefix(room))
            #expect(try bodyLength(text: text) == connection.encoder.maximumBody)
            let reply = try connection.reply(to: .query("SELECT (int) 1 /* \(text) */ AS v FROM system.local"))
            #expect(try RowPage(reply.response.result.rows).values() == [.int(1)])
        }

        private func bodyLength(text: String) throws -> Int {
            let query = Request.query("SELECT (int) 1 /* \(text) */ AS v FROM system.local")
            return try FrameEncoder(maximumBody: .max).encode(query, stream: 1).count - FrameHeader.length
        }
    }
}
