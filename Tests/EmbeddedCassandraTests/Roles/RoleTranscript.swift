import Bytes
import CassandraWire
import Foundation
import Networking
import TestKit

@testable import EmbeddedCassandra

/// A conversation that was recorded, and the same with an engine without sockets. The form is told beside the recordings.
final class RoleTranscript {
    struct Turn {
        var who: String
        var kind: String
        var text: String
        var answer: [String]
    }

    static func read(_ name: String) throws -> [Turn] {
        let file = Fixtures.folder.appendingPathComponent("roles/\(name).txt")
        var turns: [Turn] = []
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") where !line.hasPrefix("# ") {
            guard let head = line.firstRange(of: "> "), !"=|! )".contains(line.first ?? " ") else {
                turns[turns.count - 1].answer.append(String(line))
                continue
            }
            let words = line[..<head.lowerBound].split(separator: " ")
            turns.append(
                Turn(
                    who: String(words[0]), kind: words.count > 1 ? String(words[1]) : "query",
                    text: String(line[head.upperBound...]), answer: []))
        }
        return turns
    }

    private let cluster: Cluster
    private let engine: QueryEngine
    private let time: Time
    private var clients: [String: ClientState] = [:]
    private var plans: [String: PreparedPlan] = [:]

    private final class Time {
        var microseconds: Int64 = 1_700_000_000_000_000
    }

    init(on loop: EventLoop, hasLogins: Bool) throws {
        let time = Time()
        var options = ClusterOptions()
        if hasLogins { options.superuser = .init(user: "cassandra", password: "cassandra") }
        let cluster = Cluster(
            on: loop, options: options, schema: NodeAssembly.firstSchema(), clock: { time.microseconds },
            makeFrontend: { _, _ in ClusterSample.Frontend() })
        cluster.found([Cluster.Founder(datacenter: "dc1", rack: "rack1", address: .v4(0x7F00_0001, port: 9042))])
        try cluster.startAll()
        (self.cluster, self.time) = (cluster, time)
        engine = QueryEngine(of: cluster.nodes[0], in: cluster, seed: 1)
    }

    /// What a turn is answered, in the form of the recordings.
    func play(_ turn: Turn) -> [String] {
        // Recordings took their time.
        time.microseconds += 300_000
        if turn.who == "sleep" { time.microseconds += Int64((Double(turn.text) ?? 0) * 1_000_000) }
        do {
            switch turn.kind {
            case "login": return try logIn(turn.who, turn.text)
            case "anonymous":
                clients[turn.who] = ClientState()
                return turn.answer
            case "prepare": return try prepare(turn.text, client(turn.who))
            case "execute": return execute(turn.text, client(turn.who))
            case "batch": return try batch(turn.text, client(turn.who))
            default:
                guard turn.who != "sleep" else { return [] }
                var outcome: Outcome?
                engine.query(turn.text, QueryParameters(consistency: .one), client(turn.who)) { outcome = $0 }
                return lines(outcome)
            }
        } catch let error as ServerError {
            return lines(.error(error))
        } catch {
            return ["\(error)"]
        }
    }

    private func client(_ who: String) -> ClientState { clients[who] ?? ClientState() }

    private func logIn(_ who: String, _ password: String) throws(ServerError) -> [String] {
        guard let roles = cluster.roles else { return ["= nobody logs in"] }
        let client = ClientState()
        let token = ByteSlice([0] + Array(who.utf8) + [0] + Array(password.utf8))
        client.user = try Authentication.roles(roles).user(from: token)
        clients[who] = client
        return ["= logged in"]
    }

    private func prepare(_ text: String, _ client: ClientState) throws(ServerError) -> [String] {
        let parts = text.split(separator: " ", maxSplits: 1).map(String.init)
        plans[parts[0]] = try engine.prepare(parts[1], keyspace: client.keyspace)
        return ["= prepared"]
    }

    private func execute(_ name: String, _ client: ClientState) -> [String] {
        guard let plan = plans[name] else { return ["= nothing prepared"] }
        var outcome: Outcome?
        engine.execute(plan, QueryParameters(consistency: .one), client) { outcome = $0 }
        return lines(outcome)
    }

    private func batch(_ text: String, _ client: ClientState) throws -> [String] {
        var entries: [BatchEntry] = []
        for statement in text.components(separatedBy: " ;; ") {
            let plan = try engine.prepare(statement, keyspace: client.keyspace)
            entries.append(BatchEntry(plan: plan, values: try BoundValues([])))
        }
        var outcome: Outcome?
        engine.batch(.logged, entries, QueryParameters(consistency: .one), client) { outcome = $0 }
        return lines(outcome)
    }

    // MARK: Answers as text

    private func lines(_ outcome: Outcome?) -> [String] {
        guard let outcome else { return ["= no answer"] }
        let warnings = outcome.warnings.map { "! \($0)" }
        switch outcome.answer {
        case .error(let error):
            let code = String(error.code.rawValue, radix: 16)
            return ["= error \(String(repeating: "0", count: 4 - code.count))\(code) \(error.message)"]
        case .result(.void): return ["= void"] + warnings
        case .result(.setKeyspace(let name)): return ["= keyspace \(name)"]
        case .result(.schemaChange(let change)): return ["= change \(Self.text(of: change))"]
        case .result(.rows(let rows)): return Self.lines(rows) + warnings
        case .result(.prepared), .body: return ["= another answer"]
        }
    }

    private static func text(of change: SchemaChange) -> String {
        switch change.target {
        case .keyspace: "\(change.change) KEYSPACE \(change.keyspace)"
        case .table(let name): "\(change.change) TABLE \(change.keyspace) \(name)"
        case .type(let name): "\(change.change) TYPE \(change.keyspace) \(name)"
        default: "\(change)"
        }
    }

    private static func lines(_ result: RowsResult) -> [String] {
        let columns = result.metadata.columns ?? []
        let names = columns.map { "\($0.name) \(name(of: $0.type))" }.joined(separator: ", ")
        var lines = ["= \(columns.first?.keyspace ?? "").\(columns.first?.table ?? "") (\(names))"]
        var reader = WireReader(result.bytes)
        for _ in 0..<result.rowCount {
            let cells = columns.map { column in
                (try? reader.readBytes()).flatMap { $0 }.map { text(of: $0, column.type) } ?? "null"
            }
            lines += "| \(cells.joined(separator: " | "))".split(separator: "\n").map(String.init)
        }
        return lines
    }

    /// Types that matter here by their names, the others as the recorder showed them.
    private static func name(of type: CQLType) -> String {
        switch type {
        case .map: "map"
        case .set: "set"
        case .list: "list"
        case .frozen(let inner): name(of: inner)
        case .timestamp: "11"
        case .timeuuid: "15"
        default: "\(type)"
        }
    }

    private static func text(of bytes: ByteSlice, _ type: CQLType) -> String {
        switch type {
        case .boolean: bytes.first == 1 ? "true" : "false"
        case .int: bytes.bigEndianInteger.map(String.init) ?? "?"
        case .set: elements(of: bytes)
        case .map: "{}"
        default: String(decoding: bytes, as: UTF8.self)
        }
    }

    private static func elements(of bytes: ByteSlice) -> String {
        let texts = CollectionValue.elements(of: bytes).map { String(decoding: $0, as: UTF8.self) }
        return "{\(texts.joined(separator: ", "))}"
    }
}
