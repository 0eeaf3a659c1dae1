import Bytes
import CassandraWire

/// Statements of one partition that happen together or, if a condition of one does not hold, not at all.
struct ConditionalUpdate {
    struct Part {
        let plan: ModificationPlan
        let input: EvaluationInput
    }

    /// A row that conditions are about, with the places of the statements that have them. Conditions on static columns alone
    /// are about the static row, whatever row is written.
    private struct Target {
        /// The row's clustering; `nil` for the static row.
        let values: [ByteSlice]?
        var parts: [Int]

        var clustering: ByteSlice? { values.map { ClusteringKey.encode($0) } }
    }

    let parts: [Part]
    let key: PartitionKey
    let table: Table
    let isBatch: Bool
    /// The static row first, then in the order of the table: so are they looked at, and so are they answered with.
    private let targets: [Target]

    init(_ parts: [Part], isBatch: Bool) throws(ServerError) {
        var keys: [PartitionKey] = []
        for part in parts {
            try part.plan.checkConditional(inBatch: isBatch)
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
        targets = try Self.targets(parts, ClusteringOrder(columns: table.clustering))
    }

    private static func targets(_ parts: [Part], _ order: ClusteringOrder) throws(ServerError) -> [Target] {
        var targets: [Target] = []
        for (index, part) in parts.enumerated() where part.plan.condition.isConditional {
            let row = try part.clusteringValues()
            let values = part.plan.condition.isOnStatics ? nil : row
            let found = targets.firstIndex { target in
                guard let values, let other = target.values else { return target.values == nil && values == nil }
                return order.compare(values, other) == 0
            }
            if let found {
                try part.plan.condition.checkBeside(parts[targets[found].parts[0]].plan.condition)
                targets[found].parts.append(index)
            } else {
                targets.append(Target(values: values, parts: [index]))
            }
        }
        return targets.sorted { left, right in
            guard let right = right.values else { return false }
            return left.values.map { order.compare($0, right) < 0 } ?? true
        }
    }

    func decide(
        _ reader: inout PartitionReader?, timestamp: Int64, now: Int64, shape: TableShape, places: any ListPlaces,
        failures: inout ConditionalFailures
    ) throws -> [Mutation]? {
        let staticRow = reader?.staticRow
        lazy var known = knownColumns
        var holds = true
        var rows: [RowView] = []
        for target in targets {
            let clustering = target.clustering
            let row = clustering.flatMap { Self.row($0, &reader) }
            if let row, row.isSeen(known) { rows.append(row) }
            for index in target.parts where holds {
                let part = parts[index]
                holds = try part.plan.condition.holds(
                    row: row, staticRow: staticRow, looksAtStatic: clustering == nil, part.input)
            }
        }
        if holds { return try mutations(&reader, staticRow, timestamp, now, shape, places) }
        // Beside a condition on static columns alone the server reads the partition's first row.
        if targets.allSatisfy({ $0.values == nil }) {
            reader?.begin(slices: [], reversed: false)
            while let row = reader?.next() ?? nil {
                guard row.isSeen(known) else { continue }
                rows.append(row)
                break
            }
        }
        failures.add(rows, staticRow, self)
        return nil
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
        var mutations: [Mutation] = []
        for part in parts {
            mutations += try part.plan.mutations(
                MutationContext(
                    input: part.input, timestamp: timestamp, now: now, places: places, shape: shape,
                    existing: .known(existing, staticRow: staticRow)))
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

extension RowView {
    /// Whether it is a row to the server, which reads only some of its columns.
    fileprivate func isSeen(_ columns: [Column]) -> Bool {
        if hasLiveMarker { return true }
        return columns.contains { column in
            guard column.kind == .regular else { return false }
            return column.isMultiCell ? !elements(column.id).isEmpty : cell(column.id) != nil
        }
    }
}

extension ConditionalUpdate.Part {
    /// The row that the statement is about; `nil` when it is about static columns only, or about many rows.
    func clustering() throws(ServerError) -> ByteSlice? {
        try clusteringValues().map { ClusteringKey.encode($0) }
    }

    fileprivate func clusteringValues() throws(ServerError) -> [ByteSlice]? {
        if plan.table.clustering.isEmpty { return [] }
        guard plan.clause.fixedClusteringColumns == plan.table.clustering.count else { return nil }
        return try plan.clause.ranges(input).first.map(\.start.values)
    }
}
