import CassandraWire

/// A keyspace with its tables and types.
struct Keyspace: Sendable {
    var name: String
    var replication: Replication
    var hasDurableWrites = true
    var tables: [String: Table] = [:]
    /// In the order in which they were made, which is the order in which they can be made again.
    var types: [UserDefinedType] = []
    /// `system`, `system_schema` and the like: nobody changes them.
    var isSystem = false

    /// Of the system's keyspaces those whose partitions are spread over the nodes: how, is for clients to decide.
    var isReplicatedSystem: Bool { isSystem && replication.strategy != "LocalStrategy" }
    /// Traces are for clients to delete; the rows of other keyspaces of the system are not theirs.
    var hasChangeableRows: Bool { !isSystem || name == SystemTables.traceKeyspace }

    func type(_ name: String) -> UserDefinedType? { types.first { $0.name == name } }
}

/// How a keyspace's partitions are spread, as the schema says it.
struct Replication: Hashable, Sendable {
    /// The short name of the class: `SimpleStrategy`, `NetworkTopologyStrategy` or `LocalStrategy`.
    var strategy: String
    /// The factor by datacenter; under `replication_factor` for SimpleStrategy.
    var factors: [String: Int]
}

/// All keyspaces at one version. A value: whoever has one sees no change.
struct Schema: Sendable {
    var keyspaces: [String: Keyspace] = [:]
    /// Changes with each change.
    var version: CQLUUID

    func table(_ keyspace: String, _ name: String) -> Table? { keyspaces[keyspace]?.tables[name] }
}
