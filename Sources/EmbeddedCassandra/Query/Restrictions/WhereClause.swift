import CassandraWire

/// The restrictions of a statement, sorted by what they are good for.
struct WhereClause {
    enum Partitions {
        case all
        /// One restriction for each component of the partition key, each `=` or IN.
        case keys([Restriction])
        case token([RestrictionPreparer.TokenRestriction])
    }

    /// What narrows the clustering, in the order of the columns. Nothing follows a slice.
    enum ClusteringPart {
        case equal(Restriction)
        case isIn(Restriction)
        case slice(start: Restriction?, end: Restriction?)
    }

    let table: Table
    private(set) var partitions = Partitions.all
    /// What partitions that are named have to fulfil besides.
    private(set) var token: [RestrictionPreparer.TokenRestriction] = []
    private(set) var clustering: [ClusteringPart] = []
    /// What has to be asked of each row.
    private(set) var filters: [Restriction] = []
    /// A gap, or something that no order helps with: without ALLOW FILTERING an error.
    private(set) var needsFiltering = false
    private(set) var restrictsClustering = false
    /// A relation of several columns would have to be asked of each row, which servers can't.
    private(set) var unfilterable: ServerError?
    /// What an index has to do with it; `nil` where none helps.
    private(set) var index: IndexUse?

    /// Checks come in the server's order, as the first that fails is what the client is told.
    init(
        _ relations: [Relation], of table: Table, _ context: inout StatementContext, _ purpose: WherePurpose,
        nearest: NearestOrdering? = nil
    ) throws(ServerError) {
        self.table = table
        let prepared = try RestrictionPreparer(relations, of: table, &context, purpose)
        let merged = prepared.columns
        if let error = table.refusal(of: prepared.indexExpressions) { throw error }
        let support = purpose.isRead && !table.indexes.isEmpty ? IndexSupport(table) : nil
        let isIndexed =
            support.map {
                $0.answersAny(of: merged) || nearest.map { !table.indexes(of: $0.column.name).isEmpty } == true
            }
            ?? false
        let rows = merged.filter { $0.columns[0].kind == .clustering }
        try takePartitions(prepared)
        try purpose.checkPartitions(prepared, table)
        let filtersKey = needsFiltering
        if purpose.isRefusedFiltering, !isIndexed, needsFiltering { throw Self.requiresFiltering }
        try purpose.checkClustering(rows, table, isIndexed: isIndexed)
        let filterCount = filters.count
        try takeClustering(rows, isAllowed: purpose.allowsFiltering || isIndexed)
        let filtersClustering = filters.count > filterCount
        let others = merged.filter { $0.columns[0].kind == .regular || $0.columns[0].kind == .isStatic }
        if let nearest {
            try nearest.check(
                table, merged, namesPartitions: namesPartitions, filtersKey: filtersKey,
                filtersClustering: filtersClustering)
        } else {
            try Self.checkVectors(others, table)
        }
        if !others.isEmpty {
            try purpose.checkOthers(others, isIndexed: isIndexed)
            needsFiltering = true
        }
        filters += others
        unfilterable = filters.lazy.compactMap(\.refusalAsFilter).first
        guard let support, isIndexed else { return }
        let use = try IndexUse(
            support, self, merged, filtersKey: filtersKey, filtersClustering: filtersClustering, nearest: nearest)
        needsFiltering = use.needsFiltering
        unfilterable = unfilterable ?? use.unfilterable
        index = use.isUsed ? use : nil
    }

    /// Of an indexed vector only the nearest can be asked for.
    private static func checkVectors(_ restrictions: [Restriction], _ table: Table) throws(ServerError) {
        for restriction in restrictions {
            guard case .vector = restriction.columns[0].type else { continue }
            guard table.indexes(of: restriction.columns[0].name).isEmpty else {
                throw .invalid("Vector indexes only support ANN queries")
            }
        }
    }

    /// Whether every partition that the statement means is named.
    var namesPartitions: Bool { if case .keys = partitions { true } else { false } }

    /// Whether anything is said about the partition key.
    var restrictsPartitionKey: Bool {
        if case .all = partitions { filters.contains { $0.columns[0].kind == .partitionKey } } else { true }
    }

    /// Whether the partition key is restricted by IN.
    var hasPartitionIn: Bool {
        guard case .keys(let restrictions) = partitions else {
            return filters.contains { $0.comparison == .isIn && $0.columns[0].kind == .partitionKey }
        }
        return restrictions.contains { $0.comparison == .isIn }
    }

    // MARK: Partition key

    private mutating func takePartitions(_ prepared: RestrictionPreparer) throws(ServerError) {
        let onKey = prepared.columns.filter { $0.columns[0].kind == .partitionKey }
        if !prepared.token.isEmpty {
            partitions = .token(prepared.token)
            token = prepared.token
        }
        guard !onKey.isEmpty else { return }
        var keys: [Restriction] = []
        for column in table.partitionKey {
            guard let restriction = onKey.first(where: { $0.columns[0] == column }),
                restriction.comparison == .equal || restriction.comparison == .isIn
            else { break }
            keys.append(restriction)
        }
        if keys.count == table.partitionKey.count, onKey.count == keys.count {
            partitions = .keys(keys)
        } else {
            needsFiltering = true
            filters += onKey
        }
    }

    // MARK: Clustering

    private mutating func takeClustering(
        _ restrictions: [Restriction], isAllowed: Bool
    ) throws(ServerError) {
        restrictsClustering = !restrictions.isEmpty
        var rest = restrictions.sorted { $0.firstPosition < $1.firstPosition }
        var position = 0
        var isClosed = false
        while let first = rest.first {
            let usable = first.firstPosition == position && !isClosed
            guard usable, first.comparison == .equal || first.comparison == .isIn || first.comparison.isSlice,
                !first.operand.isEntry
            else {
                if !isAllowed { throw Self.outOfOrder(first.columns[0], table, position) }
                needsFiltering = true
                filters.append(rest.removeFirst())
                continue
            }
            rest.removeFirst()
            if first.comparison.isSlice {
                var start = first.comparison.isStart ? first : nil
                var end = first.comparison.isStart ? nil : first
                if let next = rest.first, next.firstPosition == position, next.comparison.isSlice {
                    if next.comparison.isStart { start = next } else { end = next }
                    rest.removeFirst()
                }
                clustering.append(.slice(start: start, end: end))
                isClosed = true
            } else {
                clustering.append(first.comparison == .equal ? .equal(first) : .isIn(first))
                position += first.columns.count
            }
        }
        // Without the partition key there is no order to follow.
        if restrictsClustering, !namesPartitions { needsFiltering = true }
    }

    private static func outOfOrder(_ column: Column, _ table: Table, _ position: Int) -> ServerError {
        if column.position <= position || position >= table.clustering.count { return requiresFiltering }
        return .invalid(
            "PRIMARY KEY column \"\(column.name)\" cannot be restricted as preceding column "
                + "\"\(table.clustering[position].name)\" is not restricted")
    }

    static let requiresFiltering = ServerError.invalid(
        "Cannot execute this query as it might involve data filtering and thus may have unpredictable performance. If "
            + "you want to execute this query despite the performance unpredictability, use ALLOW FILTERING")

    /// How many clustering columns, from the first, have one value or several given.
    var fixedClusteringColumns: Int {
        clustering.reduce(0) { count, part in
            switch part {
            case .equal(let restriction), .isIn(let restriction): count + restriction.columns.count
            case .slice: count
            }
        }
    }
}
