import Foundation
import Networking
import TestKit
import Testing

@Suite struct DeadlineQueueTests {
    private let start = LoopInstant(nanoseconds: 1_000_000_000)

    // MARK: Order

    @Test func `a deadline comes up when its instant has come, and not before`() {
        var queue = DeadlineQueue<String>()
        _ = queue.add(after: .seconds(1), from: start, "late")
        _ = queue.add(at: start.advanced(by: .milliseconds(10)), "early")
        #expect(queue.earliest == start.advanced(by: .milliseconds(10)) && queue.count == 2)
        #expect(queue.popDue(start.advanced(by: .nanoseconds(9_999_999))) == nil)
        #expect(queue.popDue(start.advanced(by: .milliseconds(10))) == "early")
        #expect(queue.popDue(start.advanced(by: .milliseconds(10))) == nil)
        #expect(queue.popDue(.distantFuture) == "late")
        #expect(queue.earliest == nil && queue.count == 0)
    }

    @Test func `equal deadlines come up in the order in which they were added, from lanes and heap alike`() {
        var queue = DeadlineQueue<Int>()
        let due = start.advanced(by: .seconds(3))
        for number in 0..<40 {
            // Ten durations, so more than there are lanes.
            let now = start.advanced(by: .milliseconds(number / 4))
            if number % 2 == 0 {
                _ = queue.add(at: due, number)
            } else {
                _ = queue.add(after: now.duration(to: due), from: now, number)
            }
        }
        #expect(drained(&queue) == Array(0..<40))
    }

    @Test("as many durations as there may be come up in order", arguments: [1, 7, 8, 9, 30])
    func durations(count: Int) {
        var queue = DeadlineQueue<Int>()
        for number in 0..<count * 10 {
            // 11 has no factor in common with the counts, so each duration is added ten times, and not in order.
            let milliseconds = 1 + number * 11 % count
            _ = queue.add(after: .milliseconds(milliseconds), from: start, milliseconds * 1_000 + number)
        }
        let order = drained(&queue)
        #expect(order == order.sorted() && order.count == count * 10)
    }

    @Test func `a duration gets a lane again that another has left`() {
        var queue = DeadlineQueue<Int>()
        var now = start
        for round in 1...100 {
            _ = queue.add(after: .milliseconds(round), from: now, round)
            now = now.advanced(by: .milliseconds(round))
            #expect(queue.popDue(now) == round)
        }
        #expect(queue.count == 0)
    }

    @Test func `deadlines before the origin and after the end of time keep their order`() {
        var queue = DeadlineQueue<Int>()
        _ = queue.add(after: .zero, from: start, 1)
        _ = queue.add(after: .seconds(-5), from: start, 0)
        _ = queue.add(after: .seconds(Int64.max), from: start, 2)
        for number in 3..<6 { _ = queue.add(after: .seconds(Int64.max), from: .distantFuture, number) }
        #expect(drained(&queue) == [0, 1, 2, 3, 4, 5])
    }

    @Test func `a time that goes back, against the rule, costs time but not the order`() {
        var queue = DeadlineQueue<Int>()
        for number in (0..<5).reversed() {
            _ = queue.add(after: .seconds(1), from: start.advanced(by: .milliseconds(number)), number)
        }
        #expect(drained(&queue) == [0, 1, 2, 3, 4])
    }

    // MARK: Calling off

    @Test func `what is called off does not come up, and is given back once`() {
        var queue = DeadlineQueue<String>()
        let lane = queue.add(after: .seconds(1), from: start, "lane")
        let heap = queue.add(at: start, "heap")
        #expect(queue.cancel(heap) == "heap" && queue.cancel(heap) == nil)
        #expect(queue.earliest == start.advanced(by: .seconds(1)))
        #expect(queue.cancel(lane) == "lane" && queue.cancel(lane) == nil)
        #expect(queue.earliest == nil && queue.count == 0 && queue.popDue(.distantFuture) == nil)
    }

    @Test func `the id of a deadline that has passed calls off no other`() {
        var queue = DeadlineQueue<String>()
        let passedInLane = queue.add(after: .seconds(1), from: start, "passed in a lane")
        let passedInHeap = queue.add(at: start, "passed in the heap")
        _ = drained(&queue)
        // These take the places of the others.
        let inHeap = queue.add(at: start, "heap")
        let inLane = queue.add(after: .seconds(1), from: start, "lane")
        #expect(queue.cancel(passedInLane) == nil && queue.cancel(passedInHeap) == nil)
        #expect(queue.count == 2 && Set([passedInLane, passedInHeap, inHeap, inLane]).count == 4)
        #expect(drained(&queue) == ["heap", "lane"])
    }

    @Test func `the first, the last and those in the middle of a lane can be called off`() {
        for gone in [[0], [4], [2], [0, 1, 2], [4, 3], [1, 3], [0, 1, 2, 3, 4]] {
            var queue = DeadlineQueue<Int>()
            let ids = (0..<5).map { queue.add(after: .seconds(1), from: start, $0) }
            for number in gone { queue.cancel(ids[number]) }
            _ = queue.add(after: .seconds(1), from: start, 5)
            #expect(drained(&queue) == (0...5).filter { !gone.contains($0) })
        }
    }

    @Test func `what belongs to a deadline is let go of as soon as that is called off`() {
        final class Kept {}
        var queue = DeadlineQueue<Kept>()
        weak var inLane: Kept?
        weak var inHeap: Kept?
        do {
            let kept = (Kept(), Kept())
            (inLane, inHeap) = kept
            let ids = (queue.add(after: .seconds(1), from: start, kept.0), queue.add(at: start, kept.1))
            queue.cancel(ids.0)
            queue.cancel(ids.1)
        }
        #expect(inLane == nil && inHeap == nil)
    }

    // MARK: Against a list

    @Test func `a random walk does what a list does that is searched each time`() {
        var generator = Seed.forThisRun().generator
        let durations = (0..<12).map { Duration.microseconds($0 * $0 * 10) } + [.milliseconds(-1)]
        for _ in 0..<100 {
            var (queue, list, ids) = (DeadlineQueue<Int>(), NaiveDeadlines(), [DeadlineID]())
            var now = start
            // Some walks grow, others stay small.
            let share = Int.random(in: 2...6, using: &generator)
            for number in 0..<400 {
                switch Int.random(in: 0..<10, using: &generator) {
                case ..<share:
                    let duration = durations.randomElement(using: &generator) ?? .zero
                    ids.append(queue.add(after: duration, from: now, ids.count))
                    list.add(now.advanced(by: duration))
                case share:
                    let due = now.advanced(by: .microseconds(Int.random(in: -50...1_500, using: &generator)))
                    ids.append(queue.add(at: due, ids.count))
                    list.add(due)
                case share + 1, share + 2:
                    guard let chosen = ids.indices.randomElement(using: &generator) else { continue }
                    #expect(queue.cancel(ids[chosen]) == list.cancel(chosen))
                default:
                    now = now.advanced(by: .microseconds(Int.random(in: 0...200, using: &generator)))
                    // Now and then only one, so that some are overdue.
                    var left = number % 3 == 0 ? 1 : Int.max
                    while left > 0 {
                        let (due, expected) = (queue.popDue(now), list.popDue(now))
                        #expect(due == expected)
                        left = due == nil ? 0 : left - 1
                    }
                }
                guard queue.earliest == list.earliest, queue.count == list.count else {
                    Issue.record("other than the list: \(queue.count) deadlines, \(list.count) in the list")
                    return
                }
            }
            #expect(drained(&queue) == list.all)
        }
    }

    // MARK: Costs

    @Test("a tick costs the same whether 100 deadlines wait or 100,000", arguments: [true, false])
    func tick(inLane: Bool) {
        let few = queue(of: 100, inLane: inLane)
        let many = queue(of: 100_000, inLane: inLane)
        // A look at each would cost a thousand times as much.
        #expect(tickTime(many) < 50 * tickTime(few))
    }

    @Test func `calling off a hundred thousand deadlines of the heap costs each as much as of two thousand`() throws {
        let few = (0..<5).map { _ in cancelTime(2_000) }.min() ?? 0
        // Were the heap searched each time, ten times as many would take a hundred times as long; first so many, as a
        // hundred thousand would then keep everybody waiting.
        try #require(cancelTime(20_000) < 50 * few)
        #expect(cancelTime(100_000) < 500 * few)
    }

    private func queue(of count: Int, inLane: Bool) -> DeadlineQueue<Int> {
        var queue = DeadlineQueue<Int>()
        for number in 0..<count {
            if inLane {
                _ = queue.add(after: .seconds(1), from: start.advanced(by: .nanoseconds(number)), number)
            } else {
                _ = queue.add(at: start.advanced(by: .nanoseconds(number * 7_919 % count)), number)
            }
        }
        return queue
    }

    /// The shortest of some, in nanoseconds.
    private func tickTime(_ original: DeadlineQueue<Int>) -> UInt64 {
        var queue = original
        queue.cancel(queue.add(at: .distantFuture, 0))
        return (0..<20).map { _ in
            timeOfThread {
                for _ in 0..<100 {
                    guard queue.earliest != nil, queue.popDue(LoopInstant(nanoseconds: 1)) == nil else { return }
                }
            }
        }.min() ?? 0
    }

    private func cancelTime(_ count: Int) -> UInt64 {
        var queue = DeadlineQueue<Int>()
        let ids = (0..<count).map { queue.add(at: start.advanced(by: .nanoseconds($0)), $0) }
        let time = timeOfThread {
            for id in ids { queue.cancel(id) }
        }
        #expect(queue.count == 0 && queue.earliest == nil)
        return time
    }

    /// The processor's time, as what else the machine does must not count; in nanoseconds.
    private func timeOfThread(_ body: () -> Void) -> UInt64 {
        let begun = threadTime()
        body()
        return threadTime() - begun
    }

    private func threadTime() -> UInt64 {
        var time = timespec()
        _ = unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    private func drained<Payload>(_ queue: inout DeadlineQueue<Payload>) -> [Payload] {
        var drained: [Payload] = []
        while let next = queue.popDue(.distantFuture) { drained.append(next) }
        return drained
    }
}

/// The same, the simplest way: a list that is searched each time.
private struct NaiveDeadlines {
    private var waiting: [(due: LoopInstant, number: Int)] = []
    private var added = 0

    mutating func add(_ due: LoopInstant) {
        waiting.append((due, added))
        added += 1
    }

    mutating func cancel(_ number: Int) -> Int? {
        guard let place = waiting.firstIndex(where: { $0.number == number }) else { return nil }
        return waiting.remove(at: place).number
    }

    mutating func popDue(_ now: LoopInstant) -> Int? {
        guard let first = sorted.first, first.due <= now else { return nil }
        return cancel(first.number)
    }

    var count: Int { waiting.count }
    var earliest: LoopInstant? { waiting.map(\.due).min() }
    var all: [Int] { sorted.map(\.number) }

    private var sorted: [(due: LoopInstant, number: Int)] {
        waiting.sorted { ($0.due, $0.number) < ($1.due, $1.number) }
    }
}
