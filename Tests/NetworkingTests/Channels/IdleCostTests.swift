import Bytes
import Glibc
import Networking
import Testing

/// A connection whose peer is gone wakes nobody (D-145, B-53).
@Suite struct IdleCostTests {
    typealias Driver = EventLoopGroup.Driver

    /// What is left of a connection when its peer has gone.
    enum Remains: String, CaseIterable, Sendable {
        case halfClosedByPeer, halfClosedByUs, pausedAndReset, pausedAndClosed, pausedAndBothClosed, neverStarted
        case endedAndReset, blockedAndReset, unixPausedAndClosed
    }

    @Test(arguments: Driver.allCases, Remains.allCases)
    func `D-145 a peer's death keeps no loop busy`(driver: Driver, remains: Remains) async throws {
        let calls = FaultyCalls()
        try await onLoop(driver, sockets: calls, polling: calls) { loop, _ in
            let recorder = Recorder()
            let left = try await Self.bringAbout(remains, recorder, on: loop)
            try await loop.sleep(for: .milliseconds(50))
            let waits = calls.count(.wait)
            let before = Self.threadTime()
            try await loop.sleep(for: .milliseconds(500))
            let busy = Self.threadTime() - before
            // The sleep itself is one wait, or two when it ends a moment early.
            #expect(calls.count(.wait) - waits < 10)
            #expect(busy < .milliseconds(10), "of 500")
            extendLifetime(left)
        }
    }

    private struct Left {
        let channel: StreamChannel
        let peer: PlainSocket
    }

    private static func bringAbout(_ remains: Remains, _ recorder: Recorder, on loop: EventLoop) async throws -> Left {
        switch remains {
        case .halfClosedByPeer:
            let (channel, peer) = try await loop.pair(recorder)
            peer.close()
            try await loop.until("ended") { recorder.events == [.inputEnded] }
            return Left(channel: channel, peer: peer)
        case .halfClosedByUs:
            let (channel, peer) = try await loop.pair(recorder)
            channel.endSending()
            return Left(channel: channel, peer: peer)
        case .pausedAndReset, .pausedAndClosed, .pausedAndBothClosed:
            let (channel, peer) = try await loop.pair(recorder)
            channel.pauseReading()
            peer.send([1, 2, 3])
            if remains == .pausedAndBothClosed { channel.endSending() }
            if remains == .pausedAndReset { peer.reset() } else { peer.close() }
            return Left(channel: channel, peer: peer)
        case .neverStarted:
            let (channel, peer) = try await loop.pair()
            peer.reset()
            return Left(channel: channel, peer: peer)
        case .endedAndReset:
            let (channel, peer) = try await loop.pair(recorder)
            peer.endSending()
            try await loop.until("ended") { recorder.events == [.inputEnded] }
            peer.reset()
            return Left(channel: channel, peer: peer)
        case .blockedAndReset:
            let (channel, peer) = try await loop.pair(recorder)
            channel.pauseReading()
            try channel.send(ByteSlice.pattern(20_000_000))
            try await loop.sleep(for: .milliseconds(5))
            peer.reset()
            return Left(channel: channel, peer: peer)
        case .unixPausedAndClosed:
            return try await unixPair(recorder, on: loop)
        }
    }

    private static func unixPair(_ recorder: Recorder, on loop: EventLoop) async throws -> Left {
        let file = TemporaryPath()
        let listener = try PlainSocket.listening(at: .unix(file.path))
        let channel = try await StreamChannel.connect(to: .address(.unix(file.path)), on: loop)
        channel.start(recorder)
        channel.pauseReading()
        let peer = try listener.accept()
        peer.close()
        return Left(channel: channel, peer: peer)
    }

    /// How long the calling thread, which is the loop's, has worked.
    private static func threadTime() -> Duration {
        var time = timespec()
        _ = unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
