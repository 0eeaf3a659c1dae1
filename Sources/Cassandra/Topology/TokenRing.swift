package import CassandraWire

/// What the ring knows of a node: where it stands and which tokens it owns.
package struct RingNode: Hashable, Sendable {
    package var datacenter: String
    package var rack: String
    /// In any order; none for a node that coordinates but holds no data.
    package var tokens: [Token]

    package init(datacenter: String, rack: String, tokens: [Token]) {
        self.datacenter = datacenter
        self.rack = rack
        self.tokens = tokens
    }
}

/// The tokens of a cluster in ascending order, and who owns them.
///
/// A node owns the range that ends with its token, the token included; what lies above the last token belongs to the
/// first. A token that two nodes claim, as for a moment during a replacement, belongs to the later one in the list, as
/// in Cassandra's own map. An immutable value: making it costs a sort, copying it nothing.
package struct TokenRing: Sendable {
    /// Distinct and ascending.
    package let tokens: [Token]
    /// `owners[i]` owns `tokens[i]`.
    package let owners: [NodeIndex]
    /// The same ring, datacenter by datacenter; only nodes that own a token are in it.
    let datacenters: [DatacenterRing]
    /// The tokens of each node in ascending order, one node's after the other's.
    private let tokensByNode: [Token]
    private let startsByNode: [Int]

    /// The index of a node is its place in `nodes`.
    package init(nodes: [RingNode]) {
        var claims: [Claim] = []
        claims.reserveCapacity(nodes.reduce(0) { $0 + $1.tokens.count })
        for (position, node) in nodes.enumerated() {
            let index = NodeIndex(position)
            for token in node.tokens {
                claims.append(Claim(token: token, node: index))
            }
        }
        claims.sort { $0.token.value == $1.token.value ? $0.node < $1.node : $0.token.value < $1.token.value }

        var tokens: [Token] = []
        var owners: [NodeIndex] = []
        tokens.reserveCapacity(claims.count)
        owners.reserveCapacity(claims.count)
        for (position, claim) in claims.enumerated() {
            let next = position + 1
            if next < claims.count, claims[next].token == claim.token { continue }
            tokens.append(claim.token)
            owners.append(claim.node)
        }
        self.tokens = tokens
        self.owners = owners
        datacenters = DatacenterRing.split(tokens: tokens, owners: owners, nodes: nodes)
        (tokensByNode, startsByNode) = Self.grouped(tokens, by: owners, nodeCount: nodes.count)
    }

    package var isEmpty: Bool { tokens.isEmpty }

    /// The node whose range holds the token; nil if no node has tokens.
    package func owner(of token: Token) -> NodeIndex? {
        tokens.isEmpty ? nil : owners[tokens.position(owning: token, in: tokens.indices)]
    }

    /// How far a walk from the token goes until it meets the node; nil if the node owns nothing.
    func distance(from token: Token, to node: NodeIndex) -> UInt64? {
        let run = startsByNode[node.position]..<startsByNode[node.position + 1]
        guard !run.isEmpty else { return nil }
        let met = tokensByNode[tokensByNode.position(owning: token, in: run)]
        // Modulo 2^64, so that a wrap is a long way, not a negative one.
        return UInt64(bitPattern: met.value &- token.value)
    }

    private struct Claim {
        let token: Token
        let node: NodeIndex
    }

    private static func grouped(
        _ tokens: [Token], by owners: [NodeIndex], nodeCount: Int
    ) -> (tokens: [Token], starts: [Int]) {
        var starts = [Int](repeating: 0, count: nodeCount + 1)
        for owner in owners { starts[owner.position + 1] += 1 }
        for node in 0..<nodeCount { starts[node + 1] += starts[node] }
        var grouped = tokens
        var free = starts
        for (token, owner) in zip(tokens, owners) {
            grouped[free[owner.position]] = token
            free[owner.position] += 1
        }
        return (grouped, starts)
    }
}

extension [Token] {
    /// Where in a part of ascending tokens, which is not empty, the first one stands that is not below the token;
    /// the part's start if all are below.
    func position(owning token: Token, in part: Range<Int>) -> Int {
        var low = part.lowerBound
        var high = part.upperBound
        while low < high {
            let middle = low + (high - low) / 2
            if self[middle].value < token.value { low = middle + 1 } else { high = middle }
        }
        return low == part.upperBound ? part.lowerBound : low
    }
}
