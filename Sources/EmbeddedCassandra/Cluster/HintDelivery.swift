import Networking

/// Brings nodes that are back what others kept for them: a little at a time, so that clients are served meanwhile.
final class HintDelivery: TimerTarget {
    private struct Wait {
        let node: Node
        let done: () -> Void
    }

    /// The loop's timers may live longer.
    private weak var cluster: Cluster?
    private var timer: DeadlineID?
    private var waits: [Wait] = []

    /// In one turn of the loop: a few milliseconds at most.
    private static let mutationsATurn = 500
    /// Between two turns, for the clients.
    private static let pause = Duration.milliseconds(1)

    init(in cluster: Cluster) {
        self.cluster = cluster
    }

    /// Delivers the first of what there is now, and the rest later.
    func begin() {
        guard timer == nil else { return }
        deliverSome()
    }

    /// Calls `done` when `node` has all that nodes that answer keep for it, or does not answer itself any more.
    func whenComplete(for node: Node, _ done: @escaping () -> Void) {
        guard hasMore(for: node) else { return done() }
        waits.append(Wait(node: node, done: done))
    }

    /// Nothing is delivered any more, and nobody waits.
    func stop() {
        if let timer { cluster?.loop.cancel(timer) }
        timer = nil
        let waits = waits
        self.waits = []
        for wait in waits { wait.done() }
    }

    func deadlinePassed(_ tag: UInt64, on loop: EventLoop) {
        timer = nil
        deliverSome()
    }

    private func deliverSome() {
        guard let cluster else { return }
        var left = Self.mutationsATurn
        for holder in cluster.nodes where holder.isResponsive {
            for target in cluster.nodes where target.isResponsive && left > 0 {
                let some = holder.hints.take(for: target.index, atMost: left)
                left -= some.count
                for mutation in some where cluster.knows(mutation.table.id) {
                    cluster.state(of: mutation.table).stores[target.index].apply(mutation)
                }
            }
        }
        // Also when nothing is left by chance: then the next turn finds that out.
        if left == 0 { timer = cluster.loop.after(Self.pause, tell: self) }
        let over = waits.filter { !hasMore(for: $0.node) }
        guard !over.isEmpty else { return }
        waits.removeAll { !hasMore(for: $0.node) }
        for wait in over { wait.done() }
    }

    private func hasMore(for node: Node) -> Bool {
        guard let cluster, node.isResponsive else { return false }
        return cluster.nodes.contains { $0.isResponsive && $0.hints.count(for: node.index) > 0 }
    }
}
