import Bytes
import CassandraWire

/// An INSERT, UPDATE or DELETE that is ready to be executed.
final class ModificationPlan: PreparedPlan {
    enum Kind: String {
        case insert = "INSERT"
        case update = "UPDATE"
        case delete = "DELETE"
    }

    let kind: Kind
    let table: Table
    let clause: WhereClause
    let keys: [Restriction]
    /// The value of the only component of the partition key, when it has one; by itself, as restrictions cost to look at.
    let keyTerm: NamedTerm?
    /// The values of all clustering columns, when each has one.
    let clusteringTerms: [NamedTerm]?
    let operations: [ColumnOperation]
    let staticOperations: [ColumnOperation]
    let indexedSizes: IndexedSizes?
    let timestamp: PreparedTerm?
    let timeToLive: PreparedTerm?
    let condition: PreparedCondition
    let markerCount: Int
    let markerNames: [String]
    /// Whether the row itself is written or deleted, not only static columns.
    let touchesRows: Bool
    let readsRow: Bool

    convenience init(
        _ statement: ModificationStatement, _ markerNames: [String?], _ context: StatementContext
    ) throws(ServerError) {
        var context = context
        try self.init(statement, markerCount: markerNames.count, &context)
    }

    /// As a part of a batch, whose markers are counted through.
    init(
        _ statement: ModificationStatement, markerCount: Int, _ context: inout StatementContext
    ) throws(ServerError) {
        let table = try context.table(statement.table)
        if context.schema.keyspaces[table.keyspace]?.hasChangeableRows == false, !context.changesFaults {
            throw SchemaEditor.notModifiable(table.keyspace)
        }
        self.table = table
        // What is wrong is found in the server's order: the first mistake is the one that the client is told.
        timestamp = try context.prepare(statement.using.timestamp, called: "[timestamp]", .bigint, of: table)
        timeToLive = try context.prepare(statement.using.timeToLive, called: "[ttl]", .int, of: table)
        if table.isCounter, case .conditions = statement.condition {
            throw .invalid("Conditions on counters are not supported")
        }
        if case .conditions = statement.condition, timestamp != nil { throw Self.customTimestamp }
        condition = try PreparedCondition(statement.condition, of: table, &context)
        let relations: [Relation]
        var operations: [ColumnOperation] = []
        switch statement.action {
        case .insertJSON(let source):
            kind = .insert
            (relations, operations) = try Self.insertion(source, table, &context)
        case .insert(let columns, let values):
            kind = .insert
            (relations, operations) = try Self.insertion(columns, values, table, &context)
        case .update(let assignments, let given):
            kind = .update
            relations = given
            for assignment in assignments {
                operations.append(try ColumnOperation(assignment, of: table, &context))
            }
        case .delete(let targets, let given):
            kind = .delete
            relations = given
            for target in targets { operations.append(try ColumnOperation(target, of: table, &context)) }
        }
        for relation in relations {
            guard case .index = relation.target else { continue }
            throw .invalid("Custom index expressions cannot be used in WHERE clauses for UPDATE or DELETE statements")
        }
        let isOnRows =
            operations.contains { $0.column.kind == .regular } || condition.columns.contains { $0.kind == .regular }
        let isOnStatics = operations.contains { $0.column.kind == .isStatic }
        clause = try WhereClause(
            relations, of: table, &context, .modification(kind, onlyStatics: isOnStatics && !isOnRows))
        if table.isCounter { try Self.checkCounter(statement) }
        if condition.isConditional, timestamp != nil { throw Self.customTimestamp }
        keys = if case .keys(let keys) = clause.partitions { keys } else { [] }
        keyTerm = keys.count == 1 ? NamedTerm(keys[0]) : nil
        clusteringTerms = NamedTerm.all(clause)
        self.operations = operations.filter { $0.column.kind == .regular }
        staticOperations = operations.filter { $0.column.kind == .isStatic }
        indexedSizes = IndexedSizes(table, operations)
        touchesRows = try Self.touchesRows(kind, clause, self.operations, staticOperations, condition)
        readsRow = operations.contains { $0.operation.readsRow($0.column) }
        self.markerCount = markerCount
        markerNames = context.markers.columns.map { $0?.name ?? "" }
        super.init(
            PlanDescription(
                variables: ResultMetadata(columns: context.markers.required, isOfOneTable: true),
                partitionKeyIndices: context.partitionKeyIndices(of: table),
                result: ResultMetadata(columns: nil),
                isFullyQualified: statement.table.keyspace != nil,
                dependencies: [.init(keyspace: table.keyspace, table: table.name)]))
    }

    // MARK: Preparing

    private static let customTimestamp = ServerError.invalid(
        "Cannot provide custom timestamp for conditional updates")

    private static func insertion(
        _ columns: [String], _ values: [Term], _ table: Table, _ context: inout StatementContext
    ) throws(ServerError) -> ([Relation], [ColumnOperation]) {
        if table.isCounter {
            throw .invalid("INSERT statements are not allowed on counter tables, use UPDATE instead")
        }
        guard columns.count == values.count else { throw .invalid("Unmatched column names/values") }
        guard !columns.isEmpty else { throw .invalid("No columns provided to INSERT") }
        guard Set(columns).count == columns.count else { throw .invalid("The column names contains duplicates") }
        var relations: [Relation] = []
        var operations: [ColumnOperation] = []
        for (index, name) in columns.enumerated() {
            let column = try table.required(name)
            if column.position >= 0 {
                relations.append(
                    Relation(target: .column(name), comparison: .equal, operand: .term(values[index])))
            } else {
                let term = try ColumnOperation.whole(values[index], column, table, &context)
                operations.append(ColumnOperation(column: column, operation: .set(term)))
            }
        }
        return (relations, operations)
    }

    private static func insertion(
        _ source: ModificationStatement.JSONSource, _ table: Table, _ context: inout StatementContext
    ) throws(ServerError) -> ([Relation], [ColumnOperation]) {
        if table.isCounter {
            throw .invalid("INSERT statements are not allowed on counter tables, use UPDATE instead")
        }
        try context.setJSON(source, of: table)
        var relations: [Relation] = []
        var operations: [ColumnOperation] = []
        for column in table.columns {
            let term = Term.jsonColumn(column.name)
            if column.position >= 0 {
                relations.append(Relation(target: .column(column.name), comparison: .equal, operand: .term(term)))
            } else {
                let value = try context.prepare(term, for: column, of: table)
                operations.append(ColumnOperation(column: column, operation: .set(value)))
            }
        }
        return (relations, operations)
    }

    private static func checkCounter(_ statement: ModificationStatement) throws(ServerError) {
        if case .none = statement.condition {
        } else {
            throw .invalid("Conditional updates are not supported on counter tables")
        }
        if statement.using.timestamp != nil { throw .invalid("Cannot provide custom timestamp for counter updates") }
        if statement.using.timeToLive != nil { throw .invalid("Cannot provide custom TTL for counter updates") }
    }

    private static func touchesRows(
        _ kind: Kind, _ clause: WhereClause, _ operations: [ColumnOperation], _ statics: [ColumnOperation],
        _ condition: PreparedCondition
    ) throws(ServerError) -> Bool {
        let setsStatics = operations.isEmpty && !statics.isEmpty
        switch kind {
        case .insert: return !setsStatics || !clause.clustering.isEmpty
        case .update: return !setsStatics
        case .delete:
            if condition.isConditional, !clause.namesRows {
                try checkDeletion(deletesRows: !setsStatics, condition)
            }
            return !setsStatics
        }
    }

    /// Without the whole primary key a conditional DELETE is about static columns only.
    private static func checkDeletion(
        deletesRows: Bool, _ condition: PreparedCondition
    ) throws(ServerError) {
        let rule = "DELETE statements must restrict all PRIMARY KEY columns with equality relations in order to "
        if deletesRows { throw .invalid(rule + "delete non static columns") }
        if condition.columns.contains(where: { $0.kind == .regular }) {
            throw .invalid(rule + "use IF condition on non static columns")
        }
    }

    /// What only one row can have is refused for several, once the statement is executed.
    func checkConditional(inBatch: Bool) throws(ServerError) {
        let what = kind == .delete ? "deletions" : "updates"
        if clause.hasPartitionIn {
            // In a batch the server trips over it; clients see just that.
            throw inBatch
                ? .server(
                    "java.lang.IllegalArgumentException: Batch with conditions cannot span multiple partitions (you cannot "
                        + "use IN on the partition key)")
                : .invalid("IN on the partition key is not supported with conditional \(what)")
        }
        let hasIn = clause.clustering.contains { if case .isIn = $0 { true } else { false } }
        if hasIn { throw .invalid("IN on the clustering key columns is not supported with conditional \(what)") }
    }

    /// Whether columns are deleted of rows that are a range.
    var deletesColumnsOfRange: Bool { kind == .delete && !operations.isEmpty && !clause.namesRows }
}

extension WhereClause {
    /// Whether each column of the primary key is given by values, not by a range.
    fileprivate var namesRows: Bool { namesPartitions && fixedClusteringColumns == table.clustering.count }
}

extension Relation.Target {
    var names: [String] {
        switch self {
        case .column(let name), .element(let name, _), .field(let name, _): [name]
        case .columns(let names), .token(let names): names
        case .index: []
        }
    }
}

/// A value that a column is restricted to.
struct NamedTerm {
    let term: PreparedTerm
    let column: String

    /// `nil` for what is not `column = value`.
    init?(_ restriction: Restriction) {
        guard restriction.comparison == .equal, case .term(.single(let term)) = restriction.operand else { return nil }
        self.term = term
        column = restriction.columns[0].name
    }

    /// One for each clustering column; `nil` when one has none, or several.
    static func all(_ clause: WhereClause) -> [NamedTerm]? {
        guard clause.clustering.count == clause.table.clustering.count else { return nil }
        var terms: [NamedTerm] = []
        for part in clause.clustering {
            guard case .equal(let restriction) = part, let term = NamedTerm(restriction) else { return nil }
            terms.append(term)
        }
        return terms
    }

    /// The value, as a part of a key.
    func value(_ input: EvaluationInput) throws(ServerError) -> ByteSlice {
        let value = try RestrictionTerm.value(term, input, column)
        guard value.count <= Int(UInt16.max) else {
            throw .invalid("Key length of \(value.count) is longer than maximum of 65535")
        }
        return value
    }
}
