public import Bytes
public import CassandraWire

/// A statement that a node has parsed, to be executed many times with values of fixed types.
public struct PreparedStatement<Values>: Sendable {
    @usableFromInline let session: Session
    @usableFromInline let state: PreparedState
    @usableFromInline let encoder: ValueEncoder<Values>

    /// The text.
    public var text: String { state.text }

    /// The markers, in their order.
    public var markers: [ColumnMetadata] { state.markers }

    /// The statement with values, to be executed, or put into a batch. Without a profile it is the session's own.
    @inlinable
    public func bind(_ values: Values, profile: ExecutionProfile? = nil) throws(CassandraError) -> BoundStatement {
        var writer = WireWriter()
        do throws(ColumnError) {
            try encoder.encode(values, to: &writer)
        } catch {
            throw CassandraError(binding: error)
        }
        return BoundStatement(state, writer.finish(), profile)
    }

    /// Executes the statement with values.
    @discardableResult @inlinable
    public func execute(_ values: Values) async throws(CassandraError) -> Outcome {
        var writer = state.template.begin()
        do throws(ColumnError) {
            try encoder.encode(values, to: &writer)
        } catch {
            throw CassandraError(binding: error)
        }
        return try await session.execute(state, writer)
    }

    /// Executes the statement with values, as a profile says.
    @discardableResult
    public func execute(_ values: Values, profile: ExecutionProfile) async throws(CassandraError) -> Outcome {
        try await session.execute(try bind(values, profile: profile))
    }
}

extension PreparedStatement {
    /// Executes the statement with values: `try await insert(id, now, lat)`.
    @discardableResult @inlinable
    public func callAsFunction<each Value>(
        _ values: repeat each Value
    ) async throws(CassandraError) -> Outcome where Values == (repeat each Value) {
        try await execute((repeat each values))
    }
}

extension Session {
    /// Executes a prepared statement whose values are written already, as the session's own profile says.
    @usableFromInline
    func execute(_ state: PreparedState, _ writer: consuming WireWriter) async throws(CassandraError) -> Outcome {
        let template = state.template
        let values = template.valuesStart..<writer.count
        if encoder.compression != nil {
            // The values are needed apart, should the answer be one page of many.
            let bound = BoundStatement(state, writer.finish().slice(values), nil)
            return try await execute(bound, pagingState: nil)
        }
        let frame: ByteSlice
        do throws(WireError) {
            frame = try template.finish(writer, timestamp: timestamp(settings.profile), encoder: encoder)
        } catch {
            throw CassandraError(encoding: error)
        }
        return try await outcome(frame, settings.profile, state.verb, .one(state), state.columns) {
            StatementFingerprint(text: state.text, values: frame.slice(values))
        }
    }
}

extension CassandraError {
    @usableFromInline init(binding error: ColumnError) {
        self.init(.binding(error))
    }
}

/// A prepared statement with its values.
public struct BoundStatement: Sendable {
    let state: PreparedState
    let values: ByteSlice
    private var ownProfile: OwnProfile?

    /// Most statements have none, and a profile is large.
    private final class OwnProfile: Sendable {
        let profile: ExecutionProfile

        init(_ profile: ExecutionProfile) {
            self.profile = profile
        }
    }

    /// What the request is like; `nil` for what the session says.
    public var profile: ExecutionProfile? {
        get { ownProfile?.profile }
        set { ownProfile = newValue.map { OwnProfile($0) } }
    }

    @usableFromInline
    init(_ state: PreparedState, _ values: ByteSlice, _ profile: ExecutionProfile?) {
        self.state = state
        self.values = values
        self.profile = profile
    }

    /// How many bytes the values take in a request.
    public var encodedSize: Int { values.count }
}
