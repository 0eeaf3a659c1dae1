import CassandraWire

extension QueryEngine {
    /// `done`, after a trace of what a statement did; without a plan it did nothing.
    func traced(
        _ request: Trace.Request, _ plan: PreparedPlan?, _ parameters: QueryParameters, _ client: ClientState,
        _ done: @escaping (Outcome) -> Void
    ) -> (Outcome) -> Void {
        guard let id = client.tracingID else { return done }
        return traces.tracing(
            id, request, client, parameters, plan?.description.variables.columns ?? [],
            following: { [self] trace, outcome in
                if let plan, !outcome.isError { follow(plan, parameters, outcome, &trace) }
            }, done)
    }

    /// `done`, after a trace of what a batch did.
    func traced(
        _ kind: Batch.Kind, _ entries: [BatchEntry], _ parameters: QueryParameters, _ client: ClientState,
        _ done: @escaping (Outcome) -> Void
    ) -> (Outcome) -> Void {
        guard let id = client.tracingID else { return done }
        return traces.tracing(
            id, .batch, client, parameters, [],
            following: { [self] trace, outcome in
                guard !outcome.isError else { return }
                let places = entries.flatMap { entry in
                    (entry.plan as? ModificationPlan).map { written($0, entry.values) } ?? []
                }
                trace.wrote(places, Self.title(ofLogged: kind == .logged))
            }, done)
    }

    private static func title(ofLogged isLogged: Bool) -> String {
        isLogged ? "Determining replicas for atomic batch" : "Determining replicas for mutation"
    }

    private func follow(
        _ plan: PreparedPlan, _ parameters: QueryParameters, _ outcome: Outcome, _ trace: inout Trace
    ) {
        switch plan {
        case let plan as ModificationPlan:
            trace.wrote(written(plan, parameters.values), Self.title(ofLogged: false))
        case let plan as BatchPlan:
            let places = plan.statements.flatMap { part in
                written(part, parameters.values, plan.markerCount, plan.markerNames)
            }
            trace.wrote(places, Self.title(ofLogged: plan.kind == .logged))
        case let plan as SelectPlan: follow(plan, parameters, rows: outcome.rowCount, &trace)
        default: break
        }
    }

    private func follow(_ plan: SelectPlan, _ parameters: QueryParameters, rows: Int, _ trace: inout Trace) {
        let placement = cluster.placement(of: plan.table.keyspace)
        let need = placement.need(parameters.consistency, from: node.datacenterIndex)
        guard let input = try? input(parameters.values, plan.markerCount, plan.markerNames),
            let keys = try? plan.clause.namedKeys(input)
        else {
            let members = cluster.nodes.filter(\.isResponsive).map(\.index)
            return trace.scanned(placement.isLocal ? [node.index] : members, rows: rows)
        }
        let places = keys.map { key in
            let members = placement.replicas(of: key.token, seenFrom: node.index).members
            return Trace.Place(table: plan.table, members: readers(members, need))
        }
        trace.read(places, rows: rows)
    }

    /// The replicas that are asked: those that answer, this node before others.
    private func readers(_ members: [Int], _ need: Int) -> [Int] {
        let living = members.filter { cluster.nodes[$0].isResponsive }
        return Array((living.filter { $0 == node.index } + living.filter { $0 != node.index }).prefix(need))
    }

    private func written(_ plan: ModificationPlan, _ values: BoundValues?) -> [Trace.Place] {
        written(plan, values, plan.markerCount, plan.markerNames)
    }

    private func written(
        _ plan: ModificationPlan, _ values: BoundValues?, _ count: Int, _ names: [String]
    ) -> [Trace.Place] {
        guard let input = try? input(values, count, names),
            let keys = try? plan.clause.partitionKeys(plan.keys, input)
        else { return [] }
        let placement = cluster.placement(of: plan.table.keyspace)
        return keys.map { key in
            let members = placement.replicas(of: key.token, seenFrom: node.index).members
            return Trace.Place(table: plan.table, members: members.filter { cluster.nodes[$0].isResponsive })
        }
    }
}

extension Outcome {
    fileprivate var isError: Bool { if case .error = answer { true } else { false } }

    fileprivate var rowCount: Int {
        switch answer {
        case .result(.rows(let rows)): rows.rowCount
        case .result, .body, .error: 0
        }
    }
}
