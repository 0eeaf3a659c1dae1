/// Something for a loop to do, handed over from any thread and delivered once on the loop.
///
/// A request's cell inherits from this, so that handing it over allocates nothing more than the cell. `open`, because a
/// class with `package` access cannot be inherited from in another target.
open class LoopMessage: @unchecked Sendable {  // one thread at a time has it: the sender, the inbox, then the loop
    /// The message that was pushed before this one; used by the inbox alone.
    internal final var next: UInt = 0

    public init() {}

    /// Runs on the loop, in the order in which the messages were pushed.
    open func deliver(on loop: EventLoop) {
        preconditionFailure("a message says what its delivery is")
    }
}

/// A closure to be called on the loop.
final class ClosureMessage: LoopMessage, @unchecked Sendable {  // the closure is Sendable and called once
    private let body: @Sendable (EventLoop) -> Void

    init(_ body: @escaping @Sendable (EventLoop) -> Void) {
        self.body = body
    }

    override func deliver(on loop: EventLoop) {
        body(loop)
    }
}

/// A closure that the loop leaves for itself.
final class LaterMessage: LoopMessage, @unchecked Sendable {  // it never leaves the loop's thread
    private let body: () -> Void

    init(_ body: @escaping () -> Void) {
        self.body = body
    }

    override func deliver(on loop: EventLoop) {
        body()
    }
}

/// A job of the Swift runtime that another thread made ready: a task that prefers this loop goes on.
final class JobMessage: LoopMessage, @unchecked Sendable {  // the job is handed on, not shared
    private let job: UnownedJob

    init(_ job: UnownedJob) {
        self.job = job
    }

    override func deliver(on loop: EventLoop) {
        loop.enqueueHere(job)
    }
}
