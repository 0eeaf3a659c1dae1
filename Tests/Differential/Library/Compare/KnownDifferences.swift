import Foundation

/// The list of what is answered otherwise for a reason: lines `group | beginning of the statement | reason`.
package struct KnownDifferences {
    package struct Entry: Sendable, Hashable {
        package let group: String
        /// What the statement begins with; `*` for each of the group.
        package let statement: String
        package let reason: String

        func covers(_ group: String, _ title: String) -> Bool {
            self.group == group && (statement == "*" || title.hasPrefix(statement))
        }
    }

    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    package let entries: [Entry]

    package init(_ entries: [Entry] = []) {
        self.entries = entries
    }

    package init(text: String) throws {
        entries = try text.split(separator: "\n").compactMap { line in
            let line = line.trimmingCharacters(in: .whitespaces)
            if line.isEmpty || line.hasPrefix("#") { return nil }
            let parts = line.components(separatedBy: " | ").map { $0.trimmingCharacters(in: .whitespaces) }
            guard parts.count >= 3, let reason = parts.last, !reason.isEmpty else {
                throw Failure(description: "a known difference without group, statement and reason: \(line)")
            }
            return Entry(
                group: parts[0], statement: parts[1..<parts.count - 1].joined(separator: " | "), reason: reason)
        }
    }

    func entry(_ group: String, _ title: String) -> Entry? {
        entries.first { $0.covers(group, title) }
    }
}
