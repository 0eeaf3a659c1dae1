import Bytes
import Networking
import Testing

/// Closing, wherever one stands (D-149, D-150).
@Suite struct CloseTests {
    typealias Driver = EventLoopGroup.Driver

    @Test(arguments: Driver.allCases)
    func `D-149 a channel can be closed inside each call to its handler`(driver: Driver) async throws {
        try await onLoop(driver) { loop, _ in
            let inReceived = Recorder()
            inReceived.whenReceived = { $0.close() }
            let (_, first) = try await loop.pair(inReceived)
            first.send(ByteSlice.pattern(200_000).array)
            try await loop.until("closed") { inReceived.closeReason != nil }
            // Nothing more is received, though there is more.
            #expect(inReceived.events.count == 2 && inReceived.closeReason == .local)

            let inInputEnded = Recorder()
            inInputEnded.whenInputEnded = { $0.close() }
            let (_, second) = try await loop.pair(inInputEnded)
            second.endSending()
            try await loop.until("closed") { inInputEnded.closeReason != nil }
            #expect(inInputEnded.events == [.inputEnded, .closed(.local)])

            let inClosed = Recorder()
            inClosed.whenClosed = {
                $0.close()
                $0.reset()
                $0.closeWhenSent()
            }
            let (_, third) = try await loop.pair(inClosed)
            third.reset()
            try await loop.until("closed") { inClosed.closeReason != nil }
            #expect(inClosed.events == [.closed(.failed(.reset))])

            let inDrained = Recorder()
            inDrained.whenDrained = { $0.close() }
            var options = ChannelOptions()
            options.highWater = 1000
            options.lowWater = 100
            let (fourth, peer) = try await loop.pair(inDrained, options: options)
            try fourth.send(ByteSlice.pattern(5000))
            try await loop.until("closed") { inDrained.closeReason != nil }
            #expect(inDrained.events == [.drained, .closed(.local)])
            #expect(try await offLoop { peer.receiveAll().bytes.count } == 5000)
        }
    }

    @Test(arguments: Driver.allCases)
    func `D-149 closing again, and using what is closed, is harmless`(driver: Driver) async throws {
        let calls = FaultyCalls()
        try await onLoop(driver, sockets: calls) { loop, _ in
            let recorder = Recorder()
            let (channel, peer) = try await loop.pair(recorder)
            try channel.send(ByteSlice("lost".utf8))
            channel.close()
            channel.close()
            channel.endSending()
            channel.closeWhenSent()
            channel.reset()
            channel.pauseReading()
            channel.resumeReading()
            #expect(channel.queued == 0)
            #expect(throws: IOError.closed) { try channel.send(ByteSlice("late".utf8)) }
            let confined = LoopConfined(channel, to: loop)
            await #expect(throws: IOError.closed) { try await confined.value.sendWaiting(ByteSlice("late".utf8)) }
            try await loop.until("closed") { recorder.closeReason != nil }
            try await loop.sleep(for: .milliseconds(5))
            #expect(recorder.events == [.closed(.local)])
            #expect(calls.open.isEmpty && calls.offences.isEmpty)
            #expect(try await offLoop { peer.receiveAll().bytes } == [])
        }
    }

    @Test(arguments: Driver.allCases)
    func `a handler that comes after the end is told`(driver: Driver) async throws {
        try await onLoop(driver) { loop, _ in
            let (channel, peer) = try await loop.pair()
            channel.close()
            let recorder = Recorder()
            channel.start(recorder)
            #expect(recorder.events == [])
            try await loop.until("closed") { recorder.events == [.closed(.local)] }
            extendLifetime(peer)
        }
    }

    @Test(arguments: Driver.allCases)
    func `a reset is seen as one by the peer`(driver: Driver) async throws {
        try await onLoop(driver) { loop, _ in
            let (channel, peer) = try await loop.pair(Recorder())
            channel.reset()
            #expect(try await offLoop { peer.receive() } == .failed(.connectionReset))
        }
    }

    @Test(arguments: Driver.allCases)
    func `D-150 nothing of a closed connection stays in memory`(driver: Driver) async throws {
        try await onLoop(driver) { loop, _ in
            weak var channel: StreamChannel?
            weak var recorder: Recorder?
            do {
                let made = Recorder()
                let (opened, peer) = try await loop.pair(made)
                channel = opened
                recorder = made
                opened.closeWhenSent()
                peer.close()
                try await loop.until("closed") { made.closeReason != nil }
            }
            try await loop.until("gone") { channel == nil && recorder == nil }
        }
    }
}
