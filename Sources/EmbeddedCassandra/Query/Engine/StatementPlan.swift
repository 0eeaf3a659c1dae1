import CassandraWire

/// A statement without values: about the schema, USE, TRUNCATE. It is looked into when it is executed.
final class StatementPlan: PreparedPlan {
    let statement: Statement

    init(_ statement: Statement, _ markers: [String?], _ context: StatementContext) throws(ServerError) {
        guard markers.isEmpty else { throw .invalid("Invalid amount of bind variables") }
        self.statement = statement
        // Which keyspace is in use has to do with USE most of all: the server warns of preparing it.
        let depends =
            switch statement {
            case .use: true
            case .createIndex(let statement): statement.table.keyspace == nil
            default: false
            }
        super.init(PlanDescription(isFullyQualified: !depends))
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
            let hasConditions = batch.statements.contains { if case .none = $0.condition { false } else { true } }
            if hasConditions { throw .invalid("Cannot provide custom timestamp for conditional BATCH") }
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
                keyspace: "[batch]", table: "[batch]", name: "[timestamp]", type: .bigint)
            timestamp = try context.prepare(term, as: receiver)
        }
        self.timestamp = timestamp
        markerCount = markers.count
        markerNames = context.markers.columns.map { $0?.name ?? "" }
        try BatchExecution.check(kind, statements)
        let variables = context.markers.required
        let isOfOneTable = Set(variables.map { [$0.keyspace, $0.table] }).count <= 1
        super.init(
            PlanDescription(
                variables: ResultMetadata(columns: variables, isOfOneTable: isOfOneTable),
                // Of the last statement whose key is bound.
                partitionKeyIndices: isOfOneTable
                    ? statements.last.map { context.partitionKeyIndices(of: $0.table) } ?? [] : [],
                isFullyQualified: batch.statements.allSatisfy { $0.table.keyspace != nil },
                dependencies: statements.map { .init(keyspace: $0.table.keyspace, table: $0.table.name) }))
    }

    func ownTimestamp(_ input: EvaluationInput) throws(ServerError) -> Int64? {
        guard let timestamp, case .bytes(let bytes) = try timestamp.evaluate(input) else { return nil }
        return bytes.bigEndianInteger
    }
}
