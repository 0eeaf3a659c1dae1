import Bytes
import Synchronization

// Driving: one loop's turn after the other, and time when there is none to take.

extension SimulatedWorld {
    /// So many turns without an event or a deadline between them are no progress.
    private static var mostIdleTurns: Int { 10_000 }

    /// Runs `root` as a task on a loop of `host`, and the world until this and all other tasks have ended. Throws what
    /// `root` throws, and `WorldFailure` when something happened that must not.
    package func run<Success: Sendable>(
        on host: SimulatedHost, until limit: Duration = .seconds(3600),
        _ root: @escaping @Sendable (EventLoop) async throws -> Success
    ) async throws -> Success {
        let task = host.run("root", root)
        let report = await run(until: limit)
        guard report.isClean else { throw WorldFailure(report: report) }
        return try await task.value
    }

    /// Runs the world until all its tasks have ended, on a thread of its own. It can be run once.
    package func run(until limit: Duration = .seconds(3600)) async -> WorldReport {
        await OutsideCalls.onThread { self.runHere(until: limit) }
    }

    /// Runs the world until all its tasks have ended, on the calling thread.
    package func runHere(until limit: Duration = .seconds(3600)) -> WorldReport {
        let before = thread.exchange(currentThread(), ordering: .relaxed)
        precondition(before == 0, "a world runs on one thread")
        let end = now.advanced(by: limit)
        drive(until: end) { self.running == 0 }
        let report = finish()
        thread.store(0, ordering: .relaxed)
        return report
    }

    /// Goes on until `isDone`, or until there is nothing more to do, or the time is over.
    private func drive(until end: LoopInstant, _ isDone: () -> Bool) {
        while !isDone() {
            fireEvents()
            var earliest = events.earliest ?? .distantFuture
            candidates.removeAll(keepingCapacity: true)
            for driver in drivers {
                let due = driver.due()
                if due <= now { candidates.append(driver) } else { earliest = min(earliest, due) }
            }
            if !candidates.isEmpty {
                turn(of: candidates[candidates.count == 1 ? 0 : scheduling.below(candidates.count)])
                if idleTurns > Self.mostIdleTurns { return blame("loops turn without anything happening") }
            } else if earliest < end {
                pass(to: earliest)
            } else if !outside.wait(milliseconds: running == 0 ? 0 : patience) {
                return
            }
        }
    }

    private func fireEvents() {
        let now = now
        while let event = events.popDue(now) {
            idleTurns = 0
            switch event {
            case .packet(let packet): deliver(packet)
            case .call(let body): body()
            }
        }
    }

    private func pass(to instant: LoopInstant) {
        now = instant
        guard scheduling.oneIn(noise.earlyWakes), !drivers.isEmpty else { return }
        drivers[scheduling.below(drivers.count)].wake()
    }

    private func turn(of driver: SimulatedDriver) {
        guard let loop = driver.loop else { return }
        turns += 1
        idleTurns = driver.deadline <= now && driver.deadline.nanoseconds > 0 ? 0 : idleTurns + 1
        driver.busyUntil = now.advanced(by: scheduling.draw(driver.process.host.turnCost))
        loop.asOwner {
            driver.wait(until: driver.deadline, into: &loop.ready)
            note(.turn, driver.index, loop.ready.count)
            loop.turn()
            // As on a thread: what has been shut down does not wait for deadlines any more.
            if loop.state == .stopped { loop.fireAllTimers() }
            driver.deadline = loop.sleepDeadline()
        }
    }

    // MARK: The end

    private func finish() -> WorldReport {
        let elapsed = elapsed
        if let settleTime, running == 0 { drive(until: now.advanced(by: settleTime)) { false } }
        var report = WorldReport(
            seed: seed, hash: trace.hash, events: trace.count, turns: turns, elapsed: elapsed, offences: [],
            unfinished: tasks.filter(\.isRunning).map { "\($0.name) on \($0.process.host.name)" },
            failed: tasks.compactMap { task in
                if case .failed(let error) = task.state { "\(task.name): \(error)" } else { nil }
            })
        if settleTime != nil { report.leftovers += hosts.compactMap(\.leftover) }
        let living = hosts.compactMap(\.process).filter { !$0.hasEnded }
        report.leftovers += stopLoops(of: living).map { "a loop of \($0) does not come to rest when it is stopped" }
        for process in living {
            for socket in process.openSockets {
                report.leftovers.append("a descriptor of \(process.host.name) that nobody closes (\(socket.name))")
            }
        }
        // What crashed lets go of its memory now, where nobody sees what it does.
        for process in living { process.hasEnded = true }
        _ = stopLoops(of: drivers.map(\.process).filter { process in !living.contains { $0 === process } })
        report.offences = offences.withLock { $0 }
        dismantle()
        return report
    }

    /// Ends all that waits on the loops, and runs them until they rest. Returns the hosts of those that do not.
    private func stopLoops(of processes: [SimulatedProcess]) -> [String] {
        let ours = drivers.filter { driver in processes.contains { $0 === driver.process } }
        for driver in ours { driver.loop?.asOwner { driver.loop?.stop() } }
        var restless: [SimulatedDriver] = []
        for _ in 0..<1000 {
            restless = ours.filter { driver in driver.loop.map { !Self.restOnce($0) } ?? false }
            if restless.isEmpty { break }
        }
        return restless.map { $0.process.host.name }
    }

    private static func restOnce(_ loop: EventLoop) -> Bool {
        loop.asOwner {
            guard loop.sleepDeadline().nanoseconds == 0 || loop.deadlines.value.count > 0 else { return true }
            loop.turn()
            loop.fireAllTimers()
            return false
        }
    }

    /// Takes apart what holds each other.
    private func dismantle() {
        for process in drivers.map(\.process) {
            process.hasEnded = true
            _ = process.removeAll()
            process.loops = []
            process.drivers = []
            process.group = nil
        }
        for socket in sockets {
            socket.watch = nil
            socket.forget()
        }
        sockets = []
        tasks = []
        for driver in drivers { driver.letGo() }
        drivers = []
        candidates = []
        events = DeadlineQueue()
        for host in hosts {
            host.listeners = []
            host.boot = nil
            host.process = nil
        }
        hosts = []
    }
}

extension SimulatedHost {
    /// What is left on the loops, if anything.
    var leftover: String? {
        let handles = loops.reduce(0) { $0 + $1.handles.count }
        let deadlines = loops.reduce(0) { $0 + $1.deadlines.value.count }
        guard handles > handlesAtRest || deadlines > 0 else { return nil }
        return "\(handles) descriptors and \(deadlines) deadlines on the loops of \(name)"
    }
}

extension SimulatedSocket {
    /// For reports.
    var name: String {
        let local = local.map(String.init(describing:)) ?? "not bound"
        return remote.map { "\(local) to \($0)" } ?? local
    }
}
