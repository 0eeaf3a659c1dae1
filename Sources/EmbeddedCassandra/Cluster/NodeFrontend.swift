import CassandraWire
import Networking

/// A node's side towards clients: what a cluster tells it when the node's state changes.
///
/// Made anew with each start of the node, as a process is: what it knew of clients and statements is gone.
/// All calls come on the cluster's loop.
protocol NodeFrontend: AnyObject {
    /// Listens from now on, and returns the address; port 0 takes a free one.
    func startListening(at address: SocketAddress) throws(IOError) -> SocketAddress
    /// The node was stopped in order: nothing is accepted any more; what was read is answered, for so long as `grace`
    /// also what still comes; then all are reset, and `done` is called.
    func stop(grace: Duration, _ done: @escaping () -> Void)
    /// The process is gone: all connections are reset at once, and nobody listens.
    func kill()
    /// The process is frozen: connections stay, and are accepted by the kernel, but nothing is read or answered.
    func pause()
    func resume()
    /// Tells the connections that registered for it.
    func publish(_ event: Event)
}

extension NodeFrontend {
    func publish(_ events: [Event]) {
        for event in events { publish(event) }
    }
}

/// Makes the frontend of a node that starts.
typealias FrontendMaker = (_ cluster: Cluster, _ node: Node) -> any NodeFrontend
