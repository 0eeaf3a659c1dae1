import Bytes

extension EventLoop {
    /// Shuts the loop down: closes whatever it serves and lets all who wait for it go on with `.loopStopped`. Returns
    /// when its thread serves nothing any more. Tasks that prefer the loop still finish: what becomes ready later is run
    /// as it comes, with every deadline taken as passed. Calling it twice is fine.
    package func shutDown() async {
        beginShutdown()
        // Fails only by cancellation, and then the loop is being shut down all the same.
        _ = try? await LoopStop().value(on: self)
    }

    /// Begins to shut the loop down, without waiting.
    package func beginShutdown() {
        submit { loop in loop.stop() }
    }

    func stop() {
        guard state == .running else { return }
        state = .stopped
        for handler in handles.elements { handler.loopStopped() }
        fireAllTimers()
    }

    /// Takes all deadlines that there are now as passed.
    func fireAllTimers() {
        // Not those that are made meanwhile: something periodic would keep this from ending.
        var left = deadlines.value.count
        while left > 0, let timer = deadlines.value.popDue(.distantFuture) {
            timer.target.deadlinePassed(timer.tag, on: self)
            left -= 1
        }
    }
}

private final class LoopStop: LoopWait<Void>, @unchecked Sendable {  // as its class: only the loop touches it
    override func begin(on loop: EventLoop) {
        loop.stop()
        finish(.success(()))
    }

    override func abandon(on loop: EventLoop) {}
}
