import Cassandra
import EmbeddedCassandra
import Networking

/// Sessions that write with a quorum to three nodes with three replicas, while the network fails and nodes die.
///
/// All of it runs in one thread. Safety: when all is well again, each row that was acknowledged is there, and each
/// writer's register has the last value that was. Liveness: then each write comes through.
struct QuorumWorkload: Sendable {
    /// Mistakes that the check has to find.
    enum PlantedBug {
        /// What was sent counts as written, answer or no answer.
        case countsBeforeTheAnswer
    }

    var writers = 4
    var rowsPerWriter = 60
    var kills = 3
    var faultTime = Duration.seconds(8)
    var bug: PlantedBug?
    var keepsLines = false

    struct Outcome: Sendable {
        let report: WorldReport
        let problems: [String]
        let acknowledged: Int
        let failures: [String]
        let lines: [String]

        var isClean: Bool { report.isClean && report.failed.isEmpty && problems.isEmpty }
    }

    /// What happens on the network; the kills come on top of it.
    private static let faults: [FaultPlan.Kind] = [
        .latency, .loss, .stall, .cut, .reset, .halfReset, .end, .vanish, .refusedConnects, .hangingConnects,
        .smallWindows, .pause,
    ]

    func run(seed: UInt64) async -> Outcome {
        let world = SimulatedWorld(seed: seed, keepsLines: keepsLines)
        let ledger = WriteLedger(writers: writers)
        let servers = world.addHost("cluster", addresses: (1...3).map { .v4(0x0A00_0000 + $0, port: 0) })
        let client = world.addHost("client", addresses: [.v4(0x0A00_0101, port: 0)])
        let kills = world.random.fork("kills")
        servers.run("cluster") { loop in try await runCluster(on: loop, kills, ledger) }
        let pauses = world.random.fork("pauses")
        client.run("client") { [faultTime] loop in
            let session = await patiently(on: loop) { () async throws in
                try await Session.connect(Self.configuration, on: [loop])
            }
            await useSession(session, loop, pauses, ledger)
            if world.elapsed < faultTime { try await loop.sleep(for: faultTime - world.elapsed) }
            await check(session, loop, ledger)
            await session.close()
            ledger.isOver = true
        }
        var plan = FaultPlan(swarm: world.random.fork("plan"))
        plan.kinds.removeAll { !Self.faults.contains($0) }
        world.inject(plan, servers: [servers], for: faultTime)
        let report = await world.run(until: .seconds(600))
        return Outcome(
            report: report, problems: ledger.problems, acknowledged: ledger.rows.count, failures: ledger.failures,
            lines: world.trace.lines)
    }

    // MARK: The cluster

    private func runCluster(on loop: EventLoop, _ random: SeededRandom, _ ledger: WriteLedger) async throws {
        var configuration = EmbeddedCluster.Configuration(nodes: 3)
        configuration.firstAddress = "10.0.0.1"
        configuration.port = 9042
        configuration.spread = .addresses
        let cluster = try EmbeddedCluster(configuration, attachedTo: loop)
        var random = random
        for _ in 0..<kills {
            try await loop.sleep(for: random.draw(.milliseconds(200)...(.milliseconds(1500))))
            let victim = random.below(3)
            try await cluster.kill(node: victim)
            try await loop.sleep(for: random.draw(.milliseconds(100)...(.seconds(2))))
            try await cluster.start(node: victim)
        }
        while !ledger.isOver { try await loop.sleep(for: .milliseconds(100)) }
        await cluster.shutDown()
    }

    // MARK: The session

    private static var configuration: Configuration {
        var configuration = Configuration(contactPoints: ["10.0.0.1", "10.0.0.2", "10.0.0.3"])
        configuration.timeouts.connect = .seconds(1)
        configuration.timeouts.close = .seconds(1)
        configuration.profile.consistency = .quorum
        configuration.profile.timeout = .seconds(2)
        return configuration
    }

    private func useSession(
        _ session: Session, _ loop: EventLoop, _ random: SeededRandom, _ ledger: WriteLedger
    ) async {
        let replication = "{'class': 'NetworkTopologyStrategy', 'dc1': 3}"
        for text in [
            "CREATE KEYSPACE IF NOT EXISTS sim WITH replication = \(replication)",
            "CREATE TABLE IF NOT EXISTS sim.written (id int PRIMARY KEY, v text)",
            "CREATE TABLE IF NOT EXISTS sim.registers (id int PRIMARY KEY, v int)",
        ] {
            await patiently(on: loop) { () async throws in _ = try await session.execute("\(unsafe: text)") }
        }
        await withTaskGroup(of: Void.self) { tasks in
            for writer in 0..<writers {
                let random = random.fork(writer)
                tasks.addTask { await write(writer, session, loop, random, ledger) }
            }
        }
    }

    private func write(
        _ writer: Int, _ session: Session, _ loop: EventLoop, _ random: SeededRandom, _ ledger: WriteLedger
    ) async {
        let (insert, update) = await patiently(on: loop) { () async throws in
            (
                try await session.prepare(
                    "INSERT INTO sim.written (id, v) VALUES (?, ?)", binding: (Int32, String).self),
                try await session.prepare("UPDATE sim.registers SET v = ? WHERE id = ?", binding: (Int32, Int32).self)
            )
        }
        var random = random
        for row in Int32(0)..<Int32(rowsPerWriter) {
            let id = Int32(writer) * 10_000 + row
            if bug == .countsBeforeTheAnswer {
                ledger.rows.append(id)
                _ = try? await insert(id, "row \(id)")
                continue
            }
            await patiently(on: loop, ledger) { () async throws in _ = try await insert(id, "row \(id)") }
            ledger.rows.append(id)
            await patiently(on: loop, ledger) { () async throws in _ = try await update(row, Int32(writer)) }
            ledger.registers[writer] = row
            try? await loop.sleep(for: random.draw(.zero...(.milliseconds(100))))
        }
    }

    /// Does it until it is done.
    private func patiently<Value: Sendable>(
        on loop: EventLoop, _ ledger: WriteLedger? = nil, _ body: () async throws -> Value
    ) async -> Value {
        while true {
            do {
                return try await body()
            } catch {
                ledger?.failures.append("\(error)")
                try? await loop.sleep(for: .milliseconds(50))
            }
        }
    }

    // MARK: The end

    private func check(_ session: Session, _ loop: EventLoop, _ ledger: WriteLedger) async {
        let (rows, registers) = await patiently(on: loop) { () async throws in
            (
                try await session.rows("SELECT id, v FROM sim.written", as: (Int32, String).self).all(),
                try await session.rows("SELECT id, v FROM sim.registers", as: (Int32, Int32).self).all()
            )
        }
        let found = Dictionary(uniqueKeysWithValues: rows)
        for id in ledger.rows where found[id] != "row \(id)" {
            ledger.problems.append("row \(id) was acknowledged and is \(found[id] ?? "gone")")
        }
        let values = Dictionary(uniqueKeysWithValues: registers)
        for (writer, value) in ledger.registers.enumerated() where value != values[Int32(writer)] {
            let read = values[Int32(writer)].map { "\($0)" } ?? "nothing"
            ledger.problems.append("register \(writer) is \(read) and not \(value.map { "\($0)" } ?? "nothing")")
        }
    }
}

/// What was acknowledged, and what went wrong.
final class WriteLedger: @unchecked Sendable {  // the world's thread alone
    var rows: [Int32] = []
    var registers: [Int32?]
    var failures: [String] = []
    var problems: [String] = []
    var isOver = false

    init(writers: Int) {
        registers = Array(repeating: nil, count: writers)
    }
}
