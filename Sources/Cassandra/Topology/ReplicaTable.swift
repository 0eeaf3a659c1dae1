package import CassandraWire

/// The replicas of every token in one datacenter.
///
/// Ranges in the order of the ring, and for each the place of its list in one flat array: a lookup is a binary search,
/// without hashing or allocating. Neighbouring ranges with the same replicas are one, equal lists are stored once.
package struct ReplicaTable: Sendable {
    struct List: Equatable {
        let start: UInt32
        let count: UInt32
    }

    /// The last token of each range, ascending.
    let tokens: [Token]
    /// `lists[i]` belongs to the range that ends with `tokens[i]`.
    let lists: [List]
    let nodes: [NodeIndex]

    /// The nodes that hold the token, the first one being the owner of its range or the next that may hold it.
    package func replicas(of token: Token) -> ArraySlice<NodeIndex> {
        guard !tokens.isEmpty else { return [] }
        let list = lists[tokens.position(owning: token, in: tokens.indices)]
        let start = Int(list.start)
        return nodes[start..<start + Int(list.count)]
    }
}
