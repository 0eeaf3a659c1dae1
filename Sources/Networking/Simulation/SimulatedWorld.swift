import Synchronization

/// Hosts, their loops, the network between them and time, all driven by one thread and decided by one seed.
///
/// Everything above `LoopDriver`, `SocketCalls` and `NameResolver` runs in it unchanged: the same loops, channels and
/// tasks. Which loop goes next, how long a packet takes and what goes wrong are drawn from the seed; when nothing can go
/// on, time jumps to the next event. The same seed gives the same trace, to the byte, in any process.
///
/// It holds as long as nothing leaves the loops: tasks are started with `SimulatedHost.run` and sleep by their loop's
/// clock. What is handed to a loop by a thread of somebody else is an offence, and ends up in the report.
///
/// Set up by any one thread; while it runs, its own thread alone touches it.
@safe package final class SimulatedWorld: @unchecked Sendable {  // one thread at a time, see above
    package let seed: UInt64
    /// To be forked by purpose.
    package let random: SeededRandom
    var scheduling: SeededRandom
    private var network: SeededRandom

    private let clock = Atomic<UInt64>(SimulatedWorld.origin)
    /// The thread that runs the world; 0 while none does.
    let thread = Atomic<UInt>(0)
    let offences = Mutex<[String]>([])
    let outside = OutsideCalls()

    package internal(set) var hosts: [SimulatedHost] = []
    private var links: [[SimulatedLink]] = []
    package let names = SimulatedNames()
    package var noise = CallNoise.none
    /// For the links of hosts that are added later.
    package var latency: ClosedRange<Duration> = .microseconds(100)...(.milliseconds(1))
    /// When set: so long after the last task has ended nothing may be left on any loop, but for `handlesAtRest`.
    package var settleTime: Duration?
    /// How long a world that can do nothing more waits, in real time, for what has left its loops: to name it.
    package var patience = 100  // milliseconds

    var drivers: [SimulatedDriver] = []
    var candidates: [SimulatedDriver] = []
    var events = DeadlineQueue<Event>()
    package internal(set) var trace: WorldTrace
    var tasks: [RootTask] = []
    var running = 0
    package internal(set) var turns = 0
    /// Turns since something else has happened.
    var idleTurns = 0
    private var socketCount = 0
    /// Those that the kernels may still know: two ends hold each other until the end.
    var sockets: [SimulatedSocket] = []
    private var mostSockets = 64

    enum Event {
        case packet(Packet)
        case call(() -> Void)
    }

    struct RootTask {
        let name: String
        let process: SimulatedProcess
        var state = State.running

        enum State {
            case running
            case ended
            case failed(String)
        }

        var isRunning: Bool {
            if case .running = state { !process.hasEnded } else { false }
        }
    }

    // Not 0, which means "do not wait".
    private static let origin: UInt64 = 1_000_000_000
    private static let mostOffences = 20

    package init(seed: UInt64, keepsLines: Bool = false) {
        self.seed = seed
        random = SeededRandom(seed: seed)
        scheduling = random.fork("scheduling")
        network = random.fork("network")
        trace = WorldTrace(keepsLines: keepsLines)
    }

    /// The present, in the world's time.
    package internal(set) var now: LoopInstant {
        get { LoopInstant(nanoseconds: clock.load(ordering: .relaxed)) }
        set { clock.store(newValue.nanoseconds, ordering: .relaxed) }
    }

    package var elapsed: Duration { now.duration(since: LoopInstant(nanoseconds: Self.origin)) }

    func requireThread() {
        precondition(!isOutside, "a world is touched by its own thread while it runs")
    }

    // MARK: Hosts

    /// Adds a host with a process of so many loops. It gets addresses of its own, unless some are given, and its name is
    /// known to the name service.
    @discardableResult
    package func addHost(_ name: String, addresses: [SocketAddress] = [], loops: Int = 1) -> SimulatedHost {
        requireThread()
        precondition(loops > 0, "a process has at least one loop")
        let index = hosts.count
        let own = addresses.isEmpty ? [.v4(0x0A00_0001 + UInt32(index), port: 0)] : addresses.map { $0.with(port: 0) }
        let host = SimulatedHost(name, own, index: index, loops: loops, in: self)
        for other in hosts.indices { links[other].append(SimulatedLink(latency: latency)) }
        hosts.append(host)
        links.append(
            hosts.indices.map { SimulatedLink(latency: $0 == index ? .microseconds(5)...(.microseconds(20)) : latency) }
        )
        names.set(name, to: own)
        host.start()
        return host
    }

    package func link(from: SimulatedHost, to: SimulatedHost) -> SimulatedLink {
        links[from.index][to.index]
    }

    /// All links between different hosts.
    var outerLinks: [SimulatedLink] {
        hosts.flatMap { from in hosts.filter { $0 !== from }.map { link(from: from, to: $0) } }
    }

    func host(at address: SocketAddress, from host: SimulatedHost) -> SimulatedHost? {
        let wanted = address.with(port: 0)
        if wanted == .loopback(port: 0) || wanted == .loopback6(port: 0) { return host }
        return hosts.first { $0.addresses.contains(wanted) }
    }

    func makeLoop(of process: SimulatedProcess, _ resolver: SimulatedResolver) -> EventLoop {
        let driver = SimulatedDriver(process, index: drivers.count)
        let loop = EventLoop(driver: driver, sockets: process, resolver: resolver)
        driver.loop = loop
        drivers.append(driver)
        process.drivers.append(driver)
        return loop
    }

    func makeSocket(in process: SimulatedProcess) -> SimulatedSocket {
        socketCount += 1
        let socket = SimulatedSocket(id: socketCount, in: process)
        if sockets.count >= mostSockets {
            sockets.removeAll { $0.state == .gone }
            mostSockets = max(64, sockets.count * 2)
        }
        sockets.append(socket)
        return socket
    }

    // MARK: Events

    /// Has `body` called at an instant of the world's time, outside of all loops.
    package func schedule(at instant: LoopInstant, _ body: @escaping () -> Void) {
        requireThread()
        _ = events.add(at: instant, .call(body))
    }

    package func schedule(after duration: Duration, _ body: @escaping () -> Void) {
        schedule(at: now.advanced(by: duration), body)
    }

    /// Puts something into the trace.
    package func note(_ text: String) {
        requireThread()
        trace.add(text, at: now)
    }

    /// Puts numbers into the trace.
    package func mark(_ first: Int, _ second: Int = 0, _ third: Int = 0) {
        requireThread()
        note(.note, first, second, third)
    }

    func note(_ event: WorldTrace.Event, _ first: Int, _ second: Int = 0, _ third: Int = 0) {
        trace.add(event, at: now, first, second, third)
    }

    /// Writes down something that must not happen; from any thread.
    package func blame(_ text: String) {
        offences.withLock { offences in
            if offences.count < Self.mostOffences, !offences.contains(text) { offences.append(text) }
        }
    }

    /// Whether the calling thread is not the one that runs the world.
    var isOutside: Bool {
        let thread = thread.load(ordering: .relaxed)
        return thread != 0 && thread != currentThread()
    }

    /// What a loop gets from a thread that is not the world's comes from outside: nobody decided when.
    func checkHandOver(_ what: StaticString, to driver: SimulatedDriver) {
        guard isOutside else { return }
        blame("a thread from outside handed something to a loop of \(driver.process.host.name) (\(what))")
        outside.signal()
    }

    // MARK: Tasks

    func began(_ name: String, of process: SimulatedProcess) -> Int {
        tasks.append(RootTask(name: name, process: process))
        running += 1
        note(.began, tasks.count - 1)
        return tasks.count - 1
    }

    func ended(_ task: Int) {
        end(task, .ended)
        note(.ended, task)
    }

    func failed(_ task: Int, _ error: any Error) {
        end(task, .failed(String(describing: error)))
        note(.failed, task)
    }

    private func end(_ task: Int, _ state: RootTask.State) {
        if tasks[task].isRunning { running -= 1 }
        tasks[task].state = state
    }

    // MARK: Packets

    func send(_ packet: Packet) {
        note(.sent, packet.from.id, packet.kind.number, packet.kind.place)
        let latency = packet.link.drawLatency(&network)
        if packet.from.isSevered {
            if case .reset = packet.kind { return }
            let socket = packet.from
            return schedule(after: .nanoseconds(Int64(clamping: 2 * latency))) { socket.wasReset() }
        }
        if network.oneIn(packet.link.lossOneIn) || isStopped(packet) {
            return note(.lost, packet.from.id, packet.kind.number)
        }
        let arrival = max(now.nanoseconds + latency, packet.from.lastArrival)
        packet.from.lastArrival = arrival
        _ = events.add(at: LoopInstant(nanoseconds: arrival), .packet(packet))
    }

    private func isStopped(_ packet: Packet) -> Bool {
        packet.link.isCut || packet.link.isUnreachable || packet.from.isMute || packet.to?.isMute == true
            || packet.to?.isSevered == true
    }

    func deliver(_ packet: Packet) {
        if isStopped(packet) || !packet.destination.isUp {
            return note(.lost, packet.from.id, packet.kind.number)
        }
        if packet.link.stalledUntil > now {
            note(.held, packet.from.id, packet.kind.number)
            _ = events.add(at: packet.link.stalledUntil, .packet(packet))
            return
        }
        note(.arrived, packet.from.id, packet.kind.number)
        switch packet.kind {
        case .synchronize(let address): packet.destination.synchronize(packet.from, to: address)
        case .synchronizeAcknowledged, .data, .acknowledged, .reset: packet.to?.arrived(packet)
        }
    }

    /// As many as there are, or less once in so many times.
    func partOf(_ count: Int, oneIn: Int) -> Int {
        count > 1 && network.oneIn(oneIn) ? 1 + network.below(count) : count
    }

    func drawLookUpTime() -> Duration { network.draw(names.latency) }
}
