import Bytes
import CassandraWire
import Networking

/// What nodes are made of: where the parts of this module come together.
enum NodeAssembly {
    /// The schema of a new cluster.
    static func firstSchema() -> Schema { Schema(version: CQLUUID(high: 0, low: 0)) }

    /// What clients of a node talk to.
    static func frontend(of node: Node, in cluster: Cluster, _ configuration: EmbeddedCluster.Configuration)
        -> any NodeFrontend
    {
        SilentFrontend(on: cluster.loop)
    }
}

/// Takes connections, and closes them.
private final class SilentFrontend: NodeFrontend {
    private let loop: EventLoop
    private var listener: Listener?

    init(on loop: EventLoop) { self.loop = loop }

    func startListening(at address: SocketAddress) throws(IOError) -> SocketAddress {
        let listener = try Listener(at: address, on: loop) { channel in Hangup(channel) }
        self.listener = listener
        return listener.address
    }

    func stop(grace: Duration, _ done: @escaping () -> Void) {
        kill()
        loop.later(done)
    }

    func kill() {
        listener?.close()
        listener = nil
    }

    func pause() {}
    func resume() {}
    func publish(_ event: Event) {}
}

private final class Hangup: StreamHandler {
    init(_ channel: StreamChannel) { channel.closeWhenSent() }
    func received(_ bytes: RawSpan, on channel: StreamChannel) {}
    func closed(_ channel: StreamChannel, because reason: CloseReason) {}
}
