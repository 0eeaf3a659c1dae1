import Cassandra
import CassandraWire
import TestKit

/// `rings.jsonl`: rings of nodes, a replication each, and who holds which token.
package enum RingVectors {
    /// Counts lookups, not rings.
    static func check(_ line: VectorLine, _ report: inout VectorReport) {
        let ring = Result { () throws in try Ring(try line.content.get()) }
        guard case .success(let ring) = ring else {
            // A ring that cannot be understood is one thing missed, whatever its lookups are.
            report.count(.rings, line) { _ = try ring.get() }
            return
        }
        for lookup in ring.lookups {
            report.count(.rings, line) { try ring.check(lookup) }
        }
    }

    private struct Ring {
        let identifiers: [String]
        let map: ReplicaMap
        let lookups: [JSON]

        init(_ json: JSON) throws(Mismatch) {
            var identifiers: [String] = []
            var nodes: [RingNode] = []
            for node in try json.arrayField("nodes") {
                var tokens: [Token] = []
                for token in try node.arrayField("tokens") { tokens.append(Token(try token.textInteger("token"))) }
                identifiers.append(try node.textField("id"))
                nodes.append(
                    RingNode(datacenter: try node.textField("dc"), rack: try node.textField("rack"), tokens: tokens))
            }
            var replication: [String: String] = [:]
            for option in try json.field("replication").members ?? [] { replication[option.name] = option.value.text }
            self.identifiers = identifiers
            map = ReplicaMap(ring: TokenRing(nodes: nodes), strategy: ReplicationStrategy(replication: replication))
            lookups = try json.arrayField("lookups")
        }

        /// The same nodes, and the same first one; the order of the others is nobody's business.
        func check(_ lookup: JSON) throws(Mismatch) {
            let token = Token(try lookup.field("token").textInteger("token"))
            var expected: [String] = []
            for replica in try lookup.arrayField("replicas") {
                guard let identifier = replica.text else { throw Mismatch("no node: \(replica)") }
                expected.append(identifier)
            }
            let found = map.replicas(of: token).map { identifiers[$0.position] }
            try expect("token \(token), replicas", found.sorted(), is: expected.sorted())
            try expect("token \(token), the first replica", found.first, is: expected.first)
        }
    }
}
