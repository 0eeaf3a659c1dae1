import Bytes
import CassandraWire

/// A restriction that is asked of each row, with its values.
struct RowFilter {
    /// How a value of a row is compared with one that is asked for.
    enum Matching {
        /// By the order of the type.
        case ordered
        /// As a legacy index finds values.
        case bytes
        /// As a storage-attached index finds them, which may make texts alike.
        case attached(TextAnalysis?)
    }

    /// What is larger is stored, but not in a storage-attached index.
    private static let largestTerm = 8192

    private let columns: [Column]
    private let comparison: Relation.Comparison
    private let values: [[ByteSlice]]
    private let entryKey: ByteSlice?
    private let matching: Matching

    init(
        _ restriction: Restriction, _ input: EvaluationInput, matching: Matching = .ordered
    ) throws(ServerError) {
        self.matching = matching
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
        if case .bytes = matching, values.joined().contains(where: { $0.count > IndexedSizes.largest }) {
            throw .invalid("Index expression values may not be larger than 64K")
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
            return isSame(value, values[0][0], type)
        }
        switch comparison {
        case .isIn: return values.contains { compare(found, $0) == 0 }
        case .contains: return contains(values[0][0], in: found[0], isKey: false)
        case .containsKey: return contains(values[0][0], in: found[0], isKey: true)
        case .equal where columns.count == 1:
            return values.first.map { isSame(found[0], $0[0], columns[0].type) } ?? false
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

    private func isSame(_ found: ByteSlice, _ wanted: ByteSlice, _ type: CQLType) -> Bool {
        switch matching {
        case .ordered: ValueOrder.compare(found, wanted, as: type) == 0
        case .bytes: found == wanted
        case .attached(let analysis):
            found.count <= Self.largestTerm
                && (analysis?.areAlike(found, wanted) ?? (ValueOrder.compare(found, wanted, as: type) == 0))
        }
    }

    private func contains(_ value: ByteSlice, in collection: ByteSlice, isKey: Bool) -> Bool {
        switch columns[0].type.unfrozen {
        case .list(let element), .set(let element):
            return CollectionValue.elements(of: collection).contains { isSameInside($0, value, element) }
        case .map(let keyType, let valueType):
            return CollectionValue.entries(of: collection).contains { entry in
                isKey
                    ? isSameInside(entry.key, value, keyType)
                    : entry.value.map { isSameInside($0, value, valueType) } ?? false
            }
        default: return false
        }
    }

    /// Inside a frozen value, the server tells 1 and 1.0 apart.
    private func isSameInside(_ left: ByteSlice, _ right: ByteSlice, _ type: CQLType) -> Bool {
        isSame(left, right, type) && (type != .decimal || columns[0].isMultiCell || left == right)
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
