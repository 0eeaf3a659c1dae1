/// Whether texts are statements: for those outside of the module that feed the parser.
package enum CQLSyntax {
    package struct Mistake: Hashable, Sendable {
        package var line: Int
        package var column: Int
        package var reason: String
    }

    /// What is wrong with the text, or `nil`.
    package static func check(_ text: String) -> Mistake? {
        do throws(ParseFailure) {
            _ = try CQLParser.parse(text)
            return nil
        } catch {
            return Mistake(line: error.line, column: error.column, reason: error.reason)
        }
    }
}
