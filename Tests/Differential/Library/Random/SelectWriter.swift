import CassandraWire

/// Writes random reads of a table.
struct SelectWriter {
    let table: RandomTable
    /// An index may do instead of ALLOW FILTERING.
    var isIndexed = false

    func next(_ dice: inout Dice) -> Step {
        var text = StatementText(isPrepared: dice.once(in: 2), &dice)
        var options = Step.Options()
        let isDistinct = dice.once(in: 12)
        let groups = dice.once(in: 10) ? groups(&dice) : []
        text.text = "SELECT "
        text.text += selection(&text, &dice, isDistinct: isDistinct, adds: !groups.isEmpty || dice.once(in: 12))
        text.text += " FROM \(table.name)"
        let (restrictions, needsFiltering) = restrictions(&text, &dice, isDistinct: isDistinct && !dice.once(in: 8))
        if !restrictions.isEmpty { text.text += " WHERE " + restrictions.joined(separator: " AND ") }
        if !groups.isEmpty { text.text += " GROUP BY " + groups.joined(separator: ", ") }
        if !isDistinct, !table.clustering.isEmpty, dice.once(in: 5) { text.text += order(&dice) }
        if !isDistinct || dice.once(in: 8), dice.once(in: 8) {
            text.text += " PER PARTITION LIMIT " + limit(1...3, &text, &dice)
        }
        if dice.once(in: 4) { text.text += " LIMIT " + limit(1...8, &text, &dice) }
        if needsFiltering ? !dice.once(in: isIndexed ? 2 : 12) : dice.once(in: 20) { text.text += " ALLOW FILTERING" }
        // Of DISTINCT in groups the server gives pages of any length.
        if dice.once(in: 2), !isDistinct || groups.isEmpty {
            options.pageSize = Int32(dice.one(of: [1, 2, 3, 5, 10, 100]))
        }
        options.skipsMetadata = text.isPrepared && dice.once(in: 10)
        return text.step(options)
    }

    /// All there is, so that nothing differs unseen.
    var everything: Step { Step(.query("SELECT * FROM \(table.name)", values: nil)) }

    private func limit(_ range: ClosedRange<Int>, _ text: inout StatementText, _ dice: inout Dice) -> String {
        text.place(.int(Int32(dice.number(range))), .int, &dice)
    }

    /// A beginning of the primary key, mostly with all of the partition key.
    private func groups(_ dice: inout Dice) -> [String] {
        let columns = table.partition + table.clustering
        let least = dice.once(in: 8) ? 1 : table.partition.count
        return columns.prefix(dice.number(least...columns.count)).map(\.name)
    }

    private func order(_ dice: inout Dice) -> String {
        let columns = table.clustering.prefix(dice.once(in: 3) ? dice.number(1...table.clustering.count) : 1)
        let isTurned = dice.once(in: 2)
        let parts = columns.map { column in
            let isDescending = (column.kind == .clustering(isDescending: true)) != isTurned
            return "\(column.name) \(isDescending != dice.once(in: 8) ? "DESC" : "ASC")"
        }
        return " ORDER BY " + parts.joined(separator: ", ")
    }

    // MARK: Restrictions

    private func restrictions(
        _ text: inout StatementText, _ dice: inout Dice, isDistinct: Bool
    ) -> (restrictions: [String], needsFiltering: Bool) {
        var parts: [String] = []
        var needsFiltering = false
        switch dice.number(1...6) {
        case 1 where isDistinct:
            return dice.once(in: 2) || table.fixed.isEmpty
                ? ([], false) : (filters(&text, &dice, of: table.fixed, most: 1), true)
        case 1: return (filters(&text, &dice, of: table.columns, most: 2), true)
        case 2: parts += tokens(&text, &dice)
        default:
            parts += table.partition.map { equalOrIn($0, &text, &dice, many: 6) }
            if !isDistinct { parts += clustering(&text, &dice) }
            if dice.once(in: 20) { parts += tokens(&text, &dice) }
        }
        if !isDistinct, dice.once(in: 8) {
            parts += filters(&text, &dice, of: table.columns, most: 1)
            needsFiltering = true
        }
        return (parts, needsFiltering)
    }

    private func tokens(_ text: inout StatementText, _ dice: inout Dice) -> [String] {
        let names = table.partition.map(\.name).joined(separator: ", ")
        if dice.once(in: 12) { return ["token(\(names)) = token" + tuple(table.partition, &text, &dice)] }
        var parts: [String] = []
        for side in [[">", ">="], ["<", "<="]] where !dice.once(in: 3) {
            let bound =
                dice.once(in: 3)
                ? text.place(.bigint(Int64(dice.number(-9...9)) * 1_000_000_000_000_000_000), .bigint, &dice)
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
        if dice.once(in: rest.count > 1 ? 2 : 6) { return parts + tupleRelations(rest, &text, &dice) }
        for side in [[">", ">="], ["<", "<="]] where !dice.once(in: 4) {
            let value = text.place(dice.one(of: rest[0].pool), rest[0].type, &dice)
            parts.append("\(rest[0].name) \(dice.one(of: side)) \(value)")
        }
        return parts
    }

    private func tupleRelations(
        _ rest: [RandomColumn], _ text: inout StatementText, _ dice: inout Dice
    ) -> [String] {
        let columns = Array(rest.prefix(dice.number(1...rest.count)))
        let names = columns.map(\.name).joined(separator: ", ")
        if dice.once(in: 4) { return ["(\(names)) IN " + tuples(columns, &text, &dice)] }
        if dice.once(in: 5) { return ["(\(names)) = " + tuple(columns, &text, &dice)] }
        var parts: [String] = []
        for side in [[">", ">="], ["<", "<="]] where !dice.once(in: 4) {
            // The second bound may be of fewer columns.
            let bounded = dice.once(in: 6) ? Array(columns.prefix(1)) : columns
            let names = bounded.map(\.name).joined(separator: ", ")
            parts.append("(\(names)) \(dice.one(of: side)) \(tuple(bounded, &text, &dice))")
        }
        return parts
    }

    private func filters(
        _ text: inout StatementText, _ dice: inout Dice, of columns: [RandomColumn], most: Int
    ) -> [String] {
        let columns = dice.some(of: columns.filter { $0.type != .duration }, least: 1).prefix(most)
        return columns.map { filter($0, &text, &dice) }
    }

    private func filter(_ column: RandomColumn, _ text: inout StatementText, _ dice: inout Dice) -> String {
        let isWhole = !column.hasParts && !dice.once(in: 3)
        switch column.type.unfrozen {
        case .list(let element) where !isWhole, .set(let element) where !isWhole:
            return "\(column.name) CONTAINS \(text.place(dice.value(of: element), element, &dice))"
        case .map(let key, let element) where !isWhole:
            switch dice.number(1...3) {
            case 1: return "\(column.name) CONTAINS KEY \(text.place(dice.value(of: key), key, &dice))"
            case 2: return "\(column.name) CONTAINS \(text.place(dice.value(of: element), element, &dice))"
            default:
                let place = text.place(dice.value(of: key), key, &dice)
                return "\(column.name)[\(place)] = \(text.place(dice.value(of: element), element, &dice))"
            }
        default:
            if dice.once(in: 6) { return equalOrIn(column, &text, &dice, many: 1) }
            let value = column.pool.isEmpty ? dice.value(of: column.type) : dice.one(of: column.pool)
            let sign = dice.one(of: ["=", "=", "=", "<", "<=", ">", ">="])
            return "\(column.name) \(sign) \(text.place(value, column.type, &dice))"
        }
    }
}

// MARK: Values of columns, in other statements too

func tuple(_ columns: [RandomColumn], _ text: inout StatementText, _ dice: inout Dice) -> String {
    "(\(columns.map { text.place(dice.one(of: $0.pool), $0.type, &dice) }.joined(separator: ", ")))"
}

/// Several tuples in brackets, or a marker for the list of them.
func tuples(_ columns: [RandomColumn], _ text: inout StatementText, _ dice: inout Dice) -> String {
    let count = dice.number(1...3)
    let values = (0..<count).map { _ in CQLValue.tuple(columns.map { dice.one(of: $0.pool) }) }
    if let place = text.placeWhole(.list(values), .list(.tuple(columns.map(\.type))), &dice) { return place }
    return "(\((0..<count).map { _ in tuple(columns, &text, &dice) }.joined(separator: ", ")))"
}

func equalOrIn(_ column: RandomColumn, _ text: inout StatementText, _ dice: inout Dice, many: Int) -> String {
    func value(_ dice: inout Dice) -> CQLValue {
        column.pool.isEmpty ? dice.value(of: column.type) : dice.one(of: column.pool)
    }
    guard dice.once(in: many) else { return "\(column.name) = \(text.place(value(&dice), column.type, &dice))" }
    let count = dice.number(1...3)
    let values = (0..<count).map { _ in value(&dice) }
    if let place = text.placeWhole(.list(values), .list(column.type), &dice) { return "\(column.name) IN \(place)" }
    let places = values.map { text.place($0, column.type, &dice) }
    return "\(column.name) IN (\(places.joined(separator: ", ")))"
}
