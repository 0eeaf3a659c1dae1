import CassandraWire
import Networking

/// A node as its clients see it: an address, the connections to it, and how they end.
final class NodeListener {
    let dispatcher: RequestDispatcher
    private let loop: EventLoop
    private var listener: Listener?
    /// In the order in which they came.
    private var connections: [ClientConnection] = []
    private var lastNumber = 0
    private(set) var isPaused = false
    /// Where it listens, or did last.
    private(set) var address: SocketAddress?

    /// How long a node that stops waits for clients that do not read.
    private static let longestEnding = Duration.seconds(2)
    /// How long the kernel has to deliver the last answers, which a reset would overtake.
    private static let timeToDeliver = Duration.milliseconds(20)

    init(_ dispatcher: RequestDispatcher, on loop: EventLoop) {
        self.dispatcher = dispatcher
        self.loop = loop
    }

    var isServing: Bool { listener != nil }
    var connectionCount: Int { connections.count }
    /// What all connections hold together.
    var heldBytes: Int { connections.reduce(0) { $0 + $1.heldBytes } }

    /// Takes connections from now on, and returns where; port 0 takes a free one.
    func startListening(at address: SocketAddress) throws(IOError) -> SocketAddress {
        precondition(listener == nil, "a node listens at one address")
        let confined = LoopConfined(self, to: loop)
        let listener = try Listener(at: address, on: loop, options: dispatcher.settings.channelOptions) { channel in
            confined.value.accept(channel)
        }
        self.address = listener.address
        self.listener = listener
        isPaused = false
        return listener.address
    }

    private func accept(_ channel: StreamChannel) -> any StreamHandler {
        lastNumber += 1
        let connection = ClientConnection(channel, number: lastNumber, dispatcher) { [weak self] connection in
            self?.connections.removeAll { $0 === connection }
        }
        // It was taken before the node went down, and nobody has told it yet.
        guard isServing else {
            connection.reset()
            return connection
        }
        connections.append(connection)
        if isPaused { loop.later { if self.isPaused { connection.pause() } } }
        return connection
    }

    // MARK: Events

    /// Tells all who have registered. Statements that a change of the schema outdates are forgotten.
    func publish(_ event: Event) {
        if case .schemaChange(let change) = event { dispatcher.registry.forget(outdatedBy: change) }
        for connection in connections { connection.tell(event) }
    }

    // MARK: Ends

    /// Stops as a node does that is told to: takes no more connections, answers what has been read, and then resets them.
    ///
    /// For so long as `grace` requests are still read. `done` is called when all connections are gone.
    func stop(grace: Duration = .zero, _ done: @escaping () -> Void = {}) {
        guard isServing else { return done() }
        resume()
        closeListener()
        let ending = connections
        guard !ending.isEmpty else { return loop.later(done) }
        guard grace > .zero else { return end(ending, done) }
        loop.after(grace) { [self] in end(ending, done) }
    }

    private func end(_ ending: [ClientConnection], _ done: @escaping () -> Void) {
        for connection in ending { connection.beginEnding() }
        whenIdle(ending, until: loop.now.advanced(by: Self.longestEnding)) { [self] in
            loop.after(Self.timeToDeliver) { [self] in
                for connection in ending { connection.reset() }
                connections.removeAll { connection in ending.contains { $0 === connection } }
                done()
            }
        }
    }

    private func whenIdle(
        _ ending: [ClientConnection], until deadline: LoopInstant, _ done: @escaping () -> Void
    ) {
        if ending.allSatisfy(\.isIdle) || loop.now >= deadline { return done() }
        loop.after(.milliseconds(1)) { [self] in whenIdle(ending, until: deadline, done) }
    }

    /// Ends as a process does that is killed: connections are reset, nothing is answered, prepared statements are gone.
    func kill() {
        closeListener()
        isPaused = false
        let ending = connections
        connections = []
        for connection in ending { connection.reset() }
        dispatcher.registry.removeAll()
    }

    private func closeListener() {
        listener?.close()
        listener = nil
    }

    /// Stands still: connections are taken, as a kernel takes them, but nothing is read or answered.
    func pause() {
        guard isServing, !isPaused else { return }
        isPaused = true
        for connection in connections { connection.pause() }
    }

    /// Goes on with what came meanwhile.
    func resume() {
        guard isPaused else { return }
        isPaused = false
        for connection in connections { connection.resume() }
    }
}
