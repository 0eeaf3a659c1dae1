/// Something that waits for deadlines on a loop.
package protocol TimerTarget: AnyObject {
    /// The deadline has come. `tag` is what was given with it, so that one object can wait for several things.
    func deadlinePassed(_ tag: UInt64, on loop: EventLoop)
}

extension EventLoop {
    struct Timer {
        let target: any TimerTarget
        let tag: UInt64
    }

    /// Tells `target` when so much time has passed; it is kept until then, or until the deadline is called off.
    package func after(_ duration: Duration, tell target: some TimerTarget, tag: UInt64 = 0) -> DeadlineID {
        requireCurrent()
        return deadlines.value.add(after: duration, from: now, Timer(target: target, tag: tag))
    }

    /// The same for a duration that was converted before.
    package func after(nanoseconds: UInt64, tell target: some TimerTarget, tag: UInt64 = 0) -> DeadlineID {
        requireCurrent()
        return deadlines.value.add(afterNanoseconds: nanoseconds, from: now, Timer(target: target, tag: tag))
    }

    /// Tells `target` when it is `deadline`.
    package func at(_ deadline: LoopInstant, tell target: some TimerTarget, tag: UInt64 = 0) -> DeadlineID {
        requireCurrent()
        return deadlines.value.add(at: deadline, Timer(target: target, tag: tag))
    }

    /// Calls `body` when so much time has passed.
    @discardableResult
    package func after(_ duration: Duration, _ body: @escaping () -> Void) -> DeadlineID {
        after(duration, tell: ClosureTimer(body))
    }

    /// Calls a deadline off; nothing happens when it has passed already.
    package func cancel(_ id: DeadlineID) {
        requireCurrent()
        deadlines.value.cancel(id)
    }

    func fireTimers() {
        while let timer = deadlines.value.popDue(now) { timer.target.deadlinePassed(timer.tag, on: self) }
    }
}

private final class ClosureTimer: TimerTarget {
    private let body: () -> Void

    init(_ body: @escaping () -> Void) {
        self.body = body
    }

    func deadlinePassed(_ tag: UInt64, on loop: EventLoop) {
        body()
    }
}
