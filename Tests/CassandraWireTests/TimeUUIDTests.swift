import CassandraWire
import Foundation
import Synchronization
import TestKit
import Testing

@Suite struct TimeUUIDTests {
    @Test("D-42 the bounds of a millisecond are Cassandra's, before 1970 too")
    func bounds() throws {
        for (milliseconds, min, max) in CassandraTextOracle.timeUUIDBounds {
            let time = CQLTimestamp(millisecondsSinceEpoch: milliseconds)
            let (first, last) = try #require((TimeUUID.min(at: time), TimeUUID.max(at: time)) as? (TimeUUID, TimeUUID))
            #expect(first.description == min)
            #expect(last.description == max)
            #expect(first < last)
            #expect(first.unixMilliseconds == milliseconds)
            #expect(last.timestamp == time)
            if let next = TimeUUID.min(at: CQLTimestamp(millisecondsSinceEpoch: milliseconds + 1)) {
                #expect(last < next)
            }
        }
    }

    @Test("D-42 what the 60 bits of time don't reach has no bounds")
    func beyondBounds() {
        for milliseconds in [-12_219_292_800_001, 103_072_857_660_685, .min, .max] as [Int64] {
            let time = CQLTimestamp(millisecondsSinceEpoch: milliseconds)
            #expect(TimeUUID.min(at: time) == nil)
            #expect(TimeUUID.max(at: time) == nil)
        }
        // The last millisecond is only partly within the 60 bits.
        let last = CQLTimestamp(millisecondsSinceEpoch: 103_072_857_660_684)
        #expect(TimeUUID.min(at: last)?.description == "ffffe4c0-ffff-1fff-8080-808080808080")
        #expect(TimeUUID.max(at: last) == nil)
    }

    @Test func `order is by time, then by signed bytes`() throws {
        let sorted = [
            "ffffffff-0000-1000-8080-808080808080", "00000000-0001-1000-8080-808080808080",
            "00000000-0001-1000-ff80-808080808080", "00000000-0001-1000-0080-808080808080",
            "00000000-0001-1000-7f7f-7f7f7f7f7f7f", "ffffffff-ffff-1000-8080-808080808080",
            "00000000-0000-1001-8080-808080808080",
        ].map { TimeUUID($0)! }
        for (left, right) in zip(sorted, sorted.dropFirst()) {
            #expect(left < right)
            #expect(!(right < left))
        }
        #expect(TimeUUID("00000000-0000-4000-8080-808080808080") == nil)
    }

    @Test("D-42 a generator counts on where its clock stands still or goes back")
    func standingClock() {
        let ticks = Atomic<UInt64>(1_000)
        let box = Box(ticks)
        var random = SeededGenerator(seed: 1)
        let generator = TimeUUIDGenerator(
            using: &random, clock: { box.ticks.load(ordering: .relaxed) }, processID: { 1 })
        let times = [1_000, 1_000, 500, 1_002, 1_003, 2_000, 2_000].map { (now: UInt64) in
            box.ticks.store(now, ordering: .relaxed)
            return generator.next().timestamp100ns
        }
        #expect(times == [1_000, 1_001, 1_002, 1_003, 1_004, 2_000, 2_001])
    }

    @Test("D-42 a clock beyond the 60 bits doesn't trap")
    func wildClock() {
        var random = SeededGenerator(seed: 1)
        let generator = TimeUUIDGenerator(using: &random, clock: { .max }, processID: { .min })
        var seen: Set<TimeUUID> = []
        for _ in 0..<1_000 {
            let value = generator.next()
            #expect(value.uuid.version == 1)
            #expect(value.uuid.variant == .rfc9562)
            seen.insert(value)
        }
        #expect(seen.count == 1_000)
    }

    @Test("B-25 a forked process, with the same memory and clock, makes other timeuuids")
    func fork() {
        /// The first timeuuids of a process that has a copy of one generator.
        func values(processID: Int32) -> Set<TimeUUID> {
            var random = SeededGenerator(seed: 42)
            let generator = TimeUUIDGenerator(using: &random, clock: { 5_000 }, processID: { processID })
            return Set((0..<100).map { _ in generator.next() })
        }
        #expect(values(processID: 100) == values(processID: 100), "the copies differ only by the process")
        for other in [101, 99, 1, 4_194_304, .max, -1] as [Int32] {
            #expect(values(processID: 100).isDisjoint(with: values(processID: other)))
        }
    }

    @Test("B-25 a generator notices that its process has become another")
    func processIDIsAskedEachTime() {
        let box = Box(Atomic<UInt64>(100))
        var random = SeededGenerator(seed: 42)
        let generator = TimeUUIDGenerator(
            using: &random, clock: { 5_000 }, processID: { Int32(box.ticks.load(ordering: .relaxed)) })
        let parent = generator.next()
        box.ticks.store(101, ordering: .relaxed)
        let child = generator.next()
        #expect(parent.node != child.node)
        #expect(parent.clockSequence == child.clockSequence)
    }

    @Test func `generators differ, and their nodes are no hardware addresses`() {
        let identities = (0..<100).map { _ in
            let value = TimeUUIDGenerator().next()
            #expect(value.node & 0x0100_0000_0000 != 0)
            #expect(value.uuid.variant == .rfc9562)
            return value.uuid.low
        }
        #expect(Set(identities).count == 100)
    }

    @Test func `the system's clock is that of the machine`() {
        let now = Int64(Date().timeIntervalSince1970 * 1_000)
        #expect(abs(TimeUUIDGenerator().next().unixMilliseconds - now) < 60_000)
    }

    @Test("D-42 eight threads never make the same timeuuid, and each sees time go forward", .timeLimit(.minutes(2)))
    func eightThreads() {
        #if DEBUG
            let count = 100_000
        #else
            let count = 1_000_000
        #endif
        let generator = TimeUUIDGenerator()
        let results = Mutex<[[UInt64]]>([])
        let done = DispatchGroup()
        for _ in 0..<8 {
            done.enter()
            Thread.detachNewThread {
                var times: [UInt64] = []
                times.reserveCapacity(count)
                for _ in 0..<count {
                    times.append(generator.next().timestamp100ns)
                }
                results.withLock { $0.append(times) }
                done.leave()
            }
        }
        #expect(done.wait(timeout: .now() + 100) == .success)
        let times = results.withLock { $0 }
        #expect(times.count == 8)
        for thread in times {
            #expect(zip(thread, thread.dropFirst()).allSatisfy { $0 < $1 })
        }
        let sorted = times.joined().sorted()
        #expect(sorted.count == 8 * count)
        #expect(zip(sorted, sorted.dropFirst()).allSatisfy { $0 != $1 })
    }
}

/// Lends an atomic to closures.
private final class Box: Sendable {
    let ticks: Atomic<UInt64>

    init(_ ticks: consuming Atomic<UInt64>) {
        self.ticks = ticks
    }
}
