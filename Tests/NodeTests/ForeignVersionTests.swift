import BlockingClient
import Bytes
import CassandraWire
import TestKit
import Testing

extension AnyNode {
    /// What a node answers to those who speak something else than version 4, and what our decoder makes of it.
    @Suite struct ForeignVersionTests {
        let node: TestedNode

        init() throws {
            node = try #require(TestedNode.current)
        }

        struct Opening: CustomTestStringConvertible {
            let testDescription: String
            let bytes: [UInt8]
            /// What a strict decoder says of the answer.
            let error: FrameError
            /// The version and the words in the answer, for a decoder that puts up with other versions.
            var answer: (version: UInt8, words: String)?

            /// A STARTUP whose first byte says another version.
            static func version(_ version: UInt8, error: FrameError, answer: (UInt8, String)? = nil) throws -> Opening {
                var bytes = Array(try FrameEncoder().encode(.startup(Startup()), stream: 0))
                bytes[0] = version
                return Opening(testDescription: "version \(version)", bytes: bytes, error: error, answer: answer)
            }
        }

        private static var openings: [Opening] {
            get throws {
                try [
                    .version(1, error: .oldVersion(1)),
                    .version(2, error: .oldVersion(2)),
                    .version(3, error: .version(3), answer: (3, "ready")),
                    .version(5, error: .version(5), answer: (5, "ready")),
                    .version(6, error: .version(6), answer: (6, "Beta version of the protocol used (6/v6-beta)")),
                    .version(7, error: .version(5), answer: (5, "unsupported protocol version (7)")),
                    .version(66, error: .version(5), answer: (5, "unsupported protocol version (66)")),
                    .version(0, error: .version(5), answer: (5, "unsupported protocol version (0)")),
                    Opening(
                        testDescription: "TLS", bytes: [UInt8](hex: "16 0301 0005 01 000001 00"),
                        error: .version(5), answer: (5, "unsupported protocol version (22)")),
                    Opening(
                        testDescription: "HTTP", bytes: Array("GET / HTTP/1.1\r\n\r\n".utf8),
                        error: .version(5), answer: (5, "unsupported protocol version (71)")),
                    Opening(
                        testDescription: "the wrong direction", bytes: [UInt8](hex: "84 00 0009 07 00000000"),
                        error: .version(5), answer: (5, "Wrong protocol direction (expected REQUEST, got RESPONSE)")),
                    Opening(
                        testDescription: "an unknown opcode", bytes: [UInt8](hex: "04 00 0009 77 00000000"),
                        error: .version(5), answer: (5, "Unknown opcode 119")),
                ]
            }
        }

        @Test(
            "The answer to another version is named for what it is, and can be read (O-2)",
            .realNodeOnly("embedded nodes speak version 4 alone, and say so in it"), arguments: try openings)
        func otherVersions(opening: Opening) throws {
            let strict = try node.connect()
            try strict.send(raw: opening.bytes)
            #expect(throws: opening.error) { try strict.receive() }

            guard let answer = opening.answer else { return }
            let lenient = try node.connect(acceptsOtherVersions: true)
            try lenient.send(raw: opening.bytes)
            let reply = try lenient.receive()
            #expect(reply.header.version == answer.version)
            if let error = reply.response.error {
                #expect(error.code == .protocolError)
                #expect(error.message.contains(answer.words))
            } else {
                #expect("\(reply.response)" == answer.words)
            }
        }

        @Test("A frame of another version on an open connection is answered in ours, and the connection goes on")
        func versionChange() throws {
            let connection = try node.open()
            var bytes = Array(try FrameEncoder().encode(.query("SELECT key FROM system.local"), stream: 2))
            bytes[0] = 5
            try connection.send(raw: bytes)
            let reply = try connection.receive()
            #expect(reply.header.version == 4)
            #expect(reply.response.error?.code == .protocolError)
            #expect(try connection.rows("SELECT key FROM system.local").values() == [.text("local")])
        }
    }
}
