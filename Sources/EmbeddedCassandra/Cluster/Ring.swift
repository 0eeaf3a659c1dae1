/// The tokens of all members in their order, and who owns each: what placement is computed from.
///
/// A value of one version of the topology. Members are known by their index, which is never given to another one; who
/// has left, or has no tokens yet, owns nothing.
struct Ring: Sendable {
    struct Member: Hashable, Sendable {
        /// By its place in the ring's `datacenters`.
        var datacenter: Int
        var rack: String
        var tokens: [Int64]
    }

    let datacenters: [String]
    let members: [Member]
    /// Ascending.
    let tokens: [Int64]
    /// Whose token it is, by the place of the token.
    let owners: [Int]

    init(datacenters: [String], members: [Member]) {
        self.datacenters = datacenters
        self.members = members
        var places: [(token: Int64, owner: Int)] = []
        for (index, member) in members.enumerated() {
            for token in member.tokens { places.append((token, index)) }
        }
        places.sort { ($0.token, $0.owner) < ($1.token, $1.owner) }
        tokens = places.map(\.token)
        owners = places.map(\.owner)
    }

    func datacenter(named name: String) -> Int? { datacenters.firstIndex(of: name) }

    /// The members that own something, from the owner of the place `start` on, once round; some come more than once.
    func walk(from start: Int, _ visit: (_ member: Int) -> Bool) {
        for step in 0..<owners.count {
            let place = start + step
            guard visit(owners[place < owners.count ? place : place - owners.count]) else { return }
        }
    }
}

extension Array where Element == Int64 {
    /// The place of the first token that is not less than `token`; after the last comes the first again.
    func ringPlace(of token: Int64) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low &+ high) >> 1
            if self[middle] < token { low = middle &+ 1 } else { high = middle }
        }
        return low == count ? 0 : low
    }
}
