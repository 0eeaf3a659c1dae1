import Bytes
import CassandraWire
import Networking
import Synchronization

/// For whoever throws any bytes at a node: what it answers, without sockets or statements.
package enum NodeFuzzing {
    /// Sends `input` to a fresh node of a simulated machine, in pieces of so many bytes, and returns all that it answers;
    /// `nil` when something was left over in the end.
    ///
    /// `reachesStatements`: the node is past its handshake, with compression, and knows a prepared statement.
    package static func answers(to input: [UInt8], piece: Int, reachesStatements: Bool) -> [UInt8]? {
        let world = SimulatedWorld(seed: 1)
        let answers = Answers()
        world.addHost("machine").run("client") { loop in
            try await converse(input, max(1, piece), reachesStatements, answers, on: loop)
        }
        let report = world.runHere()
        return report.isClean ? answers.bytes.withLock { $0 } : nil
    }

    private final class Answers: Sendable {
        let bytes = Mutex<[UInt8]>([])
    }

    private static func converse(
        _ input: [UInt8], _ piece: Int, _ reachesStatements: Bool, _ answers: Answers, on loop: EventLoop
    ) async throws {
        let dispatcher = RequestDispatcher(
            EmptyService(), settings: NodeSettings(), node: "127.0.0.1", faults: FaultTable(seed: 1))
        let node = NodeListener(dispatcher, on: loop)
        let address = try node.startListening(at: .loopback(port: 9042))
        let client = Gatherer(try await StreamChannel.connect(to: .address(address), on: loop))
        if reachesStatements {
            dispatcher.registry.insert(StatementID(high: 0, low: 0), text: "", plan: PreparedPlan(PlanDescription()))
            try client.channel.send(ByteSlice(opening))
            try await loop.sleep(for: .milliseconds(1))
        }
        var start = 0
        while start < input.count {
            let end = piece < input.count - start ? start + piece : input.count
            try client.channel.send(ByteSlice(input[start..<end]))
            try await loop.sleep(for: .microseconds(10))
            start = end
        }
        try await loop.sleep(for: .milliseconds(20))
        answers.bytes.withLock { $0 = client.bytes }
        client.channel.close()
        node.kill()
        try await loop.sleep(for: .seconds(10))
    }

    /// STARTUP with lz4.
    private static var opening: [UInt8] {
        let options: [UInt8] =
            [0, 2, 0, 11] + Array("CQL_VERSION".utf8) + [0, 5] + Array("3.0.0".utf8) + [0, 11]
            + Array("COMPRESSION".utf8) + [0, 3] + Array("lz4".utf8)
        return [4, 0, 0, 0, 1, 0, 0, 0, UInt8(options.count)] + options
    }
}

/// Says yes to everything.
private final class EmptyService: StatementService {
    func prepare(_ text: String, keyspace: String?) throws(ServerError) -> PreparedPlan {
        PreparedPlan(PlanDescription())
    }

    func execute(
        _ plan: PreparedPlan, _ parameters: QueryParameters, _ client: ClientState,
        _ done: @escaping (Outcome) -> Void
    ) { done(.void) }

    func query(
        _ text: String, _ parameters: QueryParameters, _ client: ClientState, _ done: @escaping (Outcome) -> Void
    ) { done(.void) }

    func batch(
        _ kind: Batch.Kind, _ entries: [BatchEntry], _ parameters: QueryParameters, _ client: ClientState,
        _ done: @escaping (Outcome) -> Void
    ) { done(.void) }
}

private final class Gatherer: StreamHandler {
    let channel: StreamChannel
    private(set) var bytes: [UInt8] = []

    init(_ channel: StreamChannel) {
        self.channel = channel
        channel.start(self)
    }

    func received(_ bytes: RawSpan, on channel: StreamChannel) {
        var offset = 0
        let storage = ByteStorage.allocate(capacity: bytes.byteCount)
        storage.append(bytes, at: &offset, upTo: bytes.byteCount)
        self.bytes += Array(ByteSlice(storage))
    }

    func closed(_ channel: StreamChannel, because reason: CloseReason) {}
}
