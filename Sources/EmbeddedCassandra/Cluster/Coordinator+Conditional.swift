import CassandraWire

// Conditional writes: what Cassandra does with Paxos, where all replicas are in one thread.

extension Coordinator {
    /// What a conditional statement makes of the partition as it is: the writes at the given timestamp, or `nil` when
    /// its conditions do not hold.
    typealias Decision = (_ current: inout PartitionReader?, _ timestamp: Int64) throws(ServerError) -> [Mutation]?

    /// Reads a partition, decides and writes, all at once as far as other conditional statements can see.
    ///
    /// It is read from all replicas that answer, which are a majority, so it has what was decided before. The timestamp
    /// is later than that of any decision before. `done` may be called with an error though the write is done: then it
    /// is not known to as many replicas as the commit's level asks for.
    func conditional(
        _ table: Table, _ key: PartitionKey, serial: Consistency, commit: Consistency, _ decide: @escaping Decision,
        _ done: @escaping (ServerError?) -> Void
    ) {
        let state = cluster.state(of: table)
        if let fault = serial.faultForConditions ?? commit.faultForCommits(state.placement.replication) {
            return done(fault)
        }
        attempt { [self] () throws(CoordinatorFailure) in
            try decideOnce(table, key, serial, commit, decide, done)
        } failed: {
            done($0)
        }
    }

    private func decideOnce(
        _ table: Table, _ key: PartitionKey, _ serial: Consistency, _ commit: Consistency, _ decide: Decision,
        _ done: @escaping (ServerError?) -> Void
    ) throws(CoordinatorFailure) {
        let state = cluster.state(of: table)
        let replicas = state.placement.replicas(of: key.token, seenFrom: node.index)
        let check = ConsistencyCheck(serial, state.placement, from: node.datacenterIndex)
        let standings = cluster.standings
        if let error = shortageOfLiving(check, replicas) { throw .refused(error) }
        if let shortage = check.shortage(of: replicas, standings, { standings[$0].isResponsive }) {
            throw .waiting(
                check.conditionalTimeout(received: shortage.present, .cas), timeout: cluster.options.conditionalTimeout)
        }
        let parts = replicas.members.filter { standings[$0].isResponsive }.map { state.stores[$0].partition(key) }
        var reader =
            parts.contains { $0 != nil }
            ? PartitionReader(parts, shape: state.shape, now: cluster.seconds) : nil
        let mutations: [Mutation]?
        do {
            mutations = try decide(&reader, cluster.timestamp())
        } catch {
            throw .refused(error)
        }
        guard let mutations else { return done(nil) }
        commitDecided(mutations, commit, done)
    }

    /// What has been decided is written, whatever the commit's level; that one only says what the client is told.
    private func commitDecided(
        _ mutations: [Mutation], _ consistency: Consistency, _ done: @escaping (ServerError?) -> Void
    ) {
        var shortage: ServerError?
        let writes = mutations.map { mutation in
            let state = cluster.state(of: mutation.table, shape: mutation.shape)
            let write = PendingWrite(
                mutation, state.placement.replicas(of: mutation.key.token, seenFrom: node.index),
                ConsistencyCheck(consistency, state.placement, from: node.datacenterIndex))
            shortage = shortage ?? shortageOfLiving(write.check, write.replicas)
            return write
        }
        if let shortage {
            for write in writes { write.apply(in: cluster, by: node) }
            return done(shortage)
        }
        send(writes, for: cluster.options.writeTimeout, done) { $0.check.conditionalTimeout(received: $1, .simple) }
    }
}
