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
    @_disfavoredOverload
    public func execute(_ statement: String, profile: ExecutionProfile? = nil) async throws(CassandraError) -> Outcome {
        try await execute(CQL(unsafe: statement), profile: profile)
    }

    func execute(
        _ statement: CQL, _ profile: ExecutionProfile, pagingState: PagingState?
    ) async throws(CassandraError) -> Outcome {
        try SessionSettings.check(profile)
        if let fault = statement.fault { throw CassandraError(.invalidStatement(fault)) }
        let verb = CQL.verb(of: statement.text)
        if case .use = verb {
            let reason = "USE would change one connection of many: the keyspace is the configuration's, or in the name"
            throw CassandraError(.invalidStatement(reason))
        }
        if statement.values.isEmpty { return try await query(statement.text, verb, profile, pagingState) }
        let began = shards[0].loop.driver.now()
        let prepared = try await prepared(statement.text, timeout: profile.timeout)
        var left = profile
        left.timeout = max(profile.timeout - shards[0].loop.driver.now().duration(since: began), .nanoseconds(1))
        return try await execute(try bind(prepared, statement.values, left), pagingState: pagingState)
    }

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
        let parameters = parameters(profile, verb, pagingState)
        let request = Request.query(Query(text: text, parameters: parameters))
        let frame = try self.frame(request, tracing: profile.tracing)
        return try await outcome(frame, profile, verb, .none, nil)
    }

    func execute(
        _ statement: BoundStatement, pagingState: PagingState?
    ) async throws(CassandraError) -> Outcome {
        let state = statement.state
        let parameters = parameters(statement.profile, state.verb, pagingState)
        let frame: ByteSlice
        do {
            frame = try encoder.execute(
                state.id, parameters, tracing: statement.profile.tracing, count: state.markers.count
            ) { writer in writer.write(statement.values) }
        } catch {
            throw CassandraError(encoding: error)
        }
        return try await outcome(frame, statement.profile, state.verb, .one(state.reference), state)
    }

    func parameters(
        _ profile: ExecutionProfile, _ verb: CQL.Verb, _ pagingState: PagingState?
    ) -> QueryParameters {
        QueryParameters(
            consistency: profile.consistency, pageSize: profile.pageSize, pagingState: pagingState?.bytes,
            serialConsistency: profile.serialConsistency, timestamp: verb == .write ? timestamp(profile) : nil)
    }

    func frame(_ request: Request, tracing: Bool = false) throws(CassandraError) -> ByteSlice {
        do throws(WireError) {
            return try encoder.encode(request, stream: 0, tracing: tracing)
        } catch {
            throw CassandraError(encoding: error)
        }
    }

    func outcome(
        _ frame: ByteSlice, _ profile: ExecutionProfile, _ verb: CQL.Verb, _ prepared: PreparedReferences,
        _ state: PreparedState?
    ) async throws(CassandraError) -> Outcome {
        let shard = shard()
        let cell = RequestCell(
            frame: frame, timeout: profile.timeout, mayWrite: verb != .select, prepared: prepared, on: shard)
        return try Outcome(try await cell.value(), from: shard.nodeName, mayWrite: verb != .select)
    }
}

extension CassandraError {
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
