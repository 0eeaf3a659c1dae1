/// What is refused by its name, as soon as its first words are read.
enum UnsupportedFeature {
    static let views = "materialized views"
    static let functions = "user-defined functions"
    static let aggregates = "user-defined aggregates"
    static let triggers = "triggers"
    static let identities = "identities of certificates"
    static let masking = "dynamic data masking"
}

extension TokenCursor {
    /// The feature that a word after CREATE, ALTER or DROP belongs to.
    mutating func unsupported(_ keyword: Keyword) throws(ParseFailure) -> Statement {
        switch keyword {
        case .materialized:
            advance()
            guard current.is(.view) else { throw mismatch(expecting: .view) }
            return .unsupported(feature: UnsupportedFeature.views)
        case .or:
            advance()
            try expect(.replace)
            guard let next = current.keyword, next == .function || next == .aggregate else { throw unexpected() }
            return try unsupported(next)
        case .function: return .unsupported(feature: UnsupportedFeature.functions)
        case .aggregate: return .unsupported(feature: UnsupportedFeature.aggregates)
        case .trigger: return .unsupported(feature: UnsupportedFeature.triggers)
        case .identity: return .unsupported(feature: UnsupportedFeature.identities)
        default: throw unexpected()
        }
    }
}
