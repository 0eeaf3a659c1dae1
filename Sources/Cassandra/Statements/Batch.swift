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
        /// Its place among the texts.
        case text(Int)
    }

    /// What the node makes sure of.
    public let kind: Kind
    private(set) var entries: [Entry] = []
    private(set) var texts: [CQL] = []
    /// The prepared statements, those that follow each other only once.
    private(set) var states: [PreparedState] = []
    /// How many bytes statements and values take in a request, as far as they are known: values of texts are not, before
    /// they are prepared. Nodes warn of batches beyond 5 KiB and refuse those beyond 50 KiB, unless configured otherwise.
    public private(set) var encodedSize = 0

    /// An empty batch.
    public init(_ kind: Kind) {
        self.kind = kind
    }

    /// How many statements there are.
    public var count: Int { entries.count }

    /// Whether there is none.
    public var isEmpty: Bool { entries.isEmpty }

    /// Adds a prepared statement with its values.
    public mutating func append(_ statement: BoundStatement) {
        let state = statement.state
        entries.append(.bound(state, statement.values))
        if states.last !== state { states.append(state) }
        encodedSize += state.id.count + statement.values.count + 5
    }

    /// Adds a statement. If it has values it is prepared when the batch is executed.
    public mutating func append(_ statement: CQL) {
        entries.append(.text(texts.count))
        texts.append(statement)
        encodedSize += statement.text.utf8.count + 7
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
        var rounds = 0
        while true {
            var left = profile
            var states = batch.states
            // What each text is bound to; `nil` for one without values.
            var texts: [BoundStatement?] = []
            for statement in batch.texts {
                if let fault = statement.fault { throw CassandraError(.invalidStatement(fault)) }
                if statement.values.isEmpty {
                    texts.append(nil)
                    continue
                }
                left = profile.left(since: began, on: shards[0].loop)
                let state = try await prepared(statement.text, timeout: left.timeout)
                texts.append(try bind(state, statement.values, profile))
                states.append(state)
            }
            if !texts.isEmpty { left = profile.left(since: began, on: shards[0].loop) }
            let frame = try frame(batch, texts, profile)
            do throws(CassandraError) {
                return try await outcome(frame, left, .write, .many(states), nil) {
                    StatementFingerprint(text: "", values: ByteSlice())
                }
            } catch {
                // A table was changed and nothing was sent: texts have their values still, to be bound anew.
                rounds += 1
                guard texts.contains(where: { $0?.state.isStale ?? false }), !error.mayHaveBeenApplied,
                    case .invalidStatement = error.kind, rounds < Self.mostBindings
                else { throw error }
            }
        }
    }

    private func frame(
        _ batch: Batch, _ texts: [BoundStatement?], _ profile: ExecutionProfile
    ) throws(CassandraError) -> ByteSlice {
        let message = CassandraWire.Batch(
            kind: batch.kind.wire, entries: [], consistency: profile.consistency,
            serialConsistency: profile.serialConsistency, timestamp: timestamp(profile))
        do throws(WireError) {
            return try encoder.encode(
                message, count: batch.count, capacity: batch.encodedSize + 64, tracing: profile.tracing,
                prologue: profile.prologue
            ) { writer in
                for entry in batch.entries {
                    switch entry {
                    case .bound(let state, let values):
                        try writer.append(prepared: state.id, count: state.markers.count, values)
                    case .text(let index):
                        if let bound = texts[index] {
                            let count = bound.state.markers.count
                            try writer.append(prepared: bound.state.id, count: count, bound.values)
                        } else {
                            try writer.append(batch.texts[index].text)
                        }
                    }
                }
            }
        } catch {
            throw CassandraError(encoding: error)
        }
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
