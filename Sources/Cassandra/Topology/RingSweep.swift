/// The nodes and racks of a ring in the order in which a walk from the current position would meet them.
///
/// The position moves backwards, one token at a time: the token's owner, and its rack, come to the front, the rest
/// keeps its order. So the next distinct nodes are at hand at each position, however many tokens lie between them, and
/// no skew in the ring makes a step cost more than the replicas that it yields.
struct RingSweep {
    private var members: RecencyList
    private var racks: RecencyList
    private let rackOf: [Int32]
    /// By rack: the member that a walk meets first.
    private var heads: [Int32]
    /// By rack: the number of the last collection that used it.
    private var used: [Int]
    private var collections = 0

    /// Nodes visited and replicas looked at so far.
    private(set) var steps = 0

    /// Starts where a walk begins with the first token: one round without collecting puts all members in order.
    init(members order: [Int32], racks: [Int32], rackCount: Int) {
        members = RecencyList(count: racks.count)
        self.racks = RecencyList(count: rackCount)
        rackOf = racks
        heads = [Int32](repeating: 0, count: rackCount)
        used = [Int](repeating: 0, count: rackCount)
        for member in order.reversed() { visit(member) }
    }

    /// Moves back to a token of the member.
    mutating func visit(_ member: Int32) {
        let rack = rackOf[Int(member)]
        members.moveToFront(member)
        racks.moveToFront(rack)
        heads[Int(rack)] = member
        steps += 1
    }

    /// Hands out the replicas for the current position, in the order of a walk: the first node met of each rack, and
    /// the first `repeats` nodes of racks that were met before, up to `limit` in all.
    mutating func collect(limit: Int, repeats: Int, _ take: (Int32) -> Void) {
        collections += 1
        var left = limit
        var repeats = repeats
        // While a rack may repeat, every node is taken.
        var next = members.first
        while left > 0, repeats > 0, let member = next {
            steps += 1
            take(member)
            left -= 1
            let rack = Int(rackOf[Int(member)])
            if used[rack] == collections { repeats -= 1 }
            used[rack] = collections
            next = members.next(after: member)
        }
        // From then on only racks that were not met yet matter.
        var nextRack = racks.first
        while left > 0, let rack = nextRack {
            steps += 1
            if used[Int(rack)] != collections {
                take(heads[Int(rack)])
                left -= 1
            }
            nextRack = racks.next(after: rack)
        }
    }
}

/// Small integers, the last used one first: a linked list inside two arrays.
private struct RecencyList {
    private static let absent: Int32 = -1
    // One link more than there are elements: the last one joins the ends.
    private var following: [Int32]
    private var preceding: [Int32]
    private let anchor: Int32

    init(count: Int) {
        anchor = Int32(count)
        following = [Int32](repeating: Self.absent, count: count + 1)
        preceding = following
        following[count] = anchor
        preceding[count] = anchor
    }

    var first: Int32? { next(after: anchor) }

    func next(after element: Int32) -> Int32? {
        let next = following[Int(element)]
        return next == anchor ? nil : next
    }

    mutating func moveToFront(_ element: Int32) {
        let front = following[Int(anchor)]
        guard front != element else { return }
        let after = following[Int(element)]
        if after != Self.absent {
            let before = preceding[Int(element)]
            following[Int(before)] = after
            preceding[Int(after)] = before
        }
        following[Int(element)] = front
        preceding[Int(element)] = anchor
        preceding[Int(front)] = element
        following[Int(anchor)] = element
    }
}
