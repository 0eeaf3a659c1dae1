import Cassandra
import CassandraWire
import Testing

@Suite struct ReplicaMapTests {
    /// A ring, a keyspace's replication, and who holds a token; `dc1` is asked for by itself as well.
    struct Placement: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let nodes: String
        let strategy: ReplicationStrategy
        let token: Int64
        let replicas: [Int]
    }

    private static let twoRacks = "dc1 a 10\ndc1 a 20\ndc1 a 30\ndc1 b 40\ndc1 b 50"
    private static let twoDatacenters = "dc1 a 10\ndc2 a 20\ndc1 a 30\ndc2 a 40"

    @Test(
        "Replicas stand where Cassandra puts them",
        arguments: [
            .init(
                testDescription: "NetworkTopologyStrategy takes other racks first (D-92)",
                nodes: twoRacks, strategy: RingSample.networkTopology(["dc1": 2]), token: 5, replicas: [0, 3]),
            .init(
                testDescription: "then as many nodes of used racks as replicas exceed racks (D-92)",
                nodes: twoRacks, strategy: RingSample.networkTopology(["dc1": 3]), token: 5, replicas: [0, 1, 3]),
            .init(
                testDescription: "the first ones met, even if they stand behind the other racks (D-92)",
                nodes: twoRacks, strategy: RingSample.networkTopology(["dc1": 3]), token: 30, replicas: [2, 3, 4]),
            .init(
                testDescription: "more racks than replicas (D-93)",
                nodes: "dc1 a 10\ndc1 b 20\ndc1 c 30\ndc1 d 40", strategy: RingSample.networkTopology(["dc1": 2]),
                token: 35, replicas: [3, 0]),
            .init(
                testDescription: "more replicas than nodes (D-93)",
                nodes: twoRacks, strategy: RingSample.networkTopology(["dc1": 9]), token: 45,
                replicas: [4, 0, 1, 2, 3]),
            .init(
                testDescription: "a rack whose nodes have no tokens is none (D-92)",
                nodes: "dc1 a 10\ndc1 a 20\ndc1 b", strategy: RingSample.networkTopology(["dc1": 2]), token: 5,
                replicas: [0, 1]),
            .init(
                testDescription: "racks of the same name in two datacenters are two (D-92)",
                nodes: twoDatacenters, strategy: RingSample.networkTopology(["dc1": 1, "dc2": 1]), token: 15,
                replicas: [1, 2]),
            .init(
                testDescription: "datacenters take turns as the ring does (D-92)",
                nodes: twoDatacenters, strategy: RingSample.networkTopology(["dc1": 2, "dc2": 2]), token: 25,
                replicas: [2, 3, 0, 1]),
            .init(
                testDescription: "a factor of 0 is no replicas there (D-93)",
                nodes: twoDatacenters, strategy: RingSample.networkTopology(["dc1": 0, "dc2": 1]), token: 5,
                replicas: [1]),
            .init(
                testDescription: "an unknown datacenter has none either (D-93)",
                nodes: twoDatacenters, strategy: RingSample.networkTopology(["dc1": 1, "elsewhere": 3]), token: 35,
                replicas: [0]),
            .init(
                testDescription: "names of datacenters are told apart by case (D-93)",
                nodes: twoDatacenters, strategy: RingSample.networkTopology(["DC1": 1]), token: 5, replicas: []),
            .init(
                testDescription: "a default factor holds for the datacenters that are not named",
                nodes: twoDatacenters, strategy: RingSample.networkTopology(["dc1": 0], elsewhere: 2), token: 5,
                replicas: [1, 3]),
            .init(
                testDescription: "SimpleStrategy minds no racks",
                nodes: twoRacks, strategy: .simple(RingSample.factor(2)), token: 5, replicas: [0, 1]),
            .init(
                testDescription: "nor datacenters",
                nodes: twoDatacenters, strategy: .simple(RingSample.factor(3)), token: 15, replicas: [1, 2, 3]),
            .init(
                testDescription: "SimpleStrategy with more replicas than nodes has every node once (D-91)",
                nodes: twoDatacenters, strategy: .simple(RingSample.factor(9)), token: 15, replicas: [1, 2, 3, 0]),
            .init(
                testDescription: "SimpleStrategy with a factor of 0 has none (D-93)",
                nodes: twoRacks, strategy: .simple(RingSample.factor(0)), token: 15, replicas: []),
            .init(
                testDescription: "the last replicas are the transient ones, and not asked (D-94)",
                nodes: twoRacks, strategy: .simple(RingSample.factor(3, transient: 1)), token: 5, replicas: [0, 1]),
            .init(
                testDescription: "a transient replica takes its rack: 3/1 is not 2 (D-94)",
                nodes: twoRacks,
                strategy: .networkTopology([
                    .init(datacenter: "dc1", factor: RingSample.factor(3, transient: 1))
                ]), token: 5, replicas: [0, 1]),
            .init(
                testDescription: "where nodes are missing, transient replicas are the first to go (D-94)",
                nodes: "dc1 a 10\ndc1 a 20",
                strategy: .networkTopology([
                    .init(datacenter: "dc1", factor: RingSample.factor(3, transient: 1))
                ]), token: 5, replicas: [0, 1]),
            .init(
                testDescription: "an unrouted keyspace has no replicas (D-95)",
                nodes: twoRacks, strategy: .unrouted(.local), token: 5, replicas: []),
            .init(
                testDescription: "nor has a ring without nodes (D-90)",
                nodes: "", strategy: RingSample.networkTopology(["dc1": 3]), token: 5, replicas: []),
            .init(
                testDescription: "a node with several tokens is taken once (D-92)",
                nodes: "dc1 a 10 20 30 60\ndc1 a 40", strategy: RingSample.networkTopology(["dc1": 2]), token: 5,
                replicas: [0, 1]),
        ] as [Placement])
    func placement(_ row: Placement) {
        let nodes = RingSample.nodes(row.nodes)
        let map = ReplicaMap(ring: TokenRing(nodes: nodes), strategy: row.strategy)
        let token = RingSample.token(row.token)
        #expect(map.replicas(of: token).map(\.position) == row.replicas)
        let local = row.replicas.filter { nodes[$0].datacenter == "dc1" }
        #expect(map.replicas(of: token, in: "dc1").map(\.position) == local)
    }

    @Test("A datacenter's table gives the same replicas, and there is none where there are no replicas")
    func table() throws {
        let map = ReplicaMap(
            ring: TokenRing(nodes: RingSample.nodes(Self.twoDatacenters)),
            strategy: RingSample.networkTopology(["dc1": 2, "dc2": 0]))
        let table = try #require(map.table(for: "dc1"))
        for token in [0, 10, 11, 30, 31, 50].map(RingSample.token) {
            #expect(table.replicas(of: token) == map.replicas(of: token, in: "dc1"))
        }
        #expect(map.table(for: "dc2") == nil)
        #expect(map.table(for: "nowhere") == nil)
        #expect(map.replicas(of: RingSample.token(0), in: "nowhere").isEmpty)
    }

    @Test("Equal lists are stored once, so that a small cluster's table stays in the cache")
    func shared() {
        var random = RingSample.Random(seed: 1)
        let nodes = RingSample.cluster(nodes: 3, tokensEach: 256, datacenters: 1, racks: 3, using: &random)
        let map = ReplicaMap(ring: TokenRing(nodes: nodes), strategy: RingSample.networkTopology(["dc0": 3]))
        let lists = map.ring.tokens.map { map.replicas(of: $0, in: "dc0") }
        // Three nodes can be put in six orders.
        #expect(Set(lists.map(\.startIndex)).count <= 6)
        #expect(lists.allSatisfy { $0.endIndex <= 18 })
    }

    @Test("Where all of many nodes are replicas, each range begins with its owner and has every node once (D-91)")
    func everyNode() {
        var random = RingSample.Random(seed: 2)
        let nodes = RingSample.cluster(nodes: 80, tokensEach: 4, datacenters: 2, racks: 3, using: &random)
        let ring = TokenRing(nodes: nodes)
        for strategy in [.simple(RingSample.factor(1_000)), RingSample.networkTopology(["dc0": 40, "dc1": 1_000])] {
            let map = ReplicaMap(ring: ring, strategy: strategy)
            for token in RingSample.lookups(in: nodes, using: &random) {
                let all = map.replicas(of: token)
                #expect(all.count == 80 && Set(all).count == 80 && all.first == ring.owner(of: token))
                for datacenter in ["dc0", "dc1"] {
                    let local = map.replicas(of: token, in: datacenter)
                    let first = all.first { nodes[$0.position].datacenter == datacenter }
                    #expect(local.count == 40 && Set(local).count == 40 && local.first == first)
                }
            }
        }
    }

    @Test("Of very many replicas that are not all nodes, the first ones in the ring's order are known")
    func longLists() {
        var random = RingSample.Random(seed: 3)
        let nodes = RingSample.cluster(nodes: 60, tokensEach: 4, datacenters: 1, racks: 4, using: &random)
        let ring = TokenRing(nodes: nodes)
        let naive = NaivePlacement(nodes)
        for strategy in [.simple(RingSample.factor(59)), RingSample.networkTopology(["dc0": 40])] {
            let map = ReplicaMap(ring: ring, strategy: strategy)
            for token in RingSample.lookups(in: nodes, using: &random).prefix(200) {
                #expect(map.replicas(of: token) == Array(naive.replicas(of: token, strategy).prefix(32)))
            }
        }
    }
}
