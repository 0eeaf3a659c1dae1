import CassandraWire
import ScriptedNode
import Testing

@testable import Cassandra

extension OneNode {
    /// Connecting to nodes that fail on the way.
    @Suite struct FirstConnectTests {
        enum Step: String, CaseIterable {
            case options = "OPTIONS"
            case startup = "STARTUP"
            case login = "AUTHENTICATE"
            case use = "USE"

            func isReached(by incoming: Incoming) -> Bool {
                switch self {
                case .options: incoming.opcode == .options
                case .startup: incoming.opcode == .startup
                case .login: incoming.opcode == .authResponse
                case .use: incoming.opcode == .query
                }
            }
        }

        enum Fault: CaseIterable {
            case refuses
            case hangs
            case closes
            case resets
            case garbage
            case wrongAnswer
            case halfAnswer

            var orders: [Order] {
                switch self {
                case .refuses: [.answer(.error(.serverError, "not today"))]
                case .hangs: .nothing
                case .closes: [.close]
                case .resets: [.reset]
                case .garbage: [.bytes(Array("220 smtp.example.org\r\n".utf8))]
                case .wrongAnswer: [.answer(.rows([1]))]
                case .halfAnswer: [.part(.rows([1]), bytes: 11), .close]
                }
            }
        }

        @Test(
            "D-125: a node that fails in a step of the handshake: the error names the node and the step, and all is closed",
            arguments: Step.allCases, Fault.allCases)
        func handshake(step: Step, fault: Fault) async throws {
            let node = try await ScriptedNode.start(login: .init(user: "me", password: "secret")) { incoming in
                step.isReached(by: incoming) ? fault.orders : nil
            }
            let configuration = configuration(for: node) {
                $0.credentials = .init(user: "me", password: "secret")
                $0.keyspace = "ks"
                $0.timeouts.connect = fault == .hangs ? .milliseconds(100) : .seconds(20)
            }
            let error = await failure { try await Session.connect(configuration) }
            guard case .noConnection(let attempts) = error?.kind else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(attempts.map(\.node) == [node.contactPoint])
            #expect(attempts[0].reason.contains(step.rawValue), "\(attempts[0].reason)")
            try await node.log.until { $0.closed == 1 }
            #expect(node.log.value.connections == 1)
            await node.stop()
        }

        @Test("D-125, D-193: a wrong login is an error of its own, which no other address is asked about")
        func wrongLogin() async throws {
            let node = try await ScriptedNode.start(login: .init(user: "me", password: "secret"))
            let second = try await ScriptedNode.start()
            for credentials in [Configuration.Credentials(user: "me", password: "wrong"), nil] {
                let configuration = configuration(for: node, second) { $0.credentials = credentials }
                let error = await failure { try await Session.connect(configuration) }
                #expect(error?.name == .authentication)
                #expect(error?.description.contains(node.contactPoint) == true)
                #expect(error?.description.contains("wrong'") == false)
            }
            #expect(second.log.value.connections == 0)
            try await node.log.until { $0.closed == 2 }
            await node.stop()
            await second.stop()
        }

        @Test(
            "D-8: a node of another version is told by its own words, and asked once", arguments: [UInt8(0x83), 0x85])
        func otherVersion(version: UInt8) async throws {
            let text = "Invalid or unsupported protocol version (4); supported versions are (3/v3)"
            let node = try await ScriptedNode.start { incoming in
                var frame = Answer.bytes(
                    .error(ServerError(code: .protocolError, message: text)), stream: incoming.stream)
                frame[0] = version
                return [.bytes(frame)]
            }
            let error = await failure { try await Session.connect(configuration(for: node)) }
            #expect(error?.name == .noConnection)
            #expect(error?.description.contains(text) == true)
            #expect(node.log.value.connections == 1)
            await node.stop()
        }

        @Test("D-137: a keyspace that is not there fails to connect, once, and says so")
        func wrongKeyspace() async throws {
            let node = try await ScriptedNode.start { incoming in
                incoming.opcode == .query ? [.answer(.error(.invalid, "Keyspace 'nowhere' does not exist"))] : nil
            }
            let configuration = configuration(for: node) { $0.keyspace = "nowhere" }
            let error = await failure { try await Session.connect(configuration) }
            #expect(error?.name == .noConnection)
            #expect(error?.description.contains("Keyspace 'nowhere' does not exist") == true)
            try await node.log.until { $0.closed == 1 }
            #expect(node.log.value.connections == 1)
            await node.stop()
        }

        @Test("D-138: a second connection whose USE is refused is closed, and the first one serves on")
        func refusedUse() async throws {
            let gate = Gate()
            let node = try await ScriptedNode.start { incoming in
                guard incoming.opcode == .query, incoming.connection > 1, !incoming.isStatement else { return nil }
                return [.hold(gate, .answer(.error(.invalid, "Keyspace 'ks' does not exist")))]
            }
            let configuration = configuration(for: node) {
                $0.keyspace = "ks"
                $0.pool.connectionsPerLoop = 2
            }
            try await Session.withSession(configuration) { session in
                try await gate.reached()
                gate.open()
                try await node.log.until { $0.closed == 1 }
                for _ in 0..<10 { try await session.execute("SELECT 1") }
                #expect(node.log.value.statements.allSatisfy { $0.connection == 1 })
            }
            await node.stop()
        }

        @Test("Nobody listens: the error names each address and why; when a node does, connecting succeeds")
        func laterConnect() async throws {
            let first = try await ScriptedNode.start()
            let second = try await ScriptedNode.start { $0.opcode == .options ? [.close] : nil }
            let address = first.address
            await first.stopListening()
            let configuration = configuration(for: first, second)
            let error = await failure { try await Session.connect(configuration) }
            guard case .noConnection(let attempts) = error?.kind else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(attempts.map(\.node) == [first.contactPoint, second.contactPoint])
            #expect(attempts[0].reason.contains("refused"), "\(attempts[0].reason)")
            try await first.listen(at: address)
            try await Session.withSession(configuration) { session in _ = try await session.execute("SELECT 1") }
            try await first.log.until { $0.closed == 1 }
            await first.stop()
            await second.stop()
        }

        @Test("A node that refuses the connection of the second loop is left entirely for the next address")
        func secondLoopRefused() async throws {
            let first = try await ScriptedNode.start { incoming in
                incoming.connection > 1 ? [.answer(.error(.isBootstrapping, "not yet"))] : nil
            }
            let second = try await ScriptedNode.start()
            let configuration = configuration(for: first, second) { $0.loops = 2 }
            try await Session.withSession(configuration) { session in
                try await first.log.until { $0.closed == 2 }
                try await session.execute("SELECT 1")
                #expect(second.log.value.statements.count == 1)
            }
            await first.stop()
            await second.stop()
        }
    }
}
