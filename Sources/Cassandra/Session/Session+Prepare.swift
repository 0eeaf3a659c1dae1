import Bytes
import CassandraWire
import Networking

extension Session {
    /// Prepares a statement with a `?` or `:name` for each value, and checks that values of these types fit.
    ///
    /// ```swift
    /// let insert = try await session.prepare("INSERT INTO position (id, lat) VALUES (?, ?)", binding: (UUID, Double).self)
    /// try await insert(id, 52.5)
    /// ```
    public func prepare<Values>(
        _ statement: CQL, encoder: @Sendable ([ColumnMetadata]) throws(ColumnError) -> ValueEncoder<Values>
    ) async throws(CassandraError) -> PreparedStatement<Values> {
        let state = try await prepared(literal: statement)
        do throws(ColumnError) {
            return PreparedStatement(session: self, state: state, encoder: try encoder(state.markers))
        } catch {
            throw CassandraError(.binding(error))
        }
    }

    /// Prepares a statement whose values' types are known at run time only.
    public func prepare(_ statement: CQL) async throws(CassandraError) -> PreparedStatement<[CQLValue]> {
        try await prepare(statement) { (markers) in ValueEncoder<[CQLValue]>(markers: markers) }
    }

    private func prepared(literal statement: CQL) async throws(CassandraError) -> PreparedState {
        if let fault = statement.fault { throw CassandraError(.invalidStatement(fault)) }
        guard statement.values.isEmpty else {
            let reason = "a statement that is prepared has a ? for each value, which is given when it is executed"
            throw CassandraError(.invalidStatement(reason))
        }
        if case .use = CQL.verb(of: statement.text) { throw .useStatement }
        return try await prepared(statement.text, timeout: settings.profile.timeout)
    }

    func prepared(_ text: String, timeout: Duration) async throws(CassandraError) -> PreparedState {
        if let prepared = cache.prepared(text) { return prepared }
        let (shard, _) = shard()
        let answer: PreparedCache.Answer
        do throws(IOError) {
            answer = try await Preparation(text, self, shard, timeout).value(on: shard.loop)
        } catch {
            throw CassandraError(error == .cancelled ? .cancelled : .sessionClosed)
        }
        return try answer.get()
    }
}

/// Waits for a statement to be prepared. Who comes first prepares it for all; a caller that is cancelled, or has no time
/// left, leaves, and the preparation goes on for the others.
private final class Preparation: LoopWait<PreparedCache.Answer>, TimerTarget,
    @unchecked Sendable  // only the loop touches it
{
    private let text: String
    private let session: Session
    private let shard: SessionShard
    private let timeout: Duration
    private var deadline: DeadlineID?

    init(_ text: String, _ session: Session, _ shard: SessionShard, _ timeout: Duration) {
        self.text = text
        self.session = session
        self.shard = shard
        self.timeout = timeout
    }

    override func begin(on loop: EventLoop) {
        deadline = loop.after(timeout, tell: self)
        let found = session.cache.find(text) { [self] answer in
            // Not later, if it can be now: the answer may be what the session's end waited for, which would come first.
            if loop.isCurrent { end(answer) } else { loop.submit { [self] _ in end(answer) } }
        }
        switch found {
        case .prepared(let prepared): end(.success(prepared))
        case .wait: break
        case .prepare: prepare()
        }
    }

    private func end(_ answer: PreparedCache.Answer) {
        abandon(on: shard.loop)
        finish(.success(answer))
    }

    override func abandon(on loop: EventLoop) {
        if let deadline { loop.cancel(deadline) }
        deadline = nil
    }

    func deadlinePassed(_ tag: UInt64, on loop: EventLoop) {
        deadline = nil
        // All deadlines pass at the end of a loop, so that does not mean that the time is over.
        finish(.success(.failure(CassandraError(shard.isClosed ? .sessionClosed : .timedOut(timeout)))))
    }

    private func prepare() {
        let cache = session.cache
        let text = text
        let profile = session.settings.profile
        do throws(CassandraError) {
            let frame = try session.frame(.prepare(Prepare(text: text)), ExecutionProfile())
            // Others may have more time than this caller.
            let longest = max(timeout, profile.timeout).clampedNanoseconds
            let cell = RequestCell(frame: frame, timeout: longest, mayWrite: false, on: shard)
            let node = shard.nodeName
            cell.start { outcome in cache.finished(text, Self.answer(outcome, text, profile, node)) }
        } catch {
            cache.finished(text, .failure(error))
        }
    }

    private static func answer(
        _ outcome: RequestOutcome, _ text: String, _ profile: ExecutionProfile, _ node: String
    ) -> PreparedCache.Answer {
        outcome.flatMap { frame in
            guard let (_, response) = try? Response.decode(frame) else {
                return .failure(.unreadable(frame, node: node))
            }
            switch response {
            case .result(.prepared(let result)):
                do throws(WireError) {
                    return .success(try PreparedState(text, result, profile))
                } catch {
                    return .failure(CassandraError(encoding: error))
                }
            case .error(let error): return .failure(CassandraError(.server(error)))
            default: return .failure(.unreadable(frame, node: node))
            }
        }
    }
}
