import Bytes
import CassandraWire

/// What a statement does to one column of a row.
enum CellOperation {
    case set(PreparedTerm)
    /// A map's entry, or a list's element by its index.
    case setElement(PreparedTerm, PreparedTerm)
    case setField(Int, PreparedTerm)
    case add(PreparedTerm)
    case prepend(PreparedTerm)
    case subtract(PreparedTerm)
    case delete
    case deleteElement(PreparedTerm)
    case deleteField(Int)

    /// Lists are changed by index or value, which only what is stored can tell.
    func readsRow(_ column: Column) -> Bool {
        guard case .list = column.type else { return false }
        switch self {
        case .setElement, .subtract, .deleteElement: return true
        case .set, .setField, .add, .prepend, .delete, .deleteField: return false
        }
    }
}

struct ColumnOperation {
    let column: Column
    let operation: CellOperation
}

extension ColumnOperation {
    init(_ assignment: Assignment, of table: Table, _ context: inout StatementContext) throws(ServerError) {
        column = try table.required(assignment.column)
        guard column.position < 0 else { throw .invalid("PRIMARY KEY part \(column.name) found in SET part") }
        switch assignment.operation {
        case .set(let term):
            operation = .set(try Self.whole(term, column, table, &context))
        case .setElement(let key, let value):
            operation = try Self.setElement(key, value, column, table, &context)
        case .setField(let name, let value):
            let (index, type) = try Self.field(name, of: column, context.text(value, in: table))
            operation = .setField(
                index,
                try context.prepare(value, for: column, of: table, name: "\(column.name).\(name)", type: type))
        case .add(let term): operation = try Self.addition(term, column, table, &context)
        case .prepend(let term): operation = try Self.prepending(term, column, table, &context)
        case .subtract(let term): operation = try Self.subtraction(term, column, table, &context)
        }
    }

    init(_ target: DeletionTarget, of table: Table, _ context: inout StatementContext) throws(ServerError) {
        switch target {
        case .column(let name):
            column = try Self.deletable(name, table)
            operation = .delete
        case .element(let name, let key):
            column = try Self.deletable(name, table)
            switch column.type.unfrozen {
            case .list, .set, .map: break
            default: throw .invalid("Invalid deletion operation for non collection column \(name)")
            }
            try Self.requireMultiCell(column, "Invalid deletion operation for frozen collection column \(name)")
            let keyName = column.type.isList ? "idx(\(name))" : column.type.isSet ? "value(\(name))" : "key(\(name))"
            operation = .deleteElement(
                try context.prepare(key, for: column, of: table, name: keyName, type: column.type.keyType))
        case .field(let name, let field):
            column = try Self.deletable(name, table)
            guard case .udt = column.type.unfrozen else {
                throw .invalid("Invalid deletion operation for non-UDT column \(name)")
            }
            try Self.requireMultiCell(column, "Frozen UDT column \(name) does not support field deletions")
            guard case .udt(let type) = column.type, let index = type.index(of: field) else {
                throw .invalid("UDT column \(name) does not have a field named \(field)")
            }
            operation = .deleteField(index)
        }
    }

    private static func deletable(_ name: String, _ table: Table) throws(ServerError) -> Column {
        let column = try table.required(name)
        guard column.position < 0 else {
            throw .invalid("Invalid identifier \(name) for deletion (should not be a PRIMARY KEY part)")
        }
        return column
    }

    private static func requireMultiCell(_ column: Column, _ message: String) throws(ServerError) {
        guard column.isMultiCell else { throw .invalid(message) }
    }

    /// The value of a column that is set as a whole.
    static func whole(
        _ term: Term, _ column: Column, _ table: Table, _ context: inout StatementContext
    ) throws(ServerError) -> PreparedTerm {
        let value = try context.prepare(term, for: column, of: table)
        guard !column.isCounter else {
            throw .invalid(
                "Cannot set the value of counter column \(column.name) (counters can only be "
                    + "incremented/decremented, not set)")
        }
        if case .tuple = term, case .udt = column.type.unfrozen {
            // The server trips over it; clients see just that.
            throw .server("java.lang.ClassCastException")
        }
        return value
    }

    /// What the server says about an operation that does not suit its column.
    private static func misfit(_ text: String, _ kind: String, _ column: Column) -> ServerError {
        .invalid("Invalid operation (\(text)) for \(kind) column \(column.name)")
    }

    private static func setElement(
        _ key: Term, _ value: Term, _ column: Column, _ table: Table, _ context: inout StatementContext
    ) throws(ServerError) -> CellOperation {
        let name = column.name
        func misfit(_ kind: String) -> ServerError {
            let text = "\(name)[\(context.text(key, in: table))] = \(context.text(value, in: table))"
            return Self.misfit(text, kind, column)
        }
        guard column.type.isCollection else { throw misfit("non collection") }
        guard column.isMultiCell else { throw misfit("frozen collection") }
        switch column.type.unfrozen {
        case .list(let element):
            let index = try context.prepare(key, for: column, of: table, name: "idx(\(name))", type: .int)
            return .setElement(
                index, try context.prepare(value, for: column, of: table, name: "value(\(name))", type: element))
        case .map(let keyType, let valueType):
            let prepared = try context.prepare(key, for: column, of: table, name: "key(\(name))", type: keyType)
            return .setElement(
                prepared, try context.prepare(value, for: column, of: table, name: "value(\(name))", type: valueType))
        default: throw misfit("set")
        }
    }

    private static func field(
        _ name: String, of column: Column, _ value: @autoclosure () -> String
    ) throws(ServerError) -> (Int, CQLType) {
        func misfit(_ kind: String) -> ServerError { Self.misfit("\(column.name).\(name) = \(value())", kind, column) }
        guard case .udt(let type) = column.type.unfrozen else { throw misfit("non-UDT") }
        guard column.isMultiCell else { throw misfit("frozen UDT") }
        guard let index = type.index(of: name) else {
            throw .invalid("UDT column \(column.name) does not have a field named \(name)")
        }
        return (index, type.fields[index].type)
    }

    private static func prepending(
        _ term: Term, _ column: Column, _ table: Table, _ context: inout StatementContext
    ) throws(ServerError) -> CellOperation {
        guard case .list = column.type else {
            // The server shows a minus where the statement has a plus.
            let text = "\(column.name) = \(context.text(term, in: table)) - \(column.name)"
            throw misfit(text, column.type.isList ? "frozen list" : "non list", column)
        }
        return .prepend(try context.prepare(term, for: column, of: table))
    }

    private static func addition(
        _ term: Term, _ column: Column, _ table: Table, _ context: inout StatementContext
    ) throws(ServerError) -> CellOperation {
        try checkArithmetic("+", column, context.text(term, in: table))
        do {
            return .add(try context.prepare(term, for: column, of: table))
        } catch {
            guard case .map = column.type else { throw error }
            let value = context.text(term, in: table)
            throw .invalid("Value for a map addition has to be a map, but was: '\(value)'")
        }
    }

    private static func subtraction(
        _ term: Term, _ column: Column, _ table: Table, _ context: inout StatementContext
    ) throws(ServerError) -> CellOperation {
        try checkArithmetic("-", column, context.text(term, in: table))
        // Of a map keys are taken away.
        guard case .map(let key, _) = column.type else {
            return .subtract(try context.prepare(term, for: column, of: table))
        }
        do {
            return .subtract(try context.prepare(term, for: column, of: table, type: .set(key)))
        } catch {
            let value = context.text(term, in: table)
            throw .invalid("Value for a map substraction has to be a set, but was: '\(value)'")
        }
    }

    /// Only counters and collections with cells of their own are added to.
    private static func checkArithmetic(
        _ sign: String, _ column: Column, _ value: @autoclosure () -> String
    ) throws(ServerError) {
        if column.isCounter || column.type.isCollection && column.isMultiCell { return }
        let text = "\(column.name) = \(column.name) \(sign) \(value())"
        guard column.type.isCollection else {
            throw misfit(text, sign == "+" && column.type.isTuple ? "tuple" : "non counter", column)
        }
        throw misfit(text, "frozen collection", column)
    }
}

extension StatementContext {
    /// A term as messages show it.
    func text(_ term: Term, in table: Table) -> String {
        term.text(TermContext(keyspace: table.keyspace, schema: schema, table: table))
    }
}

extension CQLType {
    var isList: Bool { if case .list = unfrozen { true } else { false } }
    var isSet: Bool { if case .set = unfrozen { true } else { false } }

    /// User-defined types are tuples with names.
    fileprivate var isTuple: Bool {
        switch unfrozen {
        case .tuple, .udt: true
        default: false
        }
    }

    /// What elements of a collection are named by.
    var keyType: CQLType {
        switch unfrozen {
        case .list: .int
        case .set(let element): element
        case .map(let key, _): key
        default: self
        }
    }
}
