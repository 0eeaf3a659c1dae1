import Bytes
import Networking
import Testing

/// What runs on real loops, in a world: the same code, to the line.
@Suite struct SimulatedEchoTests {
    @Test(arguments: UInt64(1)...50)
    func `what is sent comes back, and closing ends both sides`(seed: UInt64) async throws {
        let world = SimulatedWorld(seed: seed)
        world.noise = .lively
        try await world.run(on: world.addHost("machine")) { loop in
            let listener = try Listener(at: .loopback(port: 0), on: loop) { _ in EchoHandler() }
            let conversation = try await Conversation.connect(to: .address(listener.address), on: loop)
            try await conversation.send(ByteSlice("hello".utf8))
            #expect(try await conversation.receive(exactly: 5) == Array("hello".utf8))
            #expect(await conversation.finish() == .ended)
            listener.close()
        }
    }

    @Test(arguments: UInt64(1)...2)
    func `much goes to another host and comes back whole and in order`(seed: UInt64) async throws {
        let world = SimulatedWorld(seed: seed)
        world.noise = .lively
        let server = world.addHost("server", loops: 3)
        server.whenStarted { loop in
            _ = try Listener(at: server.address(port: 9042), on: loop, spreadOver: server.group) { _ in EchoHandler() }
        }
        try await world.run(on: world.addHost("client")) { loop in
            let conversation = try await Conversation.connect(to: Endpoint(host: "server", port: 9042), on: loop)
            let sent = ByteSlice.pattern(200_000)
            let reader = LoopConfined(conversation, to: loop)
            async let back = receiveAll(reader)
            for start in stride(from: 0, to: sent.count, by: 100_000) {
                try await conversation.send(sent.slice(start..<start + 100_000))
            }
            conversation.endSending()
            #expect(try await back == Array(sent))
        }
    }
}
