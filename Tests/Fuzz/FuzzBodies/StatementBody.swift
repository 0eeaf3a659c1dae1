import EmbeddedCassandra

/// Any text as a statement: it is one, or it has a mistake that lies within it; blanks around it change nothing.
package enum StatementBody {
    package static func check(_ input: [UInt8]) throws(BrokenProperty) {
        let text = String(decoding: input, as: UTF8.self)
        let mistake = CQLSyntax.check(text)
        if let mistake { try check(mistake, in: text) }
        try expect(CQLSyntax.check(text) == mistake, "read again, the text gave another answer than \(answer(mistake))")

        let later = CQLSyntax.check("\n\t" + text)
        try expect(
            (later == nil) == (mistake == nil) && later.map(Position.init) == mistake.map { Position($0).afterBlanks },
            "after blanks the text gave \(answer(later)) instead of \(answer(mistake))")
        if mistake == nil {
            let longer = CQLSyntax.check(text + "\n; /* and */ ;")
            try expect(longer == nil, "with semicolons behind it, the text gave \(answer(longer))")
        }
    }

    /// Where the text ends too early, mistakes have no place.
    private static func check(_ mistake: CQLSyntax.Mistake, in text: String) throws(BrokenProperty) {
        try expect(!mistake.reason.isEmpty, "a mistake without a reason at \(mistake.line):\(mistake.column)")
        try expect(mistake.reason.utf8.count < 4096, "a reason of \(mistake.reason.utf8.count) bytes")
        guard !Position(mistake).isEnd else { return }
        let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        try expect(lines.indices.contains(mistake.line - 1), "line \(mistake.line) of \(lines.count)")
        let line = lines[mistake.line - 1]
        try expect(
            (0...line.count).contains(mistake.column), "column \(mistake.column) in a line of \(line.count) bytes")
    }

    private static func answer(_ mistake: CQLSyntax.Mistake?) -> String {
        mistake.map { "line \($0.line):\($0.column) \($0.reason)" } ?? "no mistake"
    }

    private struct Position: Equatable {
        var line: Int
        var column: Int

        init(_ mistake: CQLSyntax.Mistake) {
            line = mistake.line
            column = mistake.column
        }

        var isEnd: Bool { line == 0 && column == -1 }

        /// The same place behind `\n\t`.
        var afterBlanks: Position {
            guard !isEnd else { return self }
            var moved = self
            moved.line += 1
            if line == 1 { moved.column += 1 }
            return moved
        }
    }
}
