import Bytes
import CassandraWire

/// An answer in a canonical form, a line for each of its parts.
struct AnswerText {
    let options: Step.Options

    func lines(_ result: QueryResult) throws -> [String] {
        switch result {
        case .void: ["VOID"]
        case .setKeyspace(let keyspace): ["SET_KEYSPACE \(keyspace)"]
        case .schemaChange(let change): ["SCHEMA_CHANGE \(describe(change))"]
        case .prepared(let prepared):
            [
                "PREPARED key \(prepared.partitionKeyIndices)",
                "  markers \(columns(prepared.variables))", "  result \(columns(prepared.result))",
            ]
        case .rows(let rows): ["ROWS \(columns(rows.metadata))"] + (try self.rows(rows, nil))
        }
    }

    private func describe(_ change: SchemaChange) -> String {
        let name: String
        switch change.target {
        case .keyspace: name = change.keyspace
        case .table(let table), .type(let table): name = "\(change.keyspace).\(table)"
        case .function(let function, let arguments), .aggregate(let function, let arguments):
            name = "\(change.keyspace).\(function)(\(arguments.joined(separator: ", ")))"
        case .other(let kind, let other): name = "\(kind) \(change.keyspace).\(other)"
        }
        return "\(change.change) \(change.targetKind) \(name)"
    }

    /// Table by table, `table(column type, …)`: how often the table is said on the wire does not matter.
    func columns(_ metadata: ResultMetadata) -> String {
        guard let columns = metadata.columns else { return "without metadata, \(metadata.columnCount) columns" }
        guard !columns.isEmpty else { return "no columns" }
        var text = ""
        var table: String?
        for column in columns {
            let place = "\(column.keyspace).\(column.table)"
            text += place == table ? ", " : (table == nil ? "\(place)(" : "), \(place)(")
            table = place
            text += "\(Step.oneLine(column.name)) \(column.type)"
            if case .udt(let type) = column.type {
                text += "{" + type.fields.map { "\($0.name) \($0.type)" }.joined(separator: ", ") + "}"
            }
        }
        return text + ")"
    }

    /// A line a row. `known` are the columns of the prepared statement, for a result that came without.
    func rows(_ rows: RowsResult, _ known: [ColumnMetadata]?) throws -> [String] {
        let columns = rows.metadata.columns ?? known ?? []
        let lines = try rows.cells().map { row in
            "| "
                + row.enumerated().map { index, cell in
                    index < columns.count
                        ? text(cell, columns[index]) : cell.map { "0x" + $0.hexadecimal } ?? "null"
                }.joined(separator: " | ")
        }
        return options.sortsRows ? lines.sorted() : lines
    }

    private func text(_ cell: ByteSlice?, _ column: ColumnMetadata) -> String {
        guard let cell else { return "null" }
        if options.maskedColumns.contains(column.name) { return "*" }
        if cell.isEmpty {
            switch column.type {
            case .text, .ascii: return "''"
            case .blob: return "0x"
            default: return "empty"
            }
        }
        return CellText.literal(cell, column.type) ?? "bytes 0x" + cell.hexadecimal
    }

    func lines(_ error: ServerError) -> [String] {
        var text = "ERROR \(error.code)"
        if options.masksMessage {
            text += " *"
        } else if error.code == .syntaxError, let place = error.message.firstMatch(of: /^line \d+:\d+/) {
            // The parser's wording is that of its generator.
            text += " \(place.0)"
        } else if error.code == .syntaxError, error.message.hasPrefix("Failed parsing statement") {
            text += " without a place"
        } else if [.serverError, .writeFailure, .readFailure].contains(error.code) {
            // What follows are an exception's innards, and addresses.
            text += " \(error.message.prefix { $0 != ":" })"
        } else if error.code == .unprepared {
            // The message goes on with the id, which depends on the keyspace's name.
            text += " \(error.message.prefix(19))"
        } else {
            text += " \(Step.oneLine(AnswerText.withSortedSignatures(error.message)))"
        }
        switch error.detail {
        case .none: return [text]
        case .unprepared: return [text, "  unprepared"]
        case .alreadyExists(let keyspace, let table): return [text, "  keyspace '\(keyspace)' table '\(table)'"]
        case .unavailable, .writeTimeout, .readTimeout, .readFailure, .functionFailure, .writeFailure,
            .casWriteUnknown:
            return [text, "  \(error.detail)"]
        }
    }
}

extension AnswerText {
    /// The message with the signatures of functions that it lists in one order: the server's is that of their hashes.
    static func withSortedSignatures(_ message: String) -> String {
        let starts = ["known type signatures: ", "matched by following signatures: "]
        guard let range = starts.lazy.compactMap({ message.firstRange(of: $0) }).first,
            let end = message[range.upperBound...].lastIndex(of: ")"),
            message[end...].dropFirst().allSatisfy({ $0.isLetter || $0 == " " || $0 == ":" })
        else { return message }
        let list = message[range.upperBound..<end]
        let separator = list.prefix { $0 != "." } + "."
        let signatures = list.split(separator: ", \(separator)").map { $0.hasPrefix(separator) ? $0 : separator + $0 }
        return message[..<range.upperBound] + signatures.sorted().joined(separator: ", ") + message[end...]
    }
}

/// A cell as CQL writes it, where that says all there is in the bytes.
enum CellText {
    static func literal(_ cell: ByteSlice, _ type: CQLType) -> String? {
        do {
            var reader = WireReader(cell)
            let value = try CQLValue(contents: &reader, count: cell.count, plan: type)
            var writer = WireWriter()
            try value.encodeContents(to: &writer, plan: type)
            guard ByteSlice(writer.finish()) == cell, let literal = value.cqlLiteral else { return nil }
            return Step.oneLine(literal)
        } catch {
            return nil
        }
    }
}

/// Warnings that are the same whatever the statement, in fewer words.
enum WarningText {
    private static let use = "`USE <keyspace>` with prepared statements is considered to be an anti-pattern"

    static func line(_ warning: String) -> String {
        warning.hasPrefix(use) ? "WARNING prepared for the keyspace in use" : "WARNING \(Step.oneLine(warning))"
    }
}
