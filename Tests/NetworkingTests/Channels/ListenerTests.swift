import Bytes
import Networking
import Synchronization
import Testing

@Suite struct ListenerTests {
    typealias Driver = EventLoopGroup.Driver

    @Test(arguments: Driver.allCases)
    func `connections are spread over the loops in turn, and each lives on its own`(driver: Driver) async throws {
        try await onLoop(driver, loops: 3) { loop, group in
            let served = Mutex<[ObjectIdentifier: Int]>([:])
            let listener = try Listener(at: .loopback(port: 0), on: loop, spreadOver: group) { channel in
                channel.loop.requireCurrent()
                served.withLock { $0[ObjectIdentifier(channel.loop), default: 0] += 1 }
                return EchoHandler()
            }
            for _ in 0..<9 {
                let conversation = try await Conversation.connect(to: .address(listener.address), on: loop)
                try await conversation.send(ByteSlice("x".utf8))
                #expect(try await conversation.receive() == ByteSlice("x".utf8))
                conversation.close()
            }
            let counts = served.withLock { Array($0.values) }
            #expect(counts == [3, 3, 3])
            listener.close()
        }
    }

    @Test(arguments: Driver.allCases, [ErrorNumber.noDescriptorsInProcess, .noDescriptorsInSystem, .noBuffers])
    func `D-144 without descriptors a listener waits, and accepts when there are some again`(
        driver: Driver, error: ErrorNumber
    ) async throws {
        let isExhausted = Mutex(true)
        let calls = FaultyCalls { call in
            call.kind == .accept && isExhausted.withLock { $0 } ? .error(error) : nil
        }
        try await onLoop(driver, sockets: calls, polling: calls) { loop, _ in
            let listener = try Listener(at: .loopback(port: 0), on: loop) { _ in EchoHandler() }
            let conversation = try await Conversation.connect(to: .address(listener.address), on: loop)
            try await conversation.send(ByteSlice("x".utf8))
            try await loop.until("paused again") { listener.pauses == 3 }
            // One call for each pause, and no turning in circles between them.
            #expect(calls.count(.accept) == 3)
            #expect(calls.count(.wait) < 400)
            isExhausted.withLock { $0 = false }
            #expect(try await conversation.receive() == ByteSlice("x".utf8))
            #expect(listener.failure == nil)
            conversation.close()
            listener.close()
        }
    }

    @Test(arguments: Driver.allCases)
    func `a connection that died while it waited is passed over`(driver: Driver) async throws {
        let calls = FaultyCalls { $0.kind == .accept && $0.number < 4 ? .error(.connectionAborted) : nil }
        try await onLoop(driver, sockets: calls) { loop, _ in
            let listener = try Listener(at: .loopback(port: 0), on: loop) { _ in EchoHandler() }
            let conversation = try await Conversation.connect(to: .address(listener.address), on: loop)
            try await conversation.send(ByteSlice("x".utf8))
            #expect(try await conversation.receive() == ByteSlice("x".utf8))
            #expect(listener.pauses == 0)
            conversation.close()
        }
    }

    @Test(arguments: Driver.allCases)
    func `a listener that cannot listen any more says why`(driver: Driver) async throws {
        let calls = FaultyCalls { $0.kind == .accept ? .error(.invalid) : nil }
        try await onLoop(driver, sockets: calls) { loop, _ in
            let listener = try Listener(at: .loopback(port: 0), on: loop) { _ in EchoHandler() }
            let client = try PlainSocket.connected(to: listener.address)
            try await loop.until("failed") { listener.failure != nil }
            #expect(listener.failure == .system(.invalid, .accept))
            #expect(calls.open.isEmpty)
            extendLifetime(client)
        }
    }

    @Test(arguments: Driver.allCases)
    func `an address that is taken is refused`(driver: Driver) async throws {
        let calls = FaultyCalls()
        try await onLoop(driver, sockets: calls) { loop, _ in
            let other = try PlainSocket.listening()
            #expect(throws: IOError.system(.addressInUse, .bind)) {
                _ = try Listener(at: other.address, on: loop) { _ in EchoHandler() }
            }
            #expect(calls.open.isEmpty)
        }
    }

    @Test(arguments: Driver.allCases)
    func `a listener that closes refuses, and what it accepted goes on`(driver: Driver) async throws {
        try await onLoop(driver) { loop, _ in
            let listener = try Listener(at: .loopback(port: 0), on: loop) { _ in EchoHandler() }
            let conversation = try await Conversation.connect(to: .address(listener.address), on: loop)
            try await conversation.send(ByteSlice("1".utf8))
            #expect(try await conversation.receive() == ByteSlice("1".utf8))
            listener.close()
            listener.close()
            let expected = IOError.refused(listener.address)
            #expect(await failure(connectingTo: .address(listener.address), on: loop) == expected)
            try await conversation.send(ByteSlice("2".utf8))
            #expect(try await conversation.receive() == ByteSlice("2".utf8))
            // The port can be taken again although a connection of the one before lives.
            let again = try Listener(at: listener.address, on: loop) { _ in EchoHandler() }
            #expect(again.address == listener.address)
            conversation.close()
        }
    }
}
