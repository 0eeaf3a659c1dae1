package import Foundation

/// Reads groups as people write them: statements that end with `;` at the end of a line, and directives before them.
///
///     -- group: name
///     # a remark
///     -- page: 2
///     SELECT * FROM t;
///
/// Directives count for the next statement only; README.md in the folder above lists them. Inside a statement every
/// line belongs to it, comments too.
package struct GroupFile {
    package struct Failure: Error, CustomStringConvertible {
        package let file: String
        package let line: Int
        package let reason: String
        package var description: String { "\(file):\(line): \(reason)" }
    }

    private struct OpenBatch {
        var kind: Step.BatchKind
        var options: Step.Options
        var parts: [Step.BatchPart] = []
    }

    private let file: String
    private var number = 0
    private var groups: [Group] = []
    private var statement: [Substring] = []
    private var options = Step.Options()
    private var values: [Step.Values] = []
    private var isPrepared = false
    private var keptAs: String?
    private var batch: OpenBatch?

    package static func read(_ url: URL) throws -> [Group] {
        try parse(try String(contentsOf: url, encoding: .utf8), file: url.lastPathComponent)
    }

    package static func parse(_ text: String, file: String) throws(Failure) -> [Group] {
        var reader = GroupFile(file: file)
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            reader.number += 1
            try reader.take(line)
        }
        guard reader.statement.isEmpty, reader.batch == nil else { throw reader.failure("the last statement is open") }
        return reader.groups
    }

    private init(file: String) {
        self.file = file
    }

    private func failure(_ reason: String) -> Failure {
        Failure(file: file, line: number, reason: reason)
    }

    private mutating func take(_ line: Substring) throws(Failure) {
        if statement.isEmpty {
            let trimmed = line.trimmingCharacters(in: .whitespaces)
            if trimmed.isEmpty || trimmed.hasPrefix("#") { return }
            if trimmed.hasPrefix("-- ") || trimmed == "--" {
                try direct(trimmed.dropFirst(3).trimmingCharacters(in: .whitespaces))
                return
            }
        }
        statement.append(line)
        guard line.hasSuffix(";") else { return }
        var text = statement.joined(separator: "\n")
        text.removeLast()
        statement = []
        try finish(text)
    }

    // MARK: Statements

    private mutating func finish(_ text: String) throws(Failure) {
        defer {
            options = Step.Options()
            values = []
            isPrepared = false
            keptAs = nil
        }
        if var open = batch {
            guard values.count <= 1 else { throw failure("a statement of a batch has one list of values") }
            open.parts.append(Step.BatchPart(text: text, isPrepared: isPrepared, values: values.first))
            batch = open
        } else if isPrepared {
            try append(.prepare(text, keptAs: keptAs, values: values))
        } else if text.hasPrefix("EXECUTE ") {
            let name = text.dropFirst(8).trimmingCharacters(in: .whitespaces)
            try append(.execute(name: name, values: values.isEmpty ? [Step.Values([])] : values))
        } else {
            guard values.count <= 1 else { throw failure("a statement that is not prepared has one list of values") }
            try append(.query(text, values: values.first))
        }
    }

    private mutating func append(_ action: Step.Action) throws(Failure) {
        guard !groups.isEmpty else { throw failure("a statement before the first group") }
        groups[groups.count - 1].steps.append(Step(action, options))
    }

    // MARK: Directives

    private mutating func direct(_ line: String) throws(Failure) {
        let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let name = parts[0].trimmingCharacters(in: .whitespaces)
        let argument = parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
        switch name {
        case "group":
            guard !groups.contains(where: { $0.name == argument }) else { throw failure("two groups '\(argument)'") }
            groups.append(Group(name: argument))
        case "page": options.pageSize = try integer(argument)
        case "timestamp": options.timestamp = try integer(argument)
        case "consistency": options.consistency = argument
        case "serial": options.serialConsistency = argument
        case "skip-metadata": options.skipsMetadata = true
        case "mask" where argument == "message": options.masksMessage = true
        case "mask":
            options.maskedColumns += argument.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        case "sort": options.sortsRows = true
        case "prepare":
            isPrepared = true
            keptAs = argument.isEmpty ? nil : argument
        case "bind": values.append(Step.Values(LiteralList.split(argument)))
        case "named": values.append(try named(argument))
        case "batch":
            guard let kind = Step.BatchKind(rawValue: argument), batch == nil else {
                throw failure("no kind of batch: '\(argument)'")
            }
            batch = OpenBatch(kind: kind, options: options)
            options = Step.Options()
        case "end batch":
            guard let open = batch else { throw failure("there is no batch to end") }
            options = open.options
            try append(.batch(open.kind, open.parts))
            options = Step.Options()
            batch = nil
        default: throw failure("unknown directive '\(name)'")
        }
    }

    private func integer<Number: FixedWidthInteger>(_ text: String) throws(Failure) -> Number {
        guard let number = Number(text) else { throw failure("'\(text)' is no number") }
        return number
    }

    private func named(_ text: String) throws(Failure) -> Step.Values {
        var names: [String] = []
        var literals: [String] = []
        for part in LiteralList.split(text) {
            let sides = part.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            guard sides.count == 2 else { throw failure("'\(part)' has no name") }
            names.append(sides[0])
            literals.append(sides[1])
        }
        return Step.Values(literals, names: names)
    }
}
