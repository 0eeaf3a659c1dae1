import CassandraWire

/// Whether a consistency level is met, for a request of one coordinator to one keyspace.
struct ConsistencyCheck {
    let consistency: Consistency
    let placement: Placement
    /// The coordinator's.
    let datacenter: Int
    /// How many answers are waited for.
    let need: Int

    /// Too few replicas.
    struct Shortage: Hashable {
        var required: Int
        var present: Int
        /// The one that has too few, where each is asked for its own.
        var datacenter: String?
    }

    init(_ consistency: Consistency, _ placement: Placement, from datacenter: Int) {
        self.consistency = consistency
        self.placement = placement
        self.datacenter = datacenter
        need = placement.need(consistency, from: datacenter)
    }

    /// Whether an answer of a node in `other` counts.
    func counts(_ other: Int) -> Bool { !consistency.isLocal || other == datacenter }

    /// Whether all replicas together are enough, when each of them answers; a hasty answer that may be too pessimistic.
    @inline(__always) func isMetByAll(of replicas: ReplicaSet) -> Bool {
        switch consistency {
        case .any, .one, .two, .three, .quorum, .all, .serial: replicas.members.count >= need
        case .localOne, .localQuorum, .localSerial: replicas.counts[datacenter] >= need
        case .eachQuorum: false
        }
    }

    /// What is missing when those of `replicas` take part of which `takesPart` is true; `nil` when they are enough.
    func shortage(
        of replicas: ReplicaSet, _ standings: [Cluster.Standing], _ takesPart: (Int) -> Bool
    ) -> Shortage? {
        if consistency == .eachQuorum, let quorums = placement.eachQuorum {
            for quorum in quorums {
                let present = replicas.members.count { takesPart($0) && standings[$0].datacenter == quorum.datacenter }
                if present < quorum.quorum {
                    return Shortage(required: quorum.quorum, present: present, datacenter: quorum.name)
                }
            }
            return nil
        }
        let present = received(of: replicas, standings, takesPart)
        return present >= need ? nil : Shortage(required: need, present: present)
    }

    /// How many of those that count take part.
    func received(of replicas: ReplicaSet, _ standings: [Cluster.Standing], _ takesPart: (Int) -> Bool) -> Int {
        replicas.members.count { counts(standings[$0].datacenter) && takesPart($0) }
    }

    // MARK: Errors

    func unavailable(_ shortage: Shortage) -> ServerError {
        let place = shortage.datacenter.map { " in DC \($0)" } ?? ""
        return ServerError(
            code: .unavailable, message: "Cannot achieve consistency level \(consistency)\(place)",
            detail: .unavailable(
                consistency: consistency, required: Int32(clamping: shortage.required),
                alive: Int32(clamping: shortage.present)))
    }

    /// Too few have answered in time; `received` of those that count have.
    func writeTimeout(received: Int, _ kind: ServerError.WriteType) -> ServerError {
        // The server never says that enough have answered, which can be when they are of the wrong datacenter.
        let received = max(0, min(received, need - 1))
        return ServerError(
            code: .writeTimeout, message: "Operation timed out - received only \(received) responses.",
            detail: .writeTimeout(
                consistency: consistency, received: Int32(clamping: received), blockFor: Int32(clamping: need),
                writeType: kind))
    }

    func readTimeout(received: Int, hasData: Bool) -> ServerError {
        ServerError(
            code: .readTimeout, message: "Operation timed out - received only \(received) responses.",
            detail: .readTimeout(
                consistency: consistency, received: Int32(clamping: received), blockFor: Int32(clamping: need),
                dataPresent: hasData))
    }

    /// As a client of protocol version 4 is told that a round of Paxos, or its commit, took too long.
    func conditionalTimeout(received: Int, _ kind: ServerError.WriteType) -> ServerError {
        let received = max(0, min(received, need - 1))
        return ServerError(
            code: .writeTimeout,
            message: "CAS operation timed out: received \(received) of \(need) required responses after 0 contention "
                + "retries",
            detail: .writeTimeout(
                consistency: consistency, received: Int32(clamping: received), blockFor: Int32(clamping: need),
                writeType: kind))
    }
}

extension Consistency {
    /// What is wrong with this level for a read.
    var faultForReads: ServerError? {
        self == .any ? .invalid("ANY ConsistencyLevel is only supported for writes") : nil
    }

    /// What is wrong with this level for a write without conditions.
    var faultForWrites: ServerError? {
        isSerial ? .invalid("You must use conditional updates for serializable writes") : nil
    }

    /// What is wrong with this level for an update of counters.
    func faultForCounters(_ table: Table) -> ServerError? {
        if self == .any {
            return .invalid("Consistency level ANY is not yet supported for counter table \(table.name)")
        }
        return isSerial ? .invalid("Counter operations are inherently non-serializable") : nil
    }

    /// What is wrong with this level for the serial part of a conditional statement.
    var faultForConditions: ServerError? {
        isSerial
            ? nil
            : .invalid("Invalid consistency for conditional update. Must be one of SERIAL or LOCAL_SERIAL")
    }

    /// What is wrong with this level for the commit of a conditional statement.
    func faultForCommits(_ replication: Replication) -> ServerError? {
        switch self {
        case .eachQuorum where replication.strategy != "NetworkTopologyStrategy":
            .invalid(
                "consistency level EACH_QUORUM not compatible with replication strategy "
                    + "(org.apache.cassandra.locator.\(replication.strategy))")
        case .serial, .localSerial:
            .invalid(
                "\(self) is not supported as conditional update commit consistency. Use ANY if you mean \"make sure it "
                    + "is accepted but I don't care how many replicas commit it for non-SERIAL reads\"")
        default: nil
        }
    }
}
