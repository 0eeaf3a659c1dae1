/// Why a text is no statement, and where.
struct ParseFailure: Error, Hashable, Sendable {
    /// Counts from 1. Where the text ends too early it is 0, and the column -1: so does the server say it.
    var line: Int
    /// Counts from 0, in UTF-16 code units, as the server does.
    var column: Int
    /// Without the position.
    var reason: String
    /// The server does not say where some mistakes are, those that its grammar alone cannot see.
    var isPositionShown = true

    /// As the server words the error.
    var message: String {
        isPositionShown ? "line \(line):\(column) \(reason)" : reason
    }
}
