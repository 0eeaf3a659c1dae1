import Bytes
import Networking
import Testing

/// One side of a connection ends, the other goes on.
@Suite struct HalfCloseTests {
    typealias Driver = EventLoopGroup.Driver

    @Test(arguments: Driver.allCases)
    func `after our end the peer goes on sending`(driver: Driver) async throws {
        try await onLoop(driver) { loop, _ in
            let recorder = Recorder()
            let (channel, peer) = try await loop.pair(recorder)
            try channel.send(ByteSlice("question".utf8))
            channel.endSending()
            #expect(throws: IOError.closed) { try channel.send(ByteSlice("more".utf8)) }
            #expect(try await offLoop { peer.receiveAll().bytes } == Array("question".utf8))
            peer.send(Array("answer".utf8))
            try await loop.until("answered") { recorder.bytes == Array("answer".utf8) }
            #expect(channel.isOpen)
            peer.close()
            try await loop.until("closed") { recorder.closeReason != nil }
            #expect(recorder.events == [.received(6), .inputEnded, .closed(.ended)])
        }
    }

    @Test(arguments: Driver.allCases)
    func `after the peer's end we go on sending`(driver: Driver) async throws {
        try await onLoop(driver) { loop, _ in
            let recorder = Recorder()
            let (channel, peer) = try await loop.pair(recorder)
            peer.send(Array("question".utf8))
            peer.endSending()
            try await loop.until("ended") { recorder.events.last == .inputEnded }
            let answer = ByteSlice.pattern(5_000_000)
            let receiving = Task { try await offLoop { peer.receiveAll().bytes } }
            try channel.send(answer)
            channel.endSending()
            let isWhole = try await ByteSlice(receiving.value) == answer
            #expect(isWhole)
            try await loop.until("closed") { recorder.closeReason != nil }
            #expect(recorder.events.filter { $0 != .drained } == [.received(8), .inputEnded, .closed(.ended)])
        }
    }

    @Test(arguments: Driver.allCases)
    func `the end of our side comes after all that was queued`(driver: Driver) async throws {
        try await onLoop(driver) { loop, _ in
            let (channel, peer) = try await loop.pair(Recorder())
            let sent = ByteSlice.pattern(8_000_000)
            try channel.send(sent)
            channel.closeWhenSent()
            channel.closeWhenSent()
            let received = try await offLoop { peer.receiveAll() }
            #expect(received.end == .end)
            let isWhole = ByteSlice(received.bytes) == sent
            #expect(isWhole)
            channel.close()
        }
    }

    @Test(arguments: Driver.allCases)
    func `a peer that resets after its end is told apart from one that is content`(driver: Driver) async throws {
        try await onLoop(driver) { loop, _ in
            let recorder = Recorder()
            let (_, peer) = try await loop.pair(recorder)
            peer.endSending()
            try await loop.until("ended") { recorder.events == [.inputEnded] }
            peer.reset()
            try await loop.until("closed") { recorder.closeReason != nil }
            #expect(recorder.closeReason == .failed(.reset))
        }
    }

    @Test(arguments: Driver.allCases)
    func `what the kernel gave up on after the peer's end is silence, not a reset`(driver: Driver) async throws {
        let calls = FaultyCalls { call in
            // The second look at the error: the first was when it connected.
            call.kind == .takeError && call.number == 2 ? .errorAfter(.timedOut) : nil
        }
        try await onLoop(driver, sockets: calls) { loop, _ in
            let recorder = Recorder()
            let (_, peer) = try await loop.pair(recorder)
            peer.endSending()
            try await loop.until("ended") { recorder.events == [.inputEnded] }
            peer.reset()
            try await loop.until("closed") { recorder.closeReason != nil }
            #expect(recorder.closeReason == .failed(.peerSilent))
        }
    }
}
