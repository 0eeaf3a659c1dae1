import Bytes
import CassandraWire

/// Executes several statements as one.
struct BatchExecution {
    private let execution: ModificationExecution
    private let kind: BatchKind

    /// The server's defaults: batch_size_warn_threshold, batch_size_fail_threshold and
    /// unlogged_batch_across_partitions_warn_threshold.
    private static let largeSize = 5 * 1024
    private static let tooLargeSize = 50 * 1024
    private static let manyPartitions = 10

    init(_ execution: ModificationExecution, _ kind: BatchKind) {
        self.execution = execution
        self.kind = kind
    }

    /// What may not stand in one batch.
    static func check(_ kind: BatchKind, _ plans: some Collection<ModificationPlan>) throws(ServerError) {
        var counters = 0
        var conditions = 0
        for plan in plans {
            if plan.table.isCounter { counters += 1 }
            if plan.condition.isConditional { conditions += 1 }
        }
        if kind == .logged, counters > 0 { throw .invalid("Cannot include a counter statement in a logged batch") }
        if kind == .counter, counters < plans.count {
            throw .invalid("Cannot include non-counter statement in a counter batch")
        }
        if counters > 0, counters < plans.count {
            throw .invalid("Counter and non-counter mutations cannot exist in the same batch")
        }
        if conditions > 0, counters > 0 { throw .invalid("Conditional updates are not supported in COUNTER batches") }
    }

    func run(_ parts: [ConditionalUpdate.Part], _ done: @escaping (Outcome) -> Void) throws(ServerError) {
        guard let first = parts.first else { return done(.void) }
        try Self.check(kind, parts.map(\.plan))
        if execution.timestamp != nil, parts.contains(where: { $0.plan.timestamp != nil }), kind == .counter {
            throw .invalid("Cannot provide custom timestamp for counter BATCH")
        }
        if first.plan.table.isCounter { return execution.count(parts, done) }
        if parts.contains(where: { $0.plan.condition.isConditional }) {
            return execution.conditional(try ConditionalUpdate(parts, isBatch: true), done)
        }
        try write(parts, done)
    }

    private func write(_ parts: [ConditionalUpdate.Part], _ done: @escaping (Outcome) -> Void) throws(ServerError) {
        let coordinator = execution.coordinator
        let timestamp = execution.timestamp ?? coordinator.timestamp()
        var merged: [Mutation] = []
        do {
            for part in parts {
                try part.plan.addMutations(execution.context(part.plan, part.input, timestamp), to: &merged)
            }
        } catch {
            throw ModificationExecution.serverError(error)
        }
        let isSpread = merged.contains {
            $0.key != merged[0].key || $0.table.keyspace != merged[0].table.keyspace
        }
        let warnings = try checkSize(merged, parts)
        // A batch is not refused for a serial level: it is as the quorum of that.
        let consistency: Consistency =
            switch execution.consistency {
            case .serial: .quorum
            case .localSerial: .localQuorum
            default: execution.consistency
            }
        let answer = { (error: ServerError?) in
            done(error.map { Outcome(.error($0), warnings: warnings) } ?? Outcome(.result(.void), warnings: warnings))
        }
        if isSpread, kind == .logged {
            coordinator.writeLogged(merged, consistency: consistency, answer)
        } else {
            coordinator.write(merged, consistency: consistency, kind: isSpread ? .unloggedBatch : .simple, answer)
        }
    }

    private func checkSize(
        _ mutations: [Mutation], _ parts: [ConditionalUpdate.Part]
    ) throws(ServerError) -> [String] {
        var keys: Set<ByteSlice> = []
        for mutation in mutations { keys.insert(mutation.key.bytes) }
        guard mutations.count > 1, keys.count > 1 else { return [] }
        let size = mutations.reduce(0) { $0 + $1.size }
        guard size <= Self.tooLargeSize else { throw .invalid("Batch too large") }
        var names: [String] = []
        for part in parts where !names.contains(part.plan.table.qualifiedText) {
            names.append(part.plan.table.qualifiedText)
        }
        let tables = "[\(names.joined(separator: ", "))]"
        var warnings: [String] = []
        if size > Self.largeSize {
            warnings.append(
                "Batch for \(tables) is of size \(Self.memory(size)), exceeding specified threshold of "
                    + "\(Self.memory(Self.largeSize)) by \(Self.memory(size - Self.largeSize)).")
        }
        if kind == .unlogged, keys.count > Self.manyPartitions {
            warnings.append(
                "Unlogged batch covering \(keys.count) partitions detected against table\(names.count == 1 ? "" : "s") "
                    + "\(tables). You should use a logged batch for atomicity, or asynchronous writes for performance.")
        }
        return warnings
    }

    private static func memory(_ bytes: Int) -> String {
        guard bytes >= 1024 else { return "\(bytes)B" }
        let thousandths = (bytes * 1000 + 512) / 1024
        let fraction = String(thousandths % 1000 + 1000).dropFirst()
        return "\(thousandths / 1000).\(fraction)KiB"
    }
}

extension Mutation {
    /// About how many bytes of values it has.
    var size: Int {
        key.bytes.count + rows.reduce(0) { $0 + $1.storage.count } + (staticRow?.storage.count ?? 0)
    }
}
