import Foundation
import Networking
import Synchronization
import TestKit
import Testing

#if os(Linux)
    import CLinux
#endif

/// Threads that leave messages while the loop falls asleep and wakes. `make model` shows that the steps are right; this
/// shows that the code is those steps, and under the thread sanitizer that its orders are enough.
///
/// `STRESS=10` makes them ten times as long.
@Suite(.serialized) struct LoopInboxStressTests {
    private static let producers = 4
    private static let rounds = 1_000 * max(1, ProcessInfo.processInfo.environment["STRESS"].flatMap { Int($0) } ?? 1)

    @Test func `an inbox between threads loses nothing, and who finds the loop asleep sees what it did before`() async {
        let record = Record(producers: Self.producers)
        let shared = SharedInbox(record)
        async let sleeps = onThread { shared.run() }
        let results = await produce(Seed.forThisRun(), record) { shared.push($0) }
        shared.stop()
        #expect(await sleeps > Self.rounds / 20, "the loop has hardly slept, or was not woken in the end")
        #expect(results.compactMap(\.failure) == [])
        #expect(record.next == results.map(\.pushed) && record.misplaced == 0)
        #expect(shared.oldNotes == 0)
    }

    @Test(arguments: EventLoopGroup.Driver.allCases)
    func `a loop that sleeps now and then gets all messages in order, and one wake-up for a sleep`(
        driver: EventLoopGroup.Driver
    ) async throws {
        let polling = CountingPolling()
        let group = try EventLoopGroup(loops: 1, driver: driver, name: "test", polling: polling)
        let record = Record(producers: Self.producers)
        let results = await produce(Seed.forThisRun(), record) { group.loops[0].submit($0) }
        let (signals, sleeps) = (polling.signals.load(ordering: .relaxed), polling.sleeps.load(ordering: .relaxed))
        await group.shutDown()
        #expect(results.compactMap(\.failure) == [])
        #expect(record.next == results.map(\.pushed) && record.misplaced == 0)
        #expect(signals > Self.rounds / 20, "the loop has hardly slept")
        #expect(signals <= sleeps)
    }

    private struct Produced {
        var pushed = 0
        var failure: String?
    }

    /// Has threads push messages: a burst, a wait until it has arrived, a pause of no certain length, the next burst.
    private func produce(
        _ seed: Seed, _ record: Record, _ push: @escaping @Sendable (Numbered) -> Void
    ) async -> [Produced] {
        await withTaskGroup(of: (Int, Produced).self) { group in
            for producer in 0..<Self.producers {
                let generator = SeededGenerator(seed: seed.value &+ UInt64(producer))
                group.addTask { (producer, await onThread { Self.run(producer, generator, record, push) }) }
            }
            return await group.reduce(into: Array(repeating: Produced(), count: Self.producers)) { $0[$1.0] = $1.1 }
        }
    }

    private static func run(
        _ producer: Int, _ generator: SeededGenerator, _ record: Record, _ push: (Numbered) -> Void
    ) -> Produced {
        var (generator, result) = (generator, Produced())
        for round in 0..<rounds {
            let size = Int.random(in: 1...4, using: &generator)
            for place in 1...size {
                push(Numbered(result.pushed, of: producer, endsBurst: place == size, record))
                result.pushed += 1
                pause(Int.random(in: 0..<100, using: &generator))
            }
            guard record.arrived[producer].wait() else {
                result.failure = "what producer \(producer) pushed in round \(round) did not arrive"
                return result
            }
            pause(Int.random(in: 0..<5_000, using: &generator))
        }
        return result
    }
}

/// Some time, so that threads meet at ever other points of their ways.
func pause(_ length: Int) {
    let nothing = Atomic<Int>(0)
    for _ in 0..<length { nothing.add(1, ordering: .relaxed) }
}

/// Runs `body` on a thread of its own, which it may block.
func onThread<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
    await withCheckedContinuation { continuation in
        Thread.detachNewThread { continuation.resume(returning: body()) }
    }
}

/// Set by one thread, waited for by another, which takes it away.
private final class Signal: @unchecked Sendable {  // what it holds is touched under the condition's lock
    private let condition = NSCondition()
    private var isSet = false

    func set() {
        condition.withLock {
            isSet = true
            condition.signal()
        }
    }

    /// `false`: it took too long.
    func wait() -> Bool {
        let limit = Date(timeIntervalSinceNow: 20)
        return condition.withLock {
            while !isSet {
                guard condition.wait(until: limit) else { return false }
            }
            isSet = false
            return true
        }
    }
}

private final class Numbered: LoopMessage, @unchecked Sendable {  // it does not change
    let producer: Int
    let number: Int
    let endsBurst: Bool
    private let record: Record

    init(_ number: Int, of producer: Int, endsBurst: Bool, _ record: Record) {
        self.producer = producer
        self.number = number
        self.endsBurst = endsBurst
        self.record = record
    }

    override func deliver(on loop: EventLoop) {
        record.note(self)
    }
}

/// What arrived.
private final class Record: @unchecked Sendable {  // the loop's, and the test's when all producers have ended
    /// For each producer the number that comes next.
    private(set) var next: [Int]
    private(set) var misplaced = 0
    let arrived: [Signal]

    init(producers: Int) {
        next = Array(repeating: 0, count: producers)
        arrived = (0..<producers).map { _ in Signal() }
    }

    func note(_ message: Numbered) {
        if message.number != next[message.producer] { misplaced += 1 }
        next[message.producer] = message.number + 1
        if message.endsBurst { arrived[message.producer].set() }
    }
}

/// As little of a loop as there can be around an inbox.
private final class SharedInbox: @unchecked Sendable {  // the inbox guards its plain properties: that is the test
    private let inbox = LoopInbox()
    private let record: Record
    private let wakeUp = Signal()
    private let isOver = Atomic<Bool>(false)
    /// Written by the loop before it falls asleep, read by whoever finds it asleep.
    private var note = 0
    /// What was read so last.
    private var lastNote = 0
    private(set) var oldNotes = 0

    init(_ record: Record) {
        self.record = record
    }

    func push(_ message: Numbered) {
        guard inbox.push(message) else { return }
        if note <= lastNote { oldNotes += 1 }
        lastNote = note
        wakeUp.set()
    }

    func stop() {
        isOver.store(true, ordering: .releasing)
        wakeUp.set()
    }

    /// How often it slept; less than nothing when nobody woke it.
    func run() -> Int {
        var sleeps = 0
        while !isOver.load(ordering: .acquiring) {
            var taken = inbox.takeAll()
            while let message = taken.takeFirst() { (message as? Numbered).map(record.note) }
            note += 1
            guard inbox.fallAsleep() else { continue }
            sleeps += 1
            guard wakeUp.wait() else { return -1 }
        }
        return sleeps
    }
}

/// The kernel's, with a count of the waits that may block and of the wake-ups.
private final class CountingPolling: PollingCalls {
    let sleeps = Atomic<Int>(0)
    let signals = Atomic<Int>(0)
    private let kernel = KernelPolling()

    private func count(_ milliseconds: Int32) {
        if milliseconds != 0 { sleeps.add(1, ordering: .relaxed) }
    }

    func signal(_ descriptor: Int32, bytes: Int) -> CallResult {
        signals.add(1, ordering: .relaxed)
        return kernel.signal(descriptor, bytes: bytes)
    }

    func poll(_ entries: UnsafeMutableBufferPointer<pollfd>, milliseconds: Int32) -> CallResult {
        count(milliseconds)
        return unsafe kernel.poll(entries, milliseconds: milliseconds)
    }

    func makePipe() -> (status: CallResult, read: Int32, write: Int32) { kernel.makePipe() }
    func clearSignals(_ descriptor: Int32) -> CallResult { kernel.clearSignals(descriptor) }
    func closeDescriptor(_ descriptor: Int32) -> CallResult { kernel.closeDescriptor(descriptor) }

    #if os(Linux)
        func makeEpoll() -> CallResult { kernel.makeEpoll() }
        func makeEventDescriptor() -> CallResult { kernel.makeEventDescriptor() }

        func control(
            _ epoll: Int32, _ operation: Int32, _ descriptor: Int32, events: UInt32, token: UInt64
        ) -> CallResult {
            kernel.control(epoll, operation, descriptor, events: events, token: token)
        }

        func wait(
            _ epoll: Int32, _ events: UnsafeMutableBufferPointer<epoll_event>, milliseconds: Int32
        ) -> CallResult {
            count(milliseconds)
            return unsafe kernel.wait(epoll, events, milliseconds: milliseconds)
        }
    #endif
}
