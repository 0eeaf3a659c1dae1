// What can go wrong between hosts. Each takes effect at once and lasts until it is undone, or until `heal`.

extension SimulatedWorld {
    /// The connections that a host has to another, by descriptor.
    package func connections(from host: SimulatedHost, to other: SimulatedHost) -> [SimulatedConnection] {
        (host.process?.openSockets ?? []).compactMap { socket in
            guard socket.state == .established, let peer = socket.peer, peer.host === other else { return nil }
            return SimulatedConnection(near: socket, far: peer)
        }
    }

    package func setLatency(_ latency: ClosedRange<Duration>, from: SimulatedHost, to: SimulatedHost) {
        note("\(from.name) to \(to.name) takes \(latency)")
        link(from: from, to: to).latency = latency
    }

    /// Packets are lost, one way only.
    package func cut(from: SimulatedHost, to: SimulatedHost) {
        note("\(from.name) to \(to.name) is cut")
        link(from: from, to: to).isCut = true
    }

    package func mend(from: SimulatedHost, to: SimulatedHost) {
        note("\(from.name) to \(to.name) is mended")
        link(from: from, to: to).heal()
    }

    /// Those of one side and those of the other cannot reach each other.
    package func part(_ some: [SimulatedHost], from others: [SimulatedHost]) {
        for one in some {
            for other in others where other !== one {
                cut(from: one, to: other)
                cut(from: other, to: one)
            }
        }
    }

    /// Nothing arrives for so long; then all of it does.
    package func stall(from: SimulatedHost, to: SimulatedHost, for duration: Duration) {
        note("\(from.name) to \(to.name) stalls for \(duration)")
        link(from: from, to: to).stalledUntil = now.advanced(by: duration)
    }

    /// One packet in so many is lost.
    package func lose(oneIn count: Int, from: SimulatedHost, to: SimulatedHost) {
        note("\(from.name) to \(to.name) loses one packet in \(count)")
        link(from: from, to: to).lossOneIn = count
    }

    /// A router says that there is no way.
    package func makeUnreachable(_ to: SimulatedHost, from: SimulatedHost) {
        note("\(to.name) is unreachable from \(from.name)")
        link(from: from, to: to).isUnreachable = true
    }

    /// Ends all faults: links and names are as they were, hosts run. What was lost stays lost.
    package func heal() {
        note("all is well again")
        for link in outerLinks {
            link.heal()
            link.latency = latency
        }
        for host in hosts { host.heal() }
    }

    /// Nobody waits for the tasks of a process that has crashed.
    func abandonTasks(of process: SimulatedProcess) {
        running -= tasks.count { $0.process === process && $0.isRunning }
    }
}
