import CassandraWire

/// An update of the counters of one partition.
struct CounterUpdate {
    let table: Table
    let key: PartitionKey
    /// Makes the write of what the leader has, to whose shard it adds.
    let mutation:
        (_ current: inout PartitionReader?, _ leader: UInt16, _ timestamp: Int64) throws(ServerError) -> Mutation
}

extension Coordinator {
    /// Updates counters: for each partition one replica, the leader, adds to its own shard, and the others are sent
    /// what it then has. An update that fails may have been made all the same, as with Cassandra's.
    func update(_ updates: [CounterUpdate], consistency: Consistency, _ done: @escaping (ServerError?) -> Void) {
        if let fault = updates.lazy.compactMap({ consistency.faultForCounters($0.table) }).first { return done(fault) }
        // Those that have been made are not made again when others have to wait for a leader.
        var writes: [PendingWrite] = []
        attempt { [self] () throws(CoordinatorFailure) in
            for update in updates[writes.count...] { writes.append(try lead(update, consistency)) }
            let duration = cluster.options.counterTimeout
            send(writes, for: duration, done) { $0.check.writeTimeout(received: $1, .counter) }
        } failed: {
            done($0)
        }
    }

    private func lead(
        _ update: CounterUpdate, _ consistency: Consistency
    ) throws(CoordinatorFailure) -> PendingWrite {
        let state = cluster.state(of: update.table)
        let replicas = state.placement.replicas(of: update.key.token, seenFrom: node.index)
        let check = ConsistencyCheck(consistency, state.placement, from: node.datacenterIndex)
        let standings = cluster.standings
        let alive = check.received(of: replicas, standings) { standings[$0].isBelievedAlive }
        guard alive > 0 else {
            throw .refused(check.unavailable(ConsistencyCheck.Shortage(required: check.need, present: 0)))
        }
        if let error = shortageOfLiving(check, replicas) { throw .refused(error) }
        guard let leader = leader(of: replicas, check) else {
            throw .waiting(
                check.writeTimeout(received: 0, .counter), timeout: cluster.options.counterTimeout)
        }
        let part = state.stores[leader].partition(update.key)
        var reader = part.map { PartitionReader($0, shape: state.shape, now: cluster.seconds) }
        let mutation: Mutation
        do {
            mutation = try update.mutation(&reader, UInt16(truncatingIfNeeded: leader), cluster.timestamp())
        } catch {
            throw .refused(error)
        }
        let write = PendingWrite(mutation, replicas, check)
        // The leader has it at once: the next update begins from there.
        state.stores[leader].apply(mutation)
        return write
    }

    /// This node if it is a replica, else one near it; it must answer.
    private func leader(of replicas: ReplicaSet, _ check: ConsistencyCheck) -> Int? {
        let standings = cluster.standings
        if replicas.members.contains(node.index) { return node.index }
        let answering = replicas.members.filter { standings[$0].isResponsive && check.counts(standings[$0].datacenter) }
        return answering.first { standings[$0].datacenter == node.datacenterIndex } ?? answering.first
    }
}
