import CassandraWire

/// Writes random reads of a table.
struct SelectWriter {
    let table: RandomTable
    /// An index may do instead of ALLOW FILTERING.
    var isIndexed = false

    func next(_ dice: inout Dice) -> Step {
        var text = StatementText(isPrepared: dice.once(in: 2))
        var options = Step.Options()
        let isDistinct = dice.once(in: 12)
        text.text = "SELECT \(selection(&dice, isDistinct: isDistinct)) FROM \(table.name)"
        let (restrictions, needsFiltering) = restrictions(&text, &dice, isDistinct: isDistinct)
        if !restrictions.isEmpty { text.text += " WHERE " + restrictions.joined(separator: " AND ") }
        if !isDistinct, let column = table.clustering.first, dice.once(in: 5) {
            text.text += " ORDER BY \(column.name) \(dice.one(of: ["ASC", "DESC"]))"
        }
        if !isDistinct, dice.once(in: 8) { text.text += " PER PARTITION LIMIT \(dice.number(1...3))" }
        if dice.once(in: 4) { text.text += " LIMIT \(dice.number(1...8))" }
        if needsFiltering ? !dice.once(in: isIndexed ? 2 : 12) : dice.once(in: 20) { text.text += " ALLOW FILTERING" }
        if dice.once(in: 2) { options.pageSize = Int32(dice.one(of: [1, 2, 3, 5, 10, 100])) }
        return text.step(options)
    }

    /// All there is, so that nothing differs unseen.
    var everything: Step { Step(.query("SELECT * FROM \(table.name)", values: nil)) }

    private func selection(_ dice: inout Dice, isDistinct: Bool) -> String {
        if isDistinct {
            return "DISTINCT " + (table.partition + dice.some(of: table.fixed)).map(\.name).joined(separator: ", ")
        }
        if dice.once(in: 2) { return "*" }
        let chosen = dice.shuffled(dice.some(of: table.columns, least: 1))
        if dice.once(in: 6) { return "count(*)" }
        return chosen.map { column in
            switch dice.number(1...12) {
            case 1 where table.kind == .timed && column.pool.isEmpty && !column.hasParts: "writetime(\(column.name))"
            case 2 where table.kind == .timed && column.pool.isEmpty: "maxwritetime(\(column.name))"
            default: column.name
            }
        }.joined(separator: ", ")
    }

    // MARK: Restrictions

    private func restrictions(
        _ text: inout StatementText, _ dice: inout Dice, isDistinct: Bool
    ) -> (restrictions: [String], needsFiltering: Bool) {
        var parts: [String] = []
        var needsFiltering = false
        switch dice.number(1...6) {
        case 1: return isDistinct ? ([], false) : filters(&text, &dice)
        case 2: parts += tokens(&text, &dice)
        default:
            parts += table.partition.map { equalOrIn($0, &text, &dice, many: 6) }
            if !isDistinct { parts += clustering(&text, &dice) }
        }
        if !isDistinct, dice.once(in: 8) {
            parts += filters(&text, &dice, most: 1).restrictions
            needsFiltering = true
        }
        return (parts, needsFiltering)
    }

    private func tokens(_ text: inout StatementText, _ dice: inout Dice) -> [String] {
        let names = table.partition.map(\.name).joined(separator: ", ")
        var parts: [String] = []
        for side in [[">", ">="], ["<", "<="]] where !dice.once(in: 3) {
            let bound =
                dice.once(in: 3)
                ? "\(dice.number(-9...9) * 1_000_000_000_000_000_000)"
                : "token" + tuple(table.partition, &text, &dice)
            parts.append("token(\(names)) \(dice.one(of: side)) \(bound)")
        }
        return parts
    }

    private func clustering(_ text: inout StatementText, _ dice: inout Dice) -> [String] {
        var parts: [String] = []
        let depth = dice.number(0...table.clustering.count)
        parts += table.clustering.prefix(depth).map { equalOrIn($0, &text, &dice, many: 6) }
        let rest = Array(table.clustering.dropFirst(depth))
        guard !rest.isEmpty, !dice.once(in: 3) else { return parts }
        if rest.count > 1, dice.once(in: 2) {
            let columns = Array(rest.prefix(dice.number(1...rest.count)))
            let names = columns.map(\.name).joined(separator: ", ")
            if dice.once(in: 4) {
                let tuples = (0..<dice.number(1...3)).map { _ in tuple(columns, &text, &dice) }
                return parts + ["(\(names)) IN (\(tuples.joined(separator: ", ")))"]
            }
            for side in [[">", ">="], ["<", "<="]] where !dice.once(in: 4) {
                parts.append("(\(names)) \(dice.one(of: side)) \(tuple(columns, &text, &dice))")
            }
            return parts
        }
        for side in [[">", ">="], ["<", "<="]] where !dice.once(in: 4) {
            let value = text.place(dice.one(of: rest[0].pool), rest[0].type, &dice)
            parts.append("\(rest[0].name) \(dice.one(of: side)) \(value)")
        }
        return parts
    }

    private func tuple(_ columns: [RandomColumn], _ text: inout StatementText, _ dice: inout Dice) -> String {
        "(\(columns.map { text.place(dice.one(of: $0.pool), $0.type, &dice) }.joined(separator: ", ")))"
    }

    private func equalOrIn(
        _ column: RandomColumn, _ text: inout StatementText, _ dice: inout Dice, many: Int
    ) -> String {
        guard dice.once(in: many) else {
            return "\(column.name) = \(text.place(dice.one(of: column.pool), column.type, &dice))"
        }
        let values = (0..<dice.number(1...3)).map { _ in text.place(dice.one(of: column.pool), column.type, &dice) }
        return "\(column.name) IN (\(values.joined(separator: ", ")))"
    }

    private func filters(
        _ text: inout StatementText, _ dice: inout Dice, most: Int = 2
    ) -> (restrictions: [String], needsFiltering: Bool) {
        let columns = dice.some(of: table.columns.filter { $0.type != .duration }, least: 1).prefix(most)
        let parts = columns.map { column in
            let value = column.pool.isEmpty ? dice.value(of: column.type) : dice.one(of: column.pool)
            switch column.type {
            case .list(let element), .set(let element):
                return "\(column.name) CONTAINS \(text.place(dice.value(of: element), element, &dice))"
            case .map(let key, let element):
                return dice.once(in: 2)
                    ? "\(column.name) CONTAINS KEY \(text.place(dice.value(of: key), key, &dice))"
                    : "\(column.name) CONTAINS \(text.place(dice.value(of: element), element, &dice))"
            default:
                let sign = dice.one(of: ["=", "=", "=", "<", "<=", ">", ">="])
                return "\(column.name) \(sign) \(text.place(value, column.type, &dice))"
            }
        }
        return (parts, true)
    }
}
