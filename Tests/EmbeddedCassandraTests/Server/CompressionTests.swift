import Bytes
import CassandraWire
import Networking
import Testing

@testable import EmbeddedCassandra

#if LZ4
    /// A node with lz4, as a real one was seen to do it.
    @Suite struct CompressionTests {
        private static func compressed(_ plain: [UInt8]) throws -> [UInt8] {
            var writer = WireWriter()
            try Compression.lz4.compress(ByteSlice(plain), to: &writer)
            return Array(writer.finish())
        }

        @Test func `from STARTUP's answer on everything is compressed, even what gets longer`() async throws {
            try await withNode(withLogin) { bench in
                let client = try await bench.connect()
                #expect(
                    try await client.ask(Frames.startup([("COMPRESSION", "LZ4")])) == [
                        "ver=0x84 flags=0x01 stream=0 AUTHENTICATE len=55 org.apache.cassandra.auth.PasswordAuthenticator"
                    ])
                #expect(
                    try await client.ask(Frames.login("cassandra", "cassandra")).first?.prefix(39)
                        == "ver=0x84 flags=0x01 stream=0 AUTH_SUCCE")
                try client.send(Frames.query(KnownAnswers.local))
                try await bench.loop.sleep(for: .seconds(1))
                let frame = try #require(client.takeFrames().first)
                #expect(frame.flags == 1)
                #expect(frame.plain == Array(KnownAnswers.localBody))
            }
        }

        @Test func `requests may be compressed, or not`() async throws {
            try await withNode { bench in
                let client = try await bench.client([("COMPRESSION", "lz4")])
                let plain = Frames.longString("SELECT key FROM system.local") + [0, 1, 0]
                let line = try await client.ask(
                    Frames.frame(7, try Self.compressed(plain), stream: 3, flags: 1)
                        + Frames.frame(7, plain, stream: 4))
                #expect(line.map { $0.suffix(6) } == ["kind=2", "kind=2"])
                #expect(bench.service.log == ["SELECT key FROM system.local", "SELECT key FROM system.local"])
            }
        }

        @Test(arguments: [
            (
                Frames.int(0x7FFF_FFFF) + [1, 2, 3], "java.lang.Error: java.lang.reflect.InvocationTargetException"
            ),
            (
                Frames.int(-1) + [1, 2, 3],
                "io.netty.handler.codec.DecoderException: java.lang.IllegalArgumentException: initialCapacity : -1 (expected: >= 0)"
            ),
            (
                [1, 2],
                "io.netty.handler.codec.DecoderException: java.lang.ArrayIndexOutOfBoundsException: Index 2 out of bounds for length 2"
            ),
            (
                Frames.int(20) + [0xFF],
                "io.netty.handler.codec.DecoderException: net.jpountz.lz4.LZ4Exception: Malformed input at 5"
            ),
        ])
        func `what cannot be decompressed is refused on stream 0`(block: [UInt8], text: String) async throws {
            try await withNode { bench in
                let client = try await bench.client([("COMPRESSION", "lz4")])
                let answer = try await client.ask(Frames.frame(7, block, stream: 4, flags: 1))
                #expect(answer.count == 1)
                #expect(answer.first?.hasPrefix("ver=0x84 flags=0x01 stream=0 ERROR") == true)
                #expect(answer.first?.hasSuffix("code=0x0000 \"\(text)\" +0 bytes") == true)
                #expect(
                    try await client.ask(Frames.query("SELECT", stream: 5)).first?.contains("stream=5 RESULT") == true)
            }
        }
    }
#endif
