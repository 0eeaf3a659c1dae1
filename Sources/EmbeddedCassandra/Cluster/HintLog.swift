import CassandraWire
import Networking

/// What a coordinator keeps for replicas that did not take a write, until they are back.
struct HintLog {
    /// For one replica, in the order of the writes; the first `handed` of them are gone.
    private struct Queue {
        var mutations: [Mutation] = []
        var handed = 0
    }

    private var queues: [Int: Queue] = [:]

    func count(for target: Int) -> Int {
        queues[target].map { $0.mutations.count - $0.handed } ?? 0
    }

    mutating func keep(_ mutation: Mutation, for target: Int) {
        queues[target, default: Queue()].mutations.append(mutation)
    }

    /// The oldest for `target`, in the order of the writes; gone from here.
    mutating func take(for target: Int, atMost limit: Int = .max) -> [Mutation] {
        guard var queue = queues.removeValue(forKey: target) else { return [] }
        let end = min(queue.mutations.count - queue.handed, limit) + queue.handed
        let taken = Array(queue.mutations[queue.handed..<end])
        guard end < queue.mutations.count else { return taken }
        queue.handed = end
        queues[target] = queue
        return taken
    }

    /// Forgets what a table that was emptied or dropped would get.
    mutating func forget(_ table: CQLUUID) {
        queues = queues.mapValues { queue in
            Queue(mutations: queue.mutations[queue.handed...].filter { $0.table.id != table })
        }
    }
}

extension Cluster {
    /// Not for nodes that have been away for too long: those need a repair.
    func keepsHints(for node: Node) -> Bool {
        guard node.isMember else { return false }
        guard let since = node.silentSince else { return true }
        return loop.now.duration(since: since) <= options.hintWindow
    }
}
