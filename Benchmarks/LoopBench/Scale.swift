import Dispatch
import Networking
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Whether two loops do twice as much as one: each has its own connection to itself, with messages going there and back.
enum Scale {
    /// Prints for each round and each number of loops: round, loops, round trips, wall nanoseconds, CPU nanoseconds.
    static func measure(rounds: Int, milliseconds: Int) throws {
        for round in 0...rounds {
            for loops in round % 2 == 0 ? [1, 2] : [2, 1] {
                let (trips, wall, cpu) = try measure(loops: loops, milliseconds: milliseconds)
                print(round, loops, trips, wall, cpu, separator: "\t")
            }
        }
    }

    private static func measure(loops: Int, milliseconds: Int) throws -> (trips: Int, wall: Int, cpu: Int) {
        let group = try EventLoopGroup(loops: loops)
        let pumps = group.loops.map { _ in Pump() }
        for (pump, loop) in zip(pumps, group.loops) { try pump.connect(on: loop) }
        let (start, before) = (Time.now(), trips(pumps))
        usleep(UInt32(milliseconds) * 1000)
        let (after, end) = (trips(pumps), Time.now())
        let ended = DispatchSemaphore(value: 0)
        Task {
            await group.shutDown()
            ended.signal()
        }
        guard ended.wait(timeout: .now() + 10) == .success else { throw IOError.peerSilent }
        return (after - before, end.wall - start.wall, end.cpu - start.cpu)
    }

    private static func trips(_ pumps: [Pump]) -> Int {
        pumps.map(\.trips).reduce(0, +)
    }
}

/// The client's end of a loop's connection to itself: keeps so many messages on their way.
private final class Pump: StreamHandler, Sendable {
    private static let messageSize = 100
    private static let inFlight = 64

    private let received = Atomic<Int>(0)
    private let begun = DispatchSemaphore(value: 0)

    /// How many messages have come back.
    var trips: Int { received.load(ordering: .relaxed) / Self.messageSize }

    func connect(on loop: EventLoop) throws {
        loop.submit { loop in
            guard let listener = try? Listener(at: .loopback(port: 0), on: loop, { _ in Echo() }) else { return }
            _ = Connector(to: .address(listener.address), on: loop, options: ChannelOptions()) { result in
                if case .success(let channel) = result { self.begin(channel) }
            }
        }
        guard begun.wait(timeout: .now() + 5) == .success else { throw IOError.peerSilent }
    }

    private func begin(_ channel: StreamChannel) {
        channel.start(self)
        let messages = [UInt8](repeating: 1, count: Self.messageSize * Self.inFlight)
        if unsafe (try? channel.send(messages.span.bytes)) != nil { begun.signal() }
    }

    func received(_ bytes: RawSpan, on channel: StreamChannel) {
        received.wrappingAdd(bytes.byteCount, ordering: .relaxed)
        try? channel.send(bytes)
    }

    func closed(_ channel: StreamChannel, because reason: CloseReason) {}
}
