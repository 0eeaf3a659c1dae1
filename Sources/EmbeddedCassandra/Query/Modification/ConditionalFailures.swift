import Bytes
import CassandraWire

/// The rows that a conditional update met instead of what it wanted.
struct ConditionalFailures: ~Copyable {
    private var writer = ByteWriter(capacity: 128)
    private(set) var count = 0

    mutating func add(_ rows: [RowView], _ staticRow: RowView?, _ update: ConditionalUpdate) {
        let columns = update.failureColumns
        let known = update.knownColumns
        guard !columns.isEmpty else { return }
        var input = RowInput(
            table: update.table, key: update.key, components: update.key.components(of: update.table),
            staticRow: staticRow, row: nil)
        if rows.isEmpty {
            // Without a row the static columns are there, if any was looked at.
            let statics = known.filter { $0.kind == .isStatic }
            guard statics.contains(where: { input.value(of: $0) != nil }) else { return }
            return add(input, columns, known)
        }
        for row in rows {
            input.row = row
            add(input, columns, known)
        }
    }

    private mutating func add(_ input: RowInput, _ columns: [Column], _ known: [Column]) {
        writer.write(Int32(1), UInt8(0))
        for column in columns {
            writer.writeCell(column.position >= 0 || known.contains(column) ? input.value(of: column) : nil)
        }
        count += 1
    }

    /// The answer: `[applied]` alone, or with what was there.
    consuming func result(_ update: ConditionalUpdate, applied: Bool) -> QueryResult {
        let table = update.table
        let flag = ColumnMetadata(keyspace: table.keyspace, table: table.name, name: "[applied]", type: .boolean)
        guard !applied, count > 0 else {
            var cell = ByteWriter(capacity: 5)
            cell.write(Int32(1), UInt8(applied ? 1 : 0))
            return .rows(
                RowsResult(
                    metadata: ResultMetadata(columns: [flag], isOfOneTable: true), rowCount: 1,
                    bytes: ByteSlice(cell.finish())))
        }
        let columns = [flag] + update.failureColumns.map(table.metadata)
        return .rows(
            RowsResult(
                metadata: ResultMetadata(columns: columns, isOfOneTable: true), rowCount: count,
                bytes: ByteSlice(writer.finish())))
    }
}

extension ConditionalUpdate {
    /// The columns of the answer when the conditions do not hold.
    var failureColumns: [Column] {
        var columns = isBatch ? table.partitionKey + table.clustering : []
        for part in parts {
            switch part.plan.condition {
            case .exists, .notExists: return table.columns
            case .columns, .none:
                for column in part.plan.condition.columns where !columns.contains(column) { columns.append(column) }
            }
        }
        return columns
    }

    /// The columns outside the primary key whose values the answer has; others are null there, as the server reads
    /// no more than it needs.
    var knownColumns: [Column] {
        let writesRows = table.clustering.isEmpty || parts.contains { $0.plan.clause.restrictsClustering }
        let writesStatics = parts.contains { !$0.plan.staticOperations.isEmpty }
        return table.columns.filter { column in
            if column.position >= 0 { return false }
            if column.kind == .isStatic ? writesStatics : writesRows { return true }
            return parts.contains { part in
                part.plan.condition.columns.contains(column)
                    || (part.plan.operations + part.plan.staticOperations).contains {
                        $0.column == column && $0.operation.readsRow(column)
                    }
            }
        }
    }
}
