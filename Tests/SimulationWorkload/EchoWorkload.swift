import Bytes
package import Networking

/// Clients that talk to three echo servers while things go wrong, and what has to hold all the same.
///
/// Safety: what comes back is what was sent, in order, as far as it comes; each call ends exactly once. Liveness: when
/// nothing goes wrong any more, each client completes an exchange again; and when all are done nothing is left.
package struct EchoWorkload: Sendable {
    package var clients = 2
    package var tasks = 2
    package var rounds = 4
    package var faultTime = Duration.milliseconds(1500)
    package var bug: PlantedBug?
    package var keepsLines = false
    /// Otherwise a swarm, drawn from the seed.
    package var plan: FaultPlan?

    package init() {}

    /// Many calls, for a long time.
    package static var large: EchoWorkload {
        var workload = EchoWorkload()
        workload.tasks = 20
        workload.rounds = 30
        workload.faultTime = .seconds(10)
        return workload
    }

    package struct Outcome: Sendable {
        package let report: WorldReport
        package let problems: [String]
        package let lines: [String]
        package let calls: Int
        package let answered: Int

        package var isClean: Bool { report.isClean && problems.isEmpty }
    }

    /// Runs a world of that seed on a thread of its own.
    package func run(seed: UInt64) async -> Outcome {
        let (world, ledger) = prepare(seed: seed)
        return outcome(world, ledger, await world.run(until: .seconds(600)))
    }

    /// The same on the calling thread.
    package func runHere(seed: UInt64) -> Outcome {
        let (world, ledger) = prepare(seed: seed)
        return outcome(world, ledger, world.runHere(until: .seconds(600)))
    }

    private func outcome(_ world: SimulatedWorld, _ ledger: Ledger, _ report: WorldReport) -> Outcome {
        ledger.check()
        return Outcome(
            report: report, problems: ledger.problems, lines: world.trace.lines, calls: ledger.calls,
            answered: ledger.answered)
    }

    private func prepare(seed: UInt64) -> (SimulatedWorld, Ledger) {
        let world = SimulatedWorld(seed: seed, keepsLines: keepsLines)
        // When all clients have closed their connections, nothing but the listeners may be left.
        world.settleTime = .seconds(60)
        let ledger = Ledger(world)
        let servers = (1...3).map { world.addHost("node-\($0)", loops: 2) }
        for server in servers { EchoServer.install(on: server, bug) }
        for index in 0..<clients {
            let host = world.addHost("client-\(index)")
            for number in 0..<tasks {
                let random = world.random.fork("client").fork(index * 1000 + number)
                let names = servers.map(\.name)
                host.run("task \(number)") { [self] loop in
                    var session = EchoSession(
                        loop: loop, servers: names, ledger: ledger, bug: bug, rounds: rounds, random: random)
                    await session.run(faultsEndAt: faultTime, in: world)
                }
            }
        }
        let plan = plan ?? FaultPlan(swarm: world.random.fork("plan"))
        world.inject(plan, servers: servers, for: faultTime)
        return (world, ledger)
    }
}
