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

    // The `every-byte` tool does the next two without leaving a byte out, in a release build.

    @Test("golden frames cut at their bytes: the stream waits, and a shorter body is a value or an error")
    func cut() throws {
        for frame in GoldenFrame.all {
            for count in places(in: frame.bytes) { try record(frame) { try frame.checkCut(after: count) } }
        }
    }

    @Test("golden frames with their bytes flipped in three ways are values or errors")
    func flipped() throws {
        for frame in GoldenFrame.all {
            for place in places(in: frame.bytes) {
                for mask in GoldenFrame.masks { try record(frame) { try frame.checkFlip(at: place, mask: mask) } }
            }
        }
    }

    private func record(_ frame: GoldenFrame, _ check: () throws -> Void) throws {
        do {
            try check()
        } catch {
            Issue.record("\(frame.name): \(error)")
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

    /// All positions in a frame of up to 256 bytes; of a longer one those in its first bytes and some behind them.
    private func places(in bytes: [UInt8]) -> [Int] {
        let step = bytes.count <= 256 ? 1 : 1 + bytes.count * bytes.count / 40_000
        return bytes.indices.filter { $0 < 40 || $0 % step == 0 }
    }
}
