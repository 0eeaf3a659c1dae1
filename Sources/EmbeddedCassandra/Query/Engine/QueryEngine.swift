import Bytes
import CassandraWire

/// What a node does with statements: prepares and executes them.
final class QueryEngine: StatementService {
    unowned let node: Node
    unowned let cluster: Cluster
    let source: ValueSource
    let places: ListPlaceSource
    private let system: SystemContents
    let traces: TraceLog

    init(of node: Node, in cluster: Cluster, seed: UInt64) {
        self.node = node
        self.cluster = cluster
        source = ValueSource(seed: seed)
        places = ListPlaceSource(source, cluster)
        system = SystemContents(node, cluster)
        traces = TraceLog(node, cluster, source)
    }

    // MARK: Preparing

    func prepare(_ text: String, keyspace: String?) throws(ServerError) -> PreparedPlan {
        let parsed: ParsedStatement
        do {
            parsed = try CQLParser.parse(text)
        } catch {
            throw .syntax(error.message)
        }
        let context = StatementContext(schema: node.schema, keyspace: keyspace, markerNames: parsed.markers)
        switch parsed.statement {
        case .select(let statement): return try SelectPlan(statement, parsed.markers, context)
        case .modification(let statement) where FaultStatementPlan.isMeant(by: statement.table, keyspace):
            return try FaultStatementPlan(statement, parsed.markers, context)
        case .modification(let statement): return try ModificationPlan(statement, parsed.markers, context)
        case .batch(let statement): return try BatchPlan(statement, parsed.markers, context)
        case .role(let statement) where cluster.roles == nil:
            throw AnonymousRefusal.error(of: statement, superuser: RoleCatalog.defaultSuperuser)
        case .unsupported(UnsupportedFeature.identities) where cluster.roles == nil:
            throw AnonymousRefusal.notLoggedIn
        case .unsupported(let feature): throw .unsupported(feature)
        default: return try StatementPlan(parsed.statement, parsed.markers, context)
        }
    }

    // MARK: Executing

    func query(
        _ text: String, _ parameters: QueryParameters, _ client: ClientState, _ done: @escaping (Outcome) -> Void
    ) {
        do {
            let plan = try prepare(text, keyspace: client.keyspace)
            let done = client.tracingID == nil ? done : traced(.query(text), plan, parameters, client, done)
            execute(plan, parameters, client, .unprepared, done)
        } catch {
            let done = client.tracingID == nil ? done : traced(.query(text), nil, parameters, client, done)
            done(.error(error))
        }
    }

    func execute(
        _ plan: PreparedPlan, _ parameters: QueryParameters, _ client: ClientState,
        _ done: @escaping (Outcome) -> Void
    ) {
        guard client.tracingID == nil else {
            let request = Trace.Request.prepared(client.tracedText)
            return execute(
                plan, parameters, client, .prepared, traced(request, plan, parameters, client, done))
        }
        execute(plan, parameters, client, .prepared, done)
    }

    private func execute(
        _ plan: PreparedPlan, _ parameters: QueryParameters, _ client: ClientState, _ wrongCount: WrongCount,
        _ done: @escaping (Outcome) -> Void
    ) {
        do {
            try checkRights(plan, client)
            switch plan {
            case let plan as ModificationPlan:
                let input = try self.input(parameters.values, plan.markerCount, plan.markerNames, wrongCount)
                modify(plan, input, parameters, done)
            case let plan as SelectPlan:
                let input = try self.input(parameters.values, plan.markerCount, plan.markerNames, wrongCount)
                select(plan, input, parameters, done)
            case let plan as BatchPlan:
                let input = try self.input(parameters.values, plan.markerCount, plan.markerNames, wrongCount)
                run(plan, input, parameters, done)
            case let plan as StatementPlan: run(plan.statement, client, done)
            case let plan as FaultStatementPlan:
                let input = try self.input(
                    parameters.values, plan.modification.markerCount, plan.modification.markerNames, wrongCount)
                try plan.run(execution(parameters).context(plan.modification, input, 1), cluster.faults)
                done(.void)
            default: done(.error(.server("a plan of a kind that is not known")))
            }
        } catch {
            done(.error(error))
        }
    }

    /// Whether the client may do that. Nothing to look up where nobody logs in, and next to nothing for a superuser.
    @inline(__always)
    private func checkRights(_ plan: PreparedPlan, _ client: ClientState) throws(ServerError) {
        guard let roles = cluster.roles else { return }
        if client.rights.isSuperuser, client.rights.version == roles.version, !(plan is StatementPlan) { return }
        try StatementGuard(roles: roles, schema: node.schema).check(plan, client)
    }

    /// How a request is refused that has more or fewer values than its statement has markers.
    enum WrongCount {
        case unprepared
        case prepared
        case batch

        func error(_ markers: Int, _ values: Int) -> ServerError {
            switch self {
            case .unprepared: .invalid("Invalid amount of bind variables")
            case .prepared: .invalid("there were \(markers) markers(?) in CQL but \(values) bound variables")
            case .batch: .invalid("There were \(markers) markers(?) in CQL but \(values) bound variables")
            }
        }
    }

    /// The values of a request in the order of the statement's markers.
    func input(
        _ values: BoundValues?, _ count: Int, _ names: @autoclosure () -> [String],
        _ wrongCount: WrongCount = .prepared, now: Int64? = nil
    ) throws(ServerError) -> EvaluationInput {
        var bound: [BoundValue] = []
        if let values, values.areNamed {
            bound = try Self.byName(values, names(), wrongCount)
        } else if let values {
            guard values.count == count else { throw wrongCount.error(count, values.count) }
            bound.reserveCapacity(count)
            var reader = WireReader(values.bytes)
            do {
                for _ in 0..<count { bound.append(try reader.readBoundValue()) }
            } catch {
                throw .protocolError("Not enough bytes to read the values")
            }
        } else if count > 0 {
            throw wrongCount.error(count, 0)
        }
        return EvaluationInput(values: bound, now: now ?? cluster.microseconds, source: source)
    }

    private static func byName(
        _ values: BoundValues, _ names: [String], _ wrongCount: WrongCount
    ) throws(ServerError) -> [BoundValue] {
        guard let given = try? values.decoded() else { throw .protocolError("Not enough bytes to read the values") }
        var bound: [BoundValue] = []
        for name in names {
            if let value = given.first(where: { $0.name == name })?.value { bound.append(value) }
        }
        guard bound.count == names.count else { throw wrongCount.error(names.count, bound.count) }
        return bound
    }

    // MARK: Kinds of statements

    private func select(
        _ plan: SelectPlan, _ input: EvaluationInput, _ parameters: QueryParameters,
        _ done: @escaping (Outcome) -> Void
    ) {
        system.refresh(plan.table)
        let coordinator = node.coordinator
        do {
            done(try SelectExecution.run(plan, input, parameters, coordinator))
        } catch .refused(let error) {
            done(.error(error))
        } catch {
            coordinator.attempt { () throws(CoordinatorFailure) in
                done(try SelectExecution.run(plan, input, parameters, coordinator))
            } failed: {
                done(.error($0))
            }
        }
    }

    private func execution(_ parameters: QueryParameters) -> ModificationExecution {
        ModificationExecution(
            coordinator: node.coordinator, places: places, consistency: parameters.consistency,
            serialConsistency: parameters.serialConsistency ?? .serial, timestamp: parameters.timestamp)
    }

    private func modify(
        _ plan: ModificationPlan, _ input: EvaluationInput, _ parameters: QueryParameters,
        _ done: @escaping (Outcome) -> Void
    ) {
        let execution = execution(parameters)
        if plan.table.isCounter {
            execution.count([.init(plan: plan, input: input)], done)
        } else if plan.condition.isConditional {
            do {
                execution.conditional(try ConditionalUpdate([.init(plan: plan, input: input)], isBatch: false), done)
            } catch {
                done(.error(error))
            }
        } else {
            execution.write(plan, input, done)
        }
    }

    private func run(
        _ plan: BatchPlan, _ input: EvaluationInput, _ parameters: QueryParameters, _ done: @escaping (Outcome) -> Void
    ) {
        do {
            var parameters = parameters
            if let timestamp = try plan.ownTimestamp(input) { parameters.timestamp = timestamp }
            let parts = plan.statements.map { ConditionalUpdate.Part(plan: $0, input: input) }
            try BatchExecution(execution(parameters), plan.kind).run(parts, done)
        } catch {
            done(.error(error))
        }
    }

    func batch(
        _ kind: Batch.Kind, _ entries: [BatchEntry], _ parameters: QueryParameters, _ client: ClientState,
        _ done: @escaping (Outcome) -> Void
    ) {
        let done = client.tracingID == nil ? done : traced(kind, entries, parameters, client, done)
        do {
            var parts: [ConditionalUpdate.Part] = []
            parts.reserveCapacity(entries.count)
            // One moment for all; and reading the clock takes longer than a row.
            let now = cluster.microseconds
            for entry in entries {
                guard let plan = entry.plan as? ModificationPlan else {
                    throw ServerError.invalid(
                        "Invalid statement in batch: only UPDATE, INSERT and DELETE statements are allowed.")
                }
                try checkRights(plan, client)
                let input = try input(entry.values, plan.markerCount, plan.markerNames, .batch, now: now)
                parts.append(.init(plan: plan, input: input))
            }
            try BatchExecution(execution(parameters), BatchKind(rawValue: kind.rawValue) ?? .logged).run(parts, done)
        } catch {
            done(.error(ModificationExecution.serverError(error)))
        }
    }

    // MARK: Schema and the rest

    private func run(_ statement: Statement, _ client: ClientState, _ done: @escaping (Outcome) -> Void) {
        do {
            switch statement {
            case .use(let keyspace):
                guard node.schema.keyspaces[keyspace] != nil else {
                    throw ServerError.invalid("Keyspace '\(keyspace)' does not exist")
                }
                client.keyspace = keyspace
                done(Outcome(.result(.setKeyspace(keyspace))))
            case .truncate(let name): try truncate(name, client, done)
            case .describe(let statement):
                let description = Describer(schema: node.schema, keyspace: client.keyspace, cluster: cluster)
                done(Outcome(.result(.rows(try description.rows(statement)))))
            case .role(let statement): done(try run(statement, client))
            default: done(try change(statement, client))
            }
        } catch {
            done(.error(ModificationExecution.serverError(error)))
        }
    }

    private func truncate(
        _ name: QualifiedName, _ client: ClientState, _ done: @escaping (Outcome) -> Void
    ) throws(ServerError) {
        let context = StatementContext(schema: node.schema, keyspace: client.keyspace, markerNames: [])
        let table = try context.table(name)
        if FaultStatementPlan.isMeant(by: name, client.keyspace) {
            cluster.faults.removeAll()
            return done(.void)
        }
        if node.schema.keyspaces[table.keyspace]?.hasChangeableRows == false {
            throw SchemaEditor.notModifiable(table.keyspace)
        }
        node.coordinator.truncate(table) { done($0.map(Outcome.error) ?? .void) }
    }

    private func run(_ statement: RoleStatement, _ client: ClientState) throws(ServerError) -> Outcome {
        guard let roles = cluster.roles, let user = client.user else { throw AnonymousRefusal.notLoggedIn }
        let execution = RoleExecution(
            roles: roles, schema: node.schema, client: client, datacenters: cluster.datacenters,
            now: cluster.microseconds, user: user)
        return try execution.run(statement)
    }

    private func change(_ statement: Statement, _ client: ClientState) throws(ServerError) -> Outcome {
        let source = source
        var editor = SchemaEditor(
            schema: node.schema, datacenters: cluster.datacenters, now: cluster.timestamp(),
            nextID: { [cluster] in source.timeUUID(now: cluster.microseconds).uuid })
        guard let change = try editor.apply(statement, keyspace: client.keyspace) else {
            return Outcome(.result(.void), warnings: editor.warnings)
        }
        var warnings = editor.warnings
        if change.target == .keyspace, let keyspace = editor.schema.keyspaces[change.keyspace] {
            let members = Dictionary(grouping: cluster.nodes.filter(\.isMember), by: \.datacenter)
            warnings += keyspace.warnings(nodes: members.mapValues(\.count))
        }
        editor.schema.version = source.randomUUID()
        cluster.install(editor.schema, changed: [change])
        cluster.roles?.follow(change, by: client.user)
        return Outcome(.result(.schemaChange(change)), warnings: warnings)
    }
}
