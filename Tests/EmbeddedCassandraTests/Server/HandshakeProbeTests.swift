import Networking
import Testing

@testable import EmbeddedCassandra

private let authenticate =
    "ver=0x84 flags=0x00 stream=0 AUTHENTICATE len=49 org.apache.cassandra.auth.PasswordAuthenticator"

/// What a real Cassandra 5.0.8 answered to the same bytes, on connections on which nobody has logged in yet.
@Suite struct HandshakeProbeTests {
    struct Probe: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var sent: [UInt8]
        var answers: [String]

        init(_ name: String, _ sent: [UInt8], _ answers: String...) {
            testDescription = name
            self.sent = sent
            self.answers = answers
        }
    }

    static let probes = [
        Probe(
            "response-direction frame", Frames.frame(7, [], stream: 9, version: 0x84),
            "ver=0x85 flags=0x00 stream=9 ERROR len=84 code=0x000a \"Wrong protocol direction (expected REQUEST, got RESPONSE) for opcode 7 (QUERY)\" +0 bytes"
        ),
        Probe(
            "QUERY before STARTUP", Frames.query("SELECT", stream: 5),
            "ver=0x84 flags=0x00 stream=0 ERROR len=60 code=0x000a \"Unexpected message QUERY, expecting STARTUP or OPTIONS\" +0 bytes"
        ),
        Probe(
            "the login of version 1", Frames.frame(4, stream: 6),
            "ver=0x84 flags=0x00 stream=0 ERROR len=66 code=0x000a \"Unexpected message CREDENTIALS, expecting STARTUP or OPTIONS\" +0 bytes"
        ),
        Probe(
            "unknown opcode 0x77", Frames.frame(0x77, stream: 6),
            "ver=0x85 flags=0x00 stream=6 ERROR len=24 code=0x000a \"Unknown opcode 119\" +0 bytes"),
        Probe(
            "STARTUP without CQL_VERSION", Frames.frame(1, [0, 0]),
            "ver=0x84 flags=0x00 stream=0 ERROR len=50 code=0x000a \"Missing value CQL_VERSION in STARTUP message\" +0 bytes"
        ),
        Probe("STARTUP CQL_VERSION 9.9.9", Frames.frame(1, Frames.map([("CQL_VERSION", "9.9.9")])), authenticate),
        Probe(
            "STARTUP unknown COMPRESSION zstd", Frames.startup([("COMPRESSION", "zstd")]),
            "ver=0x84 flags=0x00 stream=0 ERROR len=41 code=0x000a \"Unknown compression algorithm: zstd\" +0 bytes"),
        Probe("STARTUP unknown option", Frames.startup([("WHAT", "EVER")]), authenticate),
        Probe(
            "STARTUP twice", Frames.startup() + Frames.startup(), authenticate,
            "ver=0x84 flags=0x00 stream=0 ERROR len=57 code=0x000a \"Unexpected message STARTUP, expecting SASL_RESPONSE\" +0 bytes"
        ),
        Probe(
            "wrong password, then the right one",
            Frames.startup() + Frames.login("cassandra", "x") + Frames.login("cassandra", "cassandra"), authenticate,
            "ver=0x84 flags=0x00 stream=0 ERROR len=63 code=0x0100 \"Provided username cassandra and/or password are incorrect\" +0 bytes",
            "ver=0x84 flags=0x00 stream=0 AUTH_SUCCESS len=4"),
        Probe(
            "query before AUTH_RESPONSE", Frames.startup() + Frames.query("SELECT", stream: 3), authenticate,
            "ver=0x84 flags=0x00 stream=3 ERROR len=55 code=0x000a \"Unexpected message QUERY, expecting SASL_RESPONSE\" +0 bytes"
        ),
        Probe(
            "AUTH_RESPONSE null token", Frames.startup() + Frames.frame(0x0F, Frames.int(-1)), authenticate,
            "ver=0x84 flags=0x00 stream=0 ERROR len=105 code=0x0000 \"java.lang.NullPointerException: Cannot invoke \"java.nio.ByteBuffer.remaining()\" because \"b\" is null\" +0 bytes"
        ),
        Probe(
            "AUTH_RESPONSE 1 MiB",
            Frames.startup() + Frames.frame(0x0F, Frames.int(1 << 20) + [UInt8](repeating: 65, count: 1 << 20)),
            authenticate,
            "ver=0x84 flags=0x00 stream=0 ERROR len=31 code=0x0100 \"Password must not be null\" +0 bytes"),
        Probe("the length of a frame is -1", [4, 0, 0, 0, 7, 255, 255, 255, 255] + Frames.options),
        Probe("the length of a frame is 2 GiB", [4, 0, 0, 0, 7, 127, 255, 255, 255] + Frames.options),
    ]

    @Test(arguments: probes)
    func `bytes get the real node's answer`(probe: Probe) async throws {
        let answers = try await withNode(withLogin) { bench in
            let client = try await bench.connect()
            return try await client.ask(probe.sent, wait: .seconds(2))
        }
        #expect(answers == probe.answers)
    }

    @Test(arguments: probes)
    func `they get it in any pieces, too`(probe: Probe) async throws {
        let answers = try await withNode(withLogin) { bench in
            let client = try await bench.connect()
            for byte in probe.sent.prefix(400) {
                try client.send([byte])
                try await bench.loop.sleep(for: .milliseconds(1))
            }
            return try await client.ask(Array(probe.sent.dropFirst(400)), wait: .seconds(2))
        }
        // What cannot be passed is answered for each piece that comes behind it.
        #expect(answers.first == probe.answers.first)
        if probe.answers.count > 1 { #expect(answers == probe.answers) }
    }

    @Test func `OPTIONS is answered before STARTUP, with what we speak`() async throws {
        try await withNode { bench in
            let client = try await bench.connect()
            #expect(
                try await client.ask(Frames.frame(5, stream: 3)).map { String($0.prefix(39)) } == [
                    "ver=0x84 flags=0x00 stream=3 SUPPORTED "
                ])
        }
    }

    @Test func `STARTUP comes once`() async throws {
        try await withNode { bench in
            let client = try await bench.client()
            #expect(
                try await client.ask(Frames.startup()) == [
                    "ver=0x84 flags=0x00 stream=0 ERROR len=71 code=0x000a \"Unexpected message STARTUP, the connection is already initialized\" +0 bytes"
                ])
        }
    }

    /// Drivers that speak newer versions find out that there is version 4, by the header and by the text.
    @Test(arguments: [3, 5, 6, 7, 66, 0, 22, 71])
    func `other versions are refused in version 4`(version: UInt8) async throws {
        try await withNode { bench in
            let client = try await bench.connect()
            let text =
                "Invalid or unsupported protocol version (\(version)); the lowest supported version is 4 and the greatest is 4"
            #expect(
                try await client.ask(Frames.startup(version: version, stream: 2)) == [
                    "ver=0x84 flags=0x00 stream=0 ERROR len=\(6 + text.utf8.count) code=0x000a \"\(text)\" +0 bytes"
                ])
            #expect(try await client.ask(Frames.startup()) == ["ver=0x84 flags=0x00 stream=0 READY len=0"])
        }
    }

    @Test(arguments: [UInt8(1), 2])
    func `versions 1 and 2 are refused under their short header`(version: UInt8) async throws {
        try await withNode { bench in
            let client = try await bench.connect()
            _ = try await client.ask([version, 0, 0, 1, 0, 0, 0, 0])
            let text =
                "Invalid or unsupported protocol version (\(version)); the lowest supported version is 4 and the greatest is 4"
            #expect(
                client.takeBytes() == [version | 0x80, 0, 0, 0] + Frames.int(6 + text.utf8.count) + Frames.int(10)
                    + Frames.string(text))
        }
    }

    @Test func `an unknown opcode is never passed`() async throws {
        try await withNode { bench in
            let client = try await bench.connect()
            let answer = "ver=0x85 flags=0x00 stream=6 ERROR len=24 code=0x000a \"Unknown opcode 119\" +0 bytes"
            #expect(try await client.ask(Frames.frame(0x77, stream: 6)) == [answer])
            #expect(try await client.ask(Frames.options) == [answer])
        }
    }
}
