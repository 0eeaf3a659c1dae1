import CassandraWire
import Networking
import TestKit
import Testing

@testable import EmbeddedCassandra

@Suite struct ConditionalTests {
    @Test func aConditionHoldsForOneOfTwo() async throws {
        try await onSimulatedLoop { loop in
            let sample = try ClusterSample(on: loop)
            var applied: [Int64] = []
            for value in [Int64(1), 2] {
                let answer = ClusterSample.Answer()
                sample.change("a", from: nil, to: value, via: Int(value)) {
                    if $0 == nil { applied.append(value) }
                } done: {
                    answer.take($0)
                }
                #expect(answer.isDone && answer.error == nil)
            }
            #expect(applied == [1])
            #expect(try sample.get("a", at: .serial, via: 2) == 1)
        }
    }

    @Test func withoutAMajorityThereIsNoDecision() async throws {
        try await onSimulatedLoop { loop in
            let sample = try ClusterSample(on: loop)
            sample.cluster.pause(sample.node(1))
            sample.cluster.pause(sample.node(2))
            let answer = ClusterSample.Answer()
            sample.change("a", from: nil, to: 1) { _ in
                Issue.record("it decided")
            } done: {
                answer.take($0)
            }
            try await loop.sleep(for: .seconds(3))
            #expect(
                answer.error?.message
                    == "CAS operation timed out: received 1 of 2 required responses after 0 contention retries")
            #expect(
                answer.error?.detail
                    == .writeTimeout(consistency: .serial, received: 1, blockFor: 2, writeType: .cas))
            try await loop.sleep(for: .seconds(10))
            let refused = ClusterSample.Answer()
            sample.change("a", from: nil, to: 1) { _ in
                Issue.record("it decided")
            } done: {
                refused.take($0)
            }
            #expect(refused.error?.detail == .unavailable(consistency: .serial, required: 2, alive: 1))
        }
    }

    @Test func theMajorityOfTheOwnDatacenterIsEnoughForTheLocalLevel() async throws {
        try await onSimulatedLoop { loop in
            let sample = try ClusterSample(
                on: loop, [("dc1", 3), ("dc2", 3)], replication: .network(["dc1": 3, "dc2": 3]))
            for index in 3..<6 { sample.cluster.stop(sample.node(index)) }
            let global = ClusterSample.Answer()
            sample.change("a", from: nil, to: 1) { _ in
            } done: {
                global.take($0)
            }
            #expect(global.error?.detail == .unavailable(consistency: .serial, required: 4, alive: 3))
            let local = ClusterSample.Answer()
            sample.change("a", from: nil, to: 1, serial: .localSerial, commit: .localQuorum) { _ in
            } done: {
                local.take($0)
            }
            #expect(local.isDone && local.error == nil)
        }
    }

    @Test func levelsThatMakeNoSenseAreRefusedInCassandrasWords() async throws {
        try await onSimulatedLoop { loop in
            let sample = try ClusterSample(on: loop)
            func fault(_ serial: Consistency, _ commit: Consistency) -> String? {
                let answer = ClusterSample.Answer()
                sample.change("a", from: nil, to: 1, serial: serial, commit: commit) { _ in
                } done: {
                    answer.take($0)
                }
                return answer.error?.message
            }
            #expect(
                fault(.one, .one)
                    == "Invalid consistency for conditional update. Must be one of SERIAL or LOCAL_SERIAL")
            #expect(
                fault(.serial, .eachQuorum)
                    == "consistency level EACH_QUORUM not compatible with replication strategy "
                    + "(org.apache.cassandra.locator.SimpleStrategy)")
            #expect(fault(.serial, .localSerial)?.hasPrefix("LOCAL_SERIAL is not supported as conditional") == true)
        }
    }

    // MARK: Histories

    @Test func conditionalWritesAreLinearizableWhateverHappensToNodes() async throws {
        let seed = Seed.forThisRun()
        for number in 0..<40 {
            let fault = try await Self.run(seed: seed.value &+ UInt64(number), readingAt: .serial)
            #expect(fault == nil, "seed \(seed.value &+ UInt64(number))")
        }
    }

    @Test func theCheckerFindsThatReadsOfOneReplicaAreNotLinearizable() async throws {
        var found = 0
        for seed in 0..<20 where try await Self.run(seed: UInt64(seed), readingAt: .one) != nil { found += 1 }
        #expect(found > 0)
    }

    @Test func theCheckerFindsAChangeThatIsLostAndAValueOutOfNowhere() {
        var history = RegisterHistory()
        history.operations = [.init(kind: .changed(from: nil, to: 1), began: 1, ended: 2)]
        #expect(history.fault() == nil)
        var lost = history
        lost.operations.append(.init(kind: .changed(from: nil, to: 2), began: 3, ended: 4))
        #expect(lost.fault() != nil)
        var stale = history
        stale.operations.append(.init(kind: .read(nil), began: 3, ended: 4))
        #expect(stale.fault() != nil)
        var invented = history
        invented.operations.append(.init(kind: .read(7), began: 3, ended: 4))
        #expect(invented.fault() != nil)
        var unknown = history
        unknown.operations.append(.init(kind: .unknown(from: 1, to: 2), began: 3, ended: .max))
        unknown.operations.append(.init(kind: .read(2), began: 5, ended: 6))
        #expect(unknown.fault() == nil)
    }

    private static func run(seed: UInt64, readingAt level: Consistency) async throws -> String? {
        try await onSimulatedLoop(seed: seed) { loop in
            let workload = RegisterWorkload(
                try ClusterSample(on: loop, [("dc1", 5)], replication: .simple(3)), seed: seed, readingAt: level)
            for _ in 0..<300 {
                workload.step(on: loop)
                try await loop.sleep(for: workload.pause())
            }
            try await workload.end(on: loop)
            return workload.history.fault()
        }
    }
}

/// Random changes and reads of a register, by clients of all nodes, while nodes come and go.
private final class RegisterWorkload {
    private let sample: ClusterSample
    private var random: SeededRandom
    private let level: Consistency
    private var values: Int64 = 0
    /// What clients believe to be there.
    private var known: Int64?
    var history = RegisterHistory()

    init(_ sample: ClusterSample, seed: UInt64, readingAt level: Consistency) {
        self.sample = sample
        self.level = level
        random = SeededRandom(seed: seed).fork("register")
    }

    func pause() -> Duration { random.draw(.zero ... .milliseconds(400)) }

    func step(on loop: EventLoop) {
        let node = sample.node(random.below(5))
        switch random.below(12) {
        case 0: sample.cluster.kill(node)
        case 1: sample.cluster.pause(node)
        case 2: sample.cluster.stop(node)
        case 3, 4, 5: revive(node)
        case 6, 7, 8: if node.state == .up { read(via: node.index, on: loop) }
        default: if node.state == .up { change(via: node.index, on: loop) }
        }
    }

    func end(on loop: EventLoop) async throws {
        try await loop.sleep(for: .seconds(20))
        for node in sample.cluster.nodes { revive(node) }
        for node in 0..<5 { read(via: node, on: loop) }
    }

    private func revive(_ node: Node) {
        switch node.state {
        case .paused: sample.cluster.resume(node)
        case .down: try? sample.cluster.start(node)
        case .up, .removed: break
        }
    }

    private func read(via node: Int, on loop: EventLoop) {
        let began = loop.driver.now().nanoseconds
        _ = sample.read("r", at: level, via: node) { [self] value in
            known = value
            add(.read(value), began, on: loop)
        }
    }

    private func change(via node: Int, on loop: EventLoop) {
        let began = loop.driver.now().nanoseconds
        values += 1
        let (old, new) = (known, values)
        // Until there is an answer nobody knows.
        let place = history.operations.count
        history.operations.append(.init(kind: .unknown(from: old, to: new), began: began, ended: .max))
        var found: Int64??
        sample.change("r", from: old, to: new, via: node) {
            found = .some($0)
        } done: { [self] error in
            guard error == nil, case .some(let current) = found else { return }
            let kind: RegisterHistory.Operation.Kind = current == old ? .changed(from: old, to: new) : .refused(current)
            known = current == old ? new : current
            history.operations[place] = .init(kind: kind, began: began, ended: loop.driver.now().nanoseconds)
        }
    }

    private func add(_ kind: RegisterHistory.Operation.Kind, _ began: UInt64, on loop: EventLoop) {
        history.operations.append(.init(kind: kind, began: began, ended: loop.driver.now().nanoseconds))
    }
}

extension ClusterSample {
    /// Sets a value where there is a certain one; `found` is told what there was when it was decided.
    func change(
        _ text: String, from old: Int64?, to new: Int64, via node: Int = 0, serial: Consistency = .serial,
        commit: Consistency = .quorum, found: @escaping (Int64?) -> Void, done: @escaping (ServerError?) -> Void
    ) {
        coordinator(node).conditional(table, key(text), serial: serial, commit: commit) {
            [self] (current, timestamp) throws(ServerError) in
            var value: Int64?
            if var reader = current.take() { value = Self.value(&reader) }
            found(value)
            return value == old ? [mutation(text, new, at: timestamp)] : nil
        } _: {
            done($0)
        }
    }
}
