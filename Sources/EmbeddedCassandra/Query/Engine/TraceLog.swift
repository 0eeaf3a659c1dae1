import Bytes
import CassandraWire

/// Writes what was asked to be traced into the tables of `system_traces`.
struct TraceLog {
    private unowned let node: Node
    private unowned let cluster: Cluster
    private let source: ValueSource

    /// How long a trace is kept, in seconds, as by the server.
    private static let lifetime: Int32 = 24 * 3600

    init(_ node: Node, _ cluster: Cluster, _ source: ValueSource) {
        self.node = node
        self.cluster = cluster
        self.source = source
    }

    /// `done`, with a trace written before it is called.
    func tracing(
        _ id: CQLUUID, _ client: ClientState, _ parameters: QueryParameters, _ done: @escaping (Outcome) -> Void
    ) -> (Outcome) -> Void {
        let began = cluster.microseconds
        return { outcome in
            write(id, client, parameters, began: began)
            done(outcome)
        }
    }

    private func write(_ id: CQLUUID, _ client: ClientState, _ parameters: QueryParameters, began: Int64) {
        let elapsed = Int32(clamping: max(1, cluster.microseconds - began))
        let address = CQLValue.inet(node.inet)
        let session: [String: CQLValue] = [
            "session_id": .uuid(id), "client": address, "command": .text("QUERY"), "coordinator": address,
            "coordinator_port": .int(NodeVersion.storagePort), "duration": .int(elapsed),
            "request": .text("Execute CQL3 query"),
            "started_at": .timestamp(CQLTimestamp(millisecondsSinceEpoch: began / 1000)),
        ]
        let event: [String: CQLValue] = [
            "session_id": .uuid(id), "event_id": .timeuuid(source.timeUUID(now: began).uuid),
            "activity": .text("Executed on \(node.endpoint.address)"), "source": address,
            "source_elapsed": .int(elapsed), "source_port": .int(NodeVersion.storagePort), "thread": .text("loop"),
        ]
        for (name, row) in [("sessions", session), ("events", event)] {
            guard let table = node.schema.table("system_traces", name) else { continue }
            let mutation = SystemRow(columns: row).mutation(
                table, node.coordinator.shape(of: table), timestamp: cluster.timestamp(), timeToLive: Self.lifetime,
                now: cluster.seconds)
            node.coordinator.write([mutation], consistency: .any, kind: .simple) { _ in }
        }
    }
}
