import Networking

/// Nodes that are about to end: each is over when its clients' connections are gone, or when its time is.
final class Endings {
    private final class Ending {
        var done: (() -> Void)?
        var deadline: DeadlineID?

        init(_ done: @escaping () -> Void) {
            self.done = done
        }
    }

    private var open: [Ending] = []

    /// Hands `end` what it is to call in the end, and calls `done` then, or after `limit` at the latest; once.
    func wait(
        on loop: EventLoop, atMost limit: Duration, _ done: @escaping () -> Void, _ end: (@escaping () -> Void) -> Void
    ) {
        let ending = Ending(done)
        open.append(ending)
        ending.deadline = loop.after(limit) { [self] in
            ending.deadline = nil
            finish(ending, loop)
        }
        end { [self] in finish(ending, loop) }
    }

    /// Calls `done` when all are over that are open now.
    func whenOver(on loop: EventLoop, atMost limit: Duration, _ done: @escaping () -> Void) {
        guard !open.isEmpty else { return done() }
        var left = open.count
        wait(on: loop, atMost: limit, done) { finished in
            for ending in open.dropLast() {
                let own = ending.done
                ending.done = {
                    own?()
                    left -= 1
                    if left == 0 { finished() }
                }
            }
        }
    }

    private func finish(_ ending: Ending, _ loop: EventLoop) {
        guard let done = ending.done else { return }
        ending.done = nil
        if let deadline = ending.deadline { loop.cancel(deadline) }
        ending.deadline = nil
        open.removeAll { $0 === ending }
        done()
    }
}
