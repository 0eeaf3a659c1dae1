import Cassandra
import CassandraWire
import Testing

@Suite struct TokenRingTests {
    private static let ring = TokenRing(
        nodes: RingSample.nodes(
            """
            dc1 r1 -100 50
            dc1 r1 0
            dc1 r1 100 9223372036854775807
            """))

    @Test(
        "A token that equals a node's is that node's, and one above it the next one's (D-89)",
        arguments: [(-101, 0), (-100, 0), (-99, 1), (0, 1), (1, 0), (50, 0), (51, 2), (100, 2), (101, 2)])
    func owner(token: Int64, node: Int) {
        #expect(Self.ring.owner(of: RingSample.token(token)) == NodeIndex(node))
    }

    @Test("The ends of the ring: the lowest token goes up to the first node's, what lies above the last wraps (D-89)")
    func ends() {
        #expect(Self.ring.owner(of: RingSample.token(.min)) == NodeIndex(0))
        #expect(Self.ring.owner(of: RingSample.token(.max)) == NodeIndex(2))
        let below = TokenRing(nodes: RingSample.nodes("dc1 r1 -9223372036854775808\ndc1 r1 10"))
        #expect(below.owner(of: RingSample.token(.min)) == NodeIndex(0))
        #expect(below.owner(of: RingSample.token(.min + 1)) == NodeIndex(1))
        #expect(below.owner(of: RingSample.token(11)) == NodeIndex(0))
        #expect(below.owner(of: RingSample.token(.max)) == NodeIndex(0))
    }

    @Test("A ring without nodes, and one of nodes without tokens, have no owner (D-90)")
    func empty() {
        for nodes in [[], RingSample.nodes("dc1 r1\ndc2 r1")] {
            let ring = TokenRing(nodes: nodes)
            #expect(ring.isEmpty)
            #expect(ring.tokens.isEmpty)
            #expect(ring.owner(of: RingSample.token(0)) == nil)
        }
    }

    @Test("One node with one token owns everything (D-90)")
    func single() {
        let ring = TokenRing(nodes: RingSample.nodes("dc1 r1 7"))
        for token in [.min, 6, 7, 8, .max] as [Int64] {
            #expect(ring.owner(of: RingSample.token(token)) == NodeIndex(0))
        }
    }

    @Test("Tokens come in any order, and twice from the same node (D-90)")
    func unsorted() {
        let ring = TokenRing(nodes: RingSample.nodes("dc1 r1 30 -5 10 30\ndc1 r1\ndc1 r1 20 0"))
        #expect(ring.tokens == [-5, 0, 10, 20, 30].map(RingSample.token))
        #expect(ring.owners == [0, 2, 0, 2, 0].map(NodeIndex.init))
    }

    @Test("A token of two nodes belongs to the later one, which may leave the other with none (D-90)")
    func duplicates() {
        let ring = TokenRing(nodes: RingSample.nodes("dc1 r1 10 20\ndc1 r1 20 30\ndc1 r1 30"))
        #expect(ring.tokens == [10, 20, 30].map(RingSample.token))
        #expect(ring.owners == [0, 1, 2].map(NodeIndex.init))

        let replaced = TokenRing(nodes: RingSample.nodes("dc1 r1 10\ndc1 r1 10"))
        #expect(replaced.owners == [NodeIndex(1)])
        let map = ReplicaMap(ring: replaced, strategy: RingSample.networkTopology(["dc1": 2]))
        #expect(map.replicas(of: RingSample.token(0)) == [NodeIndex(1)])
    }
}
