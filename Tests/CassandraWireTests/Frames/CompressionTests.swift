import Bytes
import CassandraWire
import FuzzBodies
import TestKit
import Testing

@Suite struct CompressionTests {
    /// A body whose LZ4 block is written by hand: four literals, [int] 1, which is a RESULT of kind Void.
    private static let block: [UInt8] = [0x40, 0, 0, 0, 1]

    private static func stream(_ claimed: Int32, _ block: [UInt8]) -> [UInt8] {
        frame(flags: 0x01, opcode: 0x08, [.int(claimed), .raw(block)])
    }

    @Test("D-18 without being negotiated, a compressed body is fatal")
    func notNegotiated() {
        #expect(Feed(CompressionTests.stream(4, CompressionTests.block)).error == .compression(.compressionUnavailable))
        #expect(Feed(frame(flags: 0x01, opcode: 0x02, [])).error == .compression(.compressionUnavailable))
    }

    @Test("D-18 a build without LZ4 refuses it", .enabled(if: !Compression.lz4.isAvailable, "LZ4 is built in"))
    func unavailable() {
        let feed = Feed(CompressionTests.stream(4, CompressionTests.block), compression: .lz4)
        #expect(feed.error == .compression(.compressionUnavailable))
        #expect(throws: WireError.compressionUnavailable) {
            try FrameEncoder(compression: .lz4).encode(.prepare(Prepare(text: "Q")), stream: 1)
        }
    }

    @Suite(.enabled(if: Compression.lz4.isAvailable, "built without LZ4"))
    struct LZ4 {
        private static let corrupt: [(String, Int32, [UInt8], WireError)] = [
            ("a length of 0", 0, block, .corruptCompression),
            ("a negative length", -1, block, .invalidCount(-1)),
            ("the least length", .min, block, .invalidCount(.min)),
            ("2 GiB", .max, block, .invalidCount(.max)),
            ("just over the limit", 1001, block, .invalidCount(1001)),
            ("more than LZ4 can make of it", 1000, Array(block.prefix(3)), .corruptCompression),
            ("a length that is 1 too small", 3, block, .corruptCompression),
            ("a length that is 1 too large", 5, block, .corruptCompression),
            ("no block at all", 4, [], .corruptCompression),
            ("literals beyond the block's end", 4, [0x50, 0, 0, 0, 1], .corruptCompression),
            ("a length of literals that goes on for ever", 900, [0xF0, 255, 255, 255, 255], .corruptCompression),
            ("a trailing byte", 4, block + [0], .corruptCompression),
            ("a second block", 8, block + block, .corruptCompression),
            ("an offset of 0", 20, [0x12, 7, 0, 0] + lastLiterals, .corruptCompression),
            (
                "an offset of 0 in a long match", 900, [0x1F, 7, 0, 0, 255, 255, 255, 101] + lastLiterals,
                .corruptCompression
            ),
            ("an offset beyond the start", 20, [0x12, 7, 2, 0] + lastLiterals, .corruptCompression),
            ("the largest offset", 20, [0x12, 7, 255, 255] + lastLiterals, .corruptCompression),
            ("a match beyond the end", 15, [0x1F, 7, 1, 0, 100] + lastLiterals, .corruptCompression),
            ("a block that ends in a match", 7, [0x12, 7, 1, 0], .corruptCompression),
            ("a block that ends in an offset", 7, [0x12, 7, 1], .corruptCompression),
        ]

        /// What has to follow the last match: at least twelve bytes behind its start, five of them literals.
        private static let lastLiterals: [UInt8] = [0xD0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]

        @Test("D-18 the blocks that are written by hand are blocks")
        func sound() throws {
            #expect(Feed(stream(4, block), compression: .lz4).single?.body == [0, 0, 0, 1])
            let run = Feed(stream(20, [0x12, 7, 1, 0] + LZ4.lastLiterals), compression: .lz4)
            #expect(run.single?.body.prefix(8).elementsEqual([7, 7, 7, 7, 7, 7, 7, 1]) == true)
        }

        @Test("D-18 a corrupt block is an error, and fatal")
        func corrupt() {
            for (name, claimed, block, error) in LZ4.corrupt {
                let feed = Feed(
                    stream(claimed, block), limits: FrameLimits(maximumBody: 1000), compression: .lz4)
                #expect(feed.error == .compression(error), "\(name)")
                #expect(feed.frames.isEmpty, "\(name)")
            }
        }

        @Test("D-18 a block that is cut at any byte is an error")
        func truncated() throws {
            let message = Request.prepare(Prepare(text: String(repeating: "SELECT * FROM t; ", count: 20)))
            let whole = Array(try FrameEncoder(compression: .lz4).encode(message, stream: 1))
            for count in FrameHeader.length + 1..<whole.count {
                let bytes = GoldenFrame.withRightLength(Array(whole[..<count]))
                let error = Feed(bytes, direction: .request, compression: .lz4).error
                let expected: WireError = count < FrameHeader.length + 4 ? .truncated : .corruptCompression
                #expect(error == .compression(expected), "after \(count) bytes")
            }
        }

        @Test("D-18 a claim is refused before memory is taken for it")
        func bombs() {
            let before = ResidentMemory.peak
            // The ratio would allow it, the limit does not; and the other way round.
            let junk = [UInt8](repeating: 0xFF, count: 1 << 20)
            let limited = Feed(stream(200 << 20, junk), limits: FrameLimits(maximumBody: 100 << 20), compression: .lz4)
            #expect(limited.error == .compression(.invalidCount(200 << 20)))
            let small = Feed(stream(200 << 20, Array(junk.prefix(1000))), compression: .lz4)
            #expect(small.error == .compression(.corruptCompression))
            // Neither forbids this one; what is never written takes no memory either.
            #expect(Feed(stream(200 << 20, junk), compression: .lz4).error == .compression(.corruptCompression))
            #expect(ResidentMemory.peak - before < 150 << 20)
        }

        @Test("D-18 every byte of a compressed frame flipped gives an error, or as many bytes as claimed")
        func flipped() {
            for frame in GoldenFrame.all where frame.compression == .lz4 && frame.bytes.count < 2000 {
                for place in FrameHeader.length..<frame.bytes.count {
                    var bytes = frame.bytes
                    bytes[place] ^= 0xFF
                    let feed = Feed(bytes, direction: frame.direction, compression: .lz4)
                    guard let body = feed.single?.body else { continue }
                    let claimed = bytes[9..<13].reduce(0) { $0 << 8 | Int($1) }
                    #expect(body.count == claimed, "\(frame.name), byte \(place)")
                }
            }
        }

        @Test("D-18 what is compressed comes back", arguments: [1, 4, 12, 13, 100, 65_535, 65_536, 100_000])
        func roundTrip(count: Int) throws {
            var generator = Seed.forThisRun("CompressionTests.roundTrip").generator
            let noise = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            for token in [Array(repeating: 7, count: count), noise, noise + noise] {
                let request = Request.authResponse(AuthResponse(token: ByteSlice(token)))
                let bytes = Array(try FrameEncoder(compression: .lz4).encode(request, stream: 1))
                let frame = try #require(Feed(bytes, direction: .request, compression: .lz4).single)
                #expect(try Request.decode(frame).request == request)
            }
        }

        @Test("D-19 STARTUP, OPTIONS and empty bodies are never compressed, everything long is")
        func whatIsCompressed() throws {
            let encoder = FrameEncoder(compression: .lz4)
            let plain = FrameEncoder()
            let startup = Request.startup(
                Startup(options: [.init(name: "CQL_VERSION", value: String(repeating: "3", count: 1000))]))
            #expect(try encoder.encode(startup, stream: 1) == plain.encode(startup, stream: 1))
            #expect(try encoder.encode(.options, stream: 1) == plain.encode(.options, stream: 1))
            #expect(try encoder.encode(.ready, stream: 1) == plain.encode(.ready, stream: 1))
            let query = Request.prepare(Prepare(text: String(repeating: "x", count: 1000)))
            let compressed = try encoder.encode(query, stream: 1)
            #expect(compressed.count < 100 && compressed[1] == 0x01)
            let authenticate = Response.authenticate(Authenticate(authenticator: String(repeating: "a", count: 1000)))
            #expect(try encoder.encode(authenticate, stream: 1)[1] == 0x01)
        }

        @Test("D-19 a body that compression would make longer goes as it is")
        func incompressible() throws {
            let query = Request.prepare(Prepare(text: "SELECT a"))
            let encoder = FrameEncoder(compression: .lz4)
            #expect(try encoder.encode(query, stream: 1) == FrameEncoder().encode(query, stream: 1))
            // Or a request that is just short enough would be too long on the wire.
            var generator = Seed.forThisRun("CompressionTests.incompressible").generator
            let token = ByteSlice((0..<996).map { _ in UInt8.random(in: 0...255, using: &generator) })
            let limited = FrameEncoder(compression: .lz4, maximumBody: 1000)
            let frame = try limited.encode(.authResponse(AuthResponse(token: token)), stream: 1)
            #expect(frame.count == FrameHeader.length + 1000)
        }

        @Test("D-19 after the negotiation frames may be compressed or plain, as they come")
        func mixed() throws {
            let name = [Primitive.string("org.apache.cassandra.auth.PasswordAuthenticator")]
            let encoded = Array(
                try FrameEncoder(compression: .lz4).encode(
                    .authenticate(Authenticate(authenticator: String(repeating: "a", count: 1000))), stream: 0))
            let frames: [[UInt8]] = [
                encoded, frame(opcode: 0x03, name), frame(flags: 0x01, opcode: 0x02, []), frame(opcode: 0x02, []),
                frame(flags: 0x01, opcode: 0x02, [.int(4), .raw(block)]), stream(4, block),
            ]
            let feed = Feed(frames.flatMap { $0 }, compression: .lz4)
            #expect(feed.error == nil && feed.frames.count == frames.count)
            let opcodes = try feed.frames.map { try Response.decode($0).response.opcode }
            #expect(opcodes == [.authenticate, .authenticate, .ready, .ready, .ready, .result])
        }
    }
}
