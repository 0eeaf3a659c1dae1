import Cassandra
import CassandraWire

/// Rings for tests: by hand, or random from a seed.
enum RingSample {
    static func token(_ value: Int64) -> Token { Token(value) }

    static func factor(_ total: Int, transient: Int = 0) -> ReplicationFactor {
        ReplicationFactor(total: total, transient: transient)!
    }

    /// Nodes by hand: "datacenter rack token token …", one a line.
    static func nodes(_ lines: String) -> [RingNode] {
        lines.split(separator: "\n").map { line in
            let words = line.split(separator: " ")
            let tokens = words.dropFirst(2).map { token(Int64($0)!) }
            return RingNode(datacenter: String(words[0]), rack: String(words[1]), tokens: tokens)
        }
    }

    static func networkTopology(
        _ factors: [String: Int], elsewhere: Int? = nil
    ) -> ReplicationStrategy {
        .networkTopology(
            factors.sorted { $0.key < $1.key }.map { .init(datacenter: $0.key, factor: factor($0.value)) },
            elsewhere: elsewhere.map { factor($0) })
    }

    /// A cluster of equal nodes, their racks taking turns in each datacenter.
    static func cluster(
        nodes: Int, tokensEach: Int, datacenters: Int, racks: Int, using random: inout Random
    ) -> [RingNode] {
        (0..<nodes).map { node in
            RingNode(
                datacenter: "dc\(node % datacenters)", rack: "rack\(node / datacenters % racks)",
                tokens: (0..<tokensEach).map { _ in token(Int64(bitPattern: random.next())) })
        }
    }

    /// A small ring with every kind of skew: empty racks and nodes, lonely nodes, claims of the same token.
    static func skewed(using random: inout Random) -> [RingNode] {
        let datacenters = Int.random(in: 1...4, using: &random)
        let racks = Int.random(in: 1...4, using: &random)
        let mostTokens = [1, 2, 6].randomElement(using: &random)!
        let span: ClosedRange<Int64> = Bool.random(using: &random) ? .min ... .max : -20...20
        return (0..<Int.random(in: 0...14, using: &random)).map { _ in
            // Low racks more often, so that some have a single node.
            let rack = Int.random(in: 0...Int.random(in: 0..<racks, using: &random), using: &random)
            return RingNode(
                datacenter: "dc\(Int.random(in: 0..<datacenters, using: &random))", rack: "rack\(rack)",
                tokens: (0..<Int.random(in: 0...mostTokens, using: &random)).map { _ in
                    token(Int64.random(in: span, using: &random))
                })
        }
    }

    /// A strategy for such a ring: unknown datacenters, factors of 0 and beyond the nodes, some transient replicas.
    static func strategy(using random: inout Random) -> ReplicationStrategy {
        func factor(_ random: inout Random) -> ReplicationFactor {
            let total = Int.random(in: 0...7, using: &random)
            let transient = Bool.random(using: &random) ? 0 : Int.random(in: 0...max(0, total - 1), using: &random)
            return RingSample.factor(total, transient: transient)
        }
        guard Int.random(in: 0..<3, using: &random) > 0 else { return .simple(factor(&random)) }
        let named = (0...4).filter { _ in Bool.random(using: &random) }
        return .networkTopology(
            named.map { .init(datacenter: "dc\($0)", factor: factor(&random)) },
            elsewhere: Int.random(in: 0..<4, using: &random) == 0 ? factor(&random) : nil)
    }

    /// Tokens worth asking for: those of the ring and next to them, the ends, and some others.
    static func lookups(in nodes: [RingNode], using random: inout Random) -> [Token] {
        let near = nodes.flatMap(\.tokens).flatMap { [$0.value &- 1, $0.value, $0.value &+ 1] }
        let others = (0..<8).map { _ in Int64(bitPattern: random.next()) }
        return (near + others + [.min, .min + 1, -1, 0, 1, .max]).map(token)
    }

    /// SplitMix64.
    struct Random: RandomNumberGenerator {
        private var state: UInt64

        init(seed: UInt64) { state = seed }

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }
}
