import CassandraWire

/// Carries out a node's requests on the replicas.
///
/// One a node. Everything that can be done at once is done inside the call; what has to wait for nodes is kept by the
/// cluster and tried again when one of them comes back.
final class Coordinator {
    unowned let node: Node
    unowned let cluster: Cluster

    init(of node: Node, in cluster: Cluster) {
        self.node = node
        self.cluster = cluster
    }

    /// A timestamp for a write that brings none along.
    func timestamp() -> Int64 { cluster.timestamp() }

    /// The shape that the stores of `table` use.
    func shape(of table: Table) -> TableShape { cluster.state(of: table).shape }

    // MARK: Writing

    /// Writes to all replicas, and calls `done` when as many have it as `consistency` asks for: before this returns,
    /// unless too few of them answer now. Those that don't get it later.
    func write(
        _ mutations: [Mutation], consistency: Consistency, kind: ServerError.WriteType,
        _ done: @escaping (ServerError?) -> Void
    ) {
        let cluster = cluster
        if cluster.allAnswer, mutations.count == 1, writeToAll(mutations[0], consistency, cluster) { return done(nil) }
        if let fault = consistency.faultForWrites { return done(fault) }
        do {
            let writes = try pendingWrites(mutations, consistency)
            send(writes, for: cluster.options.writeTimeout, done) { $0.check.writeTimeout(received: $1, kind) }
        } catch {
            done(error)
        }
    }

    /// What is to be written where. Throws when fewer replicas are taken for alive than are needed.
    func pendingWrites(_ mutations: [Mutation], _ consistency: Consistency) throws(ServerError) -> [PendingWrite] {
        var writes: [PendingWrite] = []
        for mutation in mutations {
            let state = cluster.state(of: mutation.table, shape: mutation.shape)
            let write = PendingWrite(
                mutation, state.placement.replicas(of: mutation.key.token, seenFrom: node.index),
                ConsistencyCheck(consistency, state.placement, from: node.datacenterIndex))
            if let error = shortageOfLiving(write.check, write.replicas) { throw error }
            writes.append(write)
        }
        return writes
    }

    /// The usual case: nobody is down, and all replicas together are enough.
    private func writeToAll(_ mutation: Mutation, _ consistency: Consistency, _ cluster: Cluster) -> Bool {
        let state = cluster.state(of: mutation.table, shape: mutation.shape)
        let placement = state.placement
        let replicas = placement.replicas(of: mutation.key.token, seenFrom: node.index)
        let need = placement.need(consistency, from: node.datacenterIndex)
        switch consistency {
        case .any, .one, .two, .three, .quorum, .all: guard replicas.members.count >= need else { return false }
        case .localOne, .localQuorum: guard replicas.counts[node.datacenterIndex] >= need else { return false }
        case .eachQuorum, .serial, .localSerial: return false
        }
        for member in replicas.members { state.stores[member].apply(mutation) }
        return true
    }

    /// The error when fewer replicas are taken for alive than are needed.
    func shortageOfLiving(_ check: ConsistencyCheck, _ replicas: ReplicaSet) -> ServerError? {
        // A hint of this node is enough.
        if check.consistency == .any { return nil }
        let standings = cluster.standings
        return check.shortage(of: replicas, standings) { standings[$0].isBelievedAlive }.map(check.unavailable)
    }

    /// Hands every write to the replicas that answer, keeps it for the others, and waits until there are enough.
    func send(
        _ writes: [PendingWrite], for duration: Duration, _ done: @escaping (ServerError?) -> Void,
        timeout: @escaping (_ write: PendingWrite, _ received: Int) -> ServerError
    ) {
        let cluster = cluster
        for write in writes { write.apply(in: cluster, by: node) }
        guard writes.contains(where: { !$0.isMet(in: cluster) }) else { return done(nil) }
        cluster.wait(at: node, for: duration) {
            guard writes.allSatisfy({ $0.isMet(in: cluster) }) else { return false }
            done(nil)
            return true
        } expired: {
            let open = writes.first { !$0.isMet(in: cluster) }
            done(open.map { timeout($0, $0.received(in: cluster)) })
        }
    }
}

/// A write on its way to its replicas.
final class PendingWrite {
    let mutation: Mutation
    let replicas: ReplicaSet
    let check: ConsistencyCheck
    /// Those that have it, dead or alive.
    private var acknowledged: Set<Int> = []

    init(_ mutation: Mutation, _ replicas: ReplicaSet, _ check: ConsistencyCheck) {
        self.mutation = mutation
        self.replicas = replicas
        self.check = check
    }

    /// Writes to whoever answers. For the others the coordinator keeps it, unless they have been away for too long.
    func apply(in cluster: Cluster, by coordinator: Node) {
        let state = cluster.state(of: mutation.table, shape: mutation.shape)
        for member in replicas.members {
            if cluster.standings[member].isResponsive {
                state.stores[member].apply(mutation)
                acknowledged.insert(member)
            } else if cluster.keepsHints(for: cluster.nodes[member]) {
                coordinator.hints.keep(mutation, for: member)
            }
        }
    }

    func isMet(in cluster: Cluster) -> Bool {
        // Even if nobody has it: this node keeps it.
        if check.consistency == .any { return true }
        noteReturns(in: cluster)
        return check.shortage(of: replicas, cluster.standings) { acknowledged.contains($0) } == nil
    }

    func received(in cluster: Cluster) -> Int {
        noteReturns(in: cluster)
        return check.received(of: replicas, cluster.standings) { acknowledged.contains($0) }
    }

    /// Who has come back was given what was kept for it.
    private func noteReturns(in cluster: Cluster) {
        for member in replicas.members where cluster.standings[member].isResponsive { acknowledged.insert(member) }
    }
}
