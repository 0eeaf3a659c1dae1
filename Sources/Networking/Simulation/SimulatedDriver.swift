import Synchronization

/// A loop's way of waiting in a simulated world: the world's time, readiness as a level-triggered kernel reports it.
///
/// It never blocks: the world gives the loop a turn when there is a reason for one.
@safe package final class SimulatedDriver: LoopDriver, @unchecked Sendable {  // but for `wake`, one thread
    let world: SimulatedWorld
    let process: SimulatedProcess
    let index: Int
    /// Set once the loop is made, taken away at the world's end.
    var loop: EventLoop?
    /// Until when the loop would wait.
    var deadline = LoopInstant(nanoseconds: 0)
    /// The turn before takes until then.
    var busyUntil = LoopInstant(nanoseconds: 0)
    private let isWoken = Atomic<Bool>(true)
    /// Sockets that may be ready.
    private var listed: [SimulatedSocket] = []

    init(_ process: SimulatedProcess, index: Int) {
        world = process.world
        self.process = process
        self.index = index
    }

    package func now() -> LoopInstant { world.now }
    package func wallClock() -> Int64 { process.host.wallClock }

    package func wake() {
        isWoken.store(true, ordering: .relaxed)
        // The world may be waiting for this: the hand-over was noticed before it was complete.
        if world.isOutside { world.outside.signal() }
    }

    package func calledFromOutside(_ what: StaticString) {
        world.checkHandOver(what, to: self)
    }

    package func register(_ descriptor: Int32, token: UInt64, for interest: Readiness) throws(IOError) {
        guard let socket = process.socket(descriptor) else { throw .system(.badDescriptor, .register) }
        guard socket.watch == nil else { throw .system(.invalid, .register) }
        socket.watch = SimulatedSocket.Watch(driver: self, token: token, interest: interest)
        list(socket)
    }

    package func change(_ descriptor: Int32, token: UInt64, to interest: Readiness) throws(IOError) {
        guard let socket = process.socket(descriptor), let watch = socket.watch, watch.driver === self else {
            throw .system(.noSuchFile, .register)
        }
        socket.watch = SimulatedSocket.Watch(driver: self, token: token, interest: interest)
        list(socket)
    }

    package func unregister(_ descriptor: Int32) {
        guard let socket = process.socket(descriptor), let watch = socket.watch, watch.driver === self else { return }
        socket.watch = nil
    }

    /// Something has happened to a socket that this loop watches.
    func list(_ socket: SimulatedSocket) {
        guard !socket.isListed else { return }
        socket.isListed = true
        listed.append(socket)
    }

    package func wait(until deadline: LoopInstant, into ready: inout [ReadyEvent]) {
        ready.removeAll(keepingCapacity: true)
        isWoken.store(false, ordering: .relaxed)
        dropUnready()
        for socket in listed {
            guard let watch = socket.watch else { continue }
            ready.append(ReadyEvent(token: watch.token, readiness: watch.reports(socket.readiness)))
        }
        // The kernel promises no order.
        world.scheduling.shuffle(&ready)
    }

    private func dropUnready() {
        listed.removeAll { socket in
            guard let watch = socket.watch, watch.driver === self, !watch.reports(socket.readiness).isEmpty else {
                socket.isListed = false
                return true
            }
            return false
        }
    }

    /// When there is a reason for a turn; never for a process that is gone or paused.
    func due() -> LoopInstant {
        guard process.isRunning else { return .distantFuture }
        if isWoken.load(ordering: .relaxed) { return busyUntil }
        if !listed.isEmpty {
            dropUnready()
            if !listed.isEmpty { return busyUntil }
        }
        return max(deadline, busyUntil)
    }

    func letGo() {
        for socket in listed { socket.isListed = false }
        listed = []
        loop = nil
    }
}
