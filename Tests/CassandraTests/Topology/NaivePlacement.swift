import Cassandra
import CassandraWire

/// Placement of replicas as one would explain it: walk along the ring, decide node by node. Slow and plain, to be
/// compared with.
struct NaivePlacement {
    private let nodes: [RingNode]
    private let walkable: [(token: Token, node: Int)]

    init(_ nodes: [RingNode]) {
        self.nodes = nodes
        var owners: [Token: Int] = [:]
        for (position, node) in nodes.enumerated() {
            for token in node.tokens { owners[token] = position }
        }
        walkable = owners.map { ($0.key, $0.value) }.sorted { $0.token < $1.token }
    }

    /// The nodes that a walk from the token meets, one entry for each of their tokens.
    private func walk(from token: Token) -> [Int] {
        let start = walkable.firstIndex { $0.token >= token } ?? 0
        return (walkable[start...] + walkable[..<start]).map(\.node)
    }

    func owner(of token: Token) -> NodeIndex? { walk(from: token).first.map(NodeIndex.init) }

    func replicas(of token: Token, _ strategy: ReplicationStrategy) -> [NodeIndex] {
        switch strategy {
        case .unrouted:
            return []
        case .simple(let factor):
            var met: [Int] = []
            for node in walk(from: token) where !met.contains(node) { met.append(node) }
            return met.prefix(factor.full).map(NodeIndex.init)
        case .networkTopology(let factors, let elsewhere):
            var chosen: [(node: Int, isFull: Bool)] = []
            var racksUsed: [String: Set<String>] = [:]
            var repeatsUsed: [String: Int] = [:]
            for node in walk(from: token) where !chosen.contains(where: { $0.node == node }) {
                let datacenter = nodes[node].datacenter
                let named = factors.first { $0.datacenter == datacenter }?.factor
                guard let factor = named ?? elsewhere else { continue }
                let taken = chosen.count { nodes[$0.node].datacenter == datacenter }
                guard taken < factor.total else { continue }
                if racksUsed[datacenter, default: []].insert(nodes[node].rack).inserted == false {
                    guard repeatsUsed[datacenter, default: 0] < factor.total - rackCount(datacenter) else { continue }
                    repeatsUsed[datacenter, default: 0] += 1
                }
                chosen.append((node, isFull: taken < factor.full))
            }
            return chosen.filter(\.isFull).map { NodeIndex($0.node) }
        }
    }

    private func rackCount(_ datacenter: String) -> Int {
        Set(walkable.map { nodes[$0.node] }.filter { $0.datacenter == datacenter }.map(\.rack)).count
    }
}
