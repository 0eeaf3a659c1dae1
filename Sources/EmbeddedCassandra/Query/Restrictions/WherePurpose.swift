import CassandraWire

/// What a WHERE clause is for, which decides on what it may say.
enum WherePurpose {
    /// - onlyStatics: The selection has static columns, and beside them at most some of the partition key.
    case select(allowsFiltering: Bool, onlyStatics: Bool)
    /// - onlyStatics: No column of a row is written, nor is one part of the condition.
    case modification(ModificationPlan.Kind, onlyStatics: Bool)

    var allowsFiltering: Bool {
        if case .select(let allowsFiltering, _) = self { allowsFiltering } else { false }
    }

    var isRead: Bool { if case .select = self { true } else { false } }

    /// Whether the clause belongs to a SELECT without ALLOW FILTERING.
    var isRefusedFiltering: Bool {
        if case .select(let allowsFiltering, _) = self { !allowsFiltering } else { false }
    }

    /// What no modification may ask for, whatever the column.
    func check(_ comparison: Relation.Comparison) throws(ServerError) {
        guard case .modification(let kind, _) = self, comparison == .contains || comparison == .containsKey else {
            return
        }
        throw .invalid("Cannot use \(kind.rawValue) with \(comparison.rawValue)")
    }

    /// A modification has to name its partitions.
    func checkPartitions(_ prepared: RestrictionPreparer, _ table: Table) throws(ServerError) {
        guard case .modification(let kind, _) = self else { return }
        guard prepared.token.isEmpty else {
            throw .invalid("The token function cannot be used in WHERE clauses for \(kind.rawValue) statements")
        }
        let onKey = prepared.columns.filter { $0.columns[0].kind == .partitionKey }
        let missing = table.partitionKey.filter { column in !onKey.contains { $0.columns[0] == column } }
        guard missing.isEmpty else {
            throw .invalid("Some partition key parts are missing: \(missing.map(\.name).joined(separator: ", "))")
        }
        guard onKey.allSatisfy({ $0.comparison == .equal || $0.comparison == .isIn }) else {
            throw .invalid(
                "Only EQ and IN relation are supported on the partition key (unless you use the token() function) for "
                    + "\(kind.rawValue) statements")
        }
    }

    /// - Parameter isIndexed: Whether an index answers one of the restrictions, so that others may be asked of each row.
    func checkClustering(_ restrictions: [Restriction], _ table: Table, isIndexed: Bool) throws(ServerError) {
        switch self {
        case .select(let allowsFiltering, let onlyStatics):
            if onlyStatics, !restrictions.isEmpty {
                throw .invalid("Cannot restrict clustering columns when selecting only static columns")
            }
            if !allowsFiltering, !isIndexed { try Self.checkContains(restrictions) }
        case .modification(let kind, let onlyStatics):
            if onlyStatics, !restrictions.isEmpty, kind != .insert {
                throw .invalid(
                    "Invalid restrictions on clustering columns since the \(kind.rawValue) statement modifies only "
                        + "static columns")
            }
            guard kind != .delete else { return }
            if restrictions.contains(where: \.comparison.isSlice) {
                throw .invalid(
                    "Slice restrictions are not supported on the clustering columns in \(kind.rawValue) statements")
            }
            let missing = table.clustering.filter { column in !restrictions.contains { $0.columns.contains(column) } }
            guard (onlyStatics && restrictions.isEmpty) || missing.isEmpty else {
                throw .invalid("Some clustering keys are missing: \(missing.map(\.name).joined(separator: ", "))")
            }
        }
    }

    private static func checkContains(_ restrictions: [Restriction]) throws(ServerError) {
        guard restrictions.contains(where: \.isOfElements) else { return }
        throw .invalid(
            "Clustering columns can only be restricted with CONTAINS with a secondary index or filtering")
    }

    /// Restrictions of columns outside the primary key.
    func checkOthers(_ restrictions: [Restriction], isIndexed: Bool) throws(ServerError) {
        switch self {
        case .select(let allowsFiltering, _):
            if !allowsFiltering, !isIndexed { throw WhereClause.requiresFiltering }
        case .modification:
            var names: [String] = []
            for restriction in restrictions where !names.contains(restriction.columns[0].name) {
                names.append(restriction.columns[0].name)
            }
            throw .invalid("Non PRIMARY KEY columns found in where clause: \(names.joined(separator: ", ")) ")
        }
    }
}
