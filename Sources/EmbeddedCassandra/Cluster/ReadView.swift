import CassandraWire

/// A table as a request of one coordinator reads it at one consistency level.
///
/// One partition is read at a time: its reader is finished before the next one is asked for.
final class ReadView {
    let table: Table
    let consistency: Consistency
    let shape: TableShape
    let state: TableState
    let check: ConsistencyCheck
    /// Seconds since 1970: what has expired is decided by it.
    let now: Int64
    unowned let coordinator: Coordinator
    /// Whose versions the reader of now has merged, in the order of its parts.
    var merged: [Int] = []

    init(of state: TableState, _ table: Table, _ consistency: Consistency, by coordinator: Coordinator) {
        self.table = table
        self.consistency = consistency
        self.state = state
        self.coordinator = coordinator
        shape = state.shape
        check = ConsistencyCheck(consistency, state.placement, from: coordinator.node.datacenterIndex)
        now = coordinator.cluster.seconds
    }

    /// A reader of one partition, merged from as many replicas as the consistency level asks for; `nil` when none of
    /// them has anything of it.
    func partition(_ key: PartitionKey) throws(CoordinatorFailure) -> PartitionReader? {
        if !merged.isEmpty { merged = [] }
        let node = coordinator.node
        let replicas = state.placement.replicas(of: key.token, seenFrom: node.index)
        if check.need == 1, !consistency.isSerial, replicas.members.contains(node.index) {
            guard let part = state.stores[node.index].partition(key) else { return nil }
            return PartitionReader(part, shape: shape, now: now)
        }
        let chosen = try coordinator.choose(replicas, check, timeout: coordinator.cluster.options.readTimeout)
        if chosen.count == 1 {
            guard let part = state.stores[chosen[0]].partition(key) else { return nil }
            return PartitionReader(part, shape: shape, now: now)
        }
        let parts = chosen.map { state.stores[$0].partition(key) }
        guard parts.contains(where: { $0 != nil }) else { return nil }
        merged = chosen
        return PartitionReader(parts, shape: shape, now: now)
    }

    /// Ends the reading of a partition: replicas that lacked something of what was read are given it.
    func finish(_ reader: borrowing PartitionReader) {
        guard !merged.isEmpty else { return }
        for repair in reader.repairs { state.stores[merged[repair.part]].apply(repair.mutation) }
        merged = []
    }

    /// The partitions in the order of the ring, from the one after `key` or from the first that is above `token`, up to
    /// `last` and that included.
    func scan(after position: RingPosition = .start, through last: Int64 = .max) -> RingScan {
        RingScan(of: self, after: position, through: last)
    }
}

/// Where a scan goes on.
enum RingPosition: Hashable, Sendable {
    case start
    /// With what is above the token.
    case token(Int64)
    /// With what comes after the partition.
    case key(PartitionKey)
}

extension Coordinator {
    /// Begins to read. What is missing of replicas shows with the partition for which it matters.
    func openRead(_ table: Table, consistency: Consistency) throws(CoordinatorFailure) -> ReadView {
        if let fault = consistency.faultForReads { throw .refused(fault) }
        return ReadView(of: cluster.state(of: table), table, consistency, by: self)
    }

    /// The replicas to read from, the nearest first.
    func choose(
        _ replicas: ReplicaSet, _ check: ConsistencyCheck, timeout: Duration
    ) throws(CoordinatorFailure) -> [Int] {
        let cluster = cluster
        let standings = cluster.standings
        if let shortage = check.shortage(of: replicas, standings, { standings[$0].isBelievedAlive }) {
            throw .refused(check.unavailable(shortage))
        }
        if check.shortage(of: replicas, standings, { standings[$0].isResponsive }) != nil {
            throw .waiting(silence(of: replicas, check), timeout: timeout)
        }
        let answering = nearest(replicas).filter {
            standings[$0].isResponsive && check.counts(standings[$0].datacenter)
        }
        if check.consistency.isSerial { return answering }
        guard check.consistency == .eachQuorum, let quorums = check.placement.eachQuorum else {
            return Array(answering.prefix(check.need))
        }
        return quorums.flatMap { quorum in
            answering.filter { standings[$0].datacenter == quorum.datacenter }.prefix(quorum.quorum)
        }
    }

    /// The replicas in the order in which this node asks them: itself, its own datacenter, the others.
    private func nearest(_ replicas: ReplicaSet) -> [Int] {
        let own = node.datacenterIndex
        let standings = cluster.standings
        let local = replicas.members.filter { $0 != node.index && standings[$0].datacenter == own }
        let far = replicas.members.filter { standings[$0].datacenter != own }
        return (replicas.members.contains(node.index) ? [node.index] : []) + local + far
    }

    /// What a client is told when replicas that seem alive do not answer.
    private func silence(of replicas: ReplicaSet, _ check: ConsistencyCheck) -> ServerError {
        let standings = cluster.standings
        // The whole data is asked of the nearest, which is not known to be silent; the others send digests.
        let asked = nearest(replicas).first { standings[$0].isBelievedAlive && check.counts(standings[$0].datacenter) }
        if check.consistency.isSerial { return check.readTimeout(received: 0, hasData: false) }
        return check.readTimeout(
            received: min(
                check.received(of: replicas, standings) { standings[$0].isResponsive }, max(0, check.need - 1)),
            hasData: asked.map { standings[$0].isResponsive } ?? false)
    }
}
