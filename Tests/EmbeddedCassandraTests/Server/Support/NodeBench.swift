import CassandraWire
import Networking

@testable import EmbeddedCassandra

/// A node with answers that are known, and clients of it, on a machine of a simulated world: the same on each run.
final class NodeBench {
    let loop: EventLoop
    let service = KnownAnswers()
    let faults: FaultTable
    let node: NodeListener
    let address: SocketAddress

    init(on loop: EventLoop, _ settings: NodeSettings, seed: UInt64) throws {
        self.loop = loop
        faults = FaultTable(seed: seed)
        node = NodeListener(
            RequestDispatcher(service, settings: settings, node: "127.0.0.1", faults: faults), on: loop)
        address = try node.startListening(at: .loopback(port: 9042))
    }

    /// Connected, without a word said.
    func connect() async throws -> RawClient {
        RawClient(try await StreamChannel.connect(to: .address(address), on: loop))
    }

    var takesConnections: Bool {
        get async {
            guard let client = try? await connect() else { return false }
            client.close()
            return true
        }
    }

    /// Connected and ready for statements.
    func client(_ options: [(String, String)] = []) async throws -> RawClient {
        let client = try await connect()
        _ = try await client.ask(Frames.startup(options), wait: .milliseconds(50))
        return client
    }
}

let someTracingID = CQLUUID(high: 0x1111_1111_1111_1111, low: 0x9222_2222_2222_2222)

/// Runs `body` beside a node.
func withNode<Success: Sendable>(
    seed: UInt64 = 1, noise: CallNoise = .none,
    _ configure: @escaping @Sendable (inout NodeSettings) -> Void = { _ in },
    _ body: @escaping @Sendable (NodeBench) async throws -> Success
) async throws -> Success {
    let world = SimulatedWorld(seed: seed)
    world.noise = noise
    return try await world.run(on: world.addHost("machine")) { loop in
        var settings = NodeSettings()
        settings.makeTracingID = { someTracingID }
        configure(&settings)
        let bench = try NodeBench(on: loop, settings, seed: seed)
        let result = try await body(bench)
        bench.node.kill()
        try await loop.sleep(for: .seconds(10))
        return result
    }
}

/// As `cassandra`, with the password `cassandra`.
func withLogin(_ settings: inout NodeSettings) {
    settings.authentication = .roles(
        RoleCatalog(superuser: "cassandra", password: "cassandra", SeededRandom(seed: 1)))
}
