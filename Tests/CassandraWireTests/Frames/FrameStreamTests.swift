import CassandraWire
import FuzzBodies
import TestKit
import Testing

@Suite struct FrameStreamTests {
    /// An empty body, a small one, one of a few hundred bytes, and an event.
    private static let conversation: [[UInt8]] = [
        frame(stream: 1, opcode: 0x02, []),
        frame(stream: 2, opcode: 0x08, [.int(1)]),
        frame(flags: 0x08, stream: 3, opcode: 0x08, [.strings([String(repeating: "w", count: 50)]), .int(1)]),
        frame(
            stream: -1, opcode: 0x0C, [.string("STATUS_CHANGE"), .string("UP"), .inet([127, 0, 0, 1], port: 9042)]),
        frame(stream: 4, opcode: 0x02, []),
    ]

    @Test("D-1 a stream cut at every position, and at every two, gives the same frames")
    func everyCut() {
        let stream = FrameStreamTests.conversation.flatMap { $0 }
        let whole = Feed(stream)
        #expect(whole.events.count == 5 && whole.error == nil && whole.isBetweenFrames)
        for first in 0...stream.count {
            let once = Feed(stream, cuts: [first])
            #expect(once.events == whole.events && once.isBetweenFrames, "cut at \(first)")
            for second in stride(from: first, through: stream.count, by: 5) {
                #expect(Feed(stream, cuts: [first, second]).events == whole.events, "cut at \(first) and \(second)")
            }
        }
    }

    @Test("D-1 any chunking of a stream gives the same events", arguments: [Direction.request, .response])
    func anyChunking(direction: Direction) {
        let seed = Seed.forThisRun("FrameStreamTests.anyChunking")
        var generator = seed.generator
        let golden = GoldenFrame.all.filter { $0.direction == direction && $0.compression == nil }
        for _ in 0..<20 {
            let stream = golden.shuffled(using: &generator).prefix(40).flatMap(\.bytes)
            // A few bodies are too large, so that their skipping is cut too.
            let limits = FrameLimits(maximumBody: 2000)
            let whole = Feed(stream, direction: direction, limits: limits)
            let most = Int.random(in: 1...5000, using: &generator)
            var cuts: [Int] = []
            while let next = Optional((cuts.last ?? 0) + Int.random(in: 0...most, using: &generator)),
                next < stream.count
            {
                cuts.append(next)
            }
            let cut = Feed(stream, cuts: cuts, direction: direction, limits: limits)
            #expect(cut.events == whole.events && cut.isBetweenFrames, "seed \(seed.value), cuts \(cuts)")
            #expect(cut.mostHeld <= 2000, "seed \(seed.value): \(cut.mostHeld) bytes were held")
        }
    }

    @Test("D-1 nothing is kept of a frame that was given away")
    func nothingKept() {
        let stream = FrameStreamTests.conversation.flatMap { $0 }
        var decoder = FrameDecoder(direction: .response)
        for index in stream.indices {
            var offset = 0
            _ = try? decoder.next(in: stream, index..<index + 1, at: &offset)
            #expect(!decoder.isBetweenFrames || decoder.heldBytes == 0, "after \(index + 1) bytes")
        }
        #expect(decoder.isBetweenFrames == true)
    }

    @Test("D-2 frames in one read come in order, each found where the one before it ended", arguments: [1000, 20_000])
    func manyFrames(count: Int) throws {
        let frames = (0..<count).map { frame(stream: Int16($0 % 32768), opcode: 0x08, [.int(1)]) }
        let stream = frames.flatMap { $0 }
        var decoder = FrameDecoder(direction: .response)
        var offset = 0
        for number in 0..<count {
            guard case .frame(let frame) = try decoder.next(in: stream, 0..<stream.count, at: &offset) else {
                Issue.record("frame \(number) is missing")
                return
            }
            // Work is linear: no byte is looked at twice.
            #expect(frame.header.stream == Int16(number % 32768) && offset == 13 * (number + 1))
        }
        #expect(try decoder.next(in: stream, 0..<stream.count, at: &offset) == nil)
        #expect(decoder.heldBytes == 0 && decoder.isBetweenFrames)
    }

    @Test("D-3 a header without its body gives nothing, and holds nothing")
    func headerOnly() {
        let feed = Feed(frame(opcode: 0x08, length: 1000, []))
        #expect(feed.events.isEmpty && feed.error == nil && !feed.isBetweenFrames && feed.heldBytes == 0)
    }

    @Test(
        "D-4 a body over the limit is announced and skipped, and the frames around it come",
        arguments: [100, 101, 5000])
    func oversized(length: Int) {
        let limits = FrameLimits(maximumBody: 100, maximumSkipped: 5000)
        let before = frame(stream: 6, opcode: 0x02, [])
        let large = frame(stream: 7, opcode: 0x08, [.raw(Array(repeating: 0xAA, count: length))])
        let after = frame(stream: 8, opcode: 0x08, [.int(1)])
        let stream = before + large + after
        for cuts in [[], Array(1..<stream.count), [9, 20], [before.count + 9], [before.count + large.count]] {
            let feed = Feed(stream, cuts: cuts, limits: limits)
            #expect(feed.error == nil && feed.isBetweenFrames && feed.events.count == 3)
            let header = FrameHeader(direction: .response, stream: 7, opcode: .result, bodyLength: Int32(length))
            if length > 100 {
                #expect(feed.events[1] == .oversized(header))
            } else {
                #expect(feed.events[1] == .frame(header, Array(repeating: 0xAA, count: length)))
            }
            #expect(feed.mostHeld <= 100 && feed.frames.last?.header.stream == 8)
        }
    }

    @Test("D-4 a body beyond what is worth skipping closes the connection")
    func beyondSkipping() {
        let limits = FrameLimits(maximumBody: 100, maximumSkipped: 5000)
        #expect(Feed(frame(opcode: 0x08, length: 5001, []), limits: limits).error == .length(5001))
        #expect(FrameLimits().maximumBody == 256 << 20)
        #expect(Feed(frame(opcode: 0x08, length: 256 << 20, [])).error == nil)
        let header = FrameHeader(direction: .response, stream: 1, opcode: .result, bodyLength: 256 << 20 | 1)
        #expect(Feed(frame(opcode: 0x08, length: 256 << 20 | 1, [])).events == [.oversized(header)])
    }

    @Test(
        "D-5 a length that is negative or absurd is fatal, without a trap or an allocation",
        arguments: [-1, -2, .min, .max, .max - 8, 1 << 30 | 1] as [Int32])
    func absurdLength(length: Int32) throws {
        let stream = frame(opcode: 0x08, length: length, [.int(1)])
        for cuts in [[], Array(1..<stream.count)] {
            let feed = Feed(stream, cuts: cuts)
            #expect(feed.error == .length(length) && feed.events.isEmpty && feed.heldBytes <= 9)
        }
        var decoder = FrameDecoder(direction: .response)
        let good = frame(opcode: 0x02, [])
        for bytes in [stream, good, good] {
            var offset = 0
            // Where the next frame begins is unknown from here on.
            #expect(throws: FrameError.length(length)) { try decoder.next(in: bytes, 0..<bytes.count, at: &offset) }
        }
    }

    @Test("D-6 memory is taken for what has arrived, not for what is claimed")
    func claims() {
        let stream = frame(opcode: 0x08, length: 256 << 20, [.raw(Array(repeating: 1, count: 10))])
        for cuts in [[], Array(1..<stream.count)] {
            let feed = Feed(stream, cuts: cuts)
            #expect(feed.events.isEmpty && feed.error == nil && feed.mostHeld <= 20)
        }
        let longer = stream + Array(repeating: 2, count: 1 << 20)
        let feed = Feed(longer, cuts: Array(stride(from: 1, to: longer.count, by: 4096)))
        #expect(feed.mostHeld <= 2 << 20)
    }
}
