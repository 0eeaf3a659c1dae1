/// What goes wrong in a world, and how often.
package struct FaultPlan: Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        case latency, loss, stall, cut, partition, unreachable
        case reset, halfReset, end, vanish
        case refusedConnects, hangingConnects, descriptors, smallWindows
        case pause, crash, powerFailure, wallClock
        case nameChange, nameFailure, nameHang
    }

    package var kinds: [Kind]
    /// From one fault to the next.
    package var interval: ClosedRange<Duration> = .milliseconds(10)...(.milliseconds(200))
    /// How long those last that are undone again.
    package var length: ClosedRange<Duration> = .milliseconds(50)...(.seconds(3))
    package var noise = CallNoise.none

    package init(_ kinds: [Kind]) {
        self.kinds = kinds
    }

    /// A swarm: each kind is part of it or not, so that each seed explores something else and no fault hides another.
    package init(swarm random: SeededRandom) {
        var random = random
        kinds = Kind.allCases.filter { _ in random.oneIn(2) }
        if random.oneIn(2) { noise = .lively }
        if random.oneIn(4) { interval = .milliseconds(5)...(.milliseconds(60)) }
    }
}

/// Carries a plan out.
final class FaultInjector {
    private let world: SimulatedWorld
    private let plan: FaultPlan
    private let servers: [SimulatedHost]
    private let hosts: [SimulatedHost]
    private var random: SeededRandom
    private let end: LoopInstant

    init(_ plan: FaultPlan, servers: [SimulatedHost], end: LoopInstant, in world: SimulatedWorld) {
        self.world = world
        self.plan = plan
        self.servers = servers
        self.end = end
        hosts = world.hosts
        random = world.random.fork("faults")
    }

    func begin() {
        world.noise = plan.noise
        if !plan.kinds.isEmpty, hosts.count > 1 { scheduleNext() }
        // It holds this until then.
        world.schedule(at: end) {
            self.world.noise = .none
            self.world.heal()
        }
    }

    private func scheduleNext() {
        let next = world.now.advanced(by: random.draw(plan.interval))
        guard next < end else { return }
        world.schedule(at: next) {
            self.inject(self.random.pick(self.plan.kinds))
            self.scheduleNext()
        }
    }

    /// Undoes something later, though not after all has been undone.
    private func afterwards(_ undo: @escaping () -> Void) {
        let instant = world.now.advanced(by: random.draw(plan.length))
        if instant < end { world.schedule(at: instant, undo) }
    }

    private func inject(_ kind: FaultPlan.Kind) {
        switch kind {
        case .latency, .loss, .stall, .cut, .partition, .unreachable: injectIntoNetwork(kind)
        case .reset, .halfReset, .end, .vanish: injectIntoConnection(kind)
        case .nameChange, .nameFailure, .nameHang: injectIntoNames(kind)
        case .refusedConnects, .hangingConnects, .descriptors, .smallWindows, .pause, .crash, .powerFailure, .wallClock:
            injectIntoHost(kind)
        }
    }

    private func pair() -> (from: SimulatedHost, to: SimulatedHost) {
        let first = random.below(hosts.count)
        let second = (first + 1 + random.below(hosts.count - 1)) % hosts.count
        return (hosts[first], hosts[second])
    }

    private func injectIntoNetwork(_ kind: FaultPlan.Kind) {
        let (from, to) = pair()
        switch kind {
        case .latency:
            let latency = random.draw(.milliseconds(5)...(.milliseconds(600)))
            world.setLatency(latency...(latency * 2), from: from, to: to)
            afterwards { [world] in world.setLatency(world.latency, from: from, to: to) }
        case .stall: world.stall(from: from, to: to, for: random.draw(plan.length))
        case .loss: world.lose(oneIn: random.draw(2...20), from: from, to: to)
        case .unreachable: world.makeUnreachable(to, from: from)
        case .partition: world.part([from], from: hosts)
        default: world.cut(from: from, to: to)
        }
        if kind == .partition {
            afterwards { [world, hosts] in
                for other in hosts where other !== from {
                    world.mend(from: from, to: other)
                    world.mend(from: other, to: from)
                }
            }
        } else if kind != .latency, kind != .stall {
            afterwards { [world] in world.mend(from: from, to: to) }
        }
    }

    private func injectIntoConnection(_ kind: FaultPlan.Kind) {
        let server = random.pick(servers)
        let connections = hosts.filter { $0 !== server }.flatMap { world.connections(from: $0, to: server) }
        guard !connections.isEmpty else { return }
        let connection = random.pick(connections)
        switch kind {
        case .reset: connection.reset(.both)
        case .halfReset: connection.reset(random.oneIn(2) ? .near : .far)
        case .vanish: connection.vanish()
        default: connection.end()
        }
    }

    private func injectIntoNames(_ kind: FaultPlan.Kind) {
        let host = random.pick(servers)
        switch kind {
        case .nameChange: world.names.set(host.name, to: random.pick(servers).addresses)
        case .nameFailure: world.names.fail(host.name, because: "no such name for now")
        default: world.names.hang(host.name)
        }
        world.note("the name \(host.name): \(kind)")
        afterwards { [world] in world.names.set(host.name, to: host.addresses) }
    }

    private func injectIntoHost(_ kind: FaultPlan.Kind) {
        let server = random.pick(servers)
        let any = random.pick(hosts)
        switch kind {
        case .refusedConnects: server.greeting = .refuse
        case .hangingConnects: server.greeting = .ignore
        case .descriptors: any.limitDescriptors(to: any.openDescriptors + random.below(3))
        case .smallWindows: any.limitWindows(to: random.draw(1...2000))
        case .pause: any.pause()
        case .crash: server.crash(.process)
        case .powerFailure: server.crash(.machine)
        default: any.setWallClock(by: random.draw(.zero...(.seconds(100_000))) - .seconds(50_000))
        }
        afterwards {
            switch kind {
            case .refusedConnects, .hangingConnects: server.greeting = .accept
            case .descriptors: any.limitDescriptors(to: nil)
            case .smallWindows: any.limitWindows(to: SimulatedHost.defaultBuffer)
            case .pause: any.resume()
            case .crash, .powerFailure: server.start()
            default: break
            }
        }
    }
}

extension SimulatedWorld {
    /// Lets things go wrong as planned, for so long; then all is well again. Only `servers` crash, refuse connections or
    /// lose their names.
    package func inject(_ plan: FaultPlan, servers: [SimulatedHost], for duration: Duration) {
        requireThread()
        FaultInjector(plan, servers: servers, end: now.advanced(by: duration), in: self).begin()
    }
}
