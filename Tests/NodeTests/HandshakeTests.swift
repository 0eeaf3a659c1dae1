import BlockingClient
import Bytes
import CassandraWire
import Testing

extension AnyNode {
    @Suite struct HandshakeTests {
        let node: TestedNode

        init() throws {
            node = try #require(TestedNode.current)
        }

        @Test("A node says before STARTUP what it supports (O-15)")
        func supported() throws {
            let reply = try node.connect().reply(to: .options, stream: 0)
            guard case .supported(let supported) = reply.response else {
                Issue.record("\(reply.response)")
                return
            }
            #expect(supported["PROTOCOL_VERSIONS"].contains("4/v4"))
            #expect(supported["COMPRESSION"].contains("lz4"))
            #expect(supported["CQL_VERSION"].first?.hasPrefix("3.") == true)
        }

        @Test(
            "STARTUP is answered by READY, or by an error that leaves the connection open (O-7)",
            arguments: [
                (["CQL_VERSION": "3.0.0"], nil),
                (["CQL_VERSION": "9.9.9"], nil),
                (["CQL_VERSION": "3.0.0", "DRIVER_NAME": "martlet", "NO_SUCH_OPTION": "1"], nil),
                ([:], "Missing value CQL_VERSION in STARTUP message"),
                (["CQL_VERSION": "3.0.0", "COMPRESSION": "zstd"], "Unknown compression algorithm: zstd"),
            ] as [([String: String], String?)])
        func startup(options: [String: String], message: String?) throws {
            let connection = try node.connect()
            let startup = Startup(options: options.map { .init(name: $0.key, value: $0.value) })
            let reply = try connection.reply(to: .startup(startup), stream: 0)
            #expect(reply.header.stream == 0)
            if let message {
                #expect(reply.response == .error(ServerError(code: .protocolError, message: message)))
                try connection.start()
            } else {
                #expect(reply.response == .ready)
            }
            #expect(try connection.rows("SELECT key FROM system.local").values() == [.text("local")])
        }

        @Test("A second STARTUP is refused, and the connection goes on")
        func secondStartup() throws {
            let connection = try node.open()
            let error = try #require(try connection.reply(to: .startup(Startup()), stream: 0).response.error)
            #expect(error.code == .protocolError)
            #expect(try connection.rows("SELECT key FROM system.local").values() == [.text("local")])
        }

        @Test("An error about the connection comes on stream 0, whatever stream asked (O-1)")
        func errorOnStreamZero() throws {
            let reply = try node.connect().reply(to: .query("SELECT key FROM system.local"), stream: 5)
            #expect(reply.header.stream == 0)
            let message = "Unexpected message QUERY, expecting STARTUP or OPTIONS"
            #expect(reply.response == .error(ServerError(code: .protocolError, message: message)))
        }

        @Test(
            "A request is answered on its stream, even a negative one (O-6)",
            arguments: [0, 1, 127, 128, 255, 256, .max, -1, .min] as [Int16])
        func streams(stream: Int16) throws {
            let reply = try node.open().reply(to: .query("SELECT key FROM system.local"), stream: stream)
            #expect(reply.header.stream == stream)
            #expect(try RowPage(reply.response.result.rows).values() == [.text("local")])
        }

        @Test("Requests sent in one write are all answered, each on its stream (O-6)")
        func pipelined() throws {
            let connection = try node.open()
            let requests = (0..<1_000).map { Request.query("SELECT (int) \($0) FROM system.local") }
            for (number, reply) in try connection.pipeline(requests).enumerated() {
                #expect(try RowPage(reply.response.result.rows).values() == [.int(Int32(number))])
            }
        }

        @Test("Registering for events is answered by READY, for an unknown kind by an error")
        func register() throws {
            let connection = try node.open()
            let kinds = [EventKind.schemaChange, EventKind.statusChange, EventKind.topologyChange]
            #expect(try connection.reply(to: .register(Register(events: kinds))).response == .ready)
            #expect(try connection.reply(to: .register(Register(events: []))).response == .ready)
            let refused = try connection.reply(to: .register(Register(events: ["NOPE"]))).response
            #expect(refused == .error(ServerError(code: .protocolError, message: "Invalid value 'NOPE' for Type")))
        }
    }
}
