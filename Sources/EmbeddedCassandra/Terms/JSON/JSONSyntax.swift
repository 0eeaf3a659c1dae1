/// Whether texts are JSON: for those outside of the module that feed the reader.
package enum JSONSyntax {
    package struct Mistake: Hashable, Sendable {
        package var line: Int
        /// `nil` where there is nothing but blanks.
        package var column: Int?
        package var reason: String
    }

    /// What is wrong with the document that the text begins with, or `nil`.
    package static func check(_ text: String) -> Mistake? {
        do throws(JSONFailure) {
            _ = try JSONReader.value(text)
            return nil
        } catch {
            return Mistake(line: error.place.line, column: error.place.column, reason: error.reason)
        }
    }
}
