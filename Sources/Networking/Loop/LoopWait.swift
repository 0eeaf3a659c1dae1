/// One suspended task that waits for something on a loop and can be cancelled: for a deadline, for room, for bytes.
///
/// The task makes it, from any thread; all else happens on the loop. Whatever comes first finishes it, the rest is
/// ignored, so a result and a cancellation in the same instant have one outcome.
open class LoopWait<Success>: LoopMessage, @unchecked Sendable {  // after the hand-over only the loop touches it
    private var parked: Parked<Result<Success, IOError>>?
    private var state = State.handedOver
    private enum State {
        case handedOver
        case cancelledEarly
        case waiting
        case finished
    }

    // The loop is given with each call and not kept: an initialiser of its own makes the compiler (6.3) complain about
    // a recursion in those that inherit from this.

    /// Starts to wait: on the loop, once. Finishes at once if there is nothing to wait for.
    open func begin(on loop: EventLoop) {
        preconditionFailure("a wait says what it waits for")
    }

    /// The wait was finished from outside: let go of what `begin` set up.
    open func abandon(on loop: EventLoop) {
        preconditionFailure("a wait says what it lets go of")
    }

    /// Suspends the calling task until the wait is finished, which a cancelled task does at once.
    package final func value(on loop: EventLoop) async throws(IOError) -> Success {
        let result = await withTaskCancellationHandler {
            await park { parked in
                self.parked = consume parked
                // A task that runs on the loop stands in no method of it, so there is no need for a detour.
                if loop.isCurrent { start(on: loop) } else { loop.submit(self) }
            }
        } onCancel: {
            loop.submit(WaitCancellation(self))
        }
        return try result.get()
    }

    public final override func deliver(on loop: EventLoop) {
        start(on: loop)
    }

    private func start(on loop: EventLoop) {
        switch state {
        case .handedOver:
            state = .waiting
            begin(on: loop)
        case .cancelledEarly:
            state = .waiting
            finish(.failure(.cancelled))
        case .waiting, .finished:
            preconditionFailure("a wait begins once")
        }
    }

    /// Lets the task go on; of several outcomes the first counts.
    package final func finish(_ result: sending Result<Success, IOError>) {
        guard case .waiting = state, let parked = parked.take() else { return }
        state = .finished
        parked.resume(result)
    }

    fileprivate final func cancel(on loop: EventLoop) {
        switch state {
        case .handedOver: state = .cancelledEarly
        case .waiting:
            abandon(on: loop)
            finish(.failure(.cancelled))
        case .cancelledEarly, .finished: break
        }
    }
}

/// Tells a wait that its task was cancelled. A message of its own, because the wait itself may still be on its way.
private final class WaitCancellation<Success>: LoopMessage, @unchecked Sendable {  // it holds what only the loop uses
    private let wait: LoopWait<Success>

    init(_ wait: LoopWait<Success>) {
        self.wait = wait
    }

    override func deliver(on loop: EventLoop) {
        wait.cancel(on: loop)
    }
}
