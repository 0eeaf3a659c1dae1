/// A program that runs on a simulated host, until it crashes: its descriptors and its loops.
package final class SimulatedProcess: @unchecked Sendable {  // the world's thread alone
    let host: SimulatedHost
    var world: SimulatedWorld { host.world }
    package internal(set) var loops: [EventLoop] = []
    var drivers: [SimulatedDriver] = []
    package internal(set) var group: EventLoopGroup?
    /// It has ended: it gets no turns, and its calls have no effect.
    package internal(set) var hasEnded = false
    var isPaused = false
    /// By descriptor number.
    private var sockets: [SimulatedSocket?] = []
    private(set) var openCount = 0
    var mostDescriptors = Int.max
    /// Mistakes with descriptors, which a kernel would let pass or answer with an error that nobody looks at.
    private var random: SeededRandom

    private static let firstDescriptor = 3

    var isRunning: Bool { !hasEnded && !isPaused }

    init(on host: SimulatedHost, number: Int) {
        self.host = host
        random = host.world.random.fork("calls of \(host.name)").fork(number)
    }

    func socket(_ descriptor: Int32) -> SimulatedSocket? {
        let index = Int(descriptor) - Self.firstDescriptor
        return sockets.indices.contains(index) ? sockets[index] : nil
    }

    /// What the process has open, by descriptor number.
    var openSockets: [SimulatedSocket] { sockets.compactMap(\.self) }

    /// The lowest free number, as a kernel gives it.
    func insert(_ socket: SimulatedSocket) -> CallResult {
        guard openCount < mostDescriptors else { return CallResult(.noDescriptorsInProcess) }
        openCount += 1
        let free = sockets.firstIndex { $0 == nil }
        if let free { sockets[free] = socket } else { sockets.append(socket) }
        return CallResult((free ?? sockets.count - 1) + Self.firstDescriptor)
    }

    func remove(_ descriptor: Int32) -> SimulatedSocket? {
        guard let socket = socket(descriptor) else { return nil }
        sockets[Int(descriptor) - Self.firstDescriptor] = nil
        openCount -= 1
        return socket
    }

    /// Takes all descriptors away without closing anything.
    func removeAll() -> [SimulatedSocket] {
        let all = openSockets
        sockets = []
        openCount = 0
        return all
    }

    func isInterrupted() -> Bool { random.oneIn(world.noise.interruptions) }
    func isRefused() -> Bool { random.oneIn(world.noise.refusals) }

    /// As many as there are, or less where the world is lively.
    func partOf(_ count: Int, oneIn: Int) -> Int {
        count > 1 && random.oneIn(oneIn) ? 1 + random.below(count) : count
    }
}
