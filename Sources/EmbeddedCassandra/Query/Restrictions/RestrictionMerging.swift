import CassandraWire

/// What may not be asked of a column, or of those behind it, beside what has been asked already.
extension Restriction {
    /// Whether it can join an earlier one of the same columns: what the earlier is decides.
    func check(beside earlier: Restriction, sharing shared: [Column]) throws(ServerError) {
        let names = shared.map(\.name).joined(separator: ", ")
        if earlier.isOfElements {
            guard !isOfElements else { return }
            throw .invalid(
                "Collection column \(names) can only be restricted by CONTAINS, CONTAINS KEY, or map-entry equality")
        }
        if earlier.comparison == .equal || earlier.comparison == .isIn {
            let what = earlier.comparison == .equal ? "an Equal" : "a IN"
            throw .invalid("\(names) cannot be restricted by more than one relation if it includes \(what)")
        }
        guard comparison.isSlice else {
            throw .invalid("Column \"\(names)\" cannot be restricted by both an equality and an inequality relation")
        }
        let (first, other) = (columns[0], earlier.columns[0])
        if first != other {
            throw .invalid(
                "Column \"\((first.position > other.position ? first : other).name)\" cannot be restricted by two "
                    + "inequalities not starting with the same column")
        }
        if comparison.isStart == earlier.comparison.isStart {
            throw .invalid(
                "More than one restriction was found for the \(comparison.isStart ? "start" : "end") bound on \(names)")
        }
    }

    /// Behind a slice no clustering column can be restricted, wherever the slice stands in the text.
    func checkOrder(after earlier: [Restriction]) throws(ServerError) {
        guard let last = earlier.max(by: { $0.lastPosition < $1.lastPosition }) else { return }
        if last.comparison.isSlice, firstPosition > last.firstPosition {
            throw .invalid(
                "Clustering column \"\(columns[0].name)\" cannot be restricted (preceding column "
                    + "\"\(last.columns[0].name)\" is restricted by a non-EQ relation)")
        }
        guard comparison.isSlice, firstPosition < last.firstPosition else { return }
        let next = earlier.flatMap(\.columns).filter { $0.position > firstPosition }.min { $0.position < $1.position }
        throw .invalid(
            "PRIMARY KEY column \"\((next ?? last.columns[0]).name)\" cannot be restricted (preceding column "
                + "\"\(columns[0].name)\" is restricted by a non-EQ relation)")
    }

    /// Whether it asks for something inside a collection, of which there may be several.
    var isOfElements: Bool {
        operand.isEntry || comparison == .contains || comparison == .containsKey
    }

    private var lastPosition: Int { columns[columns.count - 1].position }
}

extension RestrictionPreparer.TokenRestriction {
    func check(beside earlier: RestrictionPreparer.TokenRestriction, _ table: Table) throws(ServerError) {
        let names = table.partitionKey.map(\.name).joined(separator: ", ")
        if earlier.comparison == .equal {
            throw .invalid("\(names) cannot be restricted by more than one relation if it includes an Equal")
        }
        if comparison == .equal {
            throw .invalid("Columns \"\(names)\" cannot be restricted by both an equality and an inequality relation")
        }
        if comparison.isStart == earlier.comparison.isStart {
            throw .invalid(
                "More than one restriction was found for the \(comparison.isStart ? "start" : "end") bound on \(names)")
        }
    }
}

extension Restriction.Operand {
    var isEntry: Bool { if case .entry = self { true } else { false } }
}
