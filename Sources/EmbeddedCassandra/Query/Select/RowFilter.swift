import Bytes
import CassandraWire

/// A restriction that is asked of each row, with its values.
struct RowFilter {
    private let columns: [Column]
    private let comparison: Relation.Comparison
    private let values: [[ByteSlice]]
    private let entryKey: ByteSlice?

    init(_ restriction: Restriction, _ input: EvaluationInput) throws(ServerError) {
        columns = restriction.columns
        comparison = restriction.comparison
        if case .entry(let key, let value) = restriction.operand {
            entryKey = try Self.value(key, input, "map key for column \(columns[0].name)")
            values = [[try Self.value(value, input, "map value for column \(columns[0].name)")]]
        } else if case .term(.single(let term)) = restriction.operand {
            entryKey = nil
            values = [[try Self.value(term, input, "value for column \(columns[0].name)")]]
        } else if case .list(let terms) = restriction.operand, !restriction.isTuple {
            entryKey = nil
            // A null among others is equal to nothing.
            var given: [[ByteSlice]] = []
            for case .single(let term) in terms {
                if case .null = try term.evaluate(input) { continue }
                given.append([try RestrictionTerm.value(term, input, columns[0].name)])
            }
            values = given
        } else {
            entryKey = nil
            values = try restriction.values(input)
        }
    }

    private static func value(
        _ term: PreparedTerm, _ input: EvaluationInput, _ what: String
    ) throws(ServerError) -> ByteSlice {
        try RestrictionTerm.value(
            term, input, null: .invalid("Unsupported null \(what)"), unset: .invalid("Unsupported unset \(what)"))
    }

    func accepts(_ row: RowInput) -> Bool {
        var found: [ByteSlice] = []
        for column in columns {
            guard let value = row.value(of: column) else { return false }
            found.append(value)
        }
        if let entryKey {
            guard let value = CollectionValue.element(entryKey, of: found[0], columns[0].type),
                case .map(_, let type) = columns[0].type.unfrozen
            else { return false }
            return ValueOrder.compare(value, values[0][0], as: type) == 0
        }
        switch comparison {
        case .isIn: return values.contains { compare(found, $0) == 0 }
        case .contains: return contains(values[0][0], in: found[0], isKey: false)
        case .containsKey: return contains(values[0][0], in: found[0], isKey: true)
        default: return values.first.map { comparison.holds(compare(found, $0)) } ?? false
        }
    }

    private func compare(_ found: [ByteSlice], _ wanted: [ByteSlice]) -> Int {
        for (index, column) in columns.enumerated() where index < wanted.count {
            let order = ValueOrder.compare(found[index], wanted[index], as: column.type)
            if order != 0 { return order }
        }
        return 0
    }

    private func contains(_ value: ByteSlice, in collection: ByteSlice, isKey: Bool) -> Bool {
        switch columns[0].type.unfrozen {
        case .list(let element), .set(let element):
            return CollectionValue.elements(of: collection).contains { isSame($0, value, element) }
        case .map(let keyType, let valueType):
            return CollectionValue.entries(of: collection).contains { entry in
                isKey
                    ? isSame(entry.key, value, keyType) : entry.value.map { isSame($0, value, valueType) } ?? false
            }
        default: return false
        }
    }

    /// Inside a frozen value, the server tells 1 and 1.0 apart.
    private func isSame(_ left: ByteSlice?, _ right: ByteSlice, _ type: CQLType) -> Bool {
        guard let left, ValueOrder.compare(left, right, as: type) == 0 else { return false }
        return type != .decimal || columns[0].isMultiCell || left == right
    }
}

extension Relation.Comparison {
    /// Whether it is true of two values whose order is `order`.
    func holds(_ order: Int) -> Bool {
        switch self {
        case .equal: order == 0
        case .notEqual: order != 0
        case .less: order < 0
        case .lessOrEqual: order <= 0
        case .greater: order > 0
        case .greaterOrEqual: order >= 0
        case .isIn, .isNotIn, .contains, .containsKey, .notContains, .notContainsKey, .isNotNull, .like: false
        }
    }
}
