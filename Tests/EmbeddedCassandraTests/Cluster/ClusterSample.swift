import Bytes
import CassandraWire
import Networking

@testable import EmbeddedCassandra

/// A cluster without clients, driven by a test: a table of texts and numbers, one of counters, and what nodes were
/// told.
final class ClusterSample {
    let cluster: Cluster
    let table: Table
    let counters: Table

    static let keyspace = "k"

    /// What a request came to.
    final class Answer {
        private(set) var count = 0
        private(set) var error: ServerError?
        var isDone: Bool { count > 0 }

        func take(_ error: ServerError?) {
            count += 1
            self.error = error
        }
    }

    /// Remembers what it is told.
    final class Frontend: NodeFrontend {
        private(set) var calls: [String] = []
        private(set) var events: [Event] = []

        func startListening(at address: SocketAddress) throws(IOError) -> SocketAddress {
            calls.append("start")
            return address
        }

        func stop(grace: Duration, _ done: @escaping () -> Void) {
            calls.append("stop")
            done()
        }

        func kill() { calls.append("kill") }
        func pause() { calls.append("pause") }
        func resume() { calls.append("resume") }
        func publish(_ event: Event) { events.append(event) }
    }

    init(
        on loop: EventLoop, _ datacenters: [(name: String, nodes: Int)] = [("dc1", 3)], racks: Int = 1,
        replication: Replication = .simple(3), options: ClusterOptions = ClusterOptions()
    ) throws {
        table = Self.makeTable(1, "t", .bigint)
        counters = Self.makeTable(2, "n", .counter)
        var keyspace = Keyspace(name: Self.keyspace, replication: replication)
        keyspace.tables = ["t": table, "n": counters]
        let schema = Schema(keyspaces: [Self.keyspace: keyspace], version: CQLUUID(high: 1, low: 1))
        cluster = Cluster(
            on: loop, options: options, schema: schema, clock: { loop.driver.wallClock() / 1000 },
            makeFrontend: { _, _ in Frontend() })
        var founders: [Cluster.Founder] = []
        for datacenter in datacenters {
            for index in 0..<datacenter.nodes {
                founders.append(
                    Cluster.Founder(
                        datacenter: datacenter.name, rack: "rack\(index % racks + 1)",
                        address: .v4(0x7F00_0001 + UInt32(founders.count), port: 9042)))
            }
        }
        cluster.found(founders)
        try cluster.startAll()
    }

    private static func makeTable(_ id: UInt64, _ name: String, _ type: CQLType) -> Table {
        Table(
            id: CQLUUID(high: 0, low: id), keyspace: keyspace, name: name,
            columns: [
                Column(name: "p", type: .text, kind: .partitionKey, position: 0, isDescending: false, id: 0),
                Column(name: "v", type: type, kind: .regular, position: -1, isDescending: false, id: 1),
            ], options: TableOptions(), nextColumnID: 2)
    }

    func node(_ index: Int) -> Node { cluster.nodes[index] }
    func coordinator(_ index: Int) -> Coordinator { cluster.nodes[index].coordinator }
    func frontend(_ index: Int) -> Frontend? { cluster.nodes[index].frontend as? Frontend }
    func key(_ text: String) -> PartitionKey { PartitionKey(ByteSlice(Array(text.utf8))) }

    // MARK: Values

    func mutation(_ text: String, _ value: Int64, at timestamp: Int64) -> Mutation {
        let shape = cluster.state(of: table).shape
        let key = key(text)
        var row = RowBuilder(in: key, clustering: ByteSlice(), shape: shape)
        row.setLiveness(timestamp: timestamp)
        row.cell(1, timestamp: timestamp, value: Self.bytes(value))
        return Mutation(table: table, shape: shape, key: key, rows: [row.finish(for: shape)])
    }

    static func bytes(_ value: Int64) -> ByteSlice {
        var writer = ByteWriter(capacity: 8)
        writer.write(value)
        return ByteSlice(writer.finish())
    }

    static func value(_ reader: inout PartitionReader) -> Int64? {
        reader.begin()
        guard let cell = reader.next()?.cell(1) else { return nil }
        var bytes = ByteReader(cell.value)
        return bytes.readInteger(as: Int64.self)
    }

    // MARK: Requests

    @discardableResult
    func put(_ text: String, _ value: Int64, at consistency: Consistency, via node: Int = 0) -> Answer {
        let answer = Answer()
        let coordinator = coordinator(node)
        coordinator.write(
            [mutation(text, value, at: coordinator.timestamp())], consistency: consistency, kind: .simple, answer.take)
        return answer
    }

    /// What is read at once.
    func get(_ text: String, at consistency: Consistency, via node: Int = 0) throws -> Int64? {
        let view = try coordinator(node).openRead(table, consistency: consistency)
        guard var reader = try view.partition(key(text)) else { return nil }
        let value = Self.value(&reader)
        view.finish(reader)
        return value
    }

    /// A read that waits when it must.
    func read(
        _ text: String, at consistency: Consistency, via node: Int = 0, _ found: @escaping (Int64?) -> Void = { _ in }
    ) -> Answer {
        let answer = Answer()
        coordinator(node).attempt { [self] () throws(CoordinatorFailure) in
            let view = try coordinator(node).openRead(table, consistency: consistency)
            if var reader = try view.partition(key(text)) {
                let value = Self.value(&reader)
                view.finish(reader)
                found(value)
            } else {
                found(nil)
            }
            answer.take(nil)
        } failed: {
            answer.take($0)
        }
        return answer
    }

    /// What one node has by itself.
    func stored(_ text: String, on node: Int) -> Int64? {
        let state = cluster.state(of: table)
        guard let part = state.stores[node].partition(key(text)) else { return nil }
        var reader = PartitionReader(part, shape: state.shape, now: cluster.seconds)
        return Self.value(&reader)
    }

    func add(_ delta: Int64, to text: String, at consistency: Consistency, via node: Int = 0) -> Answer {
        let answer = Answer()
        let key = key(text)
        let update = CounterUpdate(table: counters, key: key) { [self] reader, leader, timestamp throws(ServerError) in
            let shape = cluster.state(of: counters).shape
            var shards: ByteSlice?
            if var current = reader.take() {
                current.begin()
                shards = current.next()?.counterShards(1)
            }
            var row = RowBuilder(in: key, clustering: ByteSlice(), shape: shape)
            row.counter(1, shards: CounterShards.adding(delta, by: leader, to: shards), timestamp: timestamp)
            return Mutation(table: counters, shape: shape, key: key, rows: [row.finish(for: shape)])
        }
        coordinator(node).update([update], consistency: consistency, answer.take)
        return answer
    }

    func count(_ text: String, at consistency: Consistency, via node: Int = 0) throws -> Int64? {
        let view = try coordinator(node).openRead(counters, consistency: consistency)
        guard var reader = try view.partition(key(text)) else { return nil }
        reader.begin()
        let value = reader.next()?.counterValue(1)
        view.finish(reader)
        return value
    }
}

extension Replication {
    static func simple(_ factor: Int) -> Replication {
        Replication(strategy: "SimpleStrategy", factors: ["replication_factor": factor])
    }

    static func network(_ factors: [String: Int]) -> Replication {
        Replication(strategy: "NetworkTopologyStrategy", factors: factors)
    }
}

/// Runs `body` on a loop in simulated time, and returns what it returns.
@discardableResult
func onSimulatedLoop<Success: Sendable>(
    seed: UInt64 = 1, _ body: @escaping @Sendable (EventLoop) async throws -> Success
) async throws -> Success {
    let world = SimulatedWorld(seed: seed)
    return try await world.run(on: world.addHost("cluster"), body)
}
