// What can go wrong on a host. Each takes effect at once and lasts until it is undone.

extension SimulatedHost {
    package enum Crash: Sendable {
        /// The process is killed; the kernel closes what it had open, as it does.
        case process
        /// The power fails: no packet goes out any more. Peers hear of it when they send something after the restart.
        case machine
    }

    /// The process gets no turns; what arrives meanwhile waits in the kernel and then comes all at once.
    package func pause() {
        world.note("\(name) pauses")
        process?.isPaused = true
    }

    package func resume() {
        world.note("\(name) resumes")
        process?.isPaused = false
    }

    /// Ends the process in the middle of whatever it does. Its tasks never run again.
    package func crash(_ kind: Crash) {
        guard let process, !process.hasEnded else { return }
        world.note("\(name) crashes (\(kind))")
        world.abandonTasks(of: process)
        process.hasEnded = true
        listeners = []
        let sockets = process.removeAll()
        switch kind {
        case .process: for socket in sockets { socket.close() }
        case .machine:
            isUp = false
            boots += 1
            for socket in sockets {
                socket.watch = nil
                socket.forget()
            }
        }
    }

    /// Ends the process if it still runs, and starts another.
    package func restart() {
        crash(.process)
        start()
    }

    /// The process cannot have more descriptors than these; `nil`: as many as it likes.
    package func limitDescriptors(to count: Int?) {
        world.note("\(name) has \(count.map(String.init) ?? "all") descriptors")
        process?.mostDescriptors = count ?? .max
    }

    /// How many descriptors the process has open.
    package var openDescriptors: Int { process?.openCount ?? 0 }

    /// Somebody sets the wall clock. The clock of the loops goes on as before.
    package func setWallClock(by jump: Duration) {
        let (seconds, attoseconds) = jump.components
        clockError &+= seconds &* 1_000_000_000 &+ attoseconds / 1_000_000_000
        world.note("\(name) sets its clock by \(jump)")
    }

    /// How much the kernel takes in before the process reads it, for all connections: the senders have to wait.
    package func limitWindows(to bytes: Int) {
        world.note("\(name) takes \(bytes) bytes ahead")
        receiveBuffer = bytes
        for socket in process?.openSockets ?? [] { socket.receiveCapacity = bytes }
    }

    func heal() {
        if process?.hasEnded != false { start() }
        process?.isPaused = false
        process?.mostDescriptors = .max
        greeting = .accept
        limitWindows(to: Self.defaultBuffer)
        world.names.set(name, to: addresses)
    }
}
