import Bytes
import CassandraWire

/// What has to be so for a write to happen.
enum PreparedCondition {
    case none
    case notExists
    case exists
    case columns([ColumnCondition])

    var isConditional: Bool { if case .none = self { false } else { true } }

    init(
        _ condition: ModificationStatement.Condition, of table: Table, _ context: inout StatementContext
    ) throws(ServerError) {
        switch condition {
        case .none: self = .none
        case .ifNotExists: self = .notExists
        case .ifExists: self = .exists
        case .conditions(let relations):
            var conditions: [ColumnCondition] = []
            for relation in relations { conditions.append(try ColumnCondition(relation, of: table, &context)) }
            self = .columns(conditions)
        }
    }

    /// The columns that are looked at, in the order of the statement but static ones last.
    var columns: [Column] {
        guard case .columns(let conditions) = self else { return [] }
        var columns: [Column] = []
        for condition in conditions where !columns.contains(condition.column) { columns.append(condition.column) }
        return columns.filter { $0.kind != .isStatic } + columns.filter { $0.kind == .isStatic }
    }

    /// Whether only static columns are looked at.
    var isOnStatics: Bool {
        if case .columns = self { columns.allSatisfy { $0.kind == .isStatic } } else { false }
    }

    /// What may not be asked of one row that `earlier`, in the same batch, is asked of.
    func checkBeside(_ earlier: PreparedCondition) throws(ServerError) {
        switch (earlier, self) {
        case (.exists, .notExists), (.notExists, .exists):
            throw .invalid("Cannot mix IF EXISTS and IF NOT EXISTS conditions for the same row")
        case (.columns, .exists): throw .invalid("Cannot mix IF conditions and IF EXISTS for the same row")
        case (.columns, .notExists): throw .invalid("Cannot mix IF conditions and IF NOT EXISTS for the same row")
        // Whichever of the two came first, the server speaks of NOT EXISTS.
        case (.exists, .columns), (.notExists, .columns):
            throw .invalid("Cannot mix IF conditions and IF NOT EXISTS for the same row")
        case (.none, _), (_, .none), (.exists, .exists), (.notExists, .notExists), (.columns, .columns): break
        }
    }

    /// Whether it is so.
    func holds(row: RowView?, staticRow: RowView?, looksAtStatic: Bool, _ input: EvaluationInput) throws(ServerError)
        -> Bool
    {
        switch self {
        case .none: return true
        case .notExists: return (looksAtStatic ? staticRow : row) == nil
        case .exists: return (looksAtStatic ? staticRow : row) != nil
        case .columns(let conditions):
            for condition in conditions {
                let view = condition.column.kind == .isStatic ? staticRow : row
                guard try condition.holds(view, input) else { return false }
            }
            return true
        }
    }
}

/// A condition on one column, or a part of it.
struct ColumnCondition {
    enum Part {
        case whole
        case element(PreparedTerm)
        case field(Int)
    }

    let column: Column
    let part: Part
    /// Of what is compared.
    let type: CQLType
    let comparison: Relation.Comparison
    let terms: [PreparedTerm]
    /// `IN ?`
    let list: PreparedTerm?

    init(_ relation: Relation, of table: Table, _ context: inout StatementContext) throws(ServerError) {
        comparison = relation.comparison
        // What markers and messages call that which is compared.
        let valueName: String
        switch relation.target {
        case .column(let name):
            column = try table.required(name)
            part = .whole
            type = column.type
            valueName = name
        case .element(let name, let key):
            column = try table.required(name)
            switch column.type.unfrozen {
            case .list(let element): type = element
            case .map(_, let value): type = value
            case .set: throw .invalid("Invalid element access syntax for set column \(name)")
            default: throw .invalid("Invalid element access syntax for non-collection column \(name)")
            }
            let keyName = column.type.isList ? "idx(\(name))" : "key(\(name))"
            valueName = "value(\(name))"
            part = .element(
                try context.prepare(key, for: column, of: table, name: keyName, type: column.type.keyType))
        case .field(let name, let field):
            column = try table.required(name)
            guard case .udt(let userType) = column.type.unfrozen else {
                // The server trips over it; clients see just that.
                throw .server("java.lang.ClassCastException")
            }
            guard let index = userType.index(of: field) else {
                throw .invalid("Unknown field \(field) for column \(name)")
            }
            valueName = "\(name).\(field)"
            part = .field(index)
            type = userType.fields[index].type
        case .columns, .token, .index: throw .invalid("Conditions apply to columns only")
        }
        if comparison.isSlice, let whole = type.wholeOfDurations {
            throw .invalid("Slice conditions are not supported on \(whole) containing durations")
        }
        if type.unfrozen == .duration, comparison.isSlice {
            throw .invalid("Slice conditions ( \(comparison.rawValue) ) are not supported on durations")
        }
        (terms, list) = try Self.operands(relation, column, valueName, type, table, &context)
        guard column.position < 0 else {
            throw .invalid("PRIMARY KEY column '\(column.name)' cannot have IF conditions")
        }
    }

    private static func operands(
        _ relation: Relation, _ column: Column, _ name: String, _ type: CQLType, _ table: Table,
        _ context: inout StatementContext
    ) throws(ServerError) -> ([PreparedTerm], PreparedTerm?) {
        var (name, type) = (name, type)
        switch relation.comparison {
        case .contains, .containsKey:
            let isKey = relation.comparison == .containsKey
            switch column.type.unfrozen {
            case .list(let element), .set(let element): type = element
            case .map(let key, let value): type = isKey ? key : value
            default:
                throw .invalid("Cannot use CONTAINS on non-collection column \(CQLIdentifier.quoted(column.name))")
            }
            name = isKey ? "key(\(name))" : "value(\(name))"
        case .like, .isNotNull, .isNotIn, .notContains, .notContainsKey:
            throw .unsupported("\(relation.comparison.rawValue) in conditions")
        default: break
        }
        switch relation.operand {
        case .none: throw .unsupported("\(relation.comparison.rawValue) in conditions")
        case .term(let term) where relation.comparison == .isIn:
            return ([], try context.prepare(term, for: column, of: table, name: "in(\(name))", type: .list(type)))
        case .term(let term):
            return ([try context.prepare(term, for: column, of: table, name: name, type: type)], nil)
        case .list(let terms):
            var prepared: [PreparedTerm] = []
            for term in terms {
                prepared.append(try context.prepare(term, for: column, of: table, name: name, type: type))
            }
            return (prepared, nil)
        }
    }

    func holds(_ view: RowView?, _ input: EvaluationInput) throws(ServerError) -> Bool {
        let found = try value(view, input)
        if let list {
            let bytes: ByteSlice
            switch try list.evaluate(input) {
            case .null: throw .invalid("Invalid null list in IN condition")
            case .unset: throw .invalid("Invalid 'unset' value in condition")
            case .bytes(let given): bytes = given
            }
            return try Restriction.elements(of: bytes).contains { isEqual(found, $0) }
        }
        var wanted: [ByteSlice?] = []
        for term in terms {
            switch try term.evaluate(input) {
            case .unset:
                if comparison == .isIn { continue }
                // Beside a collection the server trips over it; clients see just that.
                if isOfWholeCollection { throw .server("java.lang.ClassCastException") }
                throw .invalid("Invalid 'unset' value in condition")
            case .null: wanted.append(nil)
            case .bytes(let bytes): wanted.append(bytes)
            }
        }
        switch comparison {
        case .isIn: return wanted.contains { isEqual(found, $0) }
        case .equal: return isEqual(found, wanted[0])
        case .notEqual: return !isEqual(found, wanted[0])
        case .contains, .containsKey:
            guard let found, let value = wanted[0] else { return false }
            return contains(value, in: found)
        default:
            guard let value = wanted[0] else {
                throw .invalid("Invalid comparison with null for operator \"\(comparison.rawValue)\"")
            }
            if isOfWholeCollection, isEmptyCollection(value) {
                throw .invalid(
                    "Invalid comparison with an empty \(column.type.kindName) for operator \"\(comparison.rawValue)\"")
            }
            guard let found else { return false }
            return comparison.holds(ValueOrder.compare(found, value, as: type))
        }
    }

    private func contains(_ value: ByteSlice, in collection: ByteSlice) -> Bool {
        switch column.type.unfrozen {
        case .list(let element), .set(let element):
            return CollectionValue.elements(of: collection).contains {
                ValueOrder.compare($0, value, as: element) == 0
            }
        case .map(let keyType, let valueType):
            return CollectionValue.entries(of: collection).contains { entry in
                comparison == .containsKey
                    ? ValueOrder.compare(entry.key, value, as: keyType) == 0
                    : entry.value.map { ValueOrder.compare($0, value, as: valueType) == 0 } ?? false
            }
        default: return false
        }
    }

    /// Null is equal to null here; and a collection without elements is null.
    private func isEqual(_ left: ByteSlice?, _ right: ByteSlice?) -> Bool {
        guard let right, !(column.isMultiCell && isEmptyCollection(right)) else { return left == nil }
        guard let left else { return false }
        return ValueOrder.compare(left, right, as: type) == 0
    }

    /// Whether a collection of several cells is compared as it is.
    private var isOfWholeCollection: Bool {
        guard case .whole = part, column.isMultiCell, column.type.isCollection else { return false }
        return comparison != .contains && comparison != .containsKey
    }

    private func isEmptyCollection(_ value: ByteSlice) -> Bool {
        guard case .whole = part, column.type.isCollection else { return false }
        return CollectionValue.elements(of: value).isEmpty
    }

    private func value(_ view: RowView?, _ input: EvaluationInput) throws(ServerError) -> ByteSlice? {
        guard let view else { return nil }
        let whole = column.isMultiCell ? CollectionValue.serialized(view, column) : view.cell(column.id)?.value
        switch part {
        case .whole: return whole
        case .field(let index): return whole.flatMap { CollectionValue.field(index, of: $0) }
        case .element(let key):
            switch try key.evaluate(input) {
            case .null: throw .invalid("Invalid null value for \(column.type.isList ? "list" : "map") element access")
            case .unset:
                // A map just has nothing under it.
                guard column.type.isList else { return nil }
                throw .invalid("Invalid unset value for list element access")
            case .bytes(let bytes):
                guard let whole else { return nil }
                guard column.type.isList else { return CollectionValue.element(bytes, of: whole, column.type) }
                let index = Int(bytes.bigEndianInteger ?? -1)
                guard index >= 0 else { throw .invalid("Invalid negative list index \(index)") }
                let elements = CollectionValue.elements(of: whole)
                return elements.indices.contains(index) ? elements[index] : nil
            }
        }
    }
}

extension CQLType {
    /// What messages call a collection.
    fileprivate var kindName: String { isList ? "list" : isSet ? "set" : "map" }
}
