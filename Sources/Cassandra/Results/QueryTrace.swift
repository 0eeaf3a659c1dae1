public import CassandraWire
import Networking

/// What a node and those it asked did for a request that was traced.
public struct QueryTrace: Sendable {
    /// The request's kind, as the node calls it.
    public let request: String
    /// The node that was asked.
    public let coordinator: CQLInet?
    /// How long it took there.
    public let duration: Duration
    /// What was done, in its order.
    public let events: [Event]

    /// A step of a traced request.
    public struct Event: Sendable {
        /// What was done.
        public let activity: String
        /// The node that did it.
        public let source: CQLInet?
        /// The time since the request began there; `nil` when the node does not say.
        public let elapsed: Duration?
        /// The thread.
        public let thread: String?
    }
}

extension Session {
    /// The trace with this id, which an `Outcome` of a request with `tracing` has.
    ///
    /// Nodes write traces after they have answered, so this asks again until the trace is there, as long as the session's
    /// own timeout allows; then it throws `.timedOut`.
    public func trace(_ id: CQLUUID) async throws(CassandraError) -> QueryTrace {
        let clock = shards[0].loop.driver
        let deadline = clock.now().advanced(by: settings.profile.timeout)
        var pause = Duration.milliseconds(10)
        while true {
            let sessions = rows(
                "SELECT request, coordinator, duration FROM system_traces.sessions WHERE session_id = \(id)",
                as: (String?, CQLInet?, Int32?).self)
            // The duration is written last.
            if let (request, coordinator, duration) = try await sessions.first(), let duration {
                return QueryTrace(
                    request: request ?? "", coordinator: coordinator, duration: .microseconds(duration),
                    events: try await events(of: id))
            }
            guard clock.now().advanced(by: pause) < deadline else {
                throw CassandraError(.timedOut(settings.profile.timeout))
            }
            try await wait(for: pause)
            pause = min(pause * 2, .milliseconds(200))
        }
    }

    private func events(of id: CQLUUID) async throws(CassandraError) -> [QueryTrace.Event] {
        let rows = rows(
            "SELECT activity, source, source_elapsed, thread FROM system_traces.events WHERE session_id = \(id)",
            as: (String?, CQLInet?, Int32?, String?).self)
        var events: [QueryTrace.Event] = []
        for (activity, source, elapsed, thread) in try await rows.all() {
            events.append(
                .init(
                    activity: activity ?? "", source: source, elapsed: elapsed.map { .microseconds($0) },
                    thread: thread))
        }
        return events
    }

    private func wait(for duration: Duration) async throws(CassandraError) {
        do {
            try await shards[0].loop.sleep(for: duration)
        } catch {
            throw CassandraError(error == .cancelled ? .cancelled : .sessionClosed)
        }
    }
}
