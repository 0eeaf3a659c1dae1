/// How many nodes hold a partition: `3`, or `3/1` where one of the three is transient.
///
/// A transient replica holds only what is not repaired yet, so requests are routed to full ones.
package struct ReplicationFactor: Hashable, Sendable {
    /// Full and transient replicas together: this many nodes are placed on racks.
    package let total: Int
    package let transient: Int

    /// The replicas that hold all data: the first ones in the order of the ring.
    package var full: Int { total - transient }

    /// Nil where Cassandra refuses too: negative counts, more than 32 bits, or no full replica beside transient ones.
    package init?(total: Int, transient: Int = 0) {
        guard total >= 0, total <= Int(Int32.max) else { return nil }
        guard transient == 0 || (transient > 0 && transient < total) else { return nil }
        self.total = total
        self.transient = transient
    }

    /// Reads `<replicas>` or `<replicas>/<transient>`.
    package init?(parsing text: String) {
        let counts = text.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
        guard counts.count <= 2, let total = Int(counts[0]) else { return nil }
        guard counts.count == 2 else {
            self.init(total: total)
            return
        }
        guard let transient = Int(counts[1]) else { return nil }
        self.init(total: total, transient: transient)
    }
}
