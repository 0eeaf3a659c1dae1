import Bytes
import Synchronization

/// One thread, the sockets and timers it serves, and the tasks that run on it.
///
/// A turn: what is ready → the inbox → due timers → jobs → flush. Time is read once a turn. What a turn has to send
/// leaves in one write a connection at its end, so coalescing needs no timer and an idle connection writes at once.
///
/// Passive: `LoopThread` drives it on a machine (`sleepDeadline`, wait, `turn`), a simulated world drives many of them
/// in one thread. Everything but `submit`, `enqueue` and `isCurrent` is for the loop's own thread.
///
/// `public`, as is `LoopMessage`, only because that class must be `open`; no product shows either.
@safe public final class EventLoop: @unchecked Sendable {  // confined to its thread, see below
    package let driver: any LoopDriver
    package let sockets: any SocketCalls
    package let resolver: any NameResolver

    let inbox = LoopInbox()
    /// The thread that runs the loop now; 0 between the turns of a simulated one.
    private let owner = Atomic<UInt>(0)
    /// Set when nobody waits for this loop's driver any more.
    private let hasEnded = Atomic<Bool>(false)
    /// Has what still arrives at a loop that has ended run somewhere, one thread at a time. Not needed where whoever
    /// drives the loop never stops.
    private let runLeftovers: (@Sendable (EventLoop) -> Void)?

    private let turnBegan: LoopOwned<LoopInstant>
    /// When this turn began.
    package internal(set) var now: LoopInstant {
        get { turnBegan.value }
        set { turnBegan.value = newValue }
    }
    var ready: [ReadyEvent] = []
    var handles = SlotTable<any ReadinessHandler>()
    let deadlines = LoopOwned(DeadlineQueue<Timer>())
    /// Jobs and messages from the loop's own thread, which need no inbox.
    let jobs = LoopOwned([UnownedJob]())
    var spareJobs: [UnownedJob] = []
    var messages: [LoopMessage] = []
    var spareMessages: [LoopMessage] = []
    /// Channels with something to send at the end of this turn.
    var unflushed: [StreamChannel] = []
    var state = State.running
    let blocks = BlockPool()
    /// Where received bytes lie until a handler has seen them; one for all channels of the loop.
    let receiveArea: UnsafeMutableRawBufferPointer

    #if TLS
        private var plaintextAreaIfAny: UnsafeMutableRawBufferPointer?
        /// The same for what is decrypted; made for the first channel that needs it.
        var plaintextArea: UnsafeMutableRawBufferPointer {
            if let area = unsafe plaintextAreaIfAny { return unsafe area }
            let area = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.receiveAreaSize, alignment: 16)
            unsafe plaintextAreaIfAny = area
            return unsafe area
        }
    #endif

    enum State: Equatable {
        case running
        case stopped
    }

    package static let receiveAreaSize = 64 * 1024
    /// How many jobs and messages a turn runs before it looks at the sockets again.
    static let mostJobsATurn = 1024

    package init(
        driver: any LoopDriver, sockets: any SocketCalls, resolver: any NameResolver,
        runLeftovers: (@Sendable (EventLoop) -> Void)? = nil
    ) {
        self.driver = driver
        self.sockets = sockets
        self.resolver = resolver
        self.runLeftovers = runLeftovers
        turnBegan = LoopOwned(driver.now())
        unsafe receiveArea = .allocate(byteCount: Self.receiveAreaSize, alignment: 16)
    }

    deinit {
        unsafe receiveArea.deallocate()
        #if TLS
            unsafe plaintextAreaIfAny?.deallocate()
        #endif
    }

    // MARK: From any thread

    /// Whether the caller runs on this loop.
    package var isCurrent: Bool {
        owner.load(ordering: .relaxed) == currentThread()
    }

    /// Traps when the caller does not run on this loop.
    @inline(__always) package func requireCurrent() {
        precondition(isCurrent, "what belongs to a loop is used on that loop only")
    }

    /// Has `message` delivered on the loop: never inside this call, and after all that this thread submitted before.
    package func submit(_ message: LoopMessage) {
        if isCurrent {
            messages.append(message)
        } else {
            push(message)
        }
    }

    /// Has `body` called on the loop: never inside this call, and after all that this thread submitted before.
    package func submit(_ body: @escaping @Sendable (EventLoop) -> Void) {
        submit(ClosureMessage(body))
    }

    /// Has `body` called later in this turn, or in the next; for the loop's own thread.
    package func later(_ body: @escaping () -> Void) {
        requireCurrent()
        messages.append(LaterMessage(body))
    }

    func push(_ message: LoopMessage) {
        driver.calledFromOutside("submit")
        guard inbox.push(message) else { return }
        // Whoever finds the loop asleep has acquired what it did before, so it sees whether it has ended.
        if hasEnded.load(ordering: .relaxed), let runLeftovers {
            runLeftovers(self)
        } else {
            driver.wake()
        }
    }

    // MARK: Driving

    /// Runs `body` as the loop's own thread, which the caller is until it returns.
    package func asOwner<Result>(_ body: () -> Result) -> Result {
        let before = owner.exchange(currentThread(), ordering: .acquiringAndReleasing)
        precondition(before == 0, "one thread at a time runs a loop")
        defer { owner.store(0, ordering: .releasing) }
        return body()
    }

    /// Until when the driver may wait. Before a wait that may block the inbox is told, so that whoever leaves something
    /// there wakes the loop.
    package func sleepDeadline() -> LoopInstant {
        guard jobs.value.isEmpty, messages.isEmpty, unflushed.isEmpty, inbox.fallAsleep() else {
            return LoopInstant(nanoseconds: 0)
        }
        return deadlines.value.earliest ?? .distantFuture
    }

    /// Nobody drives the loop any more: from now on what arrives is run as leftovers.
    func noteEnd() {
        hasEnded.store(true, ordering: .relaxed)
    }

    /// Waits until there is something to do, and does it.
    package func waitAndTurn() {
        driver.wait(until: sleepDeadline(), into: &ready)
        turn()
    }

    /// One turn, with what the driver's wait has put into `ready`.
    package func turn() {
        now = driver.now()
        serveReady()
        takeInbox()
        fireTimers()
        runJobs()
        flush()
    }

    private func serveReady() {
        for event in ready {
            // A handler before this one may have closed it: then its id finds nothing.
            handles[SlotID(word: event.token)]?.becameReady(event.readiness)
        }
        ready.removeAll(keepingCapacity: true)
    }

    private func takeInbox() {
        var taken = inbox.takeAll()
        while let message = taken.takeFirst() { message.deliver(on: self) }
    }

    private func runJobs() {
        var run = 0
        while run < Self.mostJobsATurn, !(jobs.value.isEmpty && messages.isEmpty) {
            if !messages.isEmpty {
                swap(&messages, &spareMessages)
                for message in spareMessages { message.deliver(on: self) }
                run += spareMessages.count
                spareMessages.removeAll(keepingCapacity: true)
            }
            // Two arrays change places, so that what runs can make more ready without a copy.
            swap(&jobs.value, &spareJobs)
            for job in spareJobs { unsafe job.runSynchronously(on: asUnownedTaskExecutor()) }
            run += spareJobs.count
            spareJobs.removeAll(keepingCapacity: true)
        }
    }

    private func flush() {
        // A flush that fails closes its channel, whose handler may send on another one: that goes out in this turn too.
        var index = 0
        while index < unflushed.count {
            unflushed[index].flush()
            index += 1
        }
        unflushed.removeAll(keepingCapacity: true)
    }
}

/// Something with a descriptor whose readiness a loop reports.
package protocol ReadinessHandler: AnyObject {
    func becameReady(_ readiness: Readiness)
    /// The loop is being shut down: let go of the descriptor.
    func loopStopped()
}
