import Bytes
import CassandraWire

/// What making mutations takes beside the statement's values.
struct MutationContext {
    let input: EvaluationInput
    /// Of the request, or of the batch.
    let timestamp: Int64
    /// Seconds since 1970.
    let now: Int64
    let places: any ListPlaces
    let shape: TableShape
    /// The rows as they are; asked only for lists.
    let existing: ExistingRows
}

/// Where a statement that has to know a row looks for it. No closure: each statement of a batch has one of these.
enum ExistingRows {
    /// On the replicas.
    case stored(Coordinator, Consistency)
    /// Read already.
    case known([ByteSlice: RowView], staticRow: RowView?)

    func row(of table: Table, _ key: PartitionKey, _ clustering: ByteSlice) throws -> RowView? {
        switch self {
        case .known(let rows, _): return rows[clustering]
        case .stored(let coordinator, let consistency):
            var reader = try Self.read(coordinator, consistency, table, key)
            return ConditionalUpdate.row(clustering, &reader)
        }
    }

    func staticRow(of table: Table, _ key: PartitionKey) throws -> RowView? {
        switch self {
        case .known(_, let staticRow): return staticRow
        case .stored(let coordinator, let consistency):
            let reader = try Self.read(coordinator, consistency, table, key)
            return reader?.staticRow ?? nil
        }
    }

    private static func read(
        _ coordinator: Coordinator, _ consistency: Consistency, _ table: Table, _ key: PartitionKey
    ) throws -> PartitionReader? {
        try coordinator.openRead(table, consistency: consistency == .any ? .one : consistency).partition(key)
    }
}

extension ModificationPlan {
    /// The timestamp of the statement itself, if it has one.
    func ownTimestamp(_ input: EvaluationInput) throws(ServerError) -> Int64? {
        guard let timestamp else { return nil }
        switch try timestamp.evaluate(input) {
        case .unset: return nil
        case .null: throw .invalid("Invalid null value of timestamp")
        case .bytes(let bytes):
            guard let value = bytes.bigEndianInteger else { throw .server("java.lang.NullPointerException") }
            guard value != .min else {
                throw .invalid("Out of bound timestamp, must be in [\(Int64.min + 1), \(Int64.max)]")
            }
            return value
        }
    }

    private func lifetime(_ input: EvaluationInput) throws(ServerError) -> Int32 {
        let fallback = table.options.defaultTimeToLive
        guard let timeToLive else { return fallback }
        switch try timeToLive.evaluate(input) {
        case .unset: return fallback
        case .null: return 0
        case .bytes(let bytes):
            guard let value = bytes.bigEndianInteger else { return fallback }
            guard value >= 0 else { throw .invalid("A TTL must be greater or equal to 0, but was \(value)") }
            guard value <= Int64(TableOptions.longestTimeToLive) else {
                throw .invalid(
                    "ttl is too large. requested (\(value)) maximum (\(TableOptions.longestTimeToLive))")
            }
            return Int32(value)
        }
    }

    /// What the statement changes, a mutation for each partition.
    func mutations(_ context: MutationContext) throws -> [Mutation] {
        var mutations: [Mutation] = []
        try addMutations(context, to: &mutations)
        return mutations
    }

    /// Adds what the statement changes. What is of the same partition as the last mutation, as in a batch it usually is,
    /// becomes part of that.
    func addMutations(_ context: MutationContext, to mutations: inout [Mutation]) throws {
        let time = try time(context)
        guard let key = try singleKey(context.input) else {
            for key in try clause.partitionKeys(keys, context.input) {
                mutations.append(Mutation(table: table, shape: context.shape, key: key))
                try change(&mutations[mutations.count - 1], time, context)
            }
            return
        }
        if mutations.last.map({ $0.table.id != table.id || $0.key != key }) ?? true {
            mutations.append(Mutation(table: table, shape: context.shape, key: key))
        }
        try change(&mutations[mutations.count - 1], time, context)
    }

    private func time(_ context: MutationContext) throws(ServerError) -> WriteTime {
        let timestamp = try ownTimestamp(context.input) ?? context.timestamp
        do throws(ServerError) {
            return WriteTime(
                timestamp: timestamp, timeToLive: kind == .delete ? 0 : try lifetime(context.input), now: context.now)
        } catch {
            // What is wrong with the primary key is told before what is wrong with the time to live.
            _ = try clause.partitionKeys(keys, context.input)
            _ = try clause.ranges(context.input)
            throw error
        }
    }

    /// The partition, when the statement has one value for each component of its key.
    func singleKey(_ input: EvaluationInput) throws(ServerError) -> PartitionKey? {
        guard let keyTerm else { return nil }
        let value = try keyTerm.value(input)
        guard !value.isEmpty else { throw .invalid("Key may not be empty") }
        return PartitionKey(value)
    }

    private func change(_ mutation: inout Mutation, _ time: WriteTime, _ context: MutationContext) throws {
        if !staticOperations.isEmpty { try changeStatic(&mutation, time, context) }
        guard touchesRows else { return }
        if table.clustering.isEmpty {
            if kind == .delete, operations.isEmpty {
                mutation.delete(time.deletion)
            } else {
                mutation.rows.append(try row(mutation.key, ByteSlice(), time, context))
            }
        } else if kind == .delete, operations.isEmpty {
            try delete(in: &mutation, time, context)
        } else if let clustering = try exactClustering(context.input) {
            mutation.rows.append(try row(mutation.key, clustering, time, context))
        } else {
            for range in try clause.ranges(context.input) {
                if deletesColumnsOfRange {
                    throw ServerError.invalid("Range deletions are not supported for specific columns")
                }
                mutation.rows.append(
                    try row(mutation.key, ClusteringKey.encode(range.start.values), time, context))
            }
        }
    }

    private func changeStatic(_ mutation: inout Mutation, _ time: WriteTime, _ context: MutationContext) throws {
        var builder = RowBuilder(clustering: ByteSlice())
        let existing = readsRow ? try context.existing.staticRow(of: table, mutation.key) : nil
        for operation in staticOperations {
            try operation.apply(to: &builder, context.input, time, context.places, existing: existing)
        }
        let row = builder.finish(for: context.shape)
        try indexedSizes?.check(row, now: context.now)
        mutation.staticRow = mutation.staticRow.map { RowMerge.merge($0, row, context.shape) } ?? row
    }

    /// The clustering, when each of its columns has one value.
    private func exactClustering(_ input: EvaluationInput) throws(ServerError) -> ByteSlice? {
        guard let clusteringTerms else { return nil }
        if clusteringTerms.count == 1 { return ClusteringKey.encode(try clusteringTerms[0].value(input)) }
        var values: [ByteSlice] = []
        values.reserveCapacity(clusteringTerms.count)
        for term in clusteringTerms { values.append(try term.value(input)) }
        return ClusteringKey.encode(values)
    }

    private func row(
        _ key: PartitionKey, _ clustering: ByteSlice, _ time: WriteTime, _ context: MutationContext
    ) throws -> RowBlock {
        var row = RowBuilder(in: key, clustering: clustering, shape: context.shape)
        if kind == .insert {
            row.setLiveness(timestamp: time.timestamp, timeToLive: time.timeToLive, expiresAt: time.expiresAt)
        }
        let existing = readsRow ? try context.existing.row(of: table, key, clustering) : nil
        for operation in operations {
            try operation.apply(to: &row, context.input, time, context.places, existing: existing)
        }
        let block = row.finish(for: context.shape)
        try indexedSizes?.check(block, now: context.now)
        return block
    }

    private func delete(in mutation: inout Mutation, _ time: WriteTime, _ context: MutationContext) throws {
        if clause.clustering.isEmpty { return mutation.delete(time.deletion) }
        for range in try clause.ranges(context.input) {
            let isRow =
                range.start.values.count == table.clustering.count && range.end.values.count == table.clustering.count
                && !range.start.isAfter && range.end.isAfter && range.start.values == range.end.values
            if isRow {
                let clustering = ClusteringKey.encode(range.start.values)
                var row = RowBuilder(in: mutation.key, clustering: clustering, shape: context.shape)
                row.setDeletion(time.deletion)
                mutation.rows.append(row.finish(for: context.shape))
            } else {
                mutation.rangeTombstones.append(RangeTombstone(slice: range.slice, deletion: time.deletion))
            }
        }
    }
}
