import CassandraWire

extension ReplicaTable {
    /// No list is longer, unless every node is in it: routing gains nothing from the 33rd replica, and a factor that
    /// somebody mistyped must not cost gigabytes.
    static let longestList = 32

    /// Replicas on distinct racks first, then on `repeats` nodes of racks that have one already, up to `limit` in all.
    static func placing(_ limit: Int, repeats: Int, in ring: DatacenterRing, steps: inout Int) -> ReplicaTable {
        if limit >= ring.nodes.count, ring.nodes.count > longestList {
            return everyNode(of: ring, steps: &steps)
        }
        let limit = min(limit, ring.nodes.count, longestList)
        var sweep = RingSweep(members: ring.members, racks: ring.racks, rackCount: ring.rackCount)
        var table = ReplicaTableBuilder(rangeCount: ring.tokens.count)
        for position in ring.tokens.indices.reversed() {
            sweep.visit(ring.members[position])
            sweep.collect(limit: limit, repeats: repeats) { table.add(ring.nodes[Int($0)]) }
            table.endRange(at: ring.tokens[position])
        }
        steps += sweep.steps
        return table.finish()
    }

    /// All nodes, beginning with the owner and going round in the order of their first tokens: slices of one list,
    /// where lists in the order of the walk would take as many entries as tokens × nodes.
    private static func everyNode(of ring: DatacenterRing, steps: inout Int) -> ReplicaTable {
        var tokens: [Token] = []
        var lists: [List] = []
        for (position, member) in ring.members.enumerated() {
            steps += 1
            let next = position + 1
            if next < ring.members.count, ring.members[next] == member { continue }
            tokens.append(ring.tokens[position])
            lists.append(List(start: UInt32(member), count: UInt32(ring.nodes.count)))
        }
        return ReplicaTable(tokens: tokens, lists: lists, nodes: ring.nodes + ring.nodes)
    }

    /// The next `limit` nodes of the whole ring, sorted into their datacenters: what each one's table holds then varies
    /// in length, and is empty for ranges that have no replica there.
    static func following(_ limit: Int, in ring: TokenRing, steps: inout Int) -> [String: ReplicaTable] {
        let limit = min(limit, longestList)
        let places = Places(ring)
        var sweep = RingSweep(
            members: places.members, racks: [Int32](repeating: 0, count: places.nodes.count), rackCount: 1)
        var tables = ring.datacenters.map { ReplicaTableBuilder(rangeCount: $0.tokens.count) }
        var replicas: [Int32] = []
        var before: [Int32] = []

        func endRange(at token: Token, in datacenter: Int) {
            for member in replicas where places.datacenters[Int(member)] == datacenter {
                tables[datacenter].add(places.nodes[Int(member)])
            }
            tables[datacenter].endRange(at: token)
        }

        for position in ring.tokens.indices.reversed() {
            let owner = places.members[position]
            sweep.visit(owner)
            swap(&before, &replicas)
            replicas.removeAll(keepingCapacity: true)
            sweep.collect(limit: limit, repeats: limit) { replicas.append($0) }
            if position == ring.tokens.count - 1 {
                for datacenter in tables.indices { endRange(at: ring.tokens[position], in: datacenter) }
                continue
            }
            // Against the range after it, only the owner came and the last one may have gone.
            let comes = places.datacenters[Int(owner)]
            endRange(at: ring.tokens[position], in: comes)
            if let last = before.last, !replicas.contains(last), places.datacenters[Int(last)] != comes {
                endRange(at: ring.tokens[position], in: places.datacenters[Int(last)])
            }
        }
        steps += sweep.steps
        let named = zip(ring.datacenters, tables).map { ($0.name, $1.finish()) }
        return Dictionary(named, uniquingKeysWith: { first, _ in first })
    }

    /// The members of all datacenters, numbered through.
    private struct Places {
        /// By token.
        var members: [Int32] = []
        /// By member.
        var nodes: [NodeIndex] = []
        var datacenters: [Int] = []

        init(_ ring: TokenRing) {
            var numbers: [NodeIndex: Int32] = [:]
            for (datacenter, part) in ring.datacenters.enumerated() {
                for node in part.nodes {
                    numbers[node] = Int32(nodes.count)
                    nodes.append(node)
                    datacenters.append(datacenter)
                }
            }
            members = ring.owners.map { numbers[$0, default: 0] }
        }
    }
}
