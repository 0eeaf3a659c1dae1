import EmbeddedCassandra

/// Any text as a JSON document: it is one, or it has a mistake; a line in front of it moves the mistake by a line.
package enum DocumentBody {
    package static func check(_ input: [UInt8]) throws(BrokenProperty) {
        let text = String(decoding: input, as: UTF8.self)
        let mistake = JSONSyntax.check(text)
        try expect(
            JSONSyntax.check(text) == mistake,
            "read again, the text gave another answer than \(mistake, default: "none")")
        let later = JSONSyntax.check("\n" + text)
        // Reasons name places, too.
        try expect(
            later?.line == mistake.map { $0.line + 1 } && later?.column == mistake?.column,
            "after a line the text gave \(later, default: "none") instead of \(mistake, default: "none")")
    }
}
