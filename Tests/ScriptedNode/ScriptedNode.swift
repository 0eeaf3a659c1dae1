import Bytes
package import CassandraWire
package import Networking
import Synchronization

/// A node that does what a test tells it to: speaks protocol v4, and hands each request to a script before it does what a
/// node usually does. It notes what it saw, so that a test can wait for that.
package final class ScriptedNode: Sendable {
    /// What a node saw.
    package struct Log: Sendable {
        /// How many connections there were in all.
        package var connections = 0
        package var closed = 0
        package var requests: [Incoming] = []
        package var counts: [Opcode: Int] = [:]
        /// What could not be read as a request.
        package var faults: [String] = []

        /// The texts of the statements, as far as they were kept.
        package func requests(_ opcode: Opcode) -> [Incoming] { requests.filter { $0.opcode == opcode } }
        package var statements: [Incoming] { requests.filter(\.isStatement) }
    }

    package let log = Watched(Log())
    let usual: UsualNode
    private let keepsRequests: Bool
    private let currentScript: Mutex<Script>
    private let group: EventLoopGroup
    private let listening = Mutex<LoopConfined<Listener>?>(nil)
    private let open = Mutex<[LoopConfined<NodeConnection>]>([])
    private let boundAddress = Mutex<SocketAddress?>(nil)

    private init(_ login: UsualNode.Login?, _ keepsRequests: Bool, _ script: Script) throws {
        usual = UsualNode(login: login)
        self.keepsRequests = keepsRequests
        currentScript = Mutex(script)
        group = try EventLoopGroup(loops: 1, name: "node")
    }

    /// A node that listens. Tests with 100,000s of requests don't keep these, but count them.
    package static func start(
        login: UsualNode.Login? = nil, keepsRequests: Bool = true, at address: SocketAddress = .loopback(port: 0),
        _ script: Script = .usual
    ) async throws -> ScriptedNode {
        let node = try ScriptedNode(login, keepsRequests, script)
        try await node.listen(at: address)
        return node
    }

    package static func start(
        login: UsualNode.Login? = nil, _ orders: @escaping @Sendable (Incoming) -> [Order]?
    ) async throws -> ScriptedNode {
        try await start(login: login, Script(orders))
    }

    package func listen(at address: SocketAddress) async throws {
        try await Task(executorPreference: group.loops[0]) { [self] in
            let loop = group.loops[0]
            var options = ChannelOptions()
            options.highWater = .max
            options.lowWater = .max
            let listener = try Listener(at: address, on: loop, options: options) { channel in self.accept(channel) }
            boundAddress.withLock { $0 = listener.address }
            listening.withLock { $0 = LoopConfined(listener, to: loop) }
        }.value
    }

    /// Takes no more connections; those that there are go on.
    package func stopListening() async {
        await onLoop { [self] in listening.withLock { $0.take() }?.value.close() }
    }

    package func stop() async {
        await stopListening()
        await group.shutDown()
    }

    package var address: SocketAddress { boundAddress.withLock { $0! } }

    /// As a contact point.
    package var contactPoint: String { address.description }

    // MARK: The script

    var script: Script { currentScript.withLock { $0 } }

    /// From the next request on.
    package func follow(_ script: Script) {
        currentScript.withLock { $0 = script }
    }

    package func follow(_ orders: @escaping @Sendable (Incoming) -> [Order]?) {
        follow(Script(orders))
    }

    package func forgetStatements() { usual.forgetStatements() }

    /// Does something unasked, on one connection or on all that are open.
    package func perform(_ orders: [Order], onConnection number: Int? = nil) async {
        await onLoop { [self] in
            for connection in open.withLock({ $0.map(\.value) }) where number == nil || connection.number == number {
                for order in orders { connection.carryOut(order, for: nil) }
            }
        }
    }

    private func onLoop(_ body: @escaping @Sendable () -> Void) async {
        await Task(executorPreference: group.loops[0]) { body() }.value
    }

    // MARK: What happens

    private func accept(_ channel: StreamChannel) -> any StreamHandler {
        let number = log.update { log in
            log.connections += 1
            return log.connections
        }
        let connection = NodeConnection(channel, number: number, of: self)
        open.withLock { $0.append(LoopConfined(connection, to: channel.loop)) }
        return connection
    }

    func note(_ incoming: Incoming) {
        let keeps = keepsRequests
        log.update { log in
            log.counts[incoming.opcode, default: 0] += 1
            if keeps { log.requests.append(incoming) }
        }
    }

    func closed(_ connection: NodeConnection) {
        open.withLock { $0.removeAll { $0.value === connection } }
        log.update { $0.closed += 1 }
    }
}
