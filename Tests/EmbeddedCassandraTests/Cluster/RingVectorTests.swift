import Foundation
import TestKit
import Testing

@testable import EmbeddedCassandra

/// The rings of the golden vectors: replicas as the Java driver and Cassandra's own strategies place them.
@Suite struct RingVectorTests {
    private static let file: URL? = {
        let file = Fixtures.vectors.appendingPathComponent("rings.jsonl")
        return FileManager.default.fileExists(atPath: file.path) ? file : nil
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

        func ring() throws -> Ring {
            var datacenters: [String] = []
            let members = try nodes.map { node in
                if !datacenters.contains(node.dc) { datacenters.append(node.dc) }
                return Ring.Member(
                    datacenter: datacenters.firstIndex(of: node.dc) ?? 0, rack: node.rack,
                    tokens: try node.tokens.map { try #require(Int64($0)) })
            }
            return Ring(datacenters: datacenters, members: members)
        }

        func placement() throws -> Replication {
            let name = try #require(replication["class"]).split(separator: ".").last
            let factors = replication.filter { $0.key != "class" }
            return Replication(
                strategy: String(try #require(name)), factors: try factors.mapValues { try #require(Int($0)) })
        }
    }

    @Test(
        "Every lookup of every ring finds the replicas of Cassandra, the primary first",
        .enabled(if: file != nil, "neither VECTORS_DIR nor Tests/Fixtures/vectors has rings.jsonl"))
    func rings() throws {
        let text = try String(contentsOf: try #require(Self.file), encoding: .utf8)
        let lines = try text.split(separator: "\n").map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
        var lookups = 0
        for (number, line) in lines.enumerated() {
            let placement = Placement(try line.placement(), on: try line.ring())
            for lookup in line.lookups {
                let token = try #require(Int64(lookup.token))
                let found = placement.replicas(of: token, seenFrom: 0).members.map { line.nodes[$0].id }
                #expect(Set(found) == Set(lookup.replicas), "ring \(number + 1), token \(lookup.token)")
                #expect(found.count == lookup.replicas.count, "ring \(number + 1), token \(lookup.token)")
                #expect(found.first == lookup.replicas.first, "ring \(number + 1), token \(lookup.token)")
                lookups += 1
            }
        }
        #expect(lines.count == 60)
        #expect(lookups == 2_400)
    }

    @Test func aRingWithoutTokensHoldsNothing() {
        let ring = Ring(datacenters: ["dc1"], members: [Ring.Member(datacenter: 0, rack: "r", tokens: [])])
        let placement = Placement(Replication(strategy: "LocalStrategy", factors: [:]), on: ring)
        #expect(placement.replicas(of: 5, seenFrom: 0).members == [0])
        let simple = Placement(Replication(strategy: "SimpleStrategy", factors: ["replication_factor": 3]), on: ring)
        #expect(simple.replicas(of: 5, seenFrom: 0).members == [])
    }
}
