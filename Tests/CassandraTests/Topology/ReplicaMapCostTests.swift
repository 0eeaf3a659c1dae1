import Cassandra
import CassandraWire
import Testing

/// Bounds on the work of building, counted in steps and not in seconds.
@Suite struct ReplicaMapCostTests {
    struct Shape: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let nodes: Int
        let tokensEach: Int
        var datacenters = 1
        var racks = 1
        /// Nodes with one token, in a rack or a datacenter of their own.
        var lonely: [RingNode] = []
        let strategy: ReplicationStrategy
        /// What one token of the ring may cost: two visits, and a step a replica.
        let stepsPerToken: Int
    }

    @Test(
        "Building takes a few steps a token, whatever the skew (D-90, D-91)",
        arguments: [
            .init(
                testDescription: "three datacenters of three racks", nodes: 90, tokensEach: 64, datacenters: 3,
                racks: 3,
                strategy: RingSample.networkTopology(["dc0": 3, "dc1": 3, "dc2": 3]), stepsPerToken: 5),
            .init(
                testDescription: "one rack has a single node with a single token", nodes: 200, tokensEach: 64,
                lonely: [RingNode(datacenter: "dc0", rack: "lonely", tokens: [RingSample.token(1)])],
                strategy: RingSample.networkTopology(["dc0": 2]), stepsPerToken: 4),
            .init(
                testDescription: "one rack more than replicas", nodes: 200, tokensEach: 64, racks: 4,
                strategy: RingSample.networkTopology(["dc0": 3]), stepsPerToken: 5),
            .init(
                testDescription: "replicas on every rack and on one twice", nodes: 200, tokensEach: 64, racks: 4,
                strategy: RingSample.networkTopology(["dc0": 5]), stepsPerToken: 11),
            .init(
                testDescription: "every node has a rack of its own", nodes: 200, tokensEach: 64, racks: 200,
                strategy: RingSample.networkTopology(["dc0": 3]), stepsPerToken: 5),
            .init(
                testDescription: "a datacenter with one node", nodes: 200, tokensEach: 64,
                lonely: [RingNode(datacenter: "dc1", rack: "r", tokens: [RingSample.token(1)])],
                strategy: RingSample.networkTopology(["dc0": 3, "dc1": 3]), stepsPerToken: 5),
            .init(
                testDescription: "a factor of 1,000 for 200 nodes", nodes: 200, tokensEach: 64, racks: 3,
                strategy: RingSample.networkTopology(["dc0": 1_000]), stepsPerToken: 1),
            .init(
                testDescription: "SimpleStrategy with a factor of 1,000", nodes: 200, tokensEach: 64, datacenters: 2,
                strategy: .simple(RingSample.factor(1_000)), stepsPerToken: 1),
            .init(
                testDescription: "a factor one below the number of nodes", nodes: 200, tokensEach: 64, racks: 3,
                strategy: RingSample.networkTopology(["dc0": 199]), stepsPerToken: 34),
            .init(
                testDescription: "SimpleStrategy over several datacenters", nodes: 200, tokensEach: 64, datacenters: 4,
                strategy: .simple(RingSample.factor(3)), stepsPerToken: 5),
            .init(
                testDescription: "a datacenter for each node", nodes: 2_000, tokensEach: 4, datacenters: 2_000,
                strategy: RingSample.networkTopology([:], elsewhere: 3), stepsPerToken: 3),
        ] as [Shape])
    func stepsPerToken(_ shape: Shape) {
        var random = RingSample.Random(seed: 4)
        var nodes = RingSample.cluster(
            nodes: shape.nodes, tokensEach: shape.tokensEach, datacenters: shape.datacenters, racks: shape.racks,
            using: &random)
        nodes += shape.lonely
        let map = ReplicaMap(ring: TokenRing(nodes: nodes), strategy: shape.strategy)
        #expect(map.buildSteps > 0)
        #expect(map.buildSteps <= map.ring.tokens.count * shape.stepsPerToken)
    }

    @Test("1,000 nodes with 256 tokens each take five steps a token: two visits and three replicas (D-90)")
    func large() {
        var random = RingSample.Random(seed: 5)
        let nodes = RingSample.cluster(nodes: 1_000, tokensEach: 256, datacenters: 3, racks: 3, using: &random)
        let strategy = RingSample.networkTopology(["dc0": 3, "dc1": 3, "dc2": 3])
        let map = ReplicaMap(ring: TokenRing(nodes: nodes), strategy: strategy)
        #expect(map.ring.tokens.count == 256_000)
        #expect(map.buildSteps == 256_000 * 5)
        for token in [.min, -1, 0, 1, .max].map(RingSample.token) {
            let replicas = map.replicas(of: token)
            #expect(Set(replicas.map { "\(nodes[$0.position].datacenter) \(nodes[$0.position].rack)" }).count == 9)
            #expect(replicas.first == map.ring.owner(of: token))
        }
    }
}
