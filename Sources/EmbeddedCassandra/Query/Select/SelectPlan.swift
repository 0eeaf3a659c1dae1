import Bytes
import CassandraWire

/// A SELECT that is ready to be executed.
final class SelectPlan: PreparedPlan {
    let table: Table
    let clause: WhereClause
    let columns: [ColumnMetadata]
    let expressions: [Expression]
    let aggregates: [SelectionPreparer.PreparedAggregate]
    let output: [OutputColumn]
    let elementKeys: [ElementKey]
    let isDistinct: Bool
    /// With GROUP BY, how many clustering columns belong to what makes a group.
    let groupDepth: Int?
    let isReversed: Bool
    /// The rows come by how near their vectors are to one.
    let nearest: NearestOrdering?
    /// Rows of several partitions have to be put into the order of these columns.
    let sortsBy: [Column]
    let limit: PreparedTerm?
    let perPartitionLimit: PreparedTerm?
    let markerCount: Int
    let markerNames: [String]
    /// What an IN, or nothing, in the place of a partition key is warned of when all rows are added up.
    let aggregationWarning: String?

    init(_ statement: SelectStatement, _ markerNames: [String?], _ context: StatementContext) throws(ServerError) {
        var context = context
        let table = try context.table(statement.table)
        self.table = table
        isDistinct = statement.isDistinct
        let isOfStatics = try SelectionPreparer.isOfStatics(statement.selection, of: table, context)
        let nearest = try NearestOrdering(statement.orderBy, of: table, &context)
        self.nearest = nearest
        for ordering in statement.orderBy { _ = try table.required(ordering.column) }
        clause = try WhereClause(
            statement.relations, of: table, &context,
            .select(allowsFiltering: statement.allowsFiltering, onlyStatics: isOfStatics), nearest: nearest)
        // What is wrong with the selection is said only when WHERE is right.
        var selection = try SelectionPreparer(
            statement.selection, of: table, isDistinct: statement.isDistinct, &context)
        if statement.isJSON { selection.makeJSON() }
        columns = selection.columns
        expressions = selection.expressions
        aggregates = selection.aggregates
        elementKeys = selection.elementKeys
        output = selection.expressions.enumerated().map { OutputColumn($1, of: table, index: $0) }
        let selected = selection.columnsRead
        if isDistinct {
            if nearest != nil { throw Self.distinctOfRows }
            try Self.checkDistinct(selected, clause, statement)
        }
        groupDepth = try SelectGrouping.depth(statement.groupBy, clause)
        if isDistinct, groupDepth ?? 0 > 0 {
            throw .invalid("Grouping on clustering columns is not allowed for SELECT DISTINCT queries")
        }
        if statement.perPartitionLimit != nil, nearest == nil, !selection.aggregates.isEmpty, groupDepth == nil {
            throw .invalid("PER PARTITION LIMIT is not allowed with aggregate queries.")
        }
        let ordering = try SelectOrdering(statement.orderBy, clause)
        if clause.needsFiltering, !statement.allowsFiltering { throw WhereClause.requiresFiltering }
        perPartitionLimit = try context.prepare(
            statement.perPartitionLimit, called: "[per_partition_limit]", .int, of: table)
        limit = try context.prepare(statement.limit, called: "[limit]", .int, of: table)
        isReversed = ordering.isReversed
        sortsBy = clause.hasPartitionIn ? ordering.columns : []
        markerCount = markerNames.count
        self.markerNames = context.markers.columns.map { $0?.name ?? "" }
        aggregationWarning =
            selection.aggregates.isEmpty && groupDepth == nil
            ? nil
            : clause.hasPartitionIn
                ? "Aggregation query used on multiple partition keys (IN restriction)"
                : clause.restrictsPartitionKey ? nil : "Aggregation query used without partition key"
        super.init(
            PlanDescription(
                variables: ResultMetadata(columns: context.markers.required, isOfOneTable: true),
                partitionKeyIndices: context.partitionKeyIndices(of: table),
                result: ResultMetadata(columns: selection.columns, isOfOneTable: true),
                isFullyQualified: statement.table.keyspace != nil,
                dependencies: [.init(keyspace: table.keyspace, table: table.name)]))
    }

    private static let distinctOfRows = ServerError.invalid(
        "SELECT DISTINCT with WHERE clause only supports restriction by partition key and/or static columns.")

    private static func checkDistinct(
        _ selected: [Column], _ clause: WhereClause, _ statement: SelectStatement
    ) throws(ServerError) {
        if statement.perPartitionLimit != nil {
            throw .invalid("PER PARTITION LIMIT is not allowed with SELECT DISTINCT queries")
        }
        let onRows = clause.filters.contains { $0.columns[0].kind == .regular } || clause.restrictsClustering
        if onRows { throw distinctOfRows }
        if let other = selected.first(where: { $0.kind == .clustering || $0.kind == .regular }) {
            throw .invalid(
                "SELECT DISTINCT queries must only request partition key columns and/or static columns "
                    + "(not \(other.name))")
        }
        // Of partitions that are named, each is one row anyway.
        guard !clause.namesPartitions else { return }
        for column in clause.table.partitionKey where !selected.contains(column) {
            throw .invalid(
                "SELECT DISTINCT queries must request all the partition key columns (missing \(column.name))")
        }
    }

    var isAggregated: Bool { !aggregates.isEmpty || groupDepth != nil }
    var warnings: [String] { aggregationWarning.map { [$0] } ?? [] }

    /// Whether a partition that has but a static row gives a row.
    var showsStaticAlone: Bool {
        !clause.restrictsClustering
            && !clause.filters.contains { $0.columns[0].kind != .isStatic && $0.columns[0].kind != .partitionKey }
    }
}

extension MarkerSpecs {
    /// All markers. One that no term has asked for is of a statement that has been refused.
    var required: [ColumnMetadata] {
        columns.map { $0 ?? ColumnMetadata(keyspace: "", table: "", name: "", type: .blob) }
    }
}

/// What ORDER BY comes down to: the table's order or its reverse.
struct SelectOrdering {
    private(set) var isReversed = false
    private(set) var columns: [Column] = []

    init(_ orderBy: [SelectStatement.Ordering], _ clause: WhereClause) throws(ServerError) {
        guard !orderBy.isEmpty, !orderBy.contains(where: { $0.nearest != nil }) else { return }
        let table = clause.table
        if clause.index != nil {
            throw .invalid("ORDER BY with 2ndary indexes is not supported, except for ANN queries.")
        }
        guard clause.namesPartitions else {
            throw .invalid("ORDER BY is only supported when the partition key is restricted by an EQ or an IN.")
        }
        var position = 0
        var directions: [Bool] = []
        for (index, ordering) in orderBy.enumerated() {
            let column = try table.required(ordering.column)
            // Of a column that is named twice, the first place counts and the last direction.
            guard orderBy.firstIndex(where: { $0.column == ordering.column }) == index else { continue }
            let isDescending = orderBy.last { $0.column == ordering.column }?.isDescending ?? ordering.isDescending
            guard column.kind == .clustering else {
                throw .invalid(
                    "Order by is currently only supported on the clustered columns of the PRIMARY KEY, got "
                        + ordering.column)
            }
            while position != column.position {
                // Columns that have one value may be left out.
                guard position < column.position, clause.fixesColumn(table.clustering[position]) else {
                    throw .invalid(
                        "Order by currently only supports the ordering of columns following their declared order in "
                            + "the PRIMARY KEY")
                }
                position += 1
            }
            position += 1
            directions.append(isDescending != column.isDescending)
            columns.append(column)
        }
        guard directions.allSatisfy({ $0 == directions[0] }) else { throw .invalid("Unsupported order by relation") }
        isReversed = directions[0]
    }
}
