import CassandraWire
import Networking

/// What a coordinator keeps for replicas that did not take a write, until they are back.
struct HintLog {
    private var hints: [Int: [Mutation]] = [:]

    func count(for target: Int) -> Int { hints[target]?.count ?? 0 }

    mutating func keep(_ mutation: Mutation, for target: Int) {
        hints[target, default: []].append(mutation)
    }

    /// All for `target`, in the order of the writes; gone from here.
    mutating func take(for target: Int) -> [Mutation] {
        hints.removeValue(forKey: target) ?? []
    }

    /// Forgets what a table that was emptied or dropped would get.
    mutating func forget(_ table: CQLUUID) {
        hints = hints.mapValues { $0.filter { $0.table.id != table } }
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
