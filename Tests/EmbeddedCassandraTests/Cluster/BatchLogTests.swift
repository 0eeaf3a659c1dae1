import CassandraWire
import Networking
import Testing

@testable import EmbeddedCassandra

/// Batches of several partitions when nodes are missing; expectations are those of a real Cassandra 5.0.8.
@Suite struct BatchLogTests {
    private func write(
        _ sample: ClusterSample, _ kind: BatchKind, at consistency: Consistency, keys: [String] = ["a", "b", "c"]
    ) throws -> ClusterSample.Answer {
        let answer = ClusterSample.Answer()
        let mutations = keys.map { sample.mutation($0, 7, at: sample.coordinator(0).timestamp()) }
        if kind == .logged {
            sample.coordinator(0).writeLogged(mutations, consistency: consistency, answer.take)
        } else {
            sample.coordinator(0).write(mutations, consistency: consistency, kind: .unloggedBatch, answer.take)
        }
        return answer
    }

    private static let timeout = ServerError(
        code: .writeTimeout, message: "Operation timed out - received only 1 responses.",
        detail: .writeTimeout(consistency: .two, received: 1, blockFor: 2, writeType: .batchLog))

    @Test("Of two nodes both hold the log, dead or alive: without one of them a logged batch times out")
    func twoNodes() async throws {
        try await onSimulatedLoop { loop in
            let sample = try ClusterSample(on: loop, [("dc1", 2)], replication: .simple(2))
            #expect(try write(sample, .logged, at: .one).error == nil)
            sample.cluster.kill(sample.node(1))
            try await loop.sleep(for: .seconds(60))
            #expect(try write(sample, .unlogged, at: .one).isDone)
            for consistency in [Consistency.one, .any] {
                let answer = try write(sample, .logged, at: consistency, keys: ["d", "e"])
                #expect(!answer.isDone)
                try await loop.sleep(for: .seconds(1))
                #expect(!answer.isDone)
                try await loop.sleep(for: .seconds(2))
                #expect(answer.error == Self.timeout)
                #expect(sample.stored("d", on: 0) == nil, "nothing is written before the log is")
            }
            // The replicas' own level is looked at first.
            #expect(
                try write(sample, .logged, at: .two).error?.detail
                    == .unavailable(consistency: .two, required: 2, alive: 1))
        }
    }

    @Test("A node of the log that comes back in time lets the batch go on")
    func backInTime() async throws {
        try await onSimulatedLoop { loop in
            let sample = try ClusterSample(on: loop, [("dc1", 2)], replication: .simple(2))
            sample.cluster.pause(sample.node(1))
            let answer = try write(sample, .logged, at: .quorum)
            try await loop.sleep(for: .seconds(1))
            #expect(!answer.isDone)
            sample.cluster.resume(sample.node(1))
            #expect(answer.isDone && answer.error == nil)
            for node in 0..<2 { #expect(sample.stored("b", on: node) == 7) }
        }
    }

    @Test("Of three nodes one other is enough; without any the log is unavailable, but for ANY")
    func threeNodes() async throws {
        try await onSimulatedLoop { loop in
            let sample = try ClusterSample(on: loop)
            sample.cluster.kill(sample.node(1))
            try await loop.sleep(for: .seconds(60))
            #expect(try write(sample, .logged, at: .quorum).error == nil)
            sample.cluster.kill(sample.node(2))
            try await loop.sleep(for: .seconds(60))
            let error = try #require(try write(sample, .logged, at: .one).error)
            #expect(
                error.message
                    == "Cannot achieve consistency level TWO for batchlog in local DC, required:2, available:0")
            #expect(error.detail == .unavailable(consistency: .two, required: 2, alive: 0))
            let answer = try write(sample, .logged, at: .any, keys: ["x", "y"])
            #expect(answer.isDone && answer.error == nil)
            #expect(sample.stored("x", on: 0) == 7)
            #expect(try write(sample, .unlogged, at: .one).isDone)
        }
    }

    @Test("The log lies in the coordinator's datacenter, in other racks where there are some")
    func racks() async throws {
        try await onSimulatedLoop { loop in
            let sample = try ClusterSample(
                on: loop, [("dc1", 6), ("dc2", 1)], racks: 3, replication: .network(["dc1": 3, "dc2": 1]))
            // Who is frozen is asked all the same, so a batch tells by waiting that it asked that node.
            let own = sample.cluster.nodes.filter { $0.rack == sample.node(0).rack && $0.index != 0 }
            for node in own { sample.cluster.pause(node) }
            sample.cluster.pause(sample.node(6))
            for _ in 0..<50 {
                let answer = ClusterSample.Answer()
                sample.coordinator(0).writeLogged([], consistency: .one, answer.take)
                #expect(answer.isDone && answer.error == nil)
            }
        }
    }
}
