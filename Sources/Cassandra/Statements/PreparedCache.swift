import CassandraWire
import Synchronization

/// The prepared statements of a session, by their text. Each is prepared once however many ask for it at the same time;
/// those that were used longest ago are forgotten when there are too many.
final class PreparedCache: Sendable {
    typealias Answer = Result<PreparedState, CassandraError>
    typealias Waiter = @Sendable (Answer) -> Void

    private enum Entry {
        case preparing([Waiter])
        case prepared(PreparedState, lastUse: UInt64)
    }

    private struct State {
        var entries: [String: Entry] = [:]
        var bytes = 0
        var uses: UInt64 = 0
    }

    private let state = Mutex(State())
    private let limit: Int

    init(limit: Int) {
        self.limit = limit
    }

    enum Found {
        case prepared(PreparedState)
        /// The caller prepares it, and says what came of it by `finished`.
        case prepare
        /// Somebody else is preparing it: the waiter that was given will be called.
        case wait
    }

    /// A statement that is prepared already.
    func prepared(_ text: String) -> PreparedState? {
        state.withLock { state in
            guard case .prepared(let prepared, _) = state.entries[text] else { return nil }
            if prepared.isStale { return nil }
            state.uses += 1
            state.entries[text] = .prepared(prepared, lastUse: state.uses)
            return prepared
        }
    }

    /// Looks a statement up. The waiter is kept only if somebody else is preparing it, or if the caller is to.
    func find(_ text: String, _ waiter: @escaping Waiter) -> Found {
        state.withLock { state in
            state.uses += 1
            switch state.entries[text] {
            case .prepared(let prepared, _) where !prepared.isStale:
                state.entries[text] = .prepared(prepared, lastUse: state.uses)
                return .prepared(prepared)
            case .prepared:
                state.bytes -= text.utf8.count
                state.entries[text] = .preparing([waiter])
                return .prepare
            case .preparing(var waiters):
                waiters.append(waiter)
                state.entries[text] = .preparing(waiters)
                return .wait
            case nil:
                state.entries[text] = .preparing([waiter])
                return .prepare
            }
        }
    }

    func finished(_ text: String, _ answer: Answer) {
        let waiters: [Waiter] = state.withLock { state in
            guard case .preparing(let waiters) = state.entries[text] else { return [] }
            switch answer {
            case .success(let prepared):
                state.uses += 1
                state.entries[text] = .prepared(prepared, lastUse: state.uses)
                state.bytes += text.utf8.count
                forgetOldest(&state, but: text)
            case .failure: state.entries[text] = nil
            }
            return waiters
        }
        for waiter in waiters { waiter(answer) }
    }

    private func forgetOldest(_ state: inout State, but newest: String) {
        while state.bytes > limit {
            var oldest: (text: String, lastUse: UInt64)?
            for (text, entry) in state.entries {
                guard case .prepared(_, let lastUse) = entry, text != newest else { continue }
                if oldest == nil || lastUse < oldest?.lastUse ?? 0 { oldest = (text, lastUse) }
            }
            guard let oldest else { return }
            state.entries[oldest.text] = nil
            state.bytes -= oldest.text.utf8.count
        }
    }

    /// For tests and figures.
    var count: Int { state.withLock { $0.entries.count } }
}
