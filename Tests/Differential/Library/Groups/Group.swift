/// Statements that are played one after the other in a keyspace of their own.
package struct Group: Sendable {
    package var name: String
    package var steps: [Step]

    package init(name: String, steps: [Step] = []) {
        self.name = name
        self.steps = steps
    }
}

/// Something a group does, and what is to be compared of it.
package struct Step: Sendable {
    package enum Action: Sendable {
        /// Sends the text; with values, when there is a list of them.
        case query(String, values: Values?)
        /// Prepares the text and executes it once with each list of values.
        case prepare(String, keptAs: String?, values: [Values])
        /// Executes what an earlier step prepared.
        case execute(name: String, values: [Values])
        case batch(BatchKind, [BatchPart])
    }

    package enum BatchKind: String, Sendable, CaseIterable {
        case logged
        case unlogged
        case counter
    }

    /// The literals of a request's values.
    package struct Values: Sendable {
        package var literals: [String]
        /// A name for each literal, when they are bound by name.
        package var names: [String]?

        package init(_ literals: [String], names: [String]? = nil) {
            self.literals = literals
            self.names = names
        }
    }

    package struct BatchPart: Sendable {
        package var text: String
        package var isPrepared: Bool
        package var values: Values?

        package init(text: String, isPrepared: Bool, values: Values? = nil) {
            self.text = text
            self.isPrepared = isPrepared
            self.values = values
        }
    }

    package var action: Action
    package var options = Options()

    package init(_ action: Action, _ options: Options = Options()) {
        self.action = action
        self.options = options
    }

    /// What a request says beside its statement, and what is not compared of its answer.
    package struct Options: Sendable {
        package var pageSize: Int32?
        package var consistency: String?
        package var serialConsistency: String?
        package var timestamp: Int64?
        package var skipsMetadata = false
        /// Columns whose values differ from run to run; of these only null is told from a value.
        package var maskedColumns: [String] = []
        /// Whether the text of an error differs from run to run.
        package var masksMessage = false
        /// Whether rows come in no particular order.
        package var sortsRows = false

        package init() {}
    }

    /// The step as one line, to be recognised by.
    package var title: String {
        let text =
            switch action {
            case .query(let text, _): text
            case .prepare(let text, _, _): "PREPARE " + text
            case .execute(let name, _): "EXECUTE " + name
            case .batch(let kind, let parts):
                "BATCH \(kind.rawValue): " + parts.map(\.text).joined(separator: " ; ")
            }
        return Step.oneLine(text)
    }

    static func oneLine(_ text: String) -> String {
        var line = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": line += "\\\\"
            case "\n": line += "\\n"
            case "\r": line += "\\r"
            case "\t": line += "\\t"
            case let scalar where scalar.value < 32 || scalar.value == 127:
                line += "\\u{\(String(scalar.value, radix: 16))}"
            default: line.unicodeScalars.append(scalar)
            }
        }
        return line
    }
}
