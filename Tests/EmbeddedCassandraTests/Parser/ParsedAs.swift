import Testing

@testable import EmbeddedCassandra

/// One row of a table: a statement, and what it is read as.
struct ParsedAs: Sendable, CustomTestStringConvertible {
    var statement: String
    var meaning: String
    var markers: [String?]

    init(_ statement: String, _ meaning: String, markers: [String?] = []) {
        self.statement = statement
        self.meaning = meaning
        self.markers = markers
    }

    var testDescription: String { statement }

    func check(sourceLocation: SourceLocation = #_sourceLocation) {
        do throws(ParseFailure) {
            let parsed = try CQLParser.parse(statement)
            #expect(SyntaxText.text(of: parsed.statement) == meaning, sourceLocation: sourceLocation)
            #expect(parsed.markers == markers, sourceLocation: sourceLocation)
        } catch {
            Issue.record("\(statement): \(error.message)", sourceLocation: sourceLocation)
        }
    }
}
