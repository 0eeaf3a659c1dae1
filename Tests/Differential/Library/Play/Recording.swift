/// What a node answered to the steps of a group.
package struct Recording: Sendable, Equatable {
    package struct Entry: Sendable, Equatable {
        package var title: String
        /// The answer, in a form that is the same on every run.
        package var lines: [String]

        package init(title: String, lines: [String]) {
            self.title = title
            self.lines = lines
        }
    }

    package var group: String
    package var entries: [Entry]

    package init(group: String, entries: [Entry] = []) {
        self.group = group
        self.entries = entries
    }

    // MARK: Text

    /// As it stands in a file: titles begin with `> `, lines of answers with two blanks.
    package var text: String {
        var text = "== \(group)\n"
        for entry in entries {
            text += "> \(entry.title)\n"
            for line in entry.lines { text += "  \(line)\n" }
        }
        return text
    }

    package static func parse(_ text: String) -> [Recording] {
        var recordings: [Recording] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("== ") {
                recordings.append(Recording(group: String(line.dropFirst(3))))
            } else if line.hasPrefix("> "), !recordings.isEmpty {
                let entry = Entry(title: String(line.dropFirst(2)), lines: [])
                recordings[recordings.count - 1].entries.append(entry)
            } else if line.hasPrefix("  "), let last = recordings.last, !last.entries.isEmpty {
                recordings[recordings.count - 1].entries[last.entries.count - 1].lines.append(String(line.dropFirst(2)))
            }
        }
        return recordings
    }
}
