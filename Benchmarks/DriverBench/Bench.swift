import Cassandra
import Foundation
import Synchronization

/// One run: makes what is missing, warms up, measures, and prints the line.
struct Bench: Sendable {
    let options: Options
    let session: Session
    let insert: PreparedStatement<(Int64, ByteSlice, String, Double)>
    let select: PreparedStatement<Int64>
    let insertWide: PreparedStatement<(Int32, Int32, ByteSlice)>
    let payload: ByteSlice
    let errors = Counter()

    init(_ options: Options) async throws {
        self.options = options
        var configuration = Configuration(contactPoints: [options.contact], localDatacenter: options.datacenter)
        configuration.port = options.port
        configuration.loops = options.loops
        configuration.pool.connectionsPerLoop = options.connections
        configuration.pool.requestsPerConnection = min(max(options.concurrency, 2048), 32_767)
        guard let level = Consistency.allCases.first(where: { $0.description == options.consistency }) else {
            throw UsageError(text: "--consistency: '\(options.consistency)' is unknown")
        }
        configuration.profile.consistency = level
        session = try await Session.connect(configuration)
        let keyspace = options.keyspace
        let dc = CQLIdentifier.stringLiteral(options.datacenter)
        let replication = "{'class': 'NetworkTopologyStrategy', \(dc): \(options.replication)}"
        try await session.execute(
            "CREATE KEYSPACE IF NOT EXISTS \(identifier: keyspace) WITH replication = \(unsafe: replication)")
        try await session.execute(
            "CREATE TABLE IF NOT EXISTS \(identifier: keyspace).kv (k bigint PRIMARY KEY, v blob, t text, d double)")
        try await session.execute(
            "CREATE TABLE IF NOT EXISTS \(identifier: keyspace).wide (p int, c int, v blob, PRIMARY KEY (p, c))")
        insert = try await session.prepare(
            "INSERT INTO \(identifier: keyspace).kv (k, v, t, d) VALUES (?, ?, ?, ?)",
            binding: (Int64, ByteSlice, String, Double).self)
        select = try await session.prepare(
            "SELECT * FROM \(identifier: keyspace).kv WHERE k = ?", binding: Int64.self)
        insertWide = try await session.prepare(
            "INSERT INTO \(identifier: keyspace).wide (p, c, v) VALUES (?, ?, ?)",
            binding: (Int32, Int32, ByteSlice).self)
        payload = ByteSlice((0..<options.payload).map { UInt8(truncatingIfNeeded: $0) })
    }

    /// One request of the workload; returns the rows it read or wrote.
    func request(_ index: Int, _ numbers: inout Numbers) async throws -> Int {
        switch options.workload {
        case .insert: return try await insertOne(Int64(bitPattern: numbers.next()), index)
        case .select: return try await selectOne(Int64(numbers.next() % UInt64(options.keys)))
        case .mixed:
            if index % 2 == 0 { return try await insertOne(Int64(bitPattern: numbers.next()), index) }
            return try await selectOne(Int64(numbers.next() % UInt64(options.keys)))
        case .batch: return try await batchOne(index)
        case .page: return 0
        }
    }

    private func insertOne(_ key: Int64, _ index: Int) async throws -> Int {
        try await insert.execute((key, payload, "t\(index % 100_000)", Double(index)))
        return 1
    }

    private func selectOne(_ key: Int64) async throws -> Int {
        guard let page = try await select.execute(key).page else { throw WrongAnswer() }
        var rows = try page.rows(as: (Int64, Double?, String?, ByteSlice).self)
        guard let (found, _, _, value) = try rows.next(), found == key, value.count == options.payload else {
            throw WrongAnswer()
        }
        return 1
    }

    private func batchOne(_ index: Int) async throws -> Int {
        var batch = Batch(.unlogged)
        let partition = Int32(1000 + index % 1000)
        for row in 0..<20 { batch.append(try insertWide.bind((partition, Int32(row), payload))) }
        try await session.execute(batch)
        return 20
    }
}

struct WrongAnswer: Error {}
