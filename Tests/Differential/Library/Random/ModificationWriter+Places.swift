import CassandraWire

/// Where random modifications write.
extension ModificationWriter {
    func place(_ text: inout StatementText, _ dice: inout Dice, clustered: Bool, many: Bool) -> String {
        var parts = table.partition.map { equalOrIn($0, &text, &dice, many: many ? 8 : .max) }
        guard clustered, !table.clustering.isEmpty else { return parts.joined(separator: " AND ") }
        if dice.once(in: 8) {
            let names = table.clustering.map(\.name).joined(separator: ", ")
            parts.append(
                many && dice.once(in: 2)
                    ? "(\(names)) IN " + tuples(table.clustering, &text, &dice)
                    : "(\(names)) = " + tuple(table.clustering, &text, &dice))
        } else {
            parts += table.clustering.map { equalOrIn($0, &text, &dice, many: many ? 8 : .max) }
        }
        return parts.joined(separator: " AND ")
    }

    /// A partition, or rows of it: a beginning of the clustering, and perhaps a slice of the next columns.
    func range(_ text: inout StatementText, _ dice: inout Dice) -> String {
        var parts = [place(&text, &dice, clustered: false, many: true)]
        let depth = dice.number(0...table.clustering.count)
        for column in table.clustering.prefix(depth) { parts.append(equalOrIn(column, &text, &dice, many: 8)) }
        let rest = Array(table.clustering.dropFirst(depth))
        guard !rest.isEmpty, dice.once(in: 2) else { return parts.joined(separator: " AND ") }
        let columns = Array(rest.prefix(dice.once(in: 3) ? rest.count : 1))
        let isTuple = columns.count > 1 || dice.once(in: 6)
        for side in [[">", ">="], ["<", "<="]] where !dice.once(in: 4) {
            let sign = dice.one(of: side)
            parts.append(
                isTuple
                    ? "(\(columns.map(\.name).joined(separator: ", "))) \(sign) \(tuple(columns, &text, &dice))"
                    : "\(columns[0].name) \(sign) \(text.place(dice.one(of: columns[0].pool), columns[0].type, &dice))")
        }
        return parts.joined(separator: " AND ")
    }
}
