import Networking
import Testing

@testable import EmbeddedCassandra

/// The body of a RESULT of 47 bytes, as the real node has it for the key of system.local.
private let row = "RESULT len=47 kind=2"

/// What a real Cassandra 5.0.8 answered to the same bytes, once a connection is ready.
@Suite struct RequestProbeTests {
    typealias Probe = HandshakeProbeTests.Probe

    static let probes = [
        Probe("stream -1", Frames.query(KnownAnswers.local, stream: -1), "ver=0x84 flags=0x00 stream=-1 " + row),
        Probe(
            "stream 32767", Frames.query(KnownAnswers.local, stream: 32767), "ver=0x84 flags=0x00 stream=32767 " + row),
        Probe(
            "two requests on one stream",
            Frames.query(KnownAnswers.local, stream: 7) + Frames.query(KnownAnswers.local, stream: 7),
            "ver=0x84 flags=0x00 stream=7 " + row, "ver=0x84 flags=0x00 stream=7 " + row),
        Probe(
            "empty QUERY body", Frames.frame(7, [], stream: 4),
            "ver=0x84 flags=0x00 stream=4 ERROR len=87 code=0x000a \"Not enough bytes to read an UTF8 serialized string preceded by its 4 bytes length\" +0 bytes"
        ),
        Probe(
            "QUERY long string -1", Frames.frame(7, Frames.int(-1) + [0, 1, 0], stream: 4),
            "ver=0x84 flags=0x00 stream=4 ERROR len=87 code=0x000a \"Not enough bytes to read an UTF8 serialized string preceded by its 4 bytes length\" +0 bytes"
        ),
        Probe(
            "QUERY long string longer than the body", Frames.frame(7, Frames.int(100) + [65], stream: 4),
            "ver=0x84 flags=0x00 stream=4 ERROR len=87 code=0x000a \"Not enough bytes to read an UTF8 serialized string preceded by its 4 bytes length\" +0 bytes"
        ),
        Probe(
            "QUERY trailing junk", Frames.query(KnownAnswers.local, rest: [0, 1, 0, 1, 2, 3]),
            "ver=0x84 flags=0x00 stream=0 " + row),
        Probe(
            "QUERY bad UTF-8",
            Frames.frame(7, Frames.int(9) + [0xFF, 0xFE] + Array(" FROM x".utf8) + [0, 1, 0], stream: 4),
            "ver=0x84 flags=0x00 stream=4 ERROR len=116 code=0x000a \"Cannot decode string as UTF8: 'fffe2046524f4d2078'; java.nio.charset.MalformedInputException: Input length = 1\" +0 bytes"
        ),
        Probe(
            "QUERY consistency 0x00ff", Frames.query("SELECT", rest: [0, 255, 0]),
            "ver=0x84 flags=0x00 stream=0 ERROR len=46 code=0x000a \"Unknown code 255 for a consistency level\" +0 bytes"
        ),
        Probe(
            "QUERY consistency SERIAL", Frames.query(KnownAnswers.local, rest: [0, 8, 0]),
            "ver=0x84 flags=0x00 stream=0 " + row),
        Probe(
            "QUERY value length -3", Frames.query("SELECT", stream: 4, rest: [0, 1, 1, 0, 1] + Frames.int(-3)),
            "ver=0x84 flags=0x00 stream=4 ERROR len=31 code=0x000a \"Invalid ByteBuf length -3\" +0 bytes"),
        Probe(
            "compressed flag, none negotiated", Frames.query(KnownAnswers.local, stream: 4, flags: 1),
            "ver=0x84 flags=0x00 stream=4 " + row),
        Probe(
            "flags 0x10", Frames.query(KnownAnswers.local, stream: 2, flags: 0x10),
            "ver=0x84 flags=0x00 stream=2 " + row),
        Probe(
            "flags 0xE0", Frames.query(KnownAnswers.local, stream: 2, flags: 0xE0),
            "ver=0x84 flags=0x00 stream=2 " + row),
        Probe(
            "the version changes to 5", Frames.query(KnownAnswers.local, stream: 2, version: 5),
            "ver=0x84 flags=0x00 stream=2 ERROR len=97 code=0x000a \"Invalid message version. Got 5/v5 but previous messages on this connection had version 4/v4\" +0 bytes"
        ),
        Probe(
            "the version changes to 3", Frames.query(KnownAnswers.local, stream: 2, version: 3),
            "ver=0x84 flags=0x00 stream=2 ERROR len=97 code=0x000a \"Invalid message version. Got 3/v3 but previous messages on this connection had version 4/v4\" +0 bytes"
        ),
        Probe(
            "EXECUTE unknown id", Frames.execute([UInt8](repeating: 1, count: 16), stream: 4),
            "ver=0x84 flags=0x00 stream=4 ERROR len=261 code=0x2500 \"Prepared query with ID 01010101010101010101010101010101 not found (either the query was not prepared on this host (maybe the host has been restarted?) or you have prepared too many queries and it has been evicted from the internal cache)\" +18 bytes"
        ),
        Probe(
            "REGISTER unknown event", Frames.register(["NOPE"], stream: 4),
            "ver=0x84 flags=0x00 stream=4 ERROR len=35 code=0x000a \"Invalid value 'NOPE' for Type\" +0 bytes"),
        Probe("REGISTER none", Frames.register([], stream: 4), "ver=0x84 flags=0x00 stream=4 READY len=0"),
        Probe(
            "BATCH type 9", Frames.batch(9, stream: 4),
            "ver=0x84 flags=0x00 stream=4 ERROR len=34 code=0x000a \"Invalid BATCH message type 9\" +0 bytes"),
        Probe("BATCH empty", Frames.batch(0, stream: 4), "ver=0x84 flags=0x00 stream=4 RESULT len=4 kind=1"),
        Probe(
            "page size 0", Frames.query(KnownAnswers.local, rest: [0, 1, 4] + Frames.int(0)),
            "ver=0x84 flags=0x00 stream=0 ERROR len=31 code=0x000a \"The page size cannot be 0\" +0 bytes"),
        Probe(
            "page size -1", Frames.query(KnownAnswers.local, rest: [0, 1, 4] + Frames.int(-1)),
            "ver=0x84 flags=0x00 stream=0 " + row),
        Probe(
            "negative timestamp",
            Frames.query(KnownAnswers.local, rest: [0, 1, 0x20] + [UInt8](repeating: 255, count: 8)),
            "ver=0x84 flags=0x00 stream=0 " + row),
        Probe(
            "serial consistency ONE", Frames.query(KnownAnswers.local, rest: [0, 1, 0x10, 0, 1]),
            "ver=0x84 flags=0x00 stream=0 " + row),
        Probe(
            "a bad version, then a good query",
            Frames.frame(7, [], stream: 21, version: 9),
            "ver=0x84 flags=0x00 stream=0 ERROR len=106 code=0x000a \"Invalid or unsupported protocol version (9); the lowest supported version is 4 and the greatest is 4\" +0 bytes"
        ),
        Probe(
            "a protocol error, then a good query",
            Frames.frame(7, [], stream: 6) + Frames.query(KnownAnswers.local, stream: 21),
            "ver=0x84 flags=0x00 stream=6 ERROR len=87 code=0x000a \"Not enough bytes to read an UTF8 serialized string preceded by its 4 bytes length\" +0 bytes",
            "ver=0x84 flags=0x00 stream=21 " + row),
        Probe(
            "a frame above 16 MiB, then a good query",
            Frames.frame(7, [UInt8](repeating: 0, count: (16 << 20) + 1), stream: 4)
                + Frames.query(KnownAnswers.local, stream: 21),
            "ver=0x84 flags=0x00 stream=4 ERROR len=82 code=0x2200 \"Request is too big: length 16777226 exceeds maximum allowed length 16777216.\" +0 bytes",
            "ver=0x84 flags=0x00 stream=21 " + row),
        Probe(
            "a custom payload is nobody's",
            Frames.frame(
                7,
                [0, 1] + Frames.string("x") + Frames.int(2) + [1, 2] + Frames.longString(KnownAnswers.local) + [
                    0, 1, 0,
                ],
                flags: 4), "ver=0x84 flags=0x00 stream=0 " + row),
    ]

    @Test(arguments: probes)
    func `bytes get the real node's answer`(probe: Probe) async throws {
        let answers = try await withNode { bench in
            let client = try await bench.client()
            for start in stride(from: 0, to: probe.sent.count, by: 200_000) {
                try client.send(Array(probe.sent[start..<min(probe.sent.count, start + 200_000)]))
                try await bench.loop.sleep(for: .milliseconds(100))
            }
            return try await client.listen()
        }
        #expect(answers == probe.answers)
    }

    @Test func `the connection is good after each of them`() async throws {
        for probe in Self.probes where probe.sent.count < 1000 {
            try await withNode { bench in
                let client = try await bench.client()
                #expect(try await client.ask(probe.sent) == probe.answers)
                #expect(
                    try await client.ask(Frames.query(KnownAnswers.local, stream: 21)) == [
                        "ver=0x84 flags=0x00 stream=21 " + row
                    ])
            }
        }
    }

    @Test func `300 requests in one write are all answered`() async throws {
        try await withNode { bench in
            let client = try await bench.client()
            let answers = try await client.ask((0..<300).flatMap { Frames.query(KnownAnswers.local, stream: $0) })
            #expect(answers == (0..<300).map { "ver=0x84 flags=0x00 stream=\($0) " + row })
        }
    }

    @Test func `half a frame and a close harm nobody else`() async throws {
        try await withNode { bench in
            let client = try await bench.client()
            try client.send(Array(Frames.query(KnownAnswers.local).prefix(12)))
            try await bench.loop.sleep(for: .milliseconds(10))
            client.close()
            let next = try await bench.client()
            #expect(try await next.ask(Frames.query(KnownAnswers.local)) == ["ver=0x84 flags=0x00 stream=0 " + row])
            #expect(bench.node.connectionCount == 1)
        }
    }
}
