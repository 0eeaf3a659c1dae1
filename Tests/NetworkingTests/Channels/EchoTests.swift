import Bytes
import Networking
import Testing

@Suite struct EchoTests {
    @Test(arguments: EventLoopGroup.Driver.allCases)
    func `what is sent comes back, and closing ends both sides`(driver: EventLoopGroup.Driver) async throws {
        try await onLoop(driver) { loop, _ in
            let listener = try Listener(at: .loopback(port: 0), on: loop) { _ in EchoHandler() }
            let conversation = try await Conversation.connect(to: .address(listener.address), on: loop)
            try await conversation.send(ByteSlice("hello".utf8))
            #expect(try await conversation.receive() == ByteSlice("hello".utf8))
            #expect(await conversation.finish() == .ended)
            listener.close()
        }
    }

    @Test(arguments: EventLoopGroup.Driver.allCases)
    func `ten megabytes come back whole and in order`(driver: EventLoopGroup.Driver) async throws {
        try await onLoop(driver) { loop, group in
            let listener = try Listener(at: .loopback(port: 0), on: loop, spreadOver: group) { _ in EchoHandler() }
            let conversation = try await Conversation.connect(to: .address(listener.address), on: loop)
            let sent = ByteSlice.pattern(10_000_000)
            let reader = LoopConfined(conversation, to: loop)
            async let back = receiveAll(reader)
            for start in stride(from: 0, to: sent.count, by: 100_000) {
                try await conversation.send(sent.slice(start..<start + 100_000))
            }
            conversation.endSending()
            #expect(ByteSlice(try await back) == sent)
        }
    }
}
