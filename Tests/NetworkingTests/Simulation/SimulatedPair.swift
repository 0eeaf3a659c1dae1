import Bytes
import Networking
import Synchronization

/// A server and a client, and what happened on the server.
struct SimulatedPair: Sendable {
    static let port: UInt16 = 9042

    let world: SimulatedWorld
    let server: SimulatedHost
    let client: SimulatedHost
    let log = Log()

    /// The server echoes, or receives and keeps quiet.
    init(seed: UInt64 = 1, echoes: Bool = true, backlog: Int32 = 16) {
        world = SimulatedWorld(seed: seed)
        world.latency = .milliseconds(1)...(.milliseconds(1))
        server = world.addHost("server")
        client = world.addHost("client")
        server.whenStarted { [server, log] loop in
            let address = server.address(port: Self.port)
            _ = try Listener(at: address, on: loop, backlog: backlog) { _ in PairRecorder(log, echoes: echoes) }
        }
    }

    var endpoint: Endpoint { .address(server.address(port: Self.port)) }

    func run<Success: Sendable>(
        _ body: @escaping @Sendable (EventLoop) async throws -> Success
    ) async throws -> Success {
        try await world.run(on: client, body)
    }

    func connect(
        on loop: EventLoop, _ socketOptions: [SocketOption] = [.noDelay], timeout: Duration = .seconds(5)
    ) async throws(IOError) -> Conversation {
        var options = ChannelOptions()
        options.socketOptions = socketOptions
        options.connectTimeout = timeout
        return try await Conversation.connect(to: endpoint, on: loop, options: options)
    }

    /// How long `body` takes, and the error that it throws, if any.
    func watch(_ body: () async throws(IOError) -> Void) async -> (took: Duration, error: IOError?) {
        let begin = world.elapsed
        do {
            try await body()
            return (world.elapsed - begin, nil)
        } catch {
            return (world.elapsed - begin, error)
        }
    }
}

/// What happened, in order.
final class Log: Sendable {
    private let lines = Mutex<[String]>([])

    func add(_ line: String) { lines.withLock { $0.append(line) } }
    var all: [String] { lines.withLock { $0 } }
    func count(_ line: String) -> Int { all.count { $0 == line } }
}

/// Writes down what happens to a channel.
final class PairRecorder: StreamHandler {
    private let log: Log
    private let echoes: Bool

    init(_ log: Log, echoes: Bool) {
        self.log = log
        self.echoes = echoes
    }

    func received(_ bytes: RawSpan, on channel: StreamChannel) {
        log.add("received \(bytes.byteCount)")
        guard echoes else { return }
        try? channel.send(bytes)
        if channel.isOverfull { channel.pauseReading() }
    }

    func drained(_ channel: StreamChannel) {
        channel.resumeReading()
    }

    func inputEnded(_ channel: StreamChannel) {
        log.add("ended")
        channel.closeWhenSent()
    }

    func closed(_ channel: StreamChannel, because reason: CloseReason) {
        log.add("closed: \(reason)")
    }
}

extension ByteSlice {
    static let hello = ByteSlice("hello".utf8)
}
