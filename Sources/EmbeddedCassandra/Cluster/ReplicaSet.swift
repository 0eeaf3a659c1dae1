/// The members that hold a range of tokens: its owner, or the first after it that may hold it, comes first.
///
/// Ranges with the same replicas share one.
final class ReplicaSet: Sendable {
    let members: [Int]
    /// How many of them a datacenter has, by its index.
    let counts: [Int]

    init(_ members: [Int], in ring: Ring) {
        self.members = members
        var counts = Array(repeating: 0, count: ring.datacenters.count)
        for member in members { counts[ring.members[member].datacenter] += 1 }
        self.counts = counts
    }
}
