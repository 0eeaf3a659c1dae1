import Bytes
import CassandraWire
import Networking

/// Several writes that go to a node together.
///
/// A plain value: made, added to in loops, kept, executed more than once. A logged batch of several partitions is applied
/// as a whole or, sooner or later, not at all; an unlogged one saves round trips only where all is of one partition.
public struct Batch: Sendable {
    /// What the node makes sure of.
    public enum Kind: Sendable, Hashable {
        /// All of it is applied in the end, or nothing.
        case logged
        /// Each part stands alone.
        case unlogged
        /// Updates of counters, which cannot be repeated.
        case counter
    }

    enum Entry: Sendable {
        case bound(PreparedState, ByteSlice)
        case text(CQL)
    }

    /// What the node makes sure of.
    public let kind: Kind
    private(set) var entries: [Entry] = []

    /// An empty batch.
    public init(_ kind: Kind) {
        self.kind = kind
    }

    /// How many statements there are.
    public var count: Int { entries.count }

    /// Whether there is none.
    public var isEmpty: Bool { entries.isEmpty }

    /// How many bytes statements and values take in a request, as far as they are known: values of texts are not, before
    /// they are prepared. Nodes warn of batches beyond 5 KiB and refuse those beyond 50 KiB, unless configured otherwise.
    public var encodedSize: Int {
        entries.reduce(0) { size, entry in
            switch entry {
            case .bound(let state, let values): size + state.id.count + values.count + 5
            case .text(let statement): size + statement.text.utf8.count + 7
            }
        }
    }

    /// Adds a prepared statement with its values.
    public mutating func append(_ statement: BoundStatement) {
        entries.append(.bound(statement.state, statement.values))
    }

    /// Adds a statement. If it has values it is prepared when the batch is executed.
    public mutating func append(_ statement: CQL) {
        entries.append(.text(statement))
    }

    /// Adds a prepared statement with its values.
    public static func += (batch: inout Batch, statement: BoundStatement) {
        batch.append(statement)
    }

    /// Adds a statement.
    public static func += (batch: inout Batch, statement: CQL) {
        batch.append(statement)
    }
}

extension Session {
    /// Executes a batch.
    @discardableResult
    public func execute(_ batch: Batch, profile: ExecutionProfile? = nil) async throws(CassandraError) -> Outcome {
        let profile = profile ?? settings.profile
        try SessionSettings.check(profile)
        guard batch.count <= Int(UInt16.max) else {
            throw CassandraError(.invalidStatement("\(batch.count) statements in a batch, where 65535 is the most"))
        }
        let began = shards[0].loop.driver.now()
        var left = profile
        var entries: [CassandraWire.Batch.Entry] = []
        entries.reserveCapacity(batch.count)
        var states: [PreparedState] = []
        for entry in batch.entries {
            switch entry {
            case .bound(let state, let values):
                entries.append(Self.entry(state, values))
                if states.last !== state { states.append(state) }
            case .text(let statement):
                if let fault = statement.fault { throw CassandraError(.invalidStatement(fault)) }
                if statement.values.isEmpty {
                    let none = BoundValues(count: 0, bytes: ByteSlice())
                    entries.append(.init(statement: .text(statement.text), values: none))
                    continue
                }
                let state = try await prepared(statement.text, timeout: left.timeout)
                left = profile.left(since: began, on: shards[0].loop)
                entries.append(Self.entry(state, try bind(state, statement.values, profile).values))
                states.append(state)
            }
        }
        let message = CassandraWire.Batch(
            kind: batch.kind.wire, entries: entries, consistency: profile.consistency,
            serialConsistency: profile.serialConsistency, timestamp: timestamp(profile))
        let frame = try frame(.batch(message), profile)
        return try await outcome(frame, left, .write, .many(states), nil) {
            StatementFingerprint(text: "", values: ByteSlice())
        }
    }

    private static func entry(_ state: PreparedState, _ values: ByteSlice) -> CassandraWire.Batch.Entry {
        .init(statement: .prepared(id: state.id), values: BoundValues(count: state.markers.count, bytes: values))
    }
}

extension Batch.Kind {
    fileprivate var wire: CassandraWire.Batch.Kind {
        switch self {
        case .logged: .logged
        case .unlogged: .unlogged
        case .counter: .counter
        }
    }
}
