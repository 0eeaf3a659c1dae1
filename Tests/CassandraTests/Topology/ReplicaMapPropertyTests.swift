import Cassandra
import CassandraWire
import Foundation
import Testing

@Suite struct ReplicaMapPropertyTests {
    /// From `TEST_SEED`, else another one each time; printed, to repeat a failure.
    private static func seed(_ test: String) -> UInt64 {
        let given = ProcessInfo.processInfo.environment["TEST_SEED"].flatMap { UInt64($0) }
        let seed = given ?? UInt64.random(in: 0 ... .max)
        print("\(test): TEST_SEED=\(seed)")
        return seed
    }

    /// What a map says otherwise than a plain walk along the ring, if anything.
    private static func disagreement(
        of map: ReplicaMap, with strategy: ReplicationStrategy, nodes: [RingNode], tokens: [Token]
    ) -> String? {
        let naive = NaivePlacement(nodes)
        let datacenters = Set(nodes.map(\.datacenter))
        for token in tokens {
            let expected = naive.replicas(of: token, strategy)
            let found = map.replicas(of: token)
            if map.ring.owner(of: token) != naive.owner(of: token) { return "owner of \(token)" }
            if found != expected { return "\(token): \(found), not \(expected)" }
            for datacenter in datacenters {
                let local = Array(map.replicas(of: token, in: datacenter))
                let expected = expected.filter { nodes[$0.position].datacenter == datacenter }
                if local != expected { return "\(token) in \(datacenter): \(local), not \(expected)" }
            }
        }
        return nil
    }

    @Test("Any ring and strategy give the replicas of a plain walk, in its order (D-89 … D-94)")
    func agreesWithWalk() {
        let seed = Self.seed("agreesWithWalk")
        for round in 0..<600 {
            var random = RingSample.Random(seed: seed &+ UInt64(round))
            let nodes = RingSample.skewed(using: &random)
            let strategy = RingSample.strategy(using: &random)
            let map = ReplicaMap(ring: TokenRing(nodes: nodes), strategy: strategy)
            let tokens = RingSample.lookups(in: nodes, using: &random)
            if let found = Self.disagreement(of: map, with: strategy, nodes: nodes, tokens: tokens) {
                Issue.record("seed \(seed) round \(round): \(found)\n\(strategy)\n\(nodes)")
                return
            }
        }
    }

    @Test("The comparison notices a map of another factor, and of a ring with another rack")
    func comparisonCanFail() {
        let nodes = RingSample.nodes("dc1 a 10\ndc1 a 20\ndc1 b 30\ndc1 b 40")
        let strategy = RingSample.networkTopology(["dc1": 2])
        let tokens = [RingSample.token(5)]
        let other = ReplicaMap(ring: TokenRing(nodes: nodes), strategy: RingSample.networkTopology(["dc1": 3]))
        #expect(Self.disagreement(of: other, with: strategy, nodes: nodes, tokens: tokens) != nil)
        var moved = nodes
        moved[1].rack = "b"
        let otherRing = ReplicaMap(ring: TokenRing(nodes: moved), strategy: strategy)
        #expect(Self.disagreement(of: otherRing, with: strategy, nodes: nodes, tokens: tokens) != nil)
    }

    @Test("Hostile rings and maps of options never trap, and no list names a node twice or out of its place")
    func hostile() {
        let seed = Self.seed("hostile")
        let values: [Int64] = [.min, .min + 1, -1, 0, 1, .max - 1, .max]
        let texts = [
            "", "0", "1", "3", "-1", "2147483647", "2147483648", "3/1", "2147483647/2147483646", "1/", "class", "dc0",
            "replication_factor", "NetworkTopologyStrategy", "SimpleStrategy", "org.apache.cassandra.locator.",
            "org.apache.cassandra.locator.NetworkTopologyStrategy", "\u{0}", "e\u{301}",
        ]
        for round in 0..<400 {
            var random = RingSample.Random(seed: seed &+ UInt64(round))
            let nodes = (0..<Int.random(in: 0...60, using: &random)).map { _ in
                RingNode(
                    datacenter: texts.randomElement(using: &random)!, rack: texts.randomElement(using: &random)!,
                    tokens: (0..<Int.random(in: 0...5, using: &random)).map { _ in
                        let isEdge = Bool.random(using: &random)
                        return RingSample.token(
                            isEdge ? values.randomElement(using: &random)! : Int64(bitPattern: random.next()))
                    })
            }
            var options = ["class": texts[Int.random(in: 13...16, using: &random)]]
            for _ in 0..<Int.random(in: 0...6, using: &random) {
                options[texts.randomElement(using: &random)!] = texts[Int.random(in: 1...8, using: &random)]
            }
            let map = ReplicaMap(ring: TokenRing(nodes: nodes), strategy: ReplicationStrategy(replication: options))
            for token in RingSample.lookups(in: nodes, using: &random) {
                let all = map.replicas(of: token)
                #expect(Set(all).count == all.count, "seed \(seed) round \(round)")
                for datacenter in texts {
                    let local = map.replicas(of: token, in: datacenter)
                    #expect(
                        local.allSatisfy { nodes[$0.position].datacenter == datacenter && all.contains($0) },
                        "seed \(seed) round \(round)")
                }
            }
        }
    }
}
