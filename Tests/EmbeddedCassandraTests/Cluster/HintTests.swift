import CassandraWire
import Networking
import Testing

@testable import EmbeddedCassandra

@Suite struct HintTests {
    @Test func whatANodeMissedIsThereWhenItIsBack() async throws {
        try await onSimulatedLoop { loop in
            let sample = try ClusterSample(on: loop)
            for number in 0..<50 { sample.put("before \(number)", Int64(number), at: .all) }
            sample.cluster.kill(sample.node(2))
            for number in 0..<50 {
                let answer = sample.put("meanwhile \(number)", Int64(number), at: .quorum, via: number % 2)
                #expect(answer.isDone && answer.error == nil)
                #expect(sample.stored("meanwhile \(number)", on: 2) == nil)
            }
            try await loop.sleep(for: .seconds(60))
            try sample.cluster.start(sample.node(2))
            // It alone, without the others' help.
            sample.cluster.stop(sample.node(0))
            sample.cluster.stop(sample.node(1))
            for number in 0..<50 {
                #expect(try sample.get("before \(number)", at: .one, via: 2) == Int64(number))
                #expect(try sample.get("meanwhile \(number)", at: .one, via: 2) == Int64(number))
            }
        }
    }

    @Test func aKilledCoordinatorKeepsWhatItHadForOthers() async throws {
        try await onSimulatedLoop { loop in
            let sample = try ClusterSample(on: loop)
            sample.cluster.kill(sample.node(2))
            sample.put("a", 1, at: .one, via: 0)
            sample.cluster.kill(sample.node(0))
            try sample.cluster.start(sample.node(2))
            #expect(sample.stored("a", on: 2) == nil)
            try sample.cluster.start(sample.node(0))
            #expect(sample.stored("a", on: 2) == 1)
        }
    }

    @Test func muchThatWasMissedComesALittleAtATime() async throws {
        try await onSimulatedLoop { loop in
            let sample = try ClusterSample(on: loop)
            let node = sample.node(2)
            sample.cluster.kill(node)
            for number in 0..<3_000 { sample.put("key \(number)", Int64(number), at: .quorum, via: number % 2) }
            try sample.cluster.start(node)
            let begun = loop.now
            var turns = 0
            var isComplete = false
            sample.cluster.hintDelivery.whenComplete(for: node) { isComplete = true }
            while !isComplete {
                turns += 1
                try #require(turns < 1_000)
                #expect((0..<3_000).contains { sample.stored("key \($0)", on: 2) == nil })
                try await loop.sleep(for: .milliseconds(1))
            }
            #expect(turns > 3)
            #expect(loop.now.duration(since: begun) < .milliseconds(100))
            for number in 0..<3_000 { #expect(sample.stored("key \(number)", on: 2) == Int64(number)) }
        }
    }

    @Test func aNodeThatDiesAgainMeanwhileMissesNothingInTheEnd() async throws {
        try await onSimulatedLoop { loop in
            let sample = try ClusterSample(on: loop)
            let node = sample.node(2)
            sample.cluster.kill(node)
            for number in 0..<3_000 { sample.put("key \(number)", Int64(number), at: .quorum, via: number % 2) }
            for _ in 0..<4 {
                try sample.cluster.start(node)
                var isOver = false
                sample.cluster.hintDelivery.whenComplete(for: node) { isOver = true }
                #expect(!isOver)
                sample.cluster.kill(node)
                try await loop.sleep(for: .seconds(1))
                #expect(isOver, "nobody waits for a node that is dead")
            }
            try sample.cluster.start(node)
            try await loop.sleep(for: .seconds(1))
            for number in 0..<3_000 { #expect(sample.stored("key \(number)", on: 2) == Int64(number)) }
        }
    }

    @Test func aReadOfAMajorityRepairsWhoLacksSomething() async throws {
        try await onSimulatedLoop { loop in
            let sample = try ClusterSample(on: loop)
            sample.put("a", 1, at: .all)
            sample.cluster.kill(sample.node(2))
            sample.put("a", 2, at: .quorum, via: 0)
            sample.cluster.kill(sample.node(0))
            try sample.cluster.start(sample.node(2))
            #expect(try sample.get("a", at: .one, via: 2) == 1)
            #expect(try sample.get("a", at: .quorum, via: 2) == 2)
            #expect(sample.stored("a", on: 2) == 2)
            #expect(try sample.get("a", at: .one, via: 2) == 2)
        }
    }

    @Test func aWriteAtAnyLevelIsKeptWhenNoReplicaIsThere() async throws {
        try await onSimulatedLoop { loop in
            let sample = try ClusterSample(on: loop, replication: .simple(1))
            let owner = sample.cluster.placement(of: ClusterSample.keyspace)
                .replicas(of: sample.key("a").token, seenFrom: 0).members[0]
            sample.cluster.stop(sample.node(owner))
            let other = (owner + 1) % 3
            #expect(sample.put("a", 5, at: .one, via: other).error?.code == .unavailable)
            let answer = sample.put("a", 5, at: .any, via: other)
            #expect(answer.isDone && answer.error == nil)
            try sample.cluster.start(sample.node(owner))
            #expect(sample.stored("a", on: owner) == 5)
        }
    }

    @Test func nothingIsKeptForWhoIsAwayTooLong() async throws {
        try await onSimulatedLoop { loop in
            var options = ClusterOptions()
            options.hintWindow = .seconds(600)
            let sample = try ClusterSample(on: loop, options: options)
            sample.cluster.stop(sample.node(2))
            try await loop.sleep(for: .seconds(599))
            sample.put("in time", 1, at: .quorum)
            try await loop.sleep(for: .seconds(2))
            sample.put("too late", 1, at: .quorum)
            try sample.cluster.start(sample.node(2))
            #expect(sample.stored("in time", on: 2) == 1)
            #expect(sample.stored("too late", on: 2) == nil)
        }
    }

    @Test func whatIsKeptForATableThatIsEmptiedIsForgotten() async throws {
        try await onSimulatedLoop { loop in
            let sample = try ClusterSample(on: loop)
            let answer = ClusterSample.Answer()
            sample.cluster.kill(sample.node(2))
            sample.put("a", 1, at: .quorum)
            sample.coordinator(0).truncate(sample.table, answer.take)
            try await loop.sleep(for: .seconds(1))
            // It waited for the node that seemed alive, and goes on waiting though that is known to be dead now.
            #expect(!answer.isDone)
            sample.coordinator(0).truncate(sample.table) { error in
                #expect(error?.code == .truncateError)
                #expect(error?.message == "Error during truncate: Cannot achieve consistency level ALL")
            }
            try await loop.sleep(for: .seconds(60))
            #expect(answer.error?.message == "Error during truncate: Truncate timed out - received only 2 responses")
            try sample.cluster.start(sample.node(2))
            sample.coordinator(0).truncate(sample.table) { #expect($0 == nil) }
            for node in 0..<3 { #expect(sample.stored("a", on: node) == nil) }
        }
    }
}
