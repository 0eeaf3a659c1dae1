import Cassandra
import CassandraWire
import Foundation
import Testing

/// The rings of the golden vectors: replicas as the Java driver and Cassandra's own strategies place them.
@Suite struct RingVectorTests {
    private static let file: URL? = {
        if let folder = ProcessInfo.processInfo.environment["VECTORS_DIR"] {
            return URL(fileURLWithPath: folder).appendingPathComponent("rings.jsonl")
        }
        var folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        while folder.path != "/" {
            let file = folder.appendingPathComponent("Fixtures/vectors/rings.jsonl")
            if FileManager.default.fileExists(atPath: file.path) { return file }
            folder.deleteLastPathComponent()
        }
        return nil
    }()

    private struct Line: Decodable {
        struct Node: Decodable {
            let id: String
            let dc: String
            let rack: String
            let tokens: [String]
        }

        struct Lookup: Decodable {
            let token: String
            let replicas: [String]
        }

        let nodes: [Node]
        let replication: [String: String]
        let lookups: [Lookup]
    }

    @Test(
        "Every lookup of every ring finds the replicas of Cassandra, the primary first (D-89 … D-93)",
        .enabled(if: file != nil, "neither VECTORS_DIR nor Tests/Fixtures/vectors has rings.jsonl"))
    func rings() throws {
        let text = try String(contentsOf: try #require(Self.file), encoding: .utf8)
        let lines = try text.split(separator: "\n").map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
        var lookups = 0
        for (number, line) in lines.enumerated() {
            let nodes = try line.nodes.map {
                RingNode(
                    datacenter: $0.dc, rack: $0.rack,
                    tokens: try $0.tokens.map { RingSample.token(try #require(Int64($0))) })
            }
            let map = ReplicaMap(
                ring: TokenRing(nodes: nodes), strategy: ReplicationStrategy(replication: line.replication))
            for lookup in line.lookups {
                let token = RingSample.token(try #require(Int64(lookup.token)))
                let found = map.replicas(of: token).map { line.nodes[$0.position].id }
                #expect(Set(found) == Set(lookup.replicas), "ring \(number + 1), token \(lookup.token)")
                #expect(found.count == lookup.replicas.count, "ring \(number + 1), token \(lookup.token)")
                #expect(found.first == lookup.replicas.first, "ring \(number + 1), token \(lookup.token)")
                lookups += 1
            }
        }
        #expect(lines.count == 60)
        #expect(lookups == 2_400)
    }
}
