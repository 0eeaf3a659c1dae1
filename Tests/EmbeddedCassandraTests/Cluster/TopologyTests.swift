import CassandraWire
import Networking
import Testing

@testable import EmbeddedCassandra

@Suite struct TopologyTests {
    private static let keys = (0..<300).map { "key \($0)" }

    private static func fill(_ sample: ClusterSample) {
        for (number, key) in keys.enumerated() {
            let answer = sample.put(key, Int64(number), at: .all)
            #expect(answer.isDone && answer.error == nil)
        }
    }

    private static func expectAll(_ sample: ClusterSample, at levels: [Consistency]) throws {
        for node in sample.cluster.nodes where node.state == .up {
            for level in levels {
                for (number, key) in keys.enumerated() {
                    #expect(
                        try sample.get(key, at: level, via: node.index) == Int64(number),
                        "\(key) at \(level) of node \(node.index)")
                }
            }
        }
    }

    private static func add(_ sample: ClusterSample, _ datacenter: String = "dc1") throws -> Node {
        try sample.cluster.add(
            datacenter: datacenter, rack: "rack1",
            address: .v4(0x7F00_0001 + UInt32(sample.cluster.nodes.count), port: 9042))
    }

    @Test func aNewNodeTakesOverItsPart() async throws {
        try await onSimulatedLoop { loop in
            let sample = try ClusterSample(on: loop, replication: .simple(2))
            Self.fill(sample)
            for _ in 0..<2 {
                _ = try Self.add(sample)
                try Self.expectAll(sample, at: [.one, .all])
            }
            let held = Self.keys.count { sample.stored($0, on: 4) != nil }
            #expect(held > 0 && held < Self.keys.count)
            let events = sample.frontend(0)?.events.suffix(2).map { event in
                switch event {
                case .topologyChange(let change, let node), .statusChange(let change, let node):
                    "\(change) \(node.address.bytes[3])"
                default: ""
                }
            }
            #expect(events == ["NEW_NODE 5", "UP 5"])
        }
    }

    @Test func whoLeavesGivesAwayWhatItHad() async throws {
        try await onSimulatedLoop { loop in
            let sample = try ClusterSample(on: loop, [("dc1", 4)], replication: .simple(1))
            Self.fill(sample)
            sample.cluster.remove(sample.node(1))
            sample.cluster.remove(sample.node(2))
            #expect(sample.node(1).state == .removed)
            try Self.expectAll(sample, at: [.one, .all])
            let added = try Self.add(sample)
            #expect(added.index == 4)
            try Self.expectAll(sample, at: [.one, .all])
        }
    }

    @Test func theReplicasOfADeadNodeGiveWhatItHad() async throws {
        try await onSimulatedLoop { loop in
            let sample = try ClusterSample(on: loop, [("dc1", 4)], replication: .simple(2))
            Self.fill(sample)
            sample.cluster.kill(sample.node(3))
            sample.cluster.remove(sample.node(3))
            try Self.expectAll(sample, at: [.one, .all])
            let last = sample.frontend(0)?.events.last
            #expect(last == .topologyChange(change: "REMOVED_NODE", node: sample.node(3).endpoint))
            #expect(sample.cluster.allAnswer)
            #expect(sample.cluster.systemRows(for: "peers_v2", asking: sample.node(0)).count == 2)
        }
    }

    @Test func aDatacenterThatIsAddedCanBeReplicatedTo() async throws {
        try await onSimulatedLoop { loop in
            let sample = try ClusterSample(on: loop, replication: .network(["dc1": 2]))
            Self.fill(sample)
            for _ in 0..<2 { _ = try Self.add(sample, "dc2") }
            var schema = sample.cluster.schema
            schema.keyspaces[ClusterSample.keyspace]?.replication = .network(["dc1": 2, "dc2": 1])
            sample.cluster.install(schema)
            try Self.expectAll(sample, at: [.quorum])
            #expect(sample.put("new", 1, at: .localQuorum, via: 4).error == nil)
            #expect(try sample.get("new", at: .localOne, via: 3) == 1)
        }
    }

    @Test func theLastNodeStays() async throws {
        try await onSimulatedLoop { loop in
            let sample = try ClusterSample(on: loop, [("dc1", 1)], replication: .simple(1))
            sample.cluster.remove(sample.node(0))
            #expect(sample.node(0).state == .up)
        }
    }
}
