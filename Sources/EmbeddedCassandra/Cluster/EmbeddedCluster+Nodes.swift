import CassandraWire
import Networking
import Synchronization

// What can be done to the nodes of a running cluster. Everything happens on the cluster's loop; calls return when it
// has.

/// The cluster's own idea of a node; `EmbeddedCluster.Node` is what others see of it.
private typealias MemberNode = Node

extension EmbeddedCluster {
    /// All nodes, those that left included, by index.
    public var nodes: [Node] {
        get async { await onLoop { $0.nodes.map(Node.init) } }
    }

    /// Starts a node that was stopped or killed. It has what it had, serves at once, and gets what was kept for it; the
    /// call returns when it has that.
    public func start(node index: Int) async throws(Failure) {
        try await bringBack(index) { cluster, node throws(Failure) in
            do throws(IOError) { try cluster.start(node) } catch { throw .network("\(error)") }
        }
    }

    /// Stops a node in order: the other nodes know at once, its clients get their answers, and then their connections
    /// end. Returns when they have.
    public func stop(node index: Int) async throws(Failure) {
        let isThere = await cluster.loop.call { [cluster] _, done in
            guard let node = cluster.value.member(index) else { return done(false) }
            cluster.value.stop(node) { done(true) }
        }
        guard isThere else { throw .noSuchNode(index) }
    }

    /// Kills a node: its connections are reset at once, and the other nodes notice a little later.
    public func kill(node index: Int) async throws(Failure) {
        try await change(index) { cluster, node throws(Failure) in cluster.kill(node) }
    }

    /// Freezes a node: connections stay open, and nothing is answered.
    public func pause(node index: Int) async throws(Failure) {
        try await change(index) { cluster, node throws(Failure) in cluster.pause(node) }
    }

    /// Lets a frozen node go on. It serves at once; the call returns when it has what was kept for it meanwhile.
    public func resume(node index: Int) async throws(Failure) {
        try await bringBack(index) { cluster, node throws(Failure) in cluster.resume(node) }
    }

    /// Adds a node, which takes over its part of the data, and returns its index. The datacenter is the first one's if
    /// none is given, and may be a new one.
    public func addNode(datacenter: String? = nil, rack: String = "rack1") async throws(Failure) -> Int {
        try await onLoop { [configuration] cluster in
            Result { () throws(Failure) in try cluster.addNode(datacenter, rack, configuration) }
        }.get()
    }

    /// Takes a node out of the cluster for good. What it held goes to others: from it if it is up, else from its
    /// replicas.
    public func removeNode(_ index: Int) async throws(Failure) {
        try await change(index) { cluster, node throws(Failure) in cluster.remove(node) }
    }

    /// Ends all nodes and the cluster's thread; nothing of it is left. Calling it twice is fine.
    public func shutDown() async {
        hasEnded.store(true, ordering: .relaxed)
        await cluster.loop.call { [cluster] _, done in cluster.value.shutDown { done(()) } }
        await group?.shutDown()
    }

    // MARK: The loop

    /// Has `body` called with the cluster, on its loop.
    func onLoop<Value: Sendable>(_ body: @escaping @Sendable (Cluster) -> Value) async -> Value {
        await cluster.loop.call { [cluster] _ in body(cluster.value) }
    }

    private func change(
        _ index: Int, _ body: @escaping @Sendable (Cluster, MemberNode) throws(Failure) -> Void
    ) async throws(Failure) {
        try await onLoop { cluster in
            Result { () throws(Failure) in
                guard let node = cluster.member(index) else { throw .noSuchNode(index) }
                try body(cluster, node)
            }
        }.get()
    }

    /// Has `body` called, which lets the node go on, and waits until it has what others kept for it.
    private func bringBack(
        _ index: Int, _ body: @escaping @Sendable (Cluster, MemberNode) throws(Failure) -> Void
    ) async throws(Failure) {
        let outcome: Result<Void, Failure> = await cluster.loop.call { [cluster] _, done in
            let cluster = cluster.value
            guard let node = cluster.member(index) else { return done(.failure(.noSuchNode(index))) }
            do throws(Failure) { try body(cluster, node) } catch { return done(.failure(error)) }
            cluster.hintDelivery.whenComplete(for: node) { done(.success(())) }
        }
        try outcome.get()
    }
}

extension Cluster {
    fileprivate func member(_ index: Int) -> Node? {
        nodes.indices.contains(index) && nodes[index].isMember ? nodes[index] : nil
    }

    fileprivate func addNode(
        _ datacenter: String?, _ rack: String, _ configuration: EmbeddedCluster.Configuration
    ) throws(EmbeddedCluster.Failure) -> Int {
        guard var address = configuration.address(of: nodes.count) else {
            throw .wrongConfiguration("'\(configuration.firstAddress)' is no address")
        }
        // The port that was found for all of them.
        if configuration.spread == .addresses { address = address.with(port: nodes[0].address.port ?? 0) }
        do throws(IOError) {
            return try add(datacenter: datacenter ?? datacenters[0], rack: rack, address: address).index
        } catch {
            throw .network("\(error)")
        }
    }
}

extension EmbeddedCluster.Node {
    fileprivate init(_ node: Node) {
        index = node.index
        address = node.address.host
        port = node.address.port ?? 0
        datacenter = node.datacenter
        rack = node.rack
        hostID = node.hostID.description
        state =
            switch node.state {
            case .up: .up
            case .paused: .paused
            case .down: .down
            case .removed: .removed
            }
    }
}
