/// A loop's time as a clock, for `Task.sleep(until:clock:)` and whatever else takes one: what runs on a simulated loop
/// sleeps in simulated time.
package struct LoopClock: Clock {
    package let loop: EventLoop

    package init(_ loop: EventLoop) {
        self.loop = loop
    }

    package var now: LoopInstant { loop.driver.now() }

    /// What a loop's deadlines are good to: a wait in the kernel is given in milliseconds.
    package var minimumResolution: Duration { .milliseconds(1) }

    /// Throws `CancellationError` when the task is cancelled, as clocks do, and an `IOError` when the loop is shut down.
    package func sleep(until deadline: LoopInstant, tolerance: Duration?) async throws {
        do {
            try await LoopSleep(until: deadline).value(on: loop)
        } catch .cancelled {
            throw CancellationError()
        }
    }
}

extension EventLoop {
    /// Suspends the calling task for so long, in the loop's time.
    package func sleep(for duration: Duration) async throws(IOError) {
        try await LoopSleep(until: driver.now().advanced(by: max(duration, .zero))).value(on: self)
    }
}

/// A task that waits for a deadline.
final class LoopSleep: LoopWait<Void>, TimerTarget, @unchecked Sendable {  // as its class: only the loop touches it
    private let deadline: LoopInstant
    private var id: DeadlineID?

    init(until deadline: LoopInstant) {
        self.deadline = deadline
    }

    override func begin(on loop: EventLoop) {
        id = loop.at(deadline, tell: self)
    }

    override func abandon(on loop: EventLoop) {
        if let id { loop.cancel(id) }
    }

    func deadlinePassed(_ tag: UInt64, on loop: EventLoop) {
        finish(loop.state == .running ? .success(()) : .failure(.loopStopped))
    }
}
