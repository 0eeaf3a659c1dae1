import CassandraWire
import Networking
import Testing

@testable import EmbeddedCassandra

@Suite struct PurgeScheduleTests {
    /// A simulated loop whose world lasts for weeks.
    private static func onLongLoop(_ body: @escaping @Sendable (EventLoop) async throws -> Void) async throws {
        let world = SimulatedWorld(seed: 1)
        try await world.run(on: world.addHost("cluster"), until: .seconds(2_000_000), body)
    }

    private static func delete(_ text: String, in sample: ClusterSample) {
        var mutation = sample.mutation(text, 0, at: 0)
        mutation.rows = []
        mutation.partitionDeletion = DeletionTime(
            timestamp: sample.cluster.timestamp(), localSeconds: Int32(clamping: sample.cluster.seconds))
        sample.coordinator(0).write([mutation], consistency: .all, kind: .simple) { _ in }
    }

    @Test func whatIsThereForEverIsNeverLookedAt() async throws {
        try await onSimulatedLoop { loop in
            let sample = try ClusterSample(on: loop)
            for number in 0..<100 { sample.put("a \(number)", 1, at: .all) }
            #expect(sample.cluster.purges.isIdle)
        }
    }

    @Test func whatWasDeletedIsGoneAfterItsGrace() async throws {
        try await Self.onLongLoop { loop in
            let sample = try ClusterSample(on: loop)
            let stores = sample.cluster.state(of: sample.table).stores
            for number in 0..<5_000 { sample.put("a \(number)", 1, at: .all) }
            sample.put("kept", 1, at: .all)
            for number in 0..<5_000 { Self.delete("a \(number)", in: sample) }
            try await loop.sleep(for: .seconds(863_000))
            #expect(stores.map(\.partitionCount) == [5_001, 5_001, 5_001])
            try await loop.sleep(for: .seconds(1_200))
            #expect(stores.map(\.partitionCount) == [1, 1, 1])
            #expect(sample.cluster.purges.isIdle)
        }
    }

    @Test func whatIsDeletedWhileOthersAreInTheirGraceGoesAfterItsOwn() async throws {
        try await Self.onLongLoop { loop in
            let sample = try ClusterSample(on: loop)
            let store = sample.cluster.state(of: sample.table).stores[0]
            Self.delete("a", in: sample)
            try await loop.sleep(for: .seconds(400_000))
            Self.delete("b", in: sample)
            try await loop.sleep(for: .seconds(464_200))
            #expect(store.partitionCount == 1)
            #expect(!sample.cluster.purges.isIdle)
            try await loop.sleep(for: .seconds(400_000))
            #expect(store.partitionCount == 0)
            #expect(sample.cluster.purges.isIdle)
        }
    }

    @Test func anEndThatDoesNotComeIsOverInTime() async throws {
        try await onSimulatedLoop { loop in
            let endings = Endings()
            var (count, all) = (0, 0)
            var late: (() -> Void)?
            endings.wait(on: loop, atMost: .seconds(10), { count += 1 }, { late = $0 })
            endings.wait(on: loop, atMost: .seconds(10), { count += 1 }, { $0() })
            endings.whenOver(on: loop, atMost: .seconds(20)) { all += 1 }
            #expect(count == 1)
            try await loop.sleep(for: .seconds(9))
            #expect(count == 1 && all == 0)
            try await loop.sleep(for: .seconds(2))
            #expect(count == 2 && all == 1)
            late?()
            try await loop.sleep(for: .seconds(20))
            #expect(count == 2 && all == 1)
        }
    }
}
