import Bytes
import CassandraWire

@testable import EmbeddedCassandra

/// Carries statements out without a database: what each does is seen in its text.
final class KnownAnswers: StatementService {
    static let local = "SELECT key FROM system.local"
    /// As a node answers `local`.
    static let localBody = ByteSlice(
        Frames.int(2) + Frames.int(1) + Frames.int(1) + Frames.string("system") + Frames.string("local")
            + Frames.string("key") + Frames.short(13) + Frames.int(1) + Frames.longString("local"))

    /// What was asked, in order.
    private(set) var log: [String] = []
    private var waiting: [(Outcome) -> Void] = []
    /// What clients' requests are to be kept under.
    private(set) var tracingIDs: [CQLUUID?] = []

    func prepare(_ text: String, keyspace: String?) throws(ServerError) -> PreparedPlan {
        log.append("prepare \(text) in \(keyspace ?? "none")")
        if text.hasPrefix("SELEC ") { throw .syntax("line 1:0 no viable alternative at input 'SELEC'") }
        var description = PlanDescription()
        description.isFullyQualified = text.contains(".")
        description.dependencies = [.init(keyspace: keyspace ?? "ks", table: "t")]
        return NamedPlan(text, description)
    }

    func execute(
        _ plan: PreparedPlan, _ parameters: QueryParameters, _ client: ClientState,
        _ done: @escaping (Outcome) -> Void
    ) {
        query((plan as? NamedPlan)?.text ?? "?", parameters, client, done)
    }

    func query(
        _ text: String, _ parameters: QueryParameters, _ client: ClientState, _ done: @escaping (Outcome) -> Void
    ) {
        log.append(text)
        tracingIDs.append(client.tracingID)
        switch text.prefix(3) {
        case "SEL": done(Outcome(.body(Self.localBody)))
        case "USE": done(Outcome(.result(.setKeyspace(String(text.dropFirst(4))))))
        case "BIG": done(Outcome(.body(ByteSlice(Frames.int(2) + [UInt8](repeating: 7, count: 99_996)))))
        case "WAI": waiting.append(done)
        case "WAR": done(Outcome(.result(.void), warnings: ["beware"]))
        case "ERR": done(.error(.invalid(String(text.dropFirst(4)))))
        default: done(.void)
        }
    }

    func batch(
        _ kind: Batch.Kind, _ entries: [BatchEntry], _ parameters: QueryParameters, _ client: ClientState,
        _ done: @escaping (Outcome) -> Void
    ) {
        log.append("batch \(kind) of \(entries.count)")
        done(.void)
    }

    /// Answers what was asked to wait, the last first.
    func answerWaiting() {
        let all = waiting
        waiting = []
        for done in all.reversed() { done(.void) }
    }
}

private final class NamedPlan: PreparedPlan {
    let text: String

    init(_ text: String, _ description: PlanDescription) {
        self.text = text
        super.init(description)
    }
}
