import BlockingClient
import Bytes
import CassandraWire

/// A step's requests, and their answers as text.
struct Asking {
    let connection: BlockingConnection
    let options: Step.Options

    private struct NoSuchConsistency: Error {
        let name: String
    }

    /// A result without an end would never be compared.
    private static let mostPages = 2000

    private var text: AnswerText { AnswerText(options: options) }

    var parameters: QueryParameters {
        get throws {
            QueryParameters(
                consistency: try options.consistency.map(level) ?? .one, skipMetadata: options.skipsMetadata,
                pageSize: options.pageSize, serialConsistency: try options.serialConsistency.map(level),
                timestamp: options.timestamp)
        }
    }

    private func level(_ name: String) throws -> Consistency {
        guard let level = Consistency.allCases.first(where: { $0.description == name }) else {
            throw NoSuchConsistency(name: name)
        }
        return level
    }

    /// The values as they are sent: by the prepared statement's types, or those that they name themselves.
    func bound(_ values: Step.Values, _ prepared: PreparedResult?) throws -> BoundValues {
        let markers = prepared?.variables.columns ?? []
        guard let names = values.names else {
            return try BoundValues(
                values.literals.enumerated().map { index, literal in
                    try Literal.boundValue(literal, type: index < markers.count ? markers[index].type : nil)
                })
        }
        return try BoundValues(
            named: zip(names, values.literals).map { name, literal in
                let type = markers.first { $0.name == name }?.type
                return (name, try Literal.boundValue(literal, type: type))
            })
    }

    func prepare(_ cql: String) throws -> (lines: [String], PreparedResult?) {
        let reply = try connection.reply(to: .prepare(Prepare(text: cql)))
        if case .result(.prepared(let prepared)) = reply.response { return (try lines(of: reply), prepared) }
        return (try lines(of: reply), nil)
    }

    func execute(_ prepared: PreparedResult, _ values: Step.Values) throws -> [String] {
        try pages(values: try bound(values, prepared), known: prepared.result.columns) {
            .execute(Execute(id: prepared.id, parameters: $0))
        }
    }

    /// Asks until there is no further page. The columns are written once, unless they change.
    func pages(
        values: BoundValues?, known: [ColumnMetadata]?, _ request: (QueryParameters) -> Request
    ) throws -> [String] {
        var parameters = try parameters
        parameters.values = values
        var all: [String] = []
        var columns: String?
        for number in 1...Asking.mostPages {
            let reply = try connection.reply(to: request(parameters))
            guard case .result(.rows(let rows)) = reply.response else { return try all + lines(of: reply) }
            let header = text.columns(rows.metadata)
            if header != columns { all.append("ROWS \(header)") }
            columns = header
            all += try text.rows(rows, known)
            all += warnings(reply.prologue)
            if options.pageSize != nil {
                all.append("PAGE \(number): \(rows.rowCount)" + (rows.metadata.pagingState == nil ? ", the last" : ""))
            }
            guard let state = rows.metadata.pagingState else { return all }
            parameters.pagingState = state
        }
        return all + ["PAGES without end"]
    }

    func lines(of reply: BlockingConnection.Reply?) throws -> [String] {
        guard let reply else { return ["CONNECTION closed"] }
        let lines: [String]
        switch reply.response {
        case .result(let result): lines = try text.lines(result)
        case .error(let error): lines = text.lines(error)
        case .ready, .authenticate, .supported, .event, .authChallenge, .authSuccess:
            lines = ["UNEXPECTED \(reply.header.opcode)"]
        }
        return lines + warnings(reply.prologue)
    }

    private func warnings(_ prologue: BodyPrologue) -> [String] {
        prologue.warnings.map(WarningText.line)
    }
}
