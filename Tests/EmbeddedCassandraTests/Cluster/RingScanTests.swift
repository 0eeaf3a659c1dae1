import CassandraWire
import Networking
import Testing

@testable import EmbeddedCassandra

@Suite struct RingScanTests {
    struct Case: CustomStringConvertible {
        var nodes: [Int]
        var replication: Replication
        var level: Consistency
        var down: [Int] = []

        var description: String { "nodes \(nodes), \(replication.factors), \(level), down \(down)" }
    }

    @Test(arguments: [
        Case(nodes: [1], replication: .simple(1), level: .one),
        Case(nodes: [3], replication: .simple(1), level: .one),
        Case(nodes: [3], replication: .simple(3), level: .one),
        Case(nodes: [3], replication: .simple(3), level: .quorum, down: [1]),
        Case(nodes: [6], replication: .simple(3), level: .one, down: [2]),
        Case(nodes: [6], replication: .simple(3), level: .quorum, down: [5]),
        Case(nodes: [6], replication: .simple(2), level: .all),
        Case(nodes: [3, 3], replication: .network(["dc1": 2, "dc2": 2]), level: .localQuorum),
        Case(nodes: [3, 3], replication: .network(["dc1": 2, "dc2": 2]), level: .eachQuorum),
        Case(nodes: [3, 3], replication: .network(["dc1": 2]), level: .one, down: [0]),
    ]) func aScanFindsEachPartitionOnceInTheOrderOfTheRing(_ row: Case) async throws {
        try await onSimulatedLoop { loop in
            let sample = try ClusterSample(
                on: loop, row.nodes.enumerated().map { ("dc\($0 + 1)", $1) }, replication: row.replication)
            var keys: [PartitionKey] = []
            for number in 0..<200 {
                let answer = sample.put("key \(number)", Int64(number), at: .one)
                #expect(answer.isDone && answer.error == nil)
                keys.append(sample.key("key \(number)"))
            }
            keys.sort()
            for index in row.down { sample.cluster.stop(sample.node(index)) }
            let asking = row.down.contains(0) ? 1 : 0
            #expect(try Self.scan(sample, row.level, via: asking) == keys)
            for pageSize in [1, 7] {
                #expect(try Self.pages(sample, row.level, of: pageSize, via: asking) == keys)
            }
            let (low, high) = (keys[50].token, keys[150].token)
            #expect(
                try Self.scan(sample, row.level, after: .token(low), through: high, via: asking)
                    == keys.filter { $0.token > low && $0.token <= high })
            #expect(try Self.scan(sample, row.level, after: .key(keys[199]), via: asking) == [])
        }
    }

    private static func scan(
        _ sample: ClusterSample, _ level: Consistency, after position: RingPosition = .start, through: Int64 = .max,
        most: Int = .max, via node: Int
    ) throws -> [PartitionKey] {
        let view = try sample.coordinator(node).openRead(sample.table, consistency: level)
        var scan = view.scan(after: position, through: through)
        var found: [PartitionKey] = []
        while found.count < most, var reader = try scan.next() {
            if let key = reader.key { found.append(key) }
            #expect(ClusterSample.value(&reader) != nil)
            view.finish(reader)
        }
        return found
    }

    private static func pages(
        _ sample: ClusterSample, _ level: Consistency, of size: Int, via node: Int
    ) throws -> [PartitionKey] {
        var all: [PartitionKey] = []
        while true {
            let position = all.last.map(RingPosition.key) ?? .start
            let page = try scan(sample, level, after: position, most: size, via: node)
            if page.isEmpty { return all }
            all += page
        }
    }

    @Test func aScanOfAMajorityMergesAndRepairs() async throws {
        try await onSimulatedLoop { loop in
            let sample = try ClusterSample(on: loop)
            sample.put("a", 1, at: .all)
            sample.cluster.kill(sample.node(2))
            sample.put("a", 2, at: .quorum)
            sample.put("b", 3, at: .quorum)
            sample.cluster.kill(sample.node(0))
            try sample.cluster.start(sample.node(2))
            let view = try sample.coordinator(2).openRead(sample.table, consistency: .quorum)
            var scan = view.scan()
            var values: Set<Int64?> = []
            while var reader = try scan.next() {
                values.insert(ClusterSample.value(&reader))
                view.finish(reader)
            }
            #expect(values == [2, 3])
            #expect(sample.stored("a", on: 2) == 2)
            #expect(sample.stored("b", on: 2) == 3)
        }
    }

    @Test func aScanFailsWhereTooFewReplicasAreThere() async throws {
        try await onSimulatedLoop { loop in
            let sample = try ClusterSample(on: loop, replication: .simple(1))
            for number in 0..<50 { sample.put("key \(number)", 1, at: .all) }
            sample.cluster.stop(sample.node(1))
            let error = #expect(throws: CoordinatorFailure.self) {
                _ = try Self.scan(sample, .one, via: 0)
            }
            guard case .refused(let refusal) = error else {
                Issue.record("it is not refused")
                return
            }
            #expect(refusal.detail == .unavailable(consistency: .one, required: 1, alive: 0))
        }
    }
}
