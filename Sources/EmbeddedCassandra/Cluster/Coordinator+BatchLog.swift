import CassandraWire

// A logged batch of several partitions is first written to the log of other nodes, which would carry it out if this one
// died meanwhile. Here nothing can come between the two steps, so what is left of the log is that it may fail.

extension Coordinator {
    /// How many nodes hold the log, where there are so many.
    private static let logCopies = 2

    /// Writes to all replicas, as `write`, once the log's nodes have answered.
    func writeLogged(
        _ mutations: [Mutation], consistency: Consistency, _ done: @escaping (ServerError?) -> Void
    ) {
        let cluster = cluster
        if cluster.allAnswer { return write(mutations, consistency: consistency, kind: .batch, done) }
        let keepers = logKeepers()
        if keepers.isEmpty, consistency != .any { return done(.noBatchLog(copies: Self.logCopies)) }
        let writes: [PendingWrite]
        do {
            writes = try pendingWrites(mutations, consistency)
        } catch {
            return done(error)
        }
        let send = { [self] in
            self.send(writes, for: cluster.options.writeTimeout, done) { $0.check.writeTimeout(received: $1, .batch) }
        }
        // Who has answered once need not do so again.
        var silent = keepers
        let isLogged = {
            silent.removeAll { cluster.standings[$0].isResponsive }
            return silent.isEmpty
        }
        if isLogged() { return send() }
        cluster.wait(at: node, for: cluster.options.writeTimeout) {
            guard isLogged() else { return false }
            send()
            return true
        } expired: {
            done(.batchLogTimeout(of: keepers.count, received: keepers.count - silent.count))
        }
    }

    /// Nodes of this datacenter: all, where they are few, else two others that are taken for alive, and of other racks if
    /// that can be.
    private func logKeepers() -> [Int] {
        let members = cluster.nodes.filter { $0.isMember && $0.datacenterIndex == node.datacenterIndex }
        guard members.count > Self.logCopies else { return members.map(\.index) }
        var others = members.filter { $0 !== node && cluster.standings[$0.index].isBelievedAlive }
        guard others.count > Self.logCopies else { return others.map(\.index) }
        let remote = others.filter { $0.rack != node.rack }
        if remote.count >= Self.logCopies { others = remote }
        others.shuffle(using: &cluster.random)
        // Two of one rack only where there is no other.
        let first = others.removeFirst()
        let second = others.first { $0.rack != first.rack } ?? others[0]
        return [first.index, second.index]
    }
}

extension ServerError {
    fileprivate static func noBatchLog(copies: Int) -> ServerError {
        ServerError(
            code: .unavailable,
            message: "Cannot achieve consistency level TWO for batchlog in local DC, required:\(copies), available:0",
            detail: .unavailable(consistency: .two, required: Int32(copies), alive: 0))
    }

    fileprivate static func batchLogTimeout(of keepers: Int, received: Int) -> ServerError {
        ServerError(
            code: .writeTimeout, message: "Operation timed out - received only \(received) responses.",
            detail: .writeTimeout(
                consistency: keepers == 1 ? .one : .two, received: Int32(received), blockFor: Int32(keepers),
                writeType: .batchLog))
    }
}
