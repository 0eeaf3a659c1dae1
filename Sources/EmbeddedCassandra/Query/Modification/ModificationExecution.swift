import Bytes
import CassandraWire

/// Executes INSERT, UPDATE, DELETE and batches of them.
struct ModificationExecution {
    let coordinator: Coordinator
    let places: any ListPlaces
    let consistency: Consistency
    let serialConsistency: Consistency
    let timestamp: Int64?

    /// The usual case: no condition, no counter.
    func write(
        _ plan: ModificationPlan, _ input: EvaluationInput, _ done: @escaping (Outcome) -> Void
    ) {
        do {
            let mutations = try plan.mutations(context(plan, input, timestamp ?? coordinator.timestamp()))
            coordinator.write(mutations, consistency: consistency, kind: .simple) { error in
                done(error.map(Outcome.error) ?? .void)
            }
        } catch {
            done(.error(Self.serverError(error)))
        }
    }

    func context(_ plan: ModificationPlan, _ input: EvaluationInput, _ timestamp: Int64) -> MutationContext {
        MutationContext(
            input: input, timestamp: timestamp, now: input.now / 1_000_000, places: places,
            shape: coordinator.shape(of: plan.table), existing: .stored(coordinator, consistency))
    }

    static func serverError(_ error: any Error) -> ServerError {
        switch error {
        case let error as ServerError: error
        case CoordinatorFailure.refused(let error), CoordinatorFailure.waiting(let error, timeout: _): error
        default: .server("\(error)")
        }
    }

    // MARK: Counters

    func count(_ parts: [ConditionalUpdate.Part], _ done: @escaping (Outcome) -> Void) {
        do {
            var updates: [CounterUpdate] = []
            for part in parts {
                for key in try part.plan.clause.partitionKeys(part.plan.keys, part.input) {
                    updates.append(try counterUpdate(part, key))
                }
            }
            coordinator.update(updates, consistency: consistency) { error in
                done(error.map(Outcome.error) ?? .void)
            }
        } catch {
            done(.error(Self.serverError(error)))
        }
    }

    private func counterUpdate(_ part: ConditionalUpdate.Part, _ key: PartitionKey) throws -> CounterUpdate {
        let plan = part.plan
        var deltas: [(Column, Int64)] = []
        var counts = false
        for operation in plan.operations + plan.staticOperations {
            switch operation.operation {
            case .add(let term):
                counts = true
                guard let delta = try Self.delta(term, part.input) else { continue }
                deltas.append((operation.column, delta))
            case .subtract(let term):
                counts = true
                guard let delta = try Self.delta(term, part.input) else { continue }
                guard delta != .min else {
                    throw ServerError.invalid(
                        "The negation of \(delta) overflows supported counter precision (signed 8 bytes integer)")
                }
                deltas.append((operation.column, -delta))
            default: break
            }
        }
        if !counts { return try deletion(part, key) }
        let clusterings = plan.touchesRows && !deltas.isEmpty ? try part.clusterings() : []
        let shape = coordinator.shape(of: plan.table)
        return CounterUpdate(table: plan.table, key: key) { reader, leader, timestamp throws(ServerError) in
            var mutation = Mutation(table: plan.table, shape: shape, key: key)
            let statics = deltas.filter { $0.0.kind == .isStatic }
            if !statics.isEmpty {
                let existing = reader?.staticRow ?? nil
                var row = RowBuilder(clustering: ByteSlice())
                for (column, delta) in statics {
                    let shards = CounterShards.adding(delta, by: leader, to: existing?.counterShards(column.id))
                    row.counter(column.id, shards: shards, timestamp: timestamp)
                }
                mutation.staticRow = row.finish(for: shape)
            }
            for clustering in clusterings {
                let existing = ConditionalUpdate.row(clustering, &reader)
                var row = RowBuilder(in: key, clustering: clustering, shape: shape)
                for (column, delta) in deltas where column.kind != .isStatic {
                    let shards = CounterShards.adding(delta, by: leader, to: existing?.counterShards(column.id))
                    row.counter(column.id, shards: shards, timestamp: timestamp)
                }
                mutation.rows.append(row.finish(for: shape))
            }
            return mutation
        }
    }

    /// DELETE of counters needs no leader's count.
    private func deletion(_ part: ConditionalUpdate.Part, _ key: PartitionKey) throws -> CounterUpdate {
        let mutations = try part.plan.mutations(context(part.plan, part.input, timestamp ?? coordinator.timestamp()))
        let mutation =
            mutations.first { $0.key == key }
            ?? Mutation(
                table: part.plan.table, shape: coordinator.shape(of: part.plan.table), key: key)
        return CounterUpdate(table: part.plan.table, key: key) { _, _, _ in mutation }
    }

    /// What is added; `nil` for a value that is not set, which leaves the counter alone.
    private static func delta(_ term: PreparedTerm, _ input: EvaluationInput) throws(ServerError) -> Int64? {
        switch try term.evaluate(input) {
        case .null: throw .invalid("Invalid null value for counter increment")
        case .unset: return nil
        case .bytes(let bytes):
            guard let delta = bytes.bigEndianInteger else { throw .server("java.lang.IndexOutOfBoundsException") }
            return delta
        }
    }

    // MARK: Conditions

    func conditional(_ update: ConditionalUpdate, _ done: @escaping (Outcome) -> Void) {
        let coordinator = coordinator
        let places = places
        let shape = coordinator.shape(of: update.table)
        let answer = AnswerBox()
        coordinator.conditional(update.table, update.key, serial: serialConsistency, commit: consistency) {
            reader, timestamp throws(ServerError) in
            var failures = ConditionalFailures()
            let mutations: [Mutation]?
            do {
                mutations = try update.decide(
                    &reader, timestamp: timestamp, now: coordinator.cluster.seconds, shape: shape, places: places,
                    failures: &failures)
            } catch {
                throw Self.serverError(error)
            }
            answer.result = failures.result(update, applied: mutations != nil)
            return mutations
        } _: { error in
            if let error { return done(.error(error)) }
            done(Outcome(.result(answer.result ?? .void)))
        }
    }

    /// What was decided, on its way to the client.
    private final class AnswerBox {
        var result: QueryResult?
    }
}

extension ConditionalUpdate.Part {
    /// The rows that the statement names.
    func clusterings() throws(ServerError) -> [ByteSlice] {
        if plan.table.clustering.isEmpty { return [ByteSlice()] }
        return try plan.clause.ranges(input).map { ClusteringKey.encode($0.start.values) }
    }
}
