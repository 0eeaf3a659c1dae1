/// A machine of a simulated world, with the process that runs on it.
package final class SimulatedHost: @unchecked Sendable {  // the world's thread alone
    package let world: SimulatedWorld
    package let name: String
    package let index: Int
    package let addresses: [SocketAddress]
    package internal(set) var process: SimulatedProcess?
    /// How many loops each process gets.
    let loopCount: Int
    var processes = 0
    package internal(set) var isUp = true
    /// What each process begins with.
    var boot: (@Sendable (EventLoop) async throws -> Void)?
    var listeners: [SimulatedSocket] = []
    var nextPort: UInt16
    /// How far the wall clock is from where it should be.
    var clockError: Int64 = 0

    /// How long a turn of a loop takes.
    package var turnCost: ClosedRange<Duration> = .microseconds(1)...(.microseconds(30))
    /// What new sockets get.
    package var sendBuffer = SimulatedHost.defaultBuffer
    package var receiveBuffer = SimulatedHost.defaultBuffer
    /// How often the power has failed.
    var boots = 0
    /// How many descriptors its loops may watch when all has come to rest: listeners, mostly.
    package var handlesAtRest = 0
    package var greeting = Greeting.accept {
        didSet { world.note("\(name): \(greeting)") }
    }

    /// What happens to new connections.
    package enum Greeting: Sendable {
        case accept
        /// They are refused though somebody listens.
        case refuse
        /// Their packets are lost.
        case ignore
    }

    /// 1 January 2026.
    private static let wallClockOrigin: Int64 = 1_767_225_600_000_000_000
    private static let firstPort: UInt16 = 32_768
    static let defaultBuffer = 128 * 1024

    init(_ name: String, _ addresses: [SocketAddress], index: Int, loops: Int, in world: SimulatedWorld) {
        self.world = world
        self.name = name
        self.addresses = addresses
        self.index = index
        loopCount = loops
        nextPort = Self.firstPort
    }

    /// The process's loops, of which there is at least one.
    package var loops: [EventLoop] { process?.loops ?? [] }

    package var loop: EventLoop {
        guard let loop = loops.first else { preconditionFailure("the process of \(name) runs") }
        return loop
    }

    package var group: EventLoopGroup {
        guard let group = process?.group else { preconditionFailure("the process of \(name) runs") }
        return group
    }

    /// Its first address.
    package func address(port: UInt16) -> SocketAddress { addresses[0].with(port: port) }

    var wallClock: Int64 {
        Self.wallClockOrigin &+ Int64(truncatingIfNeeded: world.now.nanoseconds) &+ clockError
    }

    func takePort() -> UInt16 {
        defer { nextPort = nextPort == .max ? Self.firstPort : nextPort + 1 }
        return nextPort
    }

    func has(_ address: SocketAddress) -> Bool {
        let host = address.with(port: 0)
        return host == .loopback(port: 0) || host == .loopback6(port: 0) || Self.isAny(host) || addresses.contains(host)
    }

    private static func isAny(_ host: SocketAddress) -> Bool {
        host == .v4(0, port: 0) || host == .v6(high: 0, low: 0, port: 0, scope: 0)
    }

    /// This end's address for a connection to `remote`.
    func address(towards remote: SocketAddress) -> SocketAddress {
        if remote.with(port: 0) == .loopback(port: 0) || remote.with(port: 0) == .loopback6(port: 0) { return remote }
        return addresses.first { $0.isV6 == remote.isV6 } ?? addresses[0]
    }

    func listener(at address: SocketAddress) -> SimulatedSocket? {
        listeners.first { listener in
            guard let local = listener.local, local.port == address.port, local.isV6 == address.isV6 else {
                return false
            }
            return local == address || Self.isAny(local.with(port: 0)) || Self.isAny(address.with(port: 0))
        }
    }

    /// A client's first packet has arrived.
    func synchronize(_ client: SimulatedSocket, to address: SocketAddress) {
        guard greeting != .ignore else { return }
        if greeting == .accept, let listener = listener(at: address) { return listener.accept(client, at: address) }
        guard let process else { return }
        world.send(
            Packet(
                from: SimulatedSocket(id: 0, in: process), to: client, link: world.link(from: self, to: client.host),
                destination: client.host, kind: .reset))
    }

    // MARK: Processes

    /// Starts the process, unless one runs.
    package func start() {
        world.requireThread()
        guard process == nil || process?.hasEnded == true else { return }
        world.note("\(name) starts")
        isUp = true
        let process = SimulatedProcess(on: self, number: processes)
        processes += 1
        self.process = process
        let resolver = SimulatedResolver(process)
        for _ in 0..<loopCount { process.loops.append(world.makeLoop(of: process, resolver)) }
        process.group = EventLoopGroup(driven: process.loops)
        if let boot { run("start of \(name)", boot) }
    }

    /// Runs `body` as a task on the process's first loop, and again in each process that is started later.
    package func whenStarted(_ body: @escaping @Sendable (EventLoop) async throws -> Void) {
        boot = body
        if process?.hasEnded == false { run("start of \(name)", body) }
    }

    /// Starts a task on one of the process's loops. The world ends when all such tasks have, but for those of processes
    /// that crashed.
    @discardableResult
    package func run<Success: Sendable>(
        _ task: String, on index: Int = 0, _ body: @escaping @Sendable (EventLoop) async throws -> Success
    ) -> Task<Success, any Error> {
        world.requireThread()
        guard let process, index < process.loops.count else {
            preconditionFailure("a task is started on a loop that is there")
        }
        let loop = process.loops[index]
        let number = world.began(task, of: process)
        return Task(executorPreference: loop) { [world] in
            do {
                let result = try await body(loop)
                world.ended(number)
                return result
            } catch {
                world.failed(number, error)
                throw error
            }
        }
    }
}
