/// INSERT, UPDATE or DELETE.
struct ModificationStatement: Sendable {
    enum Action: Sendable {
        case insert(columns: [String], values: [Term])
        case insertJSON(JSONSource)
        case update([Assignment], relations: [Relation])
        /// Without targets the whole row, partition or range goes.
        case delete([DeletionTarget], relations: [Relation])
    }

    /// The document of an INSERT … JSON.
    struct JSONSource: Sendable {
        enum Document: Sendable {
            case text(String)
            case marker(Int)
        }

        var document: Document
        /// DEFAULT UNSET
        var leavesRest: Bool
    }

    enum Condition: Sendable {
        case none
        case ifNotExists
        case ifExists
        case conditions([Relation])
    }

    var table: QualifiedName
    var action: Action
    var using = UsingClause()
    var condition = Condition.none
}

struct Assignment: Sendable {
    enum Operation: Sendable {
        /// `c = term`
        case set(Term)
        /// `c[key] = term`
        case setElement(Term, Term)
        /// `c.field = term`
        case setField(String, Term)
        /// `c = c + term`, `c += term`
        case add(Term)
        /// `c = term + c`
        case prepend(Term)
        /// `c = c - term`, `c -= term`
        case subtract(Term)
    }

    var column: String
    var operation: Operation
}

enum DeletionTarget: Sendable {
    case column(String)
    case element(String, Term)
    case field(String, String)
}
