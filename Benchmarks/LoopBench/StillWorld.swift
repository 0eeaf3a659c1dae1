import Networking

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A loop without a kernel: what is left is the loop's own work. The caller's thread drives it.
///
/// All sockets but the first, the listener's, are always ready, and have a message of 100 bytes each time.
enum StillWorld {
    /// Has `body` run as the loop's own thread.
    static func run(connections: Int, _ body: (EventLoop) -> Void) {
        let sockets = StillSockets(connections: connections)
        let loop = EventLoop(driver: StillDriver(), sockets: sockets, resolver: SystemResolver())
        loop.asOwner { body(loop) }
    }
}

/// A driver that never waits. A microsecond passes each time somebody asks.
private final class StillDriver: LoopDriver, @unchecked Sendable {  // one thread has it
    private var time: UInt64 = 1_000_000_000
    private var registered: [Int32: ReadyEvent] = [:]
    private var always: [ReadyEvent] = []

    func now() -> LoopInstant {
        time += 1000
        return LoopInstant(nanoseconds: time)
    }

    func wallClock() -> Int64 { 0 }

    func register(_ descriptor: Int32, token: UInt64, for interest: Readiness) {
        registered[descriptor] = ReadyEvent(token: token, readiness: interest)
        always = registered.values.filter { $0.readiness.contains(.readable) }
    }

    func change(_ descriptor: Int32, token: UInt64, to interest: Readiness) {
        register(descriptor, token: token, for: interest)
    }

    func unregister(_ descriptor: Int32) {
        registered[descriptor] = nil
        always = registered.values.filter { $0.readiness.contains(.readable) }
    }

    func wait(until deadline: LoopInstant, into ready: inout [ReadyEvent]) {
        ready.removeAll(keepingCapacity: true)
        ready.append(contentsOf: always)
    }

    func wake() {}
    func calledFromOutside(_ what: StaticString) {}
}

private final class StillSockets: SocketCalls, @unchecked Sendable {  // as the driver
    private var unaccepted: Int
    private var last = 0

    init(connections: Int) {
        unaccepted = connections
    }

    private func next() -> CallResult {
        last += 1
        return CallResult(last)
    }

    func openSocket(for address: SocketAddress) -> CallResult { next() }
    func beginConnecting(_ descriptor: Int32, to address: SocketAddress) -> CallResult { CallResult(0) }
    func bindSocket(_ descriptor: Int32, to address: SocketAddress) -> CallResult { CallResult(0) }
    func beginListening(_ descriptor: Int32, backlog: Int32) -> CallResult { CallResult(0) }

    func acceptConnection(_ descriptor: Int32) -> CallResult {
        guard unaccepted > 0 else { return CallResult(.wouldBlock) }
        unaccepted -= 1
        return next()
    }

    func receiveBytes(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) -> CallResult { CallResult(100) }

    func sendBytes(_ descriptor: Int32, _ parts: UnsafeBufferPointer<SendPart>) -> CallResult {
        CallResult(unsafe parts.reduce(0) { $0 + $1.count })
    }

    func endSending(_ descriptor: Int32) -> CallResult { CallResult(0) }
    func closeDescriptor(_ descriptor: Int32) -> CallResult { CallResult(0) }
    func removeSocketFile(_ path: String) -> CallResult { CallResult(0) }
    func set(_ option: SocketOption, of descriptor: Int32) -> CallResult { CallResult(0) }
    func takeError(_ descriptor: Int32) -> CallResult { CallResult(0) }
    func localAddress(_ descriptor: Int32) -> SocketAddress? { nil }
    func peerAddress(_ descriptor: Int32) -> SocketAddress? { nil }
}
