import CassandraWire
import Networking
import Testing

@testable import EmbeddedCassandra

@Suite struct LifecycleTests {
    private static func changes(_ frontend: ClusterSample.Frontend?) -> [String] {
        (frontend?.events ?? []).map { event in
            switch event {
            case .statusChange(let change, let node), .topologyChange(let change, let node):
                "\(change) \(node.address.bytes[3])"
            case .schemaChange(let change): change.change
            case .other(let kind): kind
            }
        }
    }

    @Test func theOthersNoticeAStopAtOnceAKillSoonAndAFreezeLate() async throws {
        try await onSimulatedLoop { loop in
            let sample = try ClusterSample(on: loop)
            let watcher = try #require(sample.frontend(0))
            let stopped = sample.frontend(1)
            let started = watcher.events.count
            var seen: [String] { Array(Self.changes(watcher).dropFirst(started)) }
            sample.cluster.stop(sample.node(1))
            #expect(seen == ["DOWN 2"])
            #expect(Self.changes(stopped).last == "DOWN 2")
            #expect(stopped?.calls == ["start", "stop"])
            try sample.cluster.start(sample.node(1))
            #expect(seen == ["DOWN 2", "UP 2"])
            sample.cluster.kill(sample.node(1))
            try await loop.sleep(for: .milliseconds(400))
            #expect(seen.count == 2)
            try await loop.sleep(for: .milliseconds(200))
            #expect(seen == ["DOWN 2", "UP 2", "DOWN 2"])
            sample.cluster.pause(sample.node(2))
            try await loop.sleep(for: .seconds(9))
            #expect(seen.count == 3)
            try await loop.sleep(for: .seconds(2))
            #expect(seen.last == "DOWN 3")
            sample.cluster.resume(sample.node(2))
            #expect(seen.last == "UP 3")
        }
    }

    @Test func aNodeThatIsBackBeforeAnybodyNoticedWasNeverAway() async throws {
        try await onSimulatedLoop { loop in
            let sample = try ClusterSample(on: loop)
            let before = sample.frontend(0)?.events.count
            sample.cluster.pause(sample.node(1))
            sample.put("a", 1, at: .quorum)
            try await loop.sleep(for: .seconds(5))
            sample.cluster.resume(sample.node(1))
            try await loop.sleep(for: .seconds(20))
            #expect(sample.frontend(0)?.events.count == before)
            #expect(sample.stored("a", on: 1) == 1)
            #expect(sample.frontend(1)?.calls == ["start", "pause", "resume"])
        }
    }

    @Test func aFrozenNodeLearnsTheSchemaAndWhatHappenedWhenItGoesOn() async throws {
        try await onSimulatedLoop { loop in
            let sample = try ClusterSample(on: loop)
            let old = sample.cluster.schema.version
            sample.cluster.pause(sample.node(2))
            var schema = sample.cluster.schema
            schema.version = CQLUUID(high: 9, low: 9)
            schema.keyspaces["new"] = Keyspace(name: "new", replication: .simple(1))
            sample.cluster.install(
                schema, changed: [SchemaChange(change: "CREATED", target: .keyspace, keyspace: "new")])
            #expect(sample.node(1).schema.version == schema.version)
            #expect(sample.node(2).schema.version == old)
            let versions = sample.cluster.systemRows(for: "peers", asking: sample.node(0)).map {
                $0.columns["schema_version"]
            }
            #expect(versions == [.uuid(schema.version), .uuid(old)])
            #expect(Self.changes(sample.frontend(2)).last != "CREATED")
            sample.cluster.resume(sample.node(2))
            #expect(sample.node(2).schema.version == schema.version)
            #expect(Self.changes(sample.frontend(2)).last == "CREATED")
        }
    }

    @Test func aDroppedTableIsGoneAndAnAlteredOneKeepsWhatItHas() async throws {
        try await onSimulatedLoop { loop in
            let sample = try ClusterSample(on: loop)
            sample.put("a", 1, at: .all)
            var schema = sample.cluster.schema
            schema.keyspaces[ClusterSample.keyspace]?.tables["t"] = Table(
                id: sample.table.id, keyspace: ClusterSample.keyspace, name: "t",
                columns: sample.table.columns + [
                    Column(name: "w", type: .int, kind: .regular, position: -1, isDescending: false, id: 2)
                ], options: TableOptions(), nextColumnID: 3)
            sample.cluster.install(schema)
            #expect(sample.stored("a", on: 1) == 1)
            #expect(sample.cluster.state(of: sample.table).table.columns.count == 3)
            schema.keyspaces[ClusterSample.keyspace]?.tables["t"] = nil
            sample.cluster.install(schema)
            #expect(!sample.cluster.knows(sample.table.id))
        }
    }

    @Test func timestampsGrowThoughTheClockGoesBack() async throws {
        try await onSimulatedLoop { loop in
            final class Times {
                var now: Int64 = 1_000
            }
            let times = Times()
            let cluster = Cluster(
                on: loop, schema: Schema(version: .zero), clock: { times.now },
                makeFrontend: { _, _ in ClusterSample.Frontend() })
            #expect(cluster.timestamp() == 1_000)
            #expect(cluster.timestamp() == 1_001)
            times.now = 5
            #expect(cluster.timestamp() == 1_002)
            #expect(cluster.microseconds == 1_002)
        }
    }
}
