import CassandraWire

/// What a function is called with, as far as its resolution cares.
enum FunctionArgument {
    /// A literal, a marker, or a call.
    case term(Term)
    /// A column or the result of a call, with the text that messages show.
    case value(CQLType, text: String)
    /// A column in descending order: behind its type the server does not see what the type really is.
    case turned(CQLType, text: String)
    /// The same in brackets, where it may be a tuple as well: it suits types, but has none of its own.
    case parenthesized(CQLType, text: String)

    func assignability(to type: CQLType, _ context: TermContext) throws(ServerError) -> Assignability {
        switch self {
        case .term(let term): return try term.assignability(to: type, context)
        case .value(let own, _), .turned(let own, _), .parenthesized(let own, _):
            if own.withoutFrozen == type.withoutFrozen { return .exact }
            return type.accepts(own) ? .weak : .none
        }
    }

    /// The type, if the argument has one whatever the function wants.
    func exactType(_ context: TermContext) throws(ServerError) -> CQLType? {
        switch self {
        case .term(let term): try term.exactType(context)
        case .value(let type, _), .turned(let type, _): type
        case .parenthesized: nil
        }
    }

    func text(_ context: TermContext) -> String {
        switch self {
        case .term(let term): term.text(context)
        case .value(_, let text), .turned(_, let text), .parenthesized(_, let text): text
        }
    }
}

/// How well a value fits a type.
enum Assignability {
    case none
    case weak
    case exact

    /// All of several must fit; all exact ones fit exactly.
    static func all(_ parts: some Sequence<Assignability>) -> Assignability {
        var result = Assignability.exact
        for part in parts {
            if part == .none { return .none }
            if part == .weak { result = .weak }
        }
        return result
    }
}
