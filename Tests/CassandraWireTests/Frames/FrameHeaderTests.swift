import Bytes
import CassandraWire
import TestKit
import Testing

@Suite struct FrameHeaderTests {
    @Test("D-7 an opcode that does not exist is fatal, and named", arguments: [Direction.request, .response])
    func unknownOpcodes(direction: Direction) {
        let version: UInt8 = direction == .request ? 0x04 : 0x84
        for byte in UInt8.min ... .max where byte == 0x04 || byte > 0x10 {
            let feed = Feed(frame(version: version, opcode: byte, []), direction: direction)
            #expect(feed.error == .unknownOpcode(byte))
        }
        #expect(FrameError.unknownOpcode(0x04).description.contains("0x04"))
    }

    @Test("D-7 an opcode of the other side is fatal, and named", arguments: Opcode.allCases)
    func misplacedOpcodes(opcode: Opcode) {
        let requests: Set<UInt8> = [0x01, 0x05, 0x07, 0x09, 0x0A, 0x0B, 0x0D, 0x0F]
        let isRequest = requests.contains(opcode.rawValue)
        let asResponse = Feed(frame(version: 0x84, opcode: opcode.rawValue, []), direction: .response)
        let asRequest = Feed(frame(version: 0x04, opcode: opcode.rawValue, []), direction: .request)
        #expect(asResponse.error == (isRequest ? .misplacedOpcode(opcode) : nil))
        #expect(asRequest.error == (isRequest ? nil : .misplacedOpcode(opcode)))
        #expect(FrameError.misplacedOpcode(opcode).description.contains(opcode.description))
    }

    @Test("D-7 a frame of the wrong direction is fatal from its first byte on")
    func wrongDirection() {
        #expect(Feed([0x04]).error == .direction(0x04))
        #expect(Feed([0x84], direction: .request).error == .direction(0x84))
        #expect(FrameError.direction(0x04).description.contains("0x04"))
    }

    @Test("D-8 another version is read during the handshake, and fatal after it", arguments: [3, 5, 6] as [UInt8])
    func otherVersions(version: UInt8) throws {
        // The flag is that of beta versions.
        let stream = frame(
            version: 0x80 | version, flags: version == 6 ? 0x10 : 0, stream: 0, opcode: 0x00,
            [.int(0x000A), .string("Invalid or unsupported protocol version (4)")])
        #expect(Feed(stream).error == .version(version))
        #expect(FrameError.version(version).description.contains("version \(version)"))
        let frame = try #require(Feed(stream, acceptsOtherVersions: true).single)
        #expect(frame.header.version == version && frame.header.stream == 0)
        let expected = ServerError(code: .protocolError, message: "Invalid or unsupported protocol version (4)")
        #expect(try Response.decode(frame).response == .error(expected))
    }

    @Test("D-9 the short header of versions 1 and 2 is recognised by its first byte", arguments: [1, 2] as [UInt8])
    func oldVersions(version: UInt8) {
        // Eight bytes: nine would never come.
        let header: [UInt8] = [0x80 | version, 0, 0, 0x00, 0, 0, 0, 9]
        for accepts in [false, true] {
            for stream in [Array(header.prefix(1)), header] {
                #expect(Feed(stream, acceptsOtherVersions: accepts).error == .oldVersion(version))
            }
        }
        #expect(FrameError.oldVersion(version).description.contains("version \(version)"))
    }

    @Test(
        "D-10 something that is not CQL is named by its first byte",
        arguments: [
            ("\u{15}\u{3}\u{3}", .tls, "TLS"), ("\u{16}\u{3}\u{1}", .tls, "TLS"), ("HTTP/1.1 400", .http, "HTTP"),
            ("SSH-2.0-", .ssh, "SSH"), ("\u{0}\u{0}", .unknown, "0x00"), ("{\"a\":1}", .unknown, "0x7b"),
            ("\u{7}", .unknown, "0x07"), ("\u{7F}ELF", .unknown, "0x7f"),
        ] as [(String, ForeignProtocol, String)])
    func foreign(text: String, kind: ForeignProtocol, named: String) throws {
        let bytes = Array(text.utf8)
        for accepts in [false, true] {
            for stream in [Array(bytes.prefix(1)), bytes] {
                let error = try #require(Feed(stream, acceptsOtherVersions: accepts).error)
                #expect(error == .foreign(kind, firstByte: bytes[0]))
                #expect(error.description.contains(named))
            }
        }
    }

    @Test(
        "D-10 a server is told of a client that speaks HTTP or TLS", arguments: ["GET /", "POST /", "\u{16}\u{3}\u{1}"])
    func foreignClients(text: String) {
        guard case .foreign(let kind, _) = Feed(Array(text.utf8), direction: .request).error else {
            Issue.record("'\(text)' passes for CQL")
            return
        }
        #expect(kind != .unknown)
    }

    @Test("D-8, D-9, D-10 every first byte is judged at once")
    func everyFirstByte() {
        for byte in UInt8.min ... .max {
            let response = Feed([byte])
            #expect((response.error == nil) == (byte == 0x84), "\(byte)")
            let handshake = Feed([byte], acceptsOtherVersions: true)
            #expect((handshake.error == nil) == (0x83...0x86).contains(byte), "\(byte)")
            let request = Feed([byte], direction: .request)
            #expect((request.error == nil) == (byte == 0x04), "\(byte)")
        }
    }

    @Test(
        "D-11, D-13, D-14, D-15 a frame comes with its stream, whatever it is",
        arguments: [.min, -2, -1, 0, 1, 255, 256, 32766, .max] as [Int16])
    func streams(stream: Int16) throws {
        let event: [Primitive] = [.string("SCHEMA_CHANGE"), .string("DROPPED"), .string("KEYSPACE"), .string("k")]
        let bodies: [(UInt8, [Primitive])] = [
            (0x00, [.int(0), .string("")]), (0x02, []), (0x08, [.int(1)]), (0x0C, event),
        ]
        for (opcode, body) in bodies {
            let frame = try #require(Feed(frame(stream: stream, opcode: opcode, body)).single)
            #expect(frame.header.stream == stream && frame.header.opcode.rawValue == opcode)
            #expect(try Response.decode(frame).response.opcode.rawValue == opcode)
        }
    }

    @Test("a header is encoded as the specification draws it")
    func encoding() throws {
        for (stream, bytes) in [(0, "0000"), (1, "0001"), (256, "0100"), (.max, "7fff"), (-1, "ffff")]
            as [(Int16, String)]
        {
            #expect(Array(try FrameEncoder().encode(.options, stream: stream)).hex == "0400" + bytes + "0500000000")
            #expect(Array(try FrameEncoder().encode(.ready, stream: stream)).hex == "8400" + bytes + "0200000000")
        }
        #expect(Array(try FrameEncoder().encode(.options, stream: 1, tracing: true)).hex == "040200010500000000")
    }
}
