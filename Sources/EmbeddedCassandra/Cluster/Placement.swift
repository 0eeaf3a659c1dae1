import CassandraWire

/// Where the partitions of a keyspace lie, and how many replicas each consistency level asks for, at one version of the
/// topology.
///
/// All is computed beforehand: a look-up is a binary search.
final class Placement: Sendable {
    let replication: Replication
    /// Of the ranges; each ends with its token, that included.
    let tokens: [Int64]
    /// By the place of the range's token.
    private let sets: [ReplicaSet]
    /// For what lies on each node by itself: a set a member.
    private let own: [ReplicaSet]
    let isLocal: Bool
    /// All replicas of a partition, as the schema has it.
    let factor: Int
    private let needs: [Int]
    /// What EACH_QUORUM asks of each datacenter; `nil` where the strategy knows no datacenters.
    let eachQuorum: [DatacenterQuorum]?

    struct DatacenterQuorum: Hashable, Sendable {
        let name: String
        /// `nil` when no node is in it.
        let datacenter: Int?
        let quorum: Int
    }

    init(_ replication: Replication, on ring: Ring) {
        self.replication = replication
        isLocal = replication.strategy == "LocalStrategy"
        own = isLocal ? ring.members.indices.map { ReplicaSet([$0], in: ring) } : []
        tokens = isLocal ? [] : ring.tokens
        var known: [[Int]: ReplicaSet] = [:]
        let found = tokens.indices.map { place in
            let members = Self.members(from: place, replication, ring)
            if let set = known[members] { return set }
            let set = ReplicaSet(members, in: ring)
            known[members] = set
            return set
        }
        // A ring without tokens holds nothing, and has one range all the same.
        sets = found.isEmpty ? [ReplicaSet([], in: ring)] : found
        let factors = PlacementFactors(replication, isLocal: isLocal)
        factor = factors.total
        eachQuorum = factors.byDatacenter?.map { name, factor in
            DatacenterQuorum(name: name, datacenter: ring.datacenter(named: name), quorum: factor / 2 + 1)
        }
        needs = ring.datacenters.flatMap { datacenter in
            (0..<Self.levels).map { factors.need(Consistency(rawValue: UInt16($0)) ?? .one, in: datacenter) }
        }
    }

    private static let levels = Consistency.allCases.count

    /// Who holds `token`, seen from `member`.
    @inline(__always) func replicas(of token: Int64, seenFrom member: Int) -> ReplicaSet {
        isLocal ? own[member] : sets[tokens.ringPlace(of: token)]
    }

    /// The replicas of the range that ends with the token at `place`.
    func replicas(at place: Int) -> ReplicaSet { sets[place] }

    /// How many answers `consistency` waits for, when a node of `datacenter` coordinates.
    @inline(__always) func need(_ consistency: Consistency, from datacenter: Int) -> Int {
        needs[datacenter &* Self.levels &+ Int(consistency.rawValue)]
    }

    // MARK: Strategies

    private static func members(from place: Int, _ replication: Replication, _ ring: Ring) -> [Int] {
        replication.strategy == "NetworkTopologyStrategy"
            ? spread(from: place, replication.factors, ring)
            : next(replication.factors["replication_factor"] ?? 0, from: place, ring)
    }

    /// SimpleStrategy: the next different members, wherever they are.
    private static func next(_ count: Int, from place: Int, _ ring: Ring) -> [Int] {
        guard count > 0 else { return [] }
        var found: [Int] = []
        ring.walk(from: place) { member in
            if !found.contains(member) { found.append(member) }
            return found.count < count
        }
        return found
    }

    /// NetworkTopologyStrategy: so many of each datacenter, of as many racks as there are.
    private static func spread(from place: Int, _ factors: [String: Int], _ ring: Ring) -> [Int] {
        var wanted = ring.datacenters.enumerated().map { index, name in
            RackChoice(factor: factors[name] ?? 0, in: index, of: ring)
        }
        var open = wanted.count { $0.left > 0 }
        guard open > 0 else { return [] }
        var found: [Int] = []
        ring.walk(from: place) { member in
            let datacenter = ring.members[member].datacenter
            guard wanted[datacenter].left > 0, !found.contains(member) else { return true }
            guard wanted[datacenter].takes(rack: ring.members[member].rack) else { return true }
            found.append(member)
            if wanted[datacenter].left == 0 { open -= 1 }
            return open > 0
        }
        return found
    }
}

/// What a datacenter still needs on a walk: new racks first, and racks again only as often as there are too few of
/// them.
private struct RackChoice {
    var left: Int
    private var repeats: Int
    private var seen: Set<String> = []

    init(factor: Int, in datacenter: Int, of ring: Ring) {
        let members = ring.members.filter { $0.datacenter == datacenter && !$0.tokens.isEmpty }
        left = max(0, min(factor, members.count))
        repeats = factor - Set(members.map(\.rack)).count
    }

    mutating func takes(rack: String) -> Bool {
        if !seen.insert(rack).inserted {
            guard repeats > 0 else { return false }
            repeats -= 1
        }
        left -= 1
        return true
    }
}

/// The factors of a replication, and what they make of consistency levels.
private struct PlacementFactors {
    let total: Int
    /// In the order of the names; `nil` for a strategy without datacenters.
    let byDatacenter: [(name: String, factor: Int)]?

    init(_ replication: Replication, isLocal: Bool) {
        if replication.strategy == "NetworkTopologyStrategy" {
            let sorted = replication.factors.sorted { $0.key < $1.key }.map { (name: $0.key, factor: max(0, $0.value)) }
            byDatacenter = sorted
            total = sorted.reduce(0) { $0 + $1.factor }
        } else {
            byDatacenter = nil
            total = isLocal ? 1 : max(0, replication.factors["replication_factor"] ?? 0)
        }
    }

    func need(_ consistency: Consistency, in datacenter: String) -> Int {
        switch consistency {
        case .any, .one, .localOne: 1
        case .two: 2
        case .three: 3
        case .all: total
        case .quorum, .serial: total / 2 + 1
        case .localQuorum, .localSerial:
            byDatacenter.map { ($0.first { $0.name == datacenter }?.factor ?? 0) / 2 + 1 } ?? total / 2 + 1
        case .eachQuorum: byDatacenter.map { $0.reduce(0) { $0 + $1.factor / 2 + 1 } } ?? total / 2 + 1
        }
    }
}
