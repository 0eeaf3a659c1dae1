import Bytes
import Networking
import Testing

@Suite struct UnixSocketTests {
    typealias Driver = EventLoopGroup.Driver

    @Test(arguments: Driver.allCases)
    func `a Unix socket carries what TCP carries, and its file goes with the listener`(driver: Driver) async throws {
        let file = TemporaryPath()
        try await onLoop(driver) { loop, _ in
            let listener = try Listener(at: .unix(file.path), on: loop) { _ in EchoHandler() }
            #expect(listener.address == .unix(file.path))
            let conversation = try await Conversation.connect(to: .address(.unix(file.path)), on: loop)
            #expect(conversation.channel.peerAddress == .unix(file.path))
            let sent = ByteSlice.pattern(1_000_000)
            let reader = LoopConfined(conversation, to: loop)
            async let back = receiveAll(reader)
            try await conversation.send(sent)
            conversation.endSending()
            let isWhole = try await ByteSlice(back) == sent
            #expect(isWhole)
            #expect(await conversation.finish() == .ended)
            #expect(file.exists)
            listener.close()
            #expect(!file.exists)
        }
    }

    @Test(arguments: Driver.allCases)
    func `the file also goes when the loop is shut down`(driver: Driver) async throws {
        let file = TemporaryPath()
        try await onLoop(driver) { loop, _ in
            _ = try Listener(at: .unix(file.path), on: loop) { _ in EchoHandler() }
            #expect(file.exists)
        }
        #expect(!file.exists)
    }

    @Test(arguments: Driver.allCases)
    func `a path without a file, and a file without a listener, refuse`(driver: Driver) async throws {
        let file = TemporaryPath()
        let calls = FaultyCalls()
        try await onLoop(driver, sockets: calls) { loop, _ in
            let address = SocketAddress.unix(file.path)
            #expect(await failure(connectingTo: .address(address), on: loop) == .refused(address))
            // A listener that dies leaves its file.
            try PlainSocket.listening(at: address).close()
            #expect(file.exists)
            #expect(await failure(connectingTo: .address(address), on: loop) == .refused(address))
            // It is not taken away under whoever might still use it.
            #expect(throws: IOError.system(.addressInUse, .bind)) {
                _ = try Listener(at: address, on: loop) { _ in EchoHandler() }
            }
            #expect(file.exists)
            #expect(calls.open.isEmpty)
        }
    }

    @Test(arguments: Driver.allCases)
    func `a path that is too long is refused, not cut`(driver: Driver) async throws {
        let calls = FaultyCalls()
        try await onLoop(driver, sockets: calls) { loop, _ in
            for path in [String(repeating: "p", count: SocketAddress.longestPath + 1), "zero\0inside"] {
                let address = SocketAddress.unix(path)
                #expect(await failure(connectingTo: .address(address), on: loop) == .system(.invalid, .connect))
                #expect(throws: IOError.system(.invalid, .bind)) {
                    _ = try Listener(at: address, on: loop) { _ in EchoHandler() }
                }
            }
            #expect(calls.open.isEmpty)
        }
    }

    @Test(arguments: Driver.allCases)
    func `a listener that could not be set up leaves no file`(driver: Driver) async throws {
        let file = TemporaryPath()
        for kind in [FaultyCalls.Kind.listen, .register] {
            if driver == .poll, kind == .register { continue }  // registers without a call
            // The first that is registered is the loop's own waker.
            let number = kind == .register ? 2 : 1
            let calls = FaultyCalls { $0.kind == kind && $0.number == number ? .error(.noMemory) : nil }
            try await onLoop(driver, sockets: calls, polling: calls) { loop, _ in
                #expect(throws: IOError.self) {
                    _ = try Listener(at: .unix(file.path), on: loop) { _ in EchoHandler() }
                }
                #expect(!file.exists)
            }
        }
    }

    @Test(arguments: Driver.allCases)
    func `a peer that closes is told apart from one that leaves something unread`(driver: Driver) async throws {
        let file = TemporaryPath()
        try await onLoop(driver) { loop, _ in
            let listener = try PlainSocket.listening(at: .unix(file.path))
            let content = Recorder()
            content.whenInputEnded = { $0.closeWhenSent() }
            let first = try await StreamChannel.connect(to: .address(.unix(file.path)), on: loop)
            first.start(content)
            let peer = try listener.accept()
            peer.send([1, 2])
            peer.close()
            try await loop.until("closed") { content.closeReason != nil }
            #expect(content.events == [.received(2), .inputEnded, .closed(.ended)])

            let cut = Recorder()
            let second = try await StreamChannel.connect(to: .address(.unix(file.path)), on: loop)
            second.start(cut)
            let deaf = try listener.accept()
            try second.send(ByteSlice("unread".utf8))
            try await loop.sleep(for: .milliseconds(5))
            deaf.close()
            try await loop.until("closed") { cut.closeReason != nil }
            #expect(cut.events == [.closed(.failed(.reset))])
        }
    }
}
