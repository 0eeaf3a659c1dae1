import CassandraWire

/// What the indexes of a table answer by themselves of what a SELECT asks for.
struct IndexSupport {
    /// The storage-attached ones work together; a legacy one works alone.
    private let groups: [[TableIndex]]

    init(_ table: Table) {
        let attached = table.indexes.filter(\.isStorageAttached)
        groups = (attached.isEmpty ? [] : [attached]) + table.indexes.filter { !$0.isStorageAttached }.map { [$0] }
    }

    /// Whether some index answers some restriction.
    func answersAny(of restrictions: [Restriction]) -> Bool {
        restrictions.contains { restriction in
            groups.contains { $0.contains { index in restriction.columns.contains { index.answers(restriction, $0) } } }
        }
    }

    /// Whether something is left of the restrictions that no group of indexes answers.
    func needsFiltering(_ restrictions: [Restriction], nearest: Column?) -> Bool {
        !groups.contains { group in
            (nearest.map { column in group.contains { $0.isStorageAttached && $0.target.column == column.name } }
                ?? true)
                && restrictions.allSatisfy { Self.answers($0, among: restrictions, group) }
        }
    }

    private static func answers(_ restriction: Restriction, among all: [Restriction], _ group: [TableIndex]) -> Bool {
        guard restriction.isOfElements else {
            return restriction.columns.allSatisfy { column in group.contains { $0.answers(restriction, column) } }
        }
        // What is asked of one collection counts as one: storage-attached indexes look at the rest themselves.
        let column = restriction.columns[0]
        let others = all.filter { $0.isOfElements && $0.columns[0] == column }
        guard others.count == 1 || group[0].isStorageAttached else { return false }
        return others.contains { other in group.contains { $0.answers(other, column) } }
    }

    /// The legacy index that finds the rows, if no storage-attached one does.
    func legacyIndex(for restrictions: [Restriction]) -> TableIndex? {
        let indexes = groups.joined().filter { index in
            restrictions.contains { restriction in restriction.columns.contains { index.answers(restriction, $0) } }
        }
        guard let first = indexes.first, !first.isStorageAttached else { return nil }
        return first
    }
}

extension TableIndex {
    /// Whether it answers what the restriction asks of the column.
    func answers(_ restriction: Restriction, _ column: Column) -> Bool {
        guard target.column == column.name else { return false }
        // Of vectors only the nearest can be asked for.
        if isStorageAttached, case .vector = column.type { return false }
        switch restriction.comparison {
        case .contains: return target.part == .values
        case .containsKey: return target.part == .keys
        case .equal:
            return restriction.operand.isEntry ? target.part == .entries : target.part == nil || target.part == .full
        case .less, .lessOrEqual, .greater, .greaterOrEqual:
            return isStorageAttached && target.part == nil && column.type.hasIndexedRanges
        case .notEqual, .isIn, .isNotIn, .notContains, .notContainsKey, .isNotNull, .like: return false
        }
    }
}

extension Restriction {
    /// What is said of it where it would have to be asked of each row.
    var refusalAsFilter: ServerError? {
        guard isTuple else { return nil }
        if comparison.isSlice {
            return .invalid("Multi-column slice restrictions cannot be used for filtering.")
        }
        return comparison == .isIn && columns.count > 1 ? .invalid("Multicolumn IN filters are not supported") : nil
    }
}

extension Table {
    /// Why `expr(index, …)` can't be asked, as no index here takes it; `nil` if there is none.
    func refusal(of expressions: [String]) -> ServerError? {
        guard let name = expressions.first else { return nil }
        guard expressions.count == 1 else {
            return .invalid("Multiple custom index expressions in a single query are not supported")
        }
        guard let index = indexes.first(where: { $0.name == name }) else {
            return .invalid("Invalid index expression, index \(name) not found for \(qualifiedText)")
        }
        return index.isStorageAttached
            ? .invalid("Index \(name) does not support custom expressions")
            : .invalid("Only CUSTOM indexes may be used in custom index expressions, \(name) is not valid")
    }
}
