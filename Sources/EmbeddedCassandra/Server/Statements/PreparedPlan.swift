import CassandraWire

/// A statement that is ready to be executed, as whoever executes it wants it: a class to inherit from.
class PreparedPlan {
    /// What PREPARE answers.
    let description: PlanDescription

    init(_ description: PlanDescription) {
        self.description = description
    }
}

/// What a client, and the registry of prepared statements, are told of a plan.
struct PlanDescription {
    /// The markers.
    var variables = ResultMetadata(columns: [])
    /// For each component of the partition key the marker that gives it; empty when not all are bound.
    var partitionKeyIndices: [UInt16] = []
    /// The columns of the rows; without any, and without metadata, for what gives none.
    var result = ResultMetadata(columns: nil)
    /// Each table is named with its keyspace, so that what USE has set makes no difference.
    var isFullyQualified = true
    /// The tables that the plan was made for; no table for a statement about a keyspace.
    var dependencies: [Dependency] = []
    /// What the client is to be warned of.
    var warnings: [String] = []

    struct Dependency: Hashable {
        var keyspace: String
        var table: String
    }

    /// Whether the plan does not hold any more once `change` has happened.
    func isOutdated(by change: SchemaChange) -> Bool {
        guard change.change != "CREATED" else { return false }
        return dependencies.contains { dependency in
            guard dependency.keyspace == change.keyspace else { return false }
            switch change.target {
            case .table(let table): return dependency.table == table
            // The options of a keyspace change nothing in a statement.
            case .keyspace: return change.change == "DROPPED"
            // What uses the type is not known here; preparing once more costs little.
            case .type, .function, .aggregate, .other: return true
            }
        }
    }
}
