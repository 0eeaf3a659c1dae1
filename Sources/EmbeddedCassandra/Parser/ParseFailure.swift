/// Why a text is no statement, and where.
struct ParseFailure: Error, Hashable, Sendable {
    /// Counts from 1.
    var line: Int
    /// Counts from 0, in characters, as the server does.
    var column: Int
    /// Without the position.
    var reason: String
}
