import CassandraWire
import Networking

/// A request that too few replicas have answered: tried again whenever a node's state changes, until its time is up.
final class WaitingRequest: TimerTarget {
    let node: Node
    /// Whether it is done with.
    private let attempt: () -> Bool
    private let expired: () -> Void
    var deadline: DeadlineID?
    /// Its time was up while its coordinator was frozen.
    private(set) var isOverdue = false
    private(set) var isDone = false

    init(at node: Node, attempt: @escaping () -> Bool, expired: @escaping () -> Void) {
        self.node = node
        self.attempt = attempt
        self.expired = expired
    }

    /// A coordinator that is frozen notices nothing.
    func tryAgain() {
        guard !isDone, node.isResponsive else { return }
        if isOverdue { return expire() }
        // Marked before, in case the attempt changes a node's state.
        isDone = true
        isDone = attempt()
    }

    func deadlinePassed(_ tag: UInt64, on loop: EventLoop) {
        deadline = nil
        if node.isResponsive { expire() } else { isOverdue = true }
    }

    func forget() { isDone = true }

    private func expire() {
        guard !isDone else { return }
        isDone = true
        expired()
    }
}

extension Cluster {
    /// Has `attempt` called when a node's state has changed, until it says that it is done, and `expired` when that has
    /// not happened in time. Neither is called when `node` dies before.
    func wait(
        at node: Node, for duration: Duration, until attempt: @escaping () -> Bool, expired: @escaping () -> Void
    ) {
        let request = WaitingRequest(at: node, attempt: attempt, expired: expired)
        request.deadline = loop.after(duration, tell: request)
        waiting.removeAll { $0.isDone }
        waiting.append(request)
    }

    func retryWaiting() {
        guard !waiting.isEmpty else { return }
        for request in waiting { request.tryAgain() }
        forgetWaiting { $0.isDone }
    }

    func forgetWaiting(_ isGone: (WaitingRequest) -> Bool) {
        for request in waiting where isGone(request) {
            request.forget()
            if let deadline = request.deadline { loop.cancel(deadline) }
            request.deadline = nil
        }
        waiting.removeAll { $0.isDone }
    }
}
