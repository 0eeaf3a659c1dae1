import Bytes
import CassandraWire

/// Executes a SELECT on what replicas, or this node alone, have of a table.
enum SelectExecution {
    static func run(
        _ plan: SelectPlan, _ input: EvaluationInput, _ parameters: QueryParameters, _ coordinator: Coordinator
    ) throws(CoordinatorFailure) -> Outcome {
        do {
            let mark = try parameters.pagingState.map { state throws(ServerError) in try PageMark(state) }
            let limits = try SelectLimits(plan, input)
            for key in plan.elementKeys { try key.check(input) }
            let keys = try plan.clause.namedKeys(input)
            let run = try SelectRun(
                plan, input, limits, keys: keys, pageSize: Int(parameters.pageSize ?? 0), mark: mark)
            if !run.isEmpty, keys?.contains(where: \.bytes.isEmpty) == true { throw PartitionKey.emptyKey }
            if !plan.sortsBy.isEmpty, parameters.pageSize ?? 0 > 0, !run.isEmpty || plan.isAggregated {
                return Outcome(.error(SelectRun.pagesWithoutOrder), warnings: plan.warnings)
            }
            let nearest = try NearestRead(plan, parameters, limit: limits.rows)
            let view = try coordinator.openRead(plan.table, consistency: nearest.consistency)
            var outcome = try read(consume run, keys ?? [], view, mark, skipMetadata: parameters.skipMetadata)
            if !nearest.warnings.isEmpty { outcome.warnings += nearest.warnings }
            return outcome
        } catch let error as ServerError {
            throw .refused(error)
        } catch let failure as CoordinatorFailure {
            throw failure
        } catch {
            throw .refused(.server("\(error)"))
        }
    }

    private static func read(
        _ run: consuming SelectRun, _ keys: [PartitionKey], _ view: ReadView, _ mark: PageMark?, skipMetadata: Bool
    ) throws -> Outcome {
        let plan = run.plan
        if !run.isEmpty {
            switch plan.clause.partitions {
            case .keys:
                if view.consistency.isSerial, keys.count > 1, !run.isPaged {
                    throw ServerError.invalid(
                        "SERIAL/LOCAL_SERIAL consistency may only be requested for one partition at a time")
                }
                try readKeys(keys, &run, view, mark)
            case .token(let restrictions):
                try scan(try TokenRange(restrictions, run.input), &run, view, mark)
            case .all: try scan(TokenRange(), &run, view, mark)
            }
        }
        let rows = try run.finish()
        let isFull = run.isFull
        let end = run.end
        // More can follow, unless the last of the partitions that are named is done with.
        let state =
            isFull
            ? end.flatMap { $0.remaining > 0 && !($0.endsPartition && $0.key == keys.last?.bytes) ? $0.state : nil }
            : nil
        let columns = plan.columns
        let metadata = ResultMetadata(
            columns: skipMetadata ? nil : columns, columnCount: columns.count, pagingState: state,
            isOfOneTable: !skipMetadata)
        let result = RowsResult(metadata: metadata, rowCount: rows.count, bytes: rows.bytes)
        return Outcome(.result(.rows(result)), warnings: plan.warnings)
    }

    /// The partitions that are named, in the order of their values.
    private static func readKeys(
        _ keys: [PartitionKey], _ run: inout SelectRun, _ view: ReadView, _ mark: PageMark?
    ) throws {
        var keys = keys[...]
        if let mark {
            guard let index = keys.firstIndex(where: { $0.bytes == mark.key }) else { return }
            keys = keys[(mark.clustering == nil ? index + 1 : index)...]
        }
        for key in keys {
            guard var reader = try view.partition(key) else { continue }
            let goesOn = try run.take(key, &reader)
            view.finish(reader)
            if !goesOn { return }
        }
    }

    /// The partitions of a part of the ring, in the order of their tokens.
    private static func scan(
        _ range: TokenRange, _ run: inout SelectRun, _ view: ReadView, _ mark: PageMark?
    ) throws {
        guard !range.isEmpty else { return }
        var position = RingPosition.start
        if range.start > .min { position = .token(range.isStartIncluded ? range.start - 1 : range.start) }
        var first: PartitionKey?
        if let mark {
            let key = PartitionKey(mark.key)
            if mark.clustering == nil {
                position = .key(key)
            } else {
                first = key
                position = key.token == .min ? .start : .token(key.token - 1)
            }
        }
        var scan = view.scan(after: position, through: range.end)
        while var reader = try scan.next() {
            guard let key = reader.key, range.contains(key.token) else { continue }
            if let first, key < first { continue }
            let goesOn = try run.take(key, &reader)
            view.finish(reader)
            if !goesOn { return }
        }
    }
}
