import Bytes
import CassandraWire

/// An INSERT or DELETE of `system_embedded.faults`: the rule is put in force, or out of it, at all nodes at once.
final class FaultStatementPlan: PreparedPlan {
    let modification: ModificationPlan

    static func isMeant(by table: QualifiedName, _ keyspace: String?) -> Bool {
        table.name == SystemTables.faults && (table.keyspace ?? keyspace) == SystemTables.ownKeyspace
    }

    init(
        _ statement: ModificationStatement, _ markers: [String?], _ context: StatementContext
    ) throws(ServerError) {
        var context = context
        context.changesFaults = true
        modification = try ModificationPlan(statement, markers, context)
        super.init(modification.description)
        try check()
    }

    private func check() throws(ServerError) {
        switch modification.kind {
        case .insert: break
        case .delete where modification.operations.isEmpty: break
        case .update, .delete:
            throw .invalid("A rule is put in force as a whole by INSERT, and out of force as a whole by DELETE")
        }
        if modification.condition.isConditional { throw .invalid("Rules know no conditions") }
        if modification.timeToLive != nil { throw .invalid("Rules know no TTL: 'limit' says how often one applies") }
        for operation in modification.operations where ["matched", "applied"].contains(operation.column.name) {
            throw .invalid("'\(operation.column.name)' is counted, and cannot be set")
        }
    }

    func run(_ context: MutationContext, _ faults: FaultTable) throws(ServerError) {
        let mutations: [Mutation]
        do {
            mutations = try modification.mutations(context)
        } catch {
            throw ModificationExecution.serverError(error)
        }
        for mutation in mutations {
            guard let number = mutation.key.bytes.bigEndianInteger else { continue }
            let id = FaultID(number: Int(number))
            guard modification.kind == .insert else {
                faults.remove(id)
                continue
            }
            do throws(FaultRuleError) {
                faults.set(try FaultRule(parsing: columns(of: mutation, context)), as: id)
            } catch {
                throw ServerError.invalid(error.description)
            }
        }
    }

    private func columns(of mutation: Mutation, _ context: MutationContext) -> FaultColumns {
        let row = mutation.rows.first.map { RowView(block: $0, now: context.now, isClustered: false) }
        let table = modification.table
        func value(_ name: String) -> ByteSlice? {
            table.column(name).flatMap { row?.cell($0.id)?.value }
        }
        func text(_ name: String) -> String? {
            value(name).map { bytes in String(decoding: Array(bytes), as: UTF8.self) }
        }
        func number(_ name: String) -> Int32? {
            value(name)?.bigEndianInteger.map { Int32(truncatingIfNeeded: $0) }
        }
        return FaultColumns(
            operation: text("operation"), text: text("text"), node: text("node"), connection: number("connection"),
            every: number("every"),
            probability: value("probability")?.bigEndianInteger.map { Double(bitPattern: UInt64(bitPattern: $0)) },
            limit: number("limit"), reaction: text("reaction") ?? "")
    }
}

extension FaultTable.Entry {
    /// The rule as the table has it.
    var row: SystemRow {
        let columns = rule.columns
        return SystemRow(columns: [
            "id": .int(Int32(clamping: id.number)), "operation": columns.operation.map { .text($0) } ?? .null,
            "text": columns.text.map { .text($0) } ?? .null, "node": columns.node.map { .text($0) } ?? .null,
            "connection": columns.connection.map { .int($0) } ?? .null,
            "every": columns.every.map { .int($0) } ?? .null,
            "probability": columns.probability.map { .double($0) } ?? .null,
            "limit": columns.limit.map { .int($0) } ?? .null, "reaction": .text(columns.reaction),
            "matched": .bigint(Int64(matches)), "applied": .bigint(Int64(applications)),
        ])
    }
}
