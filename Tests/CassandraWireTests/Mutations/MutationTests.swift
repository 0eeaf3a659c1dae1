import CassandraWire
import Foundation
import FuzzBodies
import TestKit
import Testing

/// Whatever arrives is a value or an error, never a trap, and takes no more memory than it has bytes for.
@Suite struct MutationTests {
    static let shards = 8

    @Test("golden frames are looked at from all sides, and in pieces")
    func unchanged() throws {
        for frame in GoldenFrame.all {
            try check(frame, frame.bytes, pieces: true, "unchanged")
        }
    }

    @Test(
        "golden frames cut at every byte: the stream waits, and a shorter body is a value or an error",
        arguments: 0..<shards)
    func cut(shard: Int) throws {
        for frame in shardOfFrames(shard) {
            for count in places(in: frame.bytes) {
                let bytes = Array(frame.bytes[..<count])
                var decoder = FrameDecoder(direction: frame.direction, compression: frame.compression)
                var offset = 0
                let event = try decoder.next(in: bytes, 0..<count, at: &offset)
                #expect(event == nil && offset == count, "\(frame.name) cut after \(count) bytes gave an event")
                guard count >= FrameHeader.length else { continue }
                try check(frame, Mutator.withRightLength(bytes), "cut after \(count) bytes")
            }
        }
    }

    @Test("golden frames with every byte flipped in three ways", arguments: 0..<shards)
    func flipped(shard: Int) throws {
        for frame in shardOfFrames(shard) {
            for place in places(in: frame.bytes) {
                for mask in [0xFF, 0x01, 0x80] as [UInt8] {
                    var bytes = frame.bytes
                    bytes[place] ^= mask
                    try check(frame, bytes, "byte \(place) ^ \(mask)")
                }
            }
        }
    }

    @Test("100,000 random mutations of golden frames", arguments: 0..<shards)
    func random(shard: Int) throws {
        let seed = Seed.forThisRun("MutationTests.random, shard \(shard)")
        var mutator = Mutator(GoldenFrame.all, seed: seed.value &+ UInt64(shard))
        let before = ResidentMemory.peak
        for round in 0..<100_000 / MutationTests.shards {
            let frame = mutator.next()
            try check(frame, frame.bytes, "round \(round) of seed \(seed.value), shard \(shard)")
        }
        let grown = ResidentMemory.peak - before
        #expect(grown < 256 << 20, "memory grew by \(grown) bytes")
    }

    private func check(
        _ frame: GoldenFrame, _ bytes: [UInt8], pieces: Bool = false, _ what: @autoclosure () -> String
    ) throws {
        do {
            try FrameStreamBody.check(
                bytes, direction: frame.direction, compression: frame.compression, pieces: pieces)
        } catch {
            Issue.record("\(frame.name), \(what()): \(error)\n\(bytes.hex)")
        }
    }

    private func shardOfFrames(_ shard: Int) -> [GoldenFrame] {
        GoldenFrame.all.enumerated().filter { $0.offset % MutationTests.shards == shard }.map(\.element)
    }

    /// All positions in a frame; of a long one those in its first bytes and some behind them. `EVERY_BYTE=1` takes all,
    /// which is for release builds: they need minutes.
    private func places(in bytes: [UInt8]) -> [Int] {
        let step = bytes.count <= 256 || MutationTests.takesEveryByte ? 1 : 1 + bytes.count * bytes.count / 40_000
        return bytes.indices.filter { $0 < 40 || $0 % step == 0 }
    }

    private static let takesEveryByte = ProcessInfo.processInfo.environment["EVERY_BYTE"] != nil
}
