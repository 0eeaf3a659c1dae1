import Bytes
import Testing

@testable import Networking

/// A peer that stops reading (D-139, B-50).
@Suite struct BackPressureTests {
    typealias Driver = EventLoopGroup.Driver

    private static var options: ChannelOptions {
        var options = ChannelOptions()
        options.highWater = 100_000
        options.lowWater = 20_000
        return options
    }

    @Test(arguments: Driver.allCases)
    func `D-139 the queue is bounded, and takes again what it refused when the peer reads`(
        driver: Driver
    ) async throws {
        try await onLoop(driver) { loop, _ in
            let recorder = Recorder()
            let (channel, peer) = try await loop.pair(recorder, options: Self.options)
            let piece = ByteSlice.pattern(10_000)
            try await Self.fill(channel, with: piece, on: loop)
            #expect(channel.queued <= Self.options.highWater + piece.count)
            #expect(throws: IOError.sendQueueFull(queued: channel.queued)) { try channel.send(piece) }
            let before = channel.queued
            try await loop.sleep(for: .milliseconds(20))
            #expect(channel.queued == before)
            let drainings = recorder.events.count

            let reading = Task { try await offLoop { peer.receiveAll().bytes.count } }
            try await loop.until("drained") { recorder.events.count > drainings }
            #expect(recorder.events.last == .drained)
            #expect(channel.queued <= Self.options.lowWater)
            try channel.send(piece)
            channel.endSending()
            #expect(try await reading.value % piece.count == 0)
            channel.close()
        }
    }

    /// Sends until nothing more is taken, by the kernel and by the queue.
    private static func fill(_ channel: StreamChannel, with piece: ByteSlice, on loop: EventLoop) async throws {
        var isFull = false
        while !isFull {
            do throws(IOError) {
                while true { try channel.send(piece) }
            } catch {
                guard case .sendQueueFull = error else { throw error }
            }
            // The kernel takes some in the next turns, or nothing any more.
            let before = channel.queued
            try await loop.sleep(for: .milliseconds(5))
            isFull = channel.queued == before
        }
    }

    @Test(arguments: Driver.allCases)
    func `D-139 senders wait in order, and the cancelled among them send nothing`(driver: Driver) async throws {
        try await onLoop(driver) { loop, _ in
            let (channel, peer) = try await loop.pair(Recorder(), options: Self.options)
            try await Self.fill(channel, with: ByteSlice([UInt8](repeating: 0, count: 10_000)), on: loop)
            let confined = LoopConfined(channel, to: loop)
            var tasks: [Task<Void, any Error>] = []
            for number in UInt8(1)...20 {
                tasks.append(
                    Task(executorPreference: loop) {
                        let piece = ByteSlice([UInt8](repeating: number, count: 30_000))
                        try await confined.value.sendWaiting(piece)
                    })
                try await loop.until("waits") { channel.waitingSenders.count == Int(number) }
            }
            for index in [0, 7, 19] {
                tasks[index].cancel()
                await #expect(throws: IOError.cancelled) { try await tasks[index].value }
            }
            async let received = offLoop { peer.receiveAll().bytes }
            for (index, task) in tasks.enumerated() where ![0, 7, 19].contains(index) { try await task.value }
            channel.endSending()
            let numbers = try await received.drop { $0 == 0 }
            let expected = (UInt8(1)...20).filter { ![1, 8, 20].contains($0) }
                .flatMap { [UInt8](repeating: $0, count: 30_000) }
            let isInOrder = numbers.elementsEqual(expected)
            #expect(isInOrder)
            channel.close()
        }
    }

    @Test(arguments: Driver.allCases)
    func `D-139 what a cancelled sender wanted to send is let go of at once`(driver: Driver) async throws {
        try await onLoop(driver) { loop, _ in
            let (channel, peer) = try await loop.pair(Recorder(), options: Self.options)
            try await Self.fill(channel, with: .pattern(10_000), on: loop)
            let confined = LoopConfined(channel, to: loop)
            for _ in 0..<200 {
                weak var storage: AnyObject?
                do {
                    let piece = ByteSlice.pattern(50_000)
                    storage = piece.storage
                    let waiting = Task(executorPreference: loop) { try await confined.value.sendWaiting(piece) }
                    try await loop.until("waits") { channel.waitingSenders.contains { !$0.isAbandoned } }
                    waiting.cancel()
                    await #expect(throws: IOError.cancelled) { try await waiting.value }
                }
                try await loop.until("let go of") { storage == nil }
            }
            // The peer has not read anything, and nothing of them is left.
            #expect(channel.waitingSenders.count < 4)
            channel.close()
            extendLifetime(peer)
        }
    }

    @Test(arguments: Driver.allCases)
    func `closing, and the end of our side, fail those who wait for room`(driver: Driver) async throws {
        try await onLoop(driver) { loop, _ in
            let closings: [(StreamChannel) -> Void] = [{ $0.close() }, { $0.endSending() }, { $0.reset() }]
            for close in closings {
                let (channel, peer) = try await loop.pair(Recorder(), options: Self.options)
                try await Self.fill(channel, with: .pattern(10_000), on: loop)
                let confined = LoopConfined(channel, to: loop)
                let waiting = Task(executorPreference: loop) {
                    try await confined.value.sendWaiting(ByteSlice("late".utf8))
                }
                try await loop.until("waits") { !channel.waitingSenders.isEmpty }
                close(channel)
                await #expect(throws: IOError.closed) { try await waiting.value }
                channel.close()
                extendLifetime(peer)
            }
        }
    }

    @Test(arguments: Driver.allCases)
    func `what nobody receives stays in the kernel, and the peer has to wait`(driver: Driver) async throws {
        try await onLoop(driver) { loop, _ in
            let (channel, peer) = try await loop.pair()
            let conversation = Conversation(channel)
            let sent = ByteSlice.pattern(20_000_000).array
            let sending = Task { try await offLoop { peer.send(sent) } }
            try await loop.sleep(for: .milliseconds(100))
            var received: [UInt8] = []
            // A conversation keeps 256 KiB and what a turn brings on top; the kernels keep some megabytes.
            let first = try #require(try await conversation.receive())
            received += first
            while received.count < sent.count, let part = try await conversation.receive() {
                #expect(part.count <= 65_536)
                received += part
            }
            #expect(try await sending.value == nil)
            let isWhole = received == sent
            #expect(isWhole)
            conversation.close()
        }
    }

    @Test(arguments: Driver.allCases)
    func `a handler that reads no more until its queue has drained hears of a peer that is gone`(
        driver: Driver
    ) async throws {
        try await onLoop(driver) { loop, _ in
            let recorder = Recorder()
            recorder.whenDrained = { $0.resumeReading() }
            let (channel, peer) = try await loop.pair(recorder, options: Self.options)
            channel.pauseReading()
            try channel.send(ByteSlice.pattern(20_000_000))
            try await loop.sleep(for: .milliseconds(5))
            #expect(recorder.events == [])
            peer.reset()
            try await loop.until("closed") { recorder.closeReason != nil }
            #expect(recorder.events == [.drained, .closed(.failed(.reset))])
        }
    }
}
