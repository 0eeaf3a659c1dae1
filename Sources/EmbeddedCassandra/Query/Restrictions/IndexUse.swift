import CassandraWire

/// How a SELECT is answered with an index: what else it takes, and what it can't do any more.
struct IndexUse {
    private(set) var isUsed: Bool
    /// Something is left that no index answers: without ALLOW FILTERING an error.
    private(set) var needsFiltering = false
    /// An index would have to be asked for several columns at once, which servers can't.
    private(set) var unfilterable: ServerError?
    /// Finds rows by the bytes of their values, not by their order: 1.0 is not 1.00.
    private let legacyColumn: String?
    /// Servers look for entries of static columns among those of the rows that are asked for, where there are none.
    let findsNothing: Bool

    /// - Parameters:
    ///   - restrictions: All there are, of whatever columns.
    ///   - filtersKey: The partition key is restricted by something that does not name partitions.
    ///   - filtersClustering: Some restriction of the clustering is no range of rows.
    init(
        _ support: IndexSupport, _ clause: WhereClause, _ restrictions: [Restriction], filtersKey: Bool,
        filtersClustering: Bool, nearest: NearestOrdering?
    ) throws(ServerError) {
        let keys = restrictions.filter { $0.columns[0].kind == .partitionKey }
        let rows = restrictions.filter { $0.columns[0].kind == .clustering }
        let others = restrictions.filter { $0.columns[0].kind == .regular || $0.columns[0].kind == .isStatic }
        isUsed = filtersKey || (keys.isEmpty && clause.token.isEmpty)
        var asked = isUsed ? keys : []
        isUsed = isUsed || filtersClustering || (!clause.namesPartitions && support.answersAny(of: rows))
        // Rows between two places need not be asked: they are where they are looked for.
        let asksRows = (isUsed || filtersClustering) && !rows.isEmpty
        if asksRows {
            asked += rows
            // Those that are a range of rows are not asked, unless an index could be.
            unfilterable = rows.filter { support.answersAny(of: [$0]) }.lazy.compactMap(\.refusalAsFilter).first
        }
        isUsed = isUsed || !others.isEmpty || nearest != nil
        asked += others
        if isUsed, keys.contains(where: { $0.comparison == .isIn }) {
            throw .invalid("Select on indexed columns and with IN clause for the PRIMARY KEY are not supported")
        }
        if isUsed || !clause.namesPartitions {
            needsFiltering =
                asked.isEmpty && nearest == nil
                ? !rows.isEmpty : support.needsFiltering(asked, nearest: nearest?.column)
        }
        let legacy = nearest == nil && isUsed ? support.legacyIndex(for: asked) : nil
        legacyColumn = legacy?.target.column
        let isStatic = legacy.map { clause.table.column($0.target.column)?.kind == .isStatic } ?? false
        findsNothing = isStatic && clause.namesPartitions && !rows.isEmpty && !asksRows
    }

    /// How values of rows are compared with those of the restriction.
    func matching(_ restriction: Restriction, _ table: Table) -> RowFilter.Matching {
        let name = restriction.columns[0].name
        guard !restriction.isTuple, !restriction.comparison.isSlice, restriction.comparison != .isIn else {
            return .ordered
        }
        if name == legacyColumn { return .bytes }
        let index = table.indexes.first { $0.isStorageAttached && $0.answers(restriction, restriction.columns[0]) }
        guard let index else { return .ordered }
        let analysis = try? TextAnalysis(index.options)
        return .attached(analysis?.isActive == true ? analysis : nil)
    }
}
