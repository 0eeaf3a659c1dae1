import CassandraWire

/// What stands in brackets behind a selected column, as far as it is bound.
struct ElementKey {
    let term: PreparedTerm
    /// One end of a slice.
    let isBound: Bool
    let column: String

    /// The server looks at keys before it looks at any row. A bound of a slice that is not set is none at all.
    func check(_ input: EvaluationInput) throws(ServerError) {
        let what = isBound ? "slice" : "element"
        switch try term.evaluate(input) {
        case .bytes: break
        case .null: throw .invalid("Invalid null value for \(what) selection on \(column)")
        case .unset:
            if !isBound { throw .invalid("Invalid unset value for \(what) selection on \(column)") }
        }
    }
}

extension Selector {
    /// What an element, a slice or a field is taken of.
    var inner: Selector? {
        switch self {
        case .element(let inner, _), .slice(let inner, _, _), .field(let inner, _): inner
        case .column, .call, .countRows, .term, .conversion, .arithmetic, .parenthesized, .hint, .composite: nil
        }
    }

    /// The columns that it names.
    var columnNames: [String] {
        switch self {
        case .column(let name): [name]
        case .element(let inner, _), .slice(let inner, _, _), .field(let inner, _): inner.columnNames
        case .call(_, let arguments): arguments.flatMap(\.columnNames)
        case .conversion(let inner, _), .parenthesized(let inner), .hint(_, let inner): inner.columnNames
        case .arithmetic(_, let left, let right): (left?.columnNames ?? []) + right.columnNames
        case .composite(let composite): composite.parts.flatMap(\.columnNames)
        case .countRows, .term: []
        }
    }
}
