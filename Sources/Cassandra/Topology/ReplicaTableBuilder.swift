import CassandraWire

/// Collects a `ReplicaTable` from its last range to its first.
///
/// For each range: `add` its replicas, then `endRange`.
struct ReplicaTableBuilder {
    private var tokens: [Token] = []
    private var lists: [ReplicaTable.List] = []
    private var nodes: [NodeIndex] = []
    /// Where the list that is being added begins.
    private var start = 0
    /// Lists by hash, to find equal ones; 0 is a free place, else one more than the number of a range.
    private var known: [UInt32]

    init(rangeCount: Int) {
        tokens.reserveCapacity(rangeCount)
        lists.reserveCapacity(rangeCount)
        var places = 16
        while places < rangeCount * 2, places < 1 << 19 { places *= 2 }
        known = [UInt32](repeating: 0, count: places)
    }

    mutating func add(_ node: NodeIndex) {
        nodes.append(node)
    }

    mutating func endRange(at token: Token) {
        let list = ReplicaTable.List(start: UInt32(start), count: UInt32(nodes.count - start))
        if let last = lists.last, holdsSame(last, list) {
            nodes.removeLast(nodes.count - start)
            return
        }
        lists.append(interned(list))
        tokens.append(token)
    }

    consuming func finish() -> ReplicaTable {
        // A walk from above the last range comes to the first one, so one of two equal ones is enough here too.
        let wraps = lists.count > 1 && holdsSame(lists[0], lists[lists.count - 1])
        return ReplicaTable(
            tokens: tokens.dropFirst(wraps ? 1 : 0).reversed(),
            lists: lists.dropFirst(wraps ? 1 : 0).reversed(),
            nodes: nodes)
    }

    /// The list itself, or an equal one from before.
    ///
    /// Looks at a few places only: a list that finds them taken is stored once more, which costs memory, where a long
    /// search would let a cluster with unlucky tokens cost time.
    private mutating func interned(_ list: ReplicaTable.List) -> ReplicaTable.List {
        let mask = known.count - 1
        let hash = hash(list)
        for probe in 0..<4 {
            let place = (hash + probe) & mask
            guard known[place] > 0 else {
                known[place] = UInt32(lists.count + 1)
                break
            }
            let candidate = lists[Int(known[place]) - 1]
            if holdsSame(candidate, list) {
                nodes.removeLast(nodes.count - start)
                return candidate
            }
        }
        start = nodes.count
        return list
    }

    private func holdsSame(_ first: ReplicaTable.List, _ second: ReplicaTable.List) -> Bool {
        guard first.count == second.count else { return false }
        guard first.start != second.start else { return true }
        for offset in 0..<Int(first.count)
        where nodes[Int(first.start) + offset] != nodes[Int(second.start) + offset] {
            return false
        }
        return true
    }

    private func hash(_ list: ReplicaTable.List) -> Int {
        var hash: UInt64 = 0
        for offset in 0..<Int(list.count) {
            let node = UInt64(nodes[Int(list.start) + offset].position)
            hash = (hash ^ node) &* 0x9E37_79B9_7F4A_7C15
            hash ^= hash >> 32
        }
        return Int(truncatingIfNeeded: hash >> 1)
    }
}
