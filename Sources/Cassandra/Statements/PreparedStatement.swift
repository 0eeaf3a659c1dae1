import Bytes
import CassandraWire

/// A statement that a node has parsed, to be executed many times with values of fixed types.
public struct PreparedStatement<Values>: Sendable {
    let session: Session
    let state: PreparedState
    let encoder: ValueEncoder<Values>

    /// The text.
    public var text: String { state.text }

    /// The markers, in their order.
    public var markers: [ColumnMetadata] { state.markers }

    /// The statement with values, to be executed, or put into a batch.
    public func bind(_ values: Values, profile: ExecutionProfile? = nil) throws(CassandraError) -> BoundStatement {
        var writer = WireWriter()
        do throws(ColumnError) {
            try encoder.encode(values, to: &writer)
        } catch {
            throw CassandraError(.binding(error))
        }
        return BoundStatement(state, writer.finish(), profile ?? session.settings.profile)
    }

    /// Executes the statement with values.
    @discardableResult
    public func execute(
        _ values: Values, profile: ExecutionProfile? = nil
    ) async throws(CassandraError) -> Outcome {
        let frame = try self.frame(values, profile ?? session.settings.profile)
        return try await session.outcome(
            frame, profile ?? session.settings.profile, state.verb, .one(state.reference), state)
    }

    @inline(__always)
    func frame(_ values: Values, _ profile: ExecutionProfile) throws(CassandraError) -> ByteSlice {
        let parameters = session.parameters(profile, state.verb, nil)
        do {
            return try session.encoder.execute(
                state.id, parameters, tracing: profile.tracing, count: state.markers.count
            ) { writer in try encoder.encode(values, to: &writer) }
        } catch let error as ColumnError {
            throw CassandraError(.binding(error))
        } catch {
            throw CassandraError(encoding: error)
        }
    }
}

extension PreparedStatement {
    /// Executes the statement with values: `try await insert(id, now, lat)`.
    @discardableResult
    public func callAsFunction<each Value>(
        _ values: repeat each Value
    ) async throws(CassandraError) -> Outcome where Values == (repeat each Value) {
        try await execute((repeat each values))
    }
}

/// A prepared statement with its values.
public struct BoundStatement: Sendable {
    let state: PreparedState
    let values: ByteSlice
    /// What the request is like.
    public var profile: ExecutionProfile

    init(_ state: PreparedState, _ values: ByteSlice, _ profile: ExecutionProfile) {
        self.state = state
        self.values = values
        self.profile = profile
    }

    /// How many bytes the values take in a request.
    public var encodedSize: Int { values.count }
}
