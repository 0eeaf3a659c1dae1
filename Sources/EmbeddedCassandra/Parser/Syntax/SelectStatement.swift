struct SelectStatement: Sendable {
    var table: QualifiedName
    var isDistinct = false
    /// SELECT JSON
    var isJSON = false
    /// `nil` for `*`.
    var selection: [SelectedItem]?
    var relations: [Relation] = []
    /// Columns, or calls, which are refused.
    var groupBy: [Selector] = []
    var orderBy: [Ordering] = []
    var perPartitionLimit: Term?
    var limit: Term?
    var allowsFiltering = false

    struct Ordering: Sendable {
        var column: String
        var isDescending: Bool
        /// ORDER BY v ANN OF …, which is refused.
        var nearest: Term?
    }
}

struct SelectedItem: Sendable {
    var selector: Selector
    var alias: String?
}

/// What a SELECT asks for.
indirect enum Selector: Hashable, Sendable {
    case column(String)
    /// `m['key']`, `s['element']`, `l[0]`
    case element(Selector, Term)
    /// `m['a'..'b']`
    case slice(Selector, from: Term?, to: Term?)
    case field(Selector, String)
    /// Functions, aggregates, `token(…)`, `ttl(…)`, `writetime(…)`, `maxwritetime(…)`.
    case call(QualifiedName, [Selector])
    /// `count(*)` and `count(1)`
    case countRows
    case term(Term)
    /// `CAST(a AS type)`
    case conversion(Selector, TypeReference)
    /// `-a` has no left side.
    case arithmetic(String, Selector?, Selector)
    /// `(a)`
    case parenthesized(Selector)
    /// `(type) a`, where `a` is no term.
    case hint(TypeReference, Selector)
    /// `(a, b)`, `[a, b]`, `{a, b}` and so on, with something in them that is no term.
    case composite(Composite)

    enum Composite: Hashable, Sendable {
        case tuple([Selector])
        case list([Selector])
        case set([Selector])
        case map(keys: [Selector], values: [Selector])
        /// `{a: b}`, where it may also be a map whose keys are columns.
        case userType(names: [String], values: [Selector])
    }
}

/// One restriction of a WHERE clause, or one condition of an IF clause.
struct Relation: Sendable {
    enum Target: Hashable, Sendable {
        case column(String)
        case element(String, Term)
        case field(String, String)
        case columns([String])
        case token([String])
        /// `expr(index, …)`
        case index(String)
    }

    enum Comparison: String, Sendable {
        case equal = "="
        case notEqual = "!="
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
        case isIn = "IN"
        case isNotIn = "NOT IN"
        case contains = "CONTAINS"
        case containsKey = "CONTAINS KEY"
        case notContains = "NOT CONTAINS"
        case notContainsKey = "NOT CONTAINS KEY"
        case isNotNull = "IS NOT NULL"
        case like = "LIKE"
    }

    enum Operand: Hashable, Sendable {
        case term(Term)
        /// The terms between the brackets of IN.
        case list([Term])
        /// IS NOT NULL has none.
        case none
    }

    var target: Target
    var comparison: Comparison
    var operand: Operand
}
