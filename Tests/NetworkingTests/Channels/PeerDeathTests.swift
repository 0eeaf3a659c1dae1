import Bytes
import Networking
import Testing

/// How a connection's end is told, and that it costs nothing afterwards (D-139 … D-145).
@Suite struct PeerDeathTests {
    typealias Driver = EventLoopGroup.Driver

    @Test(arguments: Driver.allCases)
    func `a peer that ends its side, one that resets and one that is silent are told apart`(
        driver: Driver
    ) async throws {
        try await onLoop(driver) { loop, _ in
            var options = ChannelOptions()
            options.closeTimeout = .milliseconds(50)

            let ended = Recorder()
            ended.whenInputEnded = { $0.closeWhenSent() }
            let (_, ending) = try await loop.pair(ended)
            ending.close()
            try await loop.until("closed") { ended.closeReason != nil }
            #expect(ended.events == [.inputEnded, .closed(.ended)])

            let reset = Recorder()
            let (_, resetting) = try await loop.pair(reset)
            resetting.reset()
            try await loop.until("closed") { reset.closeReason != nil }
            #expect(reset.events == [.closed(.failed(.reset))])

            // It takes nothing, so not all can be sent: that is what makes a half-open connection known.
            let silent = Recorder()
            let (channel, deaf) = try await loop.pair(silent, options: options)
            try channel.send(ByteSlice.pattern(20_000_000))
            channel.closeWhenSent()
            try await loop.until("closed") { silent.closeReason != nil }
            #expect(silent.events == [.closed(.failed(.peerSilent))])
            extendLifetime(deaf)
        }
    }

    @Test(arguments: Driver.allCases)
    func `a peer that is sent everything and does not end its side is left after the close timeout`(
        driver: Driver
    ) async throws {
        try await onLoop(driver) { loop, _ in
            var options = ChannelOptions()
            options.closeTimeout = .milliseconds(50)
            let recorder = Recorder()
            let (channel, peer) = try await loop.pair(recorder, options: options)
            try channel.send(ByteSlice("bye".utf8))
            channel.closeWhenSent()
            try await loop.until("closed") { recorder.closeReason != nil }
            #expect(recorder.closeReason == .local)
            #expect(try await offLoop { peer.receive() } == .bytes(Array("bye".utf8)))
        }
    }

    @Test(arguments: Driver.allCases)
    func `D-141 what came before a reset is received before it`(driver: Driver) async throws {
        try await onLoop(driver) { loop, _ in
            // A reset drops what the peer's kernel has not sent, so no more than fits into ours.
            for size in [1, 20_000, 50_000] {
                let recorder = Recorder()
                let (channel, peer) = try await loop.pair()
                let sent = ByteSlice.pattern(size).array
                #expect(peer.send(sent) == nil)
                peer.reset()
                channel.start(recorder)
                try await loop.until("closed") { recorder.closeReason != nil }
                let isWhole = recorder.bytes == sent
                #expect(isWhole)
                #expect(recorder.closeReason == .failed(.reset))
            }
        }
    }

    @Test(arguments: Driver.allCases)
    func `D-141 what came before a reset is received even when sending meets the reset first`(
        driver: Driver
    ) async throws {
        try await onLoop(driver) { loop, _ in
            let recorder = Recorder()
            let (channel, peer) = try await loop.pair(recorder)
            let sent = ByteSlice.pattern(50_000).array
            // In one turn: the loop has not heard of the reset when it sends.
            #expect(peer.send(sent) == nil)
            peer.reset()
            try channel.send(ByteSlice("too late".utf8))
            try await loop.until("closed") { recorder.closeReason != nil }
            let isWhole = recorder.bytes == sent
            #expect(isWhole)
            #expect(recorder.closeReason == .failed(.reset))
            #expect(throws: IOError.reset) { try channel.send(ByteSlice("later still".utf8)) }
        }
    }

    @Test(arguments: Driver.allCases)
    func `D-141 a paused channel keeps what came before a reset until somebody wants it`(
        driver: Driver
    ) async throws {
        try await onLoop(driver) { loop, _ in
            let recorder = Recorder()
            let (channel, peer) = try await loop.pair(recorder)
            channel.pauseReading()
            #expect(peer.send(Array("hello".utf8)) == nil)
            peer.reset()
            try await loop.sleep(for: .milliseconds(20))
            #expect(recorder.events == [])
            channel.resumeReading()
            try await loop.until("closed") { recorder.closeReason != nil }
            #expect(recorder.events == [.received(5), .closed(.failed(.reset))])
        }
    }

    @Test(arguments: Driver.allCases)
    func `D-142 an end in the middle of a frame is the reader's to notice, after the bytes`(
        driver: Driver
    ) async throws {
        try await onLoop(driver) { loop, _ in
            let (channel, peer) = try await loop.pair()
            let conversation = Conversation(channel)
            #expect(peer.send([1, 2, 3]) == nil)
            peer.close()
            await #expect(throws: IOError.ended) { try await conversation.receive(exactly: 4) }
        }
    }

    @Test(arguments: Driver.allCases)
    func `B-52 nothing read is the end whatever the error number says`(driver: Driver) async throws {
        // The calls leave EAGAIN behind: the number is not looked at when a call has succeeded.
        let calls = FaultyCalls { $0.kind == .receive && $0.number == 1 ? .error(.wouldBlock) : nil }
        try await onLoop(driver, sockets: calls) { loop, _ in
            let recorder = Recorder()
            let (_, peer) = try await loop.pair(recorder)
            peer.close()
            try await loop.until("ended") { !recorder.events.isEmpty }
            #expect(recorder.events == [.inputEnded])
        }
    }

    @Test(arguments: Driver.allCases)
    func `what the kernel gives up on is a silent peer`(driver: Driver) async throws {
        let calls = FaultyCalls { $0.kind == .receive ? .error(.timedOut) : nil }
        try await onLoop(driver, sockets: calls) { loop, _ in
            let recorder = Recorder()
            let (_, peer) = try await loop.pair(recorder)
            peer.send([1])
            try await loop.until("closed") { recorder.closeReason != nil }
            #expect(recorder.closeReason == .failed(.peerSilent))
        }
    }

    @Test(arguments: Driver.allCases)
    func `a channel whose sending fails closes even when the peer is well and silent`(driver: Driver) async throws {
        let calls = FaultyCalls { $0.kind == .send ? .error(.noBuffers) : nil }
        try await onLoop(driver, sockets: calls) { loop, _ in
            let recorder = Recorder()
            let (channel, peer) = try await loop.pair(recorder)
            peer.send([1, 2, 3])
            try channel.send(ByteSlice("hello".utf8))
            try await loop.until("closed") { recorder.closeReason != nil }
            #expect(recorder.events == [.received(3), .closed(.failed(.system(.noBuffers, .send)))])
        }
    }

    @Test(arguments: Driver.allCases)
    func `a channel that cannot end its side closes`(driver: Driver) async throws {
        let calls = FaultyCalls { $0.kind == .shutdown ? .error(.noBuffers) : nil }
        try await onLoop(driver, sockets: calls) { loop, _ in
            let recorder = Recorder()
            let (channel, peer) = try await loop.pair(recorder)
            channel.endSending()
            try await loop.until("closed") { recorder.closeReason != nil }
            #expect(recorder.events == [.closed(.failed(.system(.noBuffers, .shutdown)))])
            #expect(try await offLoop { peer.receive() } == .end)
        }
    }

    /// Why a channel ends before it has sent everything.
    enum Cut: String, CaseIterable, Sendable {
        case closeTimeout, failedSend, loopStopped
    }

    @Test(arguments: Driver.allCases, Cut.allCases)
    func `what could not all be sent ends in a reset, so that nobody takes it for the whole`(
        driver: Driver, cut: Cut
    ) async throws {
        let calls = FaultyCalls { call in
            cut == .failedSend && call.kind == .send && call.number > 1 ? .error(.noBuffers) : nil
        }
        let peer = try await onLoop(driver, sockets: calls) { loop, _ in
            var options = ChannelOptions()
            options.closeTimeout = .milliseconds(20)
            let recorder = Recorder()
            let (channel, peer) = try await loop.pair(recorder, options: options)
            try channel.send(ByteSlice.pattern(20_000_000))
            try await loop.sleep(for: .milliseconds(5))
            switch cut {
            case .closeTimeout:
                channel.closeWhenSent()
                try await loop.until("closed") { recorder.closeReason == .failed(.peerSilent) }
            case .failedSend: try await loop.until("closed") { recorder.closeReason != nil }
            case .loopStopped: break
            }
            return peer
        }
        let received = try await offLoop { peer.receiveAll() }
        #expect(received.bytes.count < 20_000_000)
        #expect(received.end == .failed(.connectionReset))
    }
}
