import Bytes
import Testing

@testable import Networking

/// Frames leave whole and in order however little the socket takes at a time (D-140).
@Suite struct PartialWriteTests {
    typealias Driver = EventLoopGroup.Driver

    /// Takes a byte, then nothing, then a byte, …
    private static func stingy() -> FaultyCalls {
        FaultyCalls { call in
            guard call.kind == .send else { return nil }
            return call.number.isMultiple(of: 2) ? .error(.wouldBlock) : .atMost(1)
        }
    }

    /// A frame says whose it is, how manieth, and how long; its content follows from that.
    private static func frame(_ sender: UInt8, _ number: UInt8, _ count: Int) -> ByteSlice {
        let content = (0..<count).map { sender &* 50 &+ number &+ UInt8(truncatingIfNeeded: $0) }
        return ByteSlice([sender, number, UInt8(count >> 8), UInt8(count & 255)] + content)
    }

    @Test(arguments: Driver.allCases)
    func `D-140 frames of several tasks never interleave when each byte goes alone`(driver: Driver) async throws {
        try await onLoop(driver, sockets: Self.stingy()) { loop, _ in
            var options = ChannelOptions()
            options.highWater = 300
            options.lowWater = 100
            let (channel, peer) = try await loop.pair(Recorder(), options: options)
            async let received = offLoop { peer.receiveAll().bytes }
            let confined = LoopConfined(channel, to: loop)
            await withTaskGroup(of: Void.self) { group in
                for sender in UInt8(0)..<4 {
                    group.addTask {
                        for number in UInt8(0)..<8 {
                            let frame = Self.frame(sender, number, Int(sender) * 60 + Int(number) * 7)
                            await #expect(throws: Never.self) { try await confined.value.sendWaiting(frame) }
                        }
                    }
                }
            }
            channel.endSending()
            try Self.checkFrames(await received)
            channel.close()
        }
    }

    /// Every sender's frames are whole and in order.
    private static func checkFrames(_ bytes: [UInt8]) throws {
        var next: [UInt8] = [0, 0, 0, 0]
        var rest = bytes[...]
        while rest.count >= 4 {
            let header = Array(rest.prefix(4))
            let count = Int(header[2]) << 8 | Int(header[3])
            try #require(header[0] < 4 && header[1] == next[Int(header[0])], "a frame of \(header)")
            let isWhole = ByteSlice(rest.prefix(4 + count)) == frame(header[0], header[1], count)
            try #require(isWhole, "a frame of \(header)")
            next[Int(header[0])] += 1
            rest = rest.dropFirst(4 + count)
        }
        #expect(rest.isEmpty)
        #expect(next == [8, 8, 8, 8])
    }

    @Test(arguments: Driver.allCases)
    func `D-140 a frame that was begun is finished when its task is cancelled, one that waited is not begun`(
        driver: Driver
    ) async throws {
        let calls = FaultyCalls()
        try await onLoop(driver, sockets: calls) { loop, _ in
            let (channel, peer) = try await loop.pair(Recorder(), receiveBuffer: 4096)
            let confined = LoopConfined(channel, to: loop)
            let begun = ByteSlice.pattern(8_000_000)
            let sending = Task(executorPreference: loop) {
                try await confined.value.sendWaiting(begun)
                // Waits for an answer, as who asked a question does.
                try await loop.sleep(for: .seconds(10))
            }
            try await loop.until("half written") { channel.queued > 0 && channel.queued < begun.count }
            let waiting = Task(executorPreference: loop) {
                try await confined.value.sendWaiting(ByteSlice("not this".utf8))
            }
            let last = Task(executorPreference: loop) {
                try await confined.value.sendWaiting(ByteSlice("but this".utf8))
            }
            try await loop.until("both wait") { channel.waitingSenders.count == 2 }
            sending.cancel()
            waiting.cancel()
            await #expect(throws: IOError.cancelled) { try await sending.value }
            await #expect(throws: IOError.cancelled) { try await waiting.value }
            async let received = offLoop { peer.receiveAll().bytes }
            try await last.value
            channel.endSending()
            let whole = try await ByteSlice(received)
            #expect(whole.count == begun.count + 8)
            let isBegun = whole.slice(0..<begun.count) == begun
            #expect(isBegun)
            #expect(whole.suffix(8).elementsEqual("but this".utf8))
            channel.close()
        }
    }

    @Test(arguments: Driver.allCases)
    func `frames of 64 KiB and more leave by reference between small ones`(driver: Driver) async throws {
        try await onLoop(driver) { loop, _ in
            var options = ChannelOptions()
            options.highWater = 4 << 20
            let (channel, peer) = try await loop.pair(Recorder(), options: options)
            async let received = offLoop { peer.receiveAll().bytes }
            var sent: [UInt8] = []
            for index in 0..<20 {
                let piece = ByteSlice.pattern(index.isMultiple(of: 2) ? 65_536 + index : 7 + index, salt: index)
                try channel.send(piece)
                sent += piece
            }
            channel.endSending()
            let isWhole = try await received == sent
            #expect(isWhole)
            channel.close()
        }
    }
}
