import CassandraWire
import Networking
import Testing

@testable import EmbeddedCassandra

/// Levels, factors, datacenters and who is away: what a request comes to.
@Suite struct ConsistencyTests {
    enum Expected: Hashable {
        case done
        case unavailable(required: Int32, alive: Int32, String = "")
        case timeout(received: Int32, blockFor: Int32)
    }

    struct Case: CustomStringConvertible {
        var level: Consistency
        var nodes: [Int] = [3]
        var replication = Replication.simple(3)
        var down: [Int] = []
        var paused: [Int] = []
        var write: Expected
        /// As the write's when there is none.
        var read: Expected?

        var description: String { "\(level), nodes \(nodes), \(replication.factors), down \(down), paused \(paused)" }
    }

    private static let one = [
        Case(level: .one, write: .done),
        Case(level: .one, down: [1, 2], write: .done),
        Case(level: .any, down: [1, 2], write: .done, read: .done),
        Case(level: .two, down: [1, 2], write: .unavailable(required: 2, alive: 1)),
        Case(level: .three, write: .done),
        Case(level: .three, down: [2], write: .unavailable(required: 3, alive: 2)),
        Case(level: .three, replication: .simple(1), write: .unavailable(required: 3, alive: 1)),
        Case(level: .quorum, down: [2], write: .done),
        Case(level: .quorum, down: [1, 2], write: .unavailable(required: 2, alive: 1)),
        Case(level: .all, down: [1], write: .unavailable(required: 3, alive: 2)),
        Case(level: .all, nodes: [2], write: .unavailable(required: 3, alive: 2)),
        Case(level: .localOne, down: [1, 2], write: .done),
        Case(level: .localQuorum, down: [2], write: .done),
        Case(level: .localQuorum, down: [1, 2], write: .unavailable(required: 2, alive: 1)),
        Case(level: .eachQuorum, down: [1, 2], write: .unavailable(required: 2, alive: 1)),
        Case(level: .quorum, paused: [1, 2], write: .timeout(received: 1, blockFor: 2)),
        Case(level: .all, paused: [1], write: .timeout(received: 2, blockFor: 3)),
        Case(level: .two, down: [1], paused: [2], write: .timeout(received: 1, blockFor: 2)),
        Case(level: .quorum, paused: [1], write: .done),
    ]

    private static let both = Replication.network(["dc1": 3, "dc2": 3])
    private static let two = [
        Case(level: .quorum, nodes: [3, 3], replication: both, down: [3, 4], write: .done),
        Case(
            level: .quorum, nodes: [3, 3], replication: both, down: [3, 4, 5],
            write: .unavailable(required: 4, alive: 3)),
        Case(level: .localQuorum, nodes: [3, 3], replication: both, down: [3, 4, 5], write: .done),
        Case(
            level: .localQuorum, nodes: [3, 3], replication: both, down: [1, 2],
            write: .unavailable(required: 2, alive: 1)),
        Case(level: .localOne, nodes: [3, 3], replication: both, down: [1, 2, 3, 4, 5], write: .done),
        Case(
            level: .localOne, nodes: [3, 3], replication: .network(["dc2": 3]),
            write: .unavailable(required: 1, alive: 0)
        ),
        Case(level: .one, nodes: [3, 3], replication: .network(["dc2": 3]), write: .done),
        Case(level: .eachQuorum, nodes: [3, 3], replication: both, down: [2, 5], write: .done),
        Case(
            level: .eachQuorum, nodes: [3, 3], replication: both, down: [3, 4],
            write: .unavailable(required: 2, alive: 1, " in DC dc2")),
        Case(
            level: .eachQuorum, nodes: [3, 3], replication: both, paused: [3, 4],
            write: .timeout(received: 3, blockFor: 4), read: .timeout(received: 3, blockFor: 4)),
        Case(
            level: .localQuorum, nodes: [3, 3], replication: both, paused: [1, 2],
            write: .timeout(received: 1, blockFor: 2)),
        Case(level: .localQuorum, nodes: [3, 3], replication: both, paused: [3, 4, 5], write: .done),
        Case(
            level: .all, nodes: [3, 3], replication: both, paused: [5], write: .timeout(received: 5, blockFor: 6)),
    ]

    @Test(arguments: one + two) func aRequestComesTo(_ row: Case) async throws {
        try await onSimulatedLoop { loop in
            let sample = try ClusterSample(
                on: loop, row.nodes.enumerated().map { ("dc\($0 + 1)", $1) }, replication: row.replication)
            for index in row.down { sample.cluster.stop(sample.node(index)) }
            for index in row.paused { sample.cluster.pause(sample.node(index)) }
            let began = loop.now
            let write = sample.put("a", 1, at: row.level)
            try await Self.end(write, on: loop)
            #expect(Self.outcome(write.error, row.level) == row.write)
            if case .timeout = row.write { #expect(loop.now.duration(since: began) >= .seconds(2)) }
            if row.level == .any { return }
            let read = sample.read("a", at: row.level)
            try await Self.end(read, on: loop)
            #expect(Self.outcome(read.error, row.level) == row.read ?? row.write)
            #expect(read.count == 1)
        }
    }

    private static func end(_ answer: ClusterSample.Answer, on loop: EventLoop) async throws {
        if !answer.isDone { try await loop.sleep(for: .seconds(6)) }
        #expect(answer.isDone)
    }

    private static func outcome(_ error: ServerError?, _ level: Consistency) -> Expected? {
        switch error?.detail {
        case nil: return .done
        case .unavailable(level, let required, let alive):
            let start = "Cannot achieve consistency level \(level)"
            guard error?.message.hasPrefix(start) == true else { return nil }
            return .unavailable(
                required: required, alive: alive, String(error?.message.dropFirst(start.count) ?? ""))
        case .writeTimeout(level, let received, let blockFor, .simple),
            .readTimeout(level, let received, let blockFor, true):
            #expect(error?.message == "Operation timed out - received only \(received) responses.")
            return .timeout(received: received, blockFor: blockFor)
        default: return nil
        }
    }

    @Test func levelsThatMakeNoSenseAreRefusedInCassandrasWords() async throws {
        try await onSimulatedLoop { loop in
            let sample = try ClusterSample(on: loop)
            #expect(sample.read("a", at: .any).error?.message == "ANY ConsistencyLevel is only supported for writes")
            #expect(
                sample.put("a", 1, at: .serial).error?.message
                    == "You must use conditional updates for serializable writes")
            #expect(
                sample.add(1, to: "a", at: .any).error?.message
                    == "Consistency level ANY is not yet supported for counter table n")
            #expect(
                sample.add(1, to: "a", at: .serial).error?.message
                    == "Counter operations are inherently non-serializable")
        }
    }

    @Test func aWaitingWriteIsDoneWhenAReplicaComesBack() async throws {
        try await onSimulatedLoop { loop in
            let sample = try ClusterSample(on: loop)
            sample.cluster.pause(sample.node(1))
            sample.cluster.pause(sample.node(2))
            let write = sample.put("a", 7, at: .quorum)
            let read = sample.read("a", at: .quorum) { #expect($0 == 7) }
            #expect(!write.isDone && !read.isDone)
            try await loop.sleep(for: .seconds(1))
            #expect(!write.isDone && !read.isDone)
            sample.cluster.resume(sample.node(2))
            #expect(write.isDone && write.error == nil)
            #expect(read.isDone && read.error == nil)
            #expect(sample.stored("a", on: 2) == 7)
            try await loop.sleep(for: .seconds(10))
            #expect(write.count == 1 && read.count == 1)
        }
    }

    @Test func aCoordinatorThatIsFrozenAnswersLateAndAKilledOneNever() async throws {
        try await onSimulatedLoop { loop in
            let sample = try ClusterSample(on: loop)
            sample.cluster.pause(sample.node(1))
            sample.cluster.pause(sample.node(2))
            let frozen = sample.put("a", 1, at: .quorum)
            sample.cluster.pause(sample.node(0))
            try await loop.sleep(for: .seconds(5))
            #expect(!frozen.isDone)
            sample.cluster.resume(sample.node(0))
            #expect(frozen.error?.code == .writeTimeout)
            let killed = sample.put("a", 2, at: .quorum)
            sample.cluster.kill(sample.node(0))
            sample.cluster.resume(sample.node(1))
            sample.cluster.resume(sample.node(2))
            try await loop.sleep(for: .seconds(10))
            #expect(!killed.isDone)
        }
    }
}
