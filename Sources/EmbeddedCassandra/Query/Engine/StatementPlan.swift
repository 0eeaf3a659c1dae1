import CassandraWire

/// A statement without values: about the schema, USE, TRUNCATE. It is looked into when it is executed.
final class StatementPlan: PreparedPlan {
    let statement: Statement

    init(_ statement: Statement, _ markers: [String?], _ context: StatementContext) throws(ServerError) {
        guard markers.isEmpty else { throw .invalid("Invalid amount of bind variables") }
        self.statement = statement
        super.init(PlanDescription())
    }
}

/// BEGIN BATCH … APPLY BATCH as one statement.
final class BatchPlan: PreparedPlan {
    let kind: BatchKind
    let statements: [ModificationPlan]
    let timestamp: PreparedTerm?
    let markerCount: Int
    let markerNames: [String]

    init(_ batch: BatchStatement, _ markers: [String?], _ context: StatementContext) throws(ServerError) {
        var context = context
        kind = batch.kind
        if batch.timeToLive != nil { throw .invalid("Global TTL on the BATCH statement is not supported.") }
        if batch.timestamp != nil {
            if batch.kind == .counter {
                throw .invalid("Cannot provide custom timestamp for counter BATCH")
            }
            if batch.statements.contains(where: { $0.using.timestamp != nil }) {
                throw .invalid("Timestamp must be set either on BATCH or individual statements")
            }
        }
        var statements: [ModificationPlan] = []
        for statement in batch.statements {
            statements.append(try ModificationPlan(statement, markerCount: markers.count, &context))
        }
        self.statements = statements
        var timestamp: PreparedTerm?
        if let term = batch.timestamp {
            let receiver = ColumnMetadata(
                keyspace: statements.first?.table.keyspace ?? "system", table: statements.first?.table.name ?? "",
                name: "[timestamp]", type: .bigint)
            timestamp = try context.prepare(term, as: receiver)
        }
        self.timestamp = timestamp
        markerCount = markers.count
        markerNames = context.markers.columns.map { $0?.name ?? "" }
        try BatchExecution.check(kind, statements)
        let isOfOneTable = Set(statements.map(\.table.id)).count == 1
        super.init(
            PlanDescription(
                variables: ResultMetadata(columns: context.markers.required, isOfOneTable: isOfOneTable),
                partitionKeyIndices: statements.first.map { isOfOneTable ? $0.clause.partitionKeyMarkers : [] } ?? [],
                isFullyQualified: batch.statements.allSatisfy { $0.table.keyspace != nil },
                dependencies: statements.map { .init(keyspace: $0.table.keyspace, table: $0.table.name) }))
    }

    func ownTimestamp(_ input: EvaluationInput) throws(ServerError) -> Int64? {
        guard let timestamp, case .bytes(let bytes) = try timestamp.evaluate(input) else { return nil }
        return bytes.bigEndianInteger
    }
}
