import CassandraWire
import Networking
import TestKit
import Testing

@testable import EmbeddedCassandra

@Suite struct CounterTests {
    @Test func updatesOfAllNodesAddUp() async throws {
        try await onSimulatedLoop { loop in
            let sample = try ClusterSample(on: loop)
            for number in 0..<30 {
                let answer = sample.add(Int64(number), to: "a", at: .quorum, via: number % 3)
                #expect(answer.isDone && answer.error == nil)
            }
            for node in 0..<3 { #expect(try sample.count("a", at: .one, via: node) == 435) }
        }
    }

    @Test func withoutALeaderTheUpdateWaitsAndThenFails() async throws {
        try await onSimulatedLoop { loop in
            let sample = try ClusterSample(on: loop, replication: .simple(1))
            let owner = sample.cluster.placement(of: ClusterSample.keyspace)
                .replicas(of: sample.key("a").token, seenFrom: 0).members[0]
            let other = (owner + 1) % 3
            sample.cluster.pause(sample.node(owner))
            let waiting = sample.add(1, to: "a", at: .one, via: other)
            #expect(!waiting.isDone)
            sample.cluster.resume(sample.node(owner))
            #expect(waiting.isDone && waiting.error == nil)
            sample.cluster.pause(sample.node(owner))
            let late = sample.add(1, to: "a", at: .one, via: other)
            try await loop.sleep(for: .seconds(6))
            #expect(
                late.error?.detail
                    == .writeTimeout(consistency: .one, received: 0, blockFor: 1, writeType: .counter))
            try await loop.sleep(for: .seconds(6))
            let refused = sample.add(1, to: "a", at: .one, via: other)
            #expect(refused.error?.detail == .unavailable(consistency: .one, required: 1, alive: 0))
            sample.cluster.resume(sample.node(owner))
            #expect(try sample.count("a", at: .one, via: other) == 1)
        }
    }

    @Test func countersConvergeWhateverHappensToNodes() async throws {
        let seed = Seed.forThisRun()
        for number in 0..<20 {
            let seed = seed.value &+ UInt64(number)
            try await onSimulatedLoop(seed: seed) { loop in
                let sample = try ClusterSample(on: loop, [("dc1", 5)], replication: .simple(3))
                var random = SeededRandom(seed: seed).fork("counters")
                var answers: [ClusterSample.Answer] = []
                for _ in 0..<200 {
                    let node = sample.node(random.below(5))
                    switch random.below(10) {
                    case 0: sample.cluster.kill(node)
                    case 1: sample.cluster.pause(node)
                    case 2, 3:
                        if node.state == .down { try sample.cluster.start(node) }
                        if node.state == .paused { sample.cluster.resume(node) }
                    default:
                        guard node.state == .up else { continue }
                        answers.append(sample.add(1, to: "a", at: .quorum, via: node.index))
                    }
                    try await loop.sleep(for: random.draw(.zero ... .milliseconds(500)))
                }
                try await loop.sleep(for: .seconds(20))
                for node in sample.cluster.nodes {
                    if node.state == .down { try sample.cluster.start(node) }
                    if node.state == .paused { sample.cluster.resume(node) }
                }
                let sure = answers.count { $0.isDone && $0.error == nil }
                let total = try sample.count("a", at: .all) ?? 0
                #expect(total >= Int64(sure) && total <= Int64(answers.count), "seed \(seed)")
                for node in 0..<5 { #expect(try sample.count("a", at: .one, via: node) == total, "seed \(seed)") }
            }
        }
    }
}
