import Bytes
import CassandraWire
import Networking

extension Session {
    /// Executes a statement and gives the answer with its first page of rows.
    ///
    /// A statement with values is prepared, once for all calls with the same text. For more rows than a page see `rows`.
    @discardableResult
    public func execute(
        _ statement: CQL, profile: ExecutionProfile? = nil, from page: PagingState? = nil
    ) async throws(CassandraError) -> Outcome {
        try await execute(statement, profile ?? settings.profile, pagingState: page)
    }

    /// Executes a prepared statement with its values.
    @discardableResult
    public func execute(_ statement: BoundStatement) async throws(CassandraError) -> Outcome {
        try await execute(statement, pagingState: nil)
    }

    /// A `String` is no statement.
    @available(
        *, unavailable,
        message: "write the statement as a literal, its values as \\(value); text made at run time is CQL(unsafe:)"
    )
    @_disfavoredOverload @discardableResult
    public func execute(_ statement: String, profile: ExecutionProfile? = nil) async throws(CassandraError) -> Outcome {
        try await execute(CQL(unsafe: statement), profile: profile)
    }

    func execute(
        _ statement: CQL, _ profile: ExecutionProfile, pagingState: PagingState?
    ) async throws(CassandraError) -> Outcome {
        try SessionSettings.check(profile)
        if let fault = statement.fault { throw CassandraError(.invalidStatement(fault)) }
        let verb = CQL.verb(of: statement.text)
        if case .use = verb { throw .useStatement }
        if statement.values.isEmpty { return try await query(statement.text, verb, profile, pagingState) }
        let began = shards[0].loop.driver.now()
        var left = profile
        var rounds = 0
        while true {
            let prepared = try await prepared(statement.text, timeout: left.timeout)
            left = profile.left(since: began, on: shards[0].loop)
            do throws(CassandraError) {
                return try await execute(try bind(prepared, statement.values, left), pagingState: pagingState)
            } catch {
                // The table was changed and nothing was sent: the values are there still, to be bound anew.
                rounds += 1
                guard prepared.isStale, !error.mayHaveBeenApplied,
                    case .invalidStatement = error.kind, rounds < Self.mostBindings
                else { throw error }
            }
        }
    }

    static var mostBindings: Int { 4 }

    func bind(
        _ prepared: PreparedState, _ values: [any CQLEncodable], _ profile: ExecutionProfile
    ) throws(CassandraError) -> BoundStatement {
        var writer = WireWriter()
        do throws(ColumnError) {
            try DynamicBinding.write(values, prepared.markers, to: &writer)
        } catch {
            throw CassandraError(.binding(error))
        }
        return BoundStatement(prepared, writer.finish(), profile)
    }

    private func query(
        _ text: String, _ verb: CQL.Verb, _ profile: ExecutionProfile, _ pagingState: PagingState?
    ) async throws(CassandraError) -> Outcome {
        let statement = StatementFingerprint(text: text, values: ByteSlice())
        try pagingState?.check(statement)
        let parameters = profile.parameters(verb, timestamp: timestamp(profile), from: pagingState)
        let request = Request.query(Query(text: text, parameters: parameters))
        let frame = try self.frame(request, profile)
        return try await outcome(frame, profile, verb, .none, nil) { statement }
    }

    func execute(
        _ statement: BoundStatement, pagingState: PagingState?
    ) async throws(CassandraError) -> Outcome {
        let state = statement.state
        let fingerprint = { StatementFingerprint(text: state.text, values: statement.values) }
        try pagingState?.check(fingerprint())
        let profile = statement.profile ?? settings.profile
        if statement.profile != nil { try SessionSettings.check(profile) }
        let frame: ByteSlice
        do throws(WireError) {
            var template = state.template
            if statement.profile != nil || pagingState != nil {
                template = try state.template(profile, from: pagingState)
            }
            var writer = template.begin()
            writer.write(statement.values)
            frame = try template.finish(writer, timestamp: timestamp(profile), encoder: encoder)
        } catch {
            throw CassandraError(encoding: error)
        }
        return try await outcome(frame, profile, state.verb, .one(state), state.columns, fingerprint)
    }

    func frame(_ request: Request, _ profile: ExecutionProfile) throws(CassandraError) -> ByteSlice {
        do throws(WireError) {
            return try encoder.encode(request, stream: 0, tracing: profile.tracing, prologue: profile.prologue)
        } catch {
            throw CassandraError(encoding: error)
        }
    }

    /// Sends a frame and reads what is answered to it.
    @inline(__always)
    func outcome(
        _ frame: ByteSlice, _ profile: ExecutionProfile, _ verb: CQL.Verb, _ prepared: PreparedReferences,
        _ known: KnownColumns?, _ statement: () -> StatementFingerprint
    ) async throws(CassandraError) -> Outcome {
        let (shard, isOnLoop) = shard()
        let mayWrite = verb != .select
        let timeout = profile.timeoutNanoseconds
        let answer: Frame
        if isOnLoop {
            let cell = shard.cell(frame: frame, timeout: timeout, mayWrite: mayWrite, prepared: prepared)
            answer = try await cell.value(isOnLoop: true)
            // A task may have been moved meanwhile, if its preference was for part of it only.
            if shard.loop.isCurrent { shard.giveBack(cell) }
        } else {
            let cell = RequestCell(
                frame: frame, timeout: timeout, mayWrite: mayWrite, prepared: prepared, on: shard)
            answer = try await cell.value(isOnLoop: false)
        }
        return try Outcome(answer, from: shard.nodeName, mayWrite: mayWrite, known: known, statement: statement)
    }
}

extension ExecutionProfile {
    /// A copy with the time that is left of it.
    func left(since began: LoopInstant, on loop: EventLoop) -> ExecutionProfile {
        with { $0.timeout = max(timeout - loop.driver.now().duration(since: began), .nanoseconds(1)) }
    }
}

extension CassandraError {
    static var useStatement: CassandraError {
        let reason = "USE would change one connection of many: the keyspace is the configuration's, or in the name"
        return CassandraError(.invalidStatement(reason))
    }

    /// A request that cannot be written.
    init(encoding error: any Error) {
        self.init(.invalidStatement("it cannot be sent: \(error)"))
    }

    /// An answer that cannot be read.
    static func unreadable(_ frame: Frame, node: String) -> CassandraError {
        CassandraError(.protocolViolation(node: node, reason: "an answer (\(frame.header.opcode)) cannot be read"))
    }
}

/// Writes values whose types are known at run time only.
enum DynamicBinding {
    static func write(
        _ values: [any CQLEncodable], _ markers: [ColumnMetadata], to writer: inout WireWriter
    ) throws(ColumnError) {
        try ColumnError.checkCount(values.count, markers)
        for index in values.indices { try write(values[index], markers, index, to: &writer) }
    }

    private static func write<Value: CQLEncodable>(
        _ value: Value, _ markers: [ColumnMetadata], _ index: Int, to writer: inout WireWriter
    ) throws(ColumnError) {
        try ColumnError.bind(value, markers, index, to: &writer)
    }
}
