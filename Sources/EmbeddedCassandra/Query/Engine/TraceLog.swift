import Bytes
import CassandraWire
import Networking

/// Writes what was asked to be traced into the tables of `system_traces`.
struct TraceLog {
    private unowned let node: Node
    private unowned let cluster: Cluster
    private let source: ValueSource

    /// How long a trace is kept, in seconds, as by the server.
    private static let lifetime: Int32 = 24 * 3600
    /// So much of a value is kept, as by the server.
    private static let longestValue = 1000

    init(_ node: Node, _ cluster: Cluster, _ source: ValueSource) {
        self.node = node
        self.cluster = cluster
        self.source = source
    }

    /// `done`, with a trace written before it is called; `follow` adds what was done for the request.
    func tracing(
        _ id: CQLUUID, _ request: Trace.Request, _ client: ClientState, _ parameters: QueryParameters,
        _ variables: [ColumnMetadata], following follow: @escaping (inout Trace, Outcome) -> Void,
        _ done: @escaping (Outcome) -> Void
    ) -> (Outcome) -> Void {
        let began = cluster.microseconds
        let address = client.address.map(CQLInet.init) ?? node.inet
        let told = Self.told(request, parameters, variables)
        return { outcome in
            var trace = Trace(request, at: node)
            follow(&trace, outcome)
            write(trace, id, client: address, told, began: began)
            done(outcome)
        }
    }

    private func write(_ trace: Trace, _ id: CQLUUID, client: CQLInet, _ told: CQLValue, began: Int64) {
        let elapsed = Int32(clamping: max(Int64(trace.steps.count) + 1, cluster.microseconds - began))
        put(
            [
                "session_id": .uuid(id), "client": .inet(client), "command": .text("QUERY"),
                "coordinator": .inet(node.inet), "coordinator_port": .int(NodeVersion.storagePort),
                "duration": .int(elapsed), "parameters": told, "request": .text(trace.request.title),
                "started_at": .timestamp(CQLTimestamp(millisecondsSinceEpoch: began / 1000)),
            ], into: "sessions")
        for (place, step) in trace.steps.enumerated() {
            // Only the whole was measured; its steps follow each other evenly.
            let after = Int64(elapsed) * Int64(place + 1) / Int64(trace.steps.count + 1)
            put(
                [
                    "session_id": .uuid(id), "event_id": .timeuuid(source.timeUUID(now: began + after).uuid),
                    "activity": .text(step.activity), "source": .inet(cluster.nodes[step.member].inet),
                    "source_elapsed": .int(Int32(clamping: after)), "source_port": .int(NodeVersion.storagePort),
                    "thread": .text(step.thread),
                ], into: "events")
        }
    }

    private func put(_ row: [String: CQLValue], into name: String) {
        guard let table = node.schema.table(SystemTables.traceKeyspace, name) else { return }
        let mutation = SystemRow(columns: row).mutation(
            table, node.coordinator.shape(of: table), timestamp: cluster.timestamp(), timeToLive: Self.lifetime,
            now: cluster.seconds)
        node.coordinator.write([mutation], consistency: .any, kind: .simple) { _ in }
    }

    // MARK: Parameters

    /// What a trace tells of a request's parameters.
    private static func told(
        _ request: Trace.Request, _ parameters: QueryParameters, _ variables: [ColumnMetadata]
    ) -> CQLValue {
        var told = [
            "consistency_level": parameters.consistency.description,
            "serial_consistency_level": (parameters.serialConsistency ?? .serial).description,
        ]
        switch request {
        case .batch: break
        case .query(let text), .prepared(let text):
            told["query"] = text
            if let size = parameters.pageSize, size > 0 { told["page_size"] = String(size) }
        }
        if case .prepared = request {
            for (place, value) in values(parameters).enumerated() where place < variables.count {
                told["bound_var_\(place)_\(variables[place].name)"] = text(of: value, variables[place].type)
            }
        }
        return .map(told.sorted { $0.key < $1.key }.map { .init(key: .text($0.key), value: .text($0.value)) })
    }

    private static func values(_ parameters: QueryParameters) -> [BoundValue] {
        guard let values = parameters.values, !values.areNamed else { return [] }
        return (try? values.decoded())?.map(\.value) ?? []
    }

    private static func text(of value: BoundValue, _ type: CQLType) -> String {
        guard case .bytes(let bytes) = value else { return "null" }
        var reader = WireReader(bytes)
        let literal = (try? CQLValue(contents: &reader, count: bytes.count, plan: type))?.cqlLiteral
        let text = literal ?? "0x" + bytes.hexadecimal
        return text.count > longestValue ? text.prefix(longestValue) + "..." : text
    }
}

extension CQLInet {
    /// Where a client is; for one of a Unix socket the loopback.
    init(_ address: SocketAddress) {
        switch address {
        case .v4(let host, _): self.init(ipv4: host)
        case .v6(let high, let low, _, _): self.init(high: high, low: low)
        case .unix: self.init(ipv4: 0x7F00_0001)
        }
    }
}
