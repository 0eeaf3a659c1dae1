import Bytes
import CassandraWire

/// Statements of one partition that happen together or, if a condition of one does not hold, not at all.
struct ConditionalUpdate {
    struct Part {
        let plan: ModificationPlan
        let input: EvaluationInput
    }

    let parts: [Part]
    let key: PartitionKey
    let table: Table
    let isBatch: Bool

    init(_ parts: [Part], isBatch: Bool) throws(ServerError) {
        var keys: [PartitionKey] = []
        for part in parts {
            for key in try part.plan.clause.partitionKeys(part.plan.keys, part.input) where !keys.contains(key) {
                keys.append(key)
            }
        }
        guard let first = parts.first, let key = keys.first else { throw .invalid("A conditional update needs a key") }
        guard parts.allSatisfy({ $0.plan.table.id == first.plan.table.id }) else {
            throw .invalid("Batch with conditions cannot span multiple tables")
        }
        guard keys.count == 1 else { throw .invalid("Batch with conditions cannot span multiple partitions") }
        self.parts = parts
        self.key = key
        self.isBatch = isBatch
        table = first.plan.table
    }

    /// The columns of the answer when the conditions do not hold.
    var failureColumns: [Column] {
        let all = parts.contains { if case .notExists = $0.plan.condition { true } else { false } }
        if all { return table.columns }
        var columns = isBatch ? table.partitionKey + table.clustering : []
        for part in parts {
            for column in part.plan.condition.columns where !columns.contains(column) { columns.append(column) }
        }
        return columns
    }

    func decide(
        _ reader: inout PartitionReader?, timestamp: Int64, now: Int64, shape: TableShape, places: any ListPlaces,
        failures: inout ConditionalFailures
    ) throws -> [Mutation]? {
        let staticRow = reader?.staticRow
        var holds = true
        var rows: [(clustering: ByteSlice, row: RowView?)] = []
        for part in parts {
            let clustering = try part.clustering()
            let row = clustering.flatMap { Self.row($0, &reader) }
            if part.plan.condition.isConditional {
                let looksAtStatic = clustering == nil
                if try !part.plan.condition.holds(
                    row: row, staticRow: staticRow, looksAtStatic: looksAtStatic, part.input)
                {
                    holds = false
                }
                let key = clustering ?? ByteSlice()
                if !rows.contains(where: { $0.clustering == key }) { rows.append((key, row)) }
            }
        }
        guard holds else {
            for row in rows { failures.add(row.row, staticRow, key, self) }
            return nil
        }
        return try mutations(&reader, staticRow, timestamp, now, shape, places)
    }

    private func mutations(
        _ reader: inout PartitionReader?, _ staticRow: RowView?, _ timestamp: Int64, _ now: Int64,
        _ shape: TableShape, _ places: any ListPlaces
    ) throws -> [Mutation] {
        var existing: [ByteSlice: RowView] = [:]
        for part in parts where part.plan.readsRow {
            if let clustering = try part.clustering(), let row = Self.row(clustering, &reader) {
                existing[clustering] = row
            }
        }
        let known = existing
        var mutations: [Mutation] = []
        for part in parts {
            mutations += try part.plan.mutations(
                MutationContext(
                    input: part.input, timestamp: timestamp, now: now, places: places, shape: shape,
                    existing: { _, clustering in known[clustering] }, existingStatic: { _ in staticRow }))
        }
        return mutations
    }

    static func row(_ clustering: ByteSlice, _ reader: inout PartitionReader?) -> RowView? {
        guard let shape = reader?.shape else { return nil }
        let slice = ClusteringSlice(prefix: clustering, count: shape.clustering.count)
        reader?.begin(slices: shape.isClustered ? [slice] : [], reversed: false)
        return reader?.next() ?? nil
    }
}

extension ConditionalUpdate.Part {
    /// The row that the statement is about; `nil` when it is about static columns only, or about many rows.
    func clustering() throws(ServerError) -> ByteSlice? {
        if plan.table.clustering.isEmpty { return ByteSlice() }
        guard plan.clause.fixedClusteringColumns == plan.table.clustering.count else { return nil }
        return try plan.clause.ranges(input).first.map { ClusteringKey.encode($0.start.values) }
    }
}

/// The rows that a conditional update met instead of what it wanted.
struct ConditionalFailures: ~Copyable {
    private var writer = ByteWriter(capacity: 128)
    private(set) var count = 0

    mutating func add(_ row: RowView?, _ staticRow: RowView?, _ key: PartitionKey, _ update: ConditionalUpdate) {
        guard row != nil || staticRow != nil else { return }
        let columns = update.failureColumns
        guard !columns.isEmpty else { return }
        let input = RowInput(
            table: update.table, key: key, components: key.components(of: update.table), staticRow: staticRow, row: row)
        writer.write(Int32(1), UInt8(0))
        for column in columns { writer.writeCell(input.value(of: column)) }
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
