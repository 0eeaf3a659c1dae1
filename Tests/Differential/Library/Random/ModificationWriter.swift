import CassandraWire

/// Writes random modifications of a table.
struct ModificationWriter {
    var table: RandomTable
    /// For tables where no two writes have the same.
    private var lastTimestamp: Int64 = 1000
    private var count = 0

    init(_ table: RandomTable) {
        self.table = table
    }

    mutating func next(_ dice: inout Dice) -> Step {
        count += 1
        if dice.once(in: 150) { return Step(.query("TRUNCATE \(table.name)", values: nil)) }
        if table.kind == .counter { return dice.once(in: 6) ? batch(&dice) : counterUpdate(&dice).step() }
        switch dice.number(1...20) {
        case 1...3: return batch(&dice)
        case 4...8 where table.kind == .clocked: return conditional(&dice)
        case 9,
            10 where table.kind == .timed || table.kind == .expiring:
            var options = Step.Options()
            options.timestamp = timestamp(&dice)
            return single(&dice, prepared: dice.once(in: 2), timed: false).step(options)
        default: return single(&dice, prepared: dice.once(in: 2)).step()
        }
    }

    mutating func single(_ dice: inout Dice, prepared: Bool, timed: Bool = true) -> StatementText {
        if table.kind == .counter { return counterUpdate(&dice) }
        switch dice.number(1...10) {
        case 1...4: return insert(&dice, prepared, timed: timed)
        case 5...7: return update(&dice, prepared, timed: timed)
        default: return delete(&dice, prepared, timed: timed)
        }
    }

    // MARK: Timestamps

    mutating func timestamp(_ dice: inout Dice) -> Int64? {
        switch table.kind {
        case .clocked, .counter: return nil
        case .expiring:
            lastTimestamp += 10
            return lastTimestamp - Int64(dice.number(0...4))
        // They grow slowly, and meet often.
        case .timed: return Int64(count / 10 + dice.number(0...6))
        }
    }

    private mutating func using(
        _ text: inout StatementText, _ dice: inout Dice, mayExpire: Bool, timed: Bool
    ) -> String {
        guard timed, let timestamp = timestamp(&dice) else { return "" }
        let using = " USING TIMESTAMP " + text.place(.bigint(timestamp), .bigint, &dice)
        guard mayExpire, table.kind == .expiring, dice.once(in: 2) else { return using }
        return using + " AND TTL " + text.place(.int(dice.one(of: [100_000, 200_000, 0])), .int, &dice)
    }

    // MARK: Statements

    mutating func insert(
        _ dice: inout Dice, _ prepared: Bool, timed: Bool, condition: String = ""
    ) -> StatementText {
        var text = StatementText(isPrepared: prepared, &dice)
        let isFixedOnly = !table.fixed.isEmpty && dice.once(in: 6)
        var columns = table.partition
        if !isFixedOnly { columns += table.clustering + dice.some(of: table.regular) }
        columns += dice.some(of: table.fixed, least: isFixedOnly ? 1 : 0)
        columns = dice.once(in: 3) ? dice.shuffled(columns) : columns
        let values = columns.map { column in
            let value = value(for: column, &dice)
            return column.pool.isEmpty
                ? text.placeOrUnset(value, column.type, &dice) : text.place(value, column.type, &dice)
        }
        let names = columns.map(\.name).joined(separator: ", ")
        text.text = "INSERT INTO \(table.name) (\(names)) VALUES (\(values.joined(separator: ", ")))\(condition)"
        text.text += using(&text, &dice, mayExpire: true, timed: timed)
        return text
    }

    private func value(for column: RandomColumn, _ dice: inout Dice) -> CQLValue {
        if !column.pool.isEmpty { return dice.one(of: column.pool) }
        return dice.once(in: 8) ? .null : dice.value(of: column.type)
    }

    mutating func update(
        _ dice: inout Dice, _ prepared: Bool, timed: Bool,
        condition: ((inout StatementText, inout Dice) -> String)? = nil
    ) -> StatementText {
        var columns = dice.some(of: table.regular, least: 1)
        let isFixedOnly = columns.isEmpty || (!table.fixed.isEmpty && dice.once(in: 5))
        if isFixedOnly { columns = dice.some(of: table.fixed, least: 1) }
        guard !columns.isEmpty else { return insert(&dice, prepared, timed: timed) }
        var text = StatementText(isPrepared: prepared, &dice)
        let head = "UPDATE \(table.name)" + using(&text, &dice, mayExpire: true, timed: timed)
        let changes = columns.map { change(of: $0, &text, &dice) }.joined(separator: ", ")
        let place = place(&text, &dice, clustered: !isFixedOnly, many: condition == nil)
        text.text = "\(head) SET \(changes) WHERE \(place)"
        if let condition { text.text += " IF " + condition(&text, &dice) }
        return text
    }

    private func change(of column: RandomColumn, _ text: inout StatementText, _ dice: inout Dice) -> String {
        let name = column.name
        if column.hasParts, !dice.once(in: 3) {
            switch column.type {
            case .list(let element):
                if dice.once(in: 4) {
                    let index = text.place(.int(Int32(dice.number(0...1))), .int, &dice)
                    return "\(name)[\(index)] = \(text.place(dice.value(of: element), element, &dice))"
                }
                let value = dice.value(of: column.type)
                let place = text.place(value, column.type, &dice)
                return dice.one(of: [
                    "\(name) = \(name) + \(place)", "\(name) = \(place) + \(name)", "\(name) = \(name) - \(place)",
                ])
            case .set:
                let place = text.place(dice.value(of: column.type), column.type, &dice)
                return "\(name) = \(name) \(dice.one(of: ["+", "-"])) \(place)"
            case .map(let key, let value):
                if dice.once(in: 3) {
                    let place = text.place(dice.value(of: .set(key)), .set(key), &dice)
                    return "\(name) = \(name) - \(place)"
                }
                if dice.once(in: 2) {
                    return "\(name) = \(name) + \(text.place(dice.value(of: column.type), column.type, &dice))"
                }
                let keyPlace = text.place(dice.value(of: key), key, &dice)
                let element: CQLValue = dice.once(in: 4) ? .null : dice.value(of: value)
                return "\(name)[\(keyPlace)] = \(text.place(element, value, &dice))"
            case .udt(let type):
                let field = dice.one(of: type.fields)
                let value: CQLValue = dice.once(in: 4) ? .null : dice.value(of: field.type)
                return "\(name).\(field.name) = \(text.place(value, field.type, &dice))"
            default: break
            }
        }
        return "\(name) = \(text.placeOrUnset(value(for: column, &dice), column.type, &dice))"
    }

    mutating func delete(
        _ dice: inout Dice, _ prepared: Bool, timed: Bool,
        condition: ((inout StatementText, inout Dice) -> String)? = nil
    ) -> StatementText {
        var text = StatementText(isPrepared: prepared, &dice)
        let isOfColumns = dice.once(in: 3)
        var columns = isOfColumns ? dice.some(of: table.regular) : []
        let isFixedOnly = isOfColumns && columns.isEmpty && !table.fixed.isEmpty
        if isFixedOnly { columns = dice.some(of: table.fixed, least: 1) }
        let names = columns.map { deletion(of: $0, &text, &dice) }.joined(separator: ", ")
        text.text = "DELETE \(names)\(names.isEmpty ? "" : " ")FROM \(table.name)"
        text.text += using(&text, &dice, mayExpire: false, timed: timed) + " WHERE "
        if columns.isEmpty && condition == nil {
            text.text += range(&text, &dice)
        } else {
            text.text += place(&text, &dice, clustered: !isFixedOnly, many: condition == nil)
        }
        if let condition { text.text += " IF " + condition(&text, &dice) }
        return text
    }

    private func deletion(of column: RandomColumn, _ text: inout StatementText, _ dice: inout Dice) -> String {
        guard dice.once(in: 2) else { return column.name }
        switch column.type {
        case .list: return "\(column.name)[\(dice.number(0...1))]"
        case .set(let element): return "\(column.name)[\(text.place(dice.value(of: element), element, &dice))]"
        case .map(let key, _): return "\(column.name)[\(text.place(dice.value(of: key), key, &dice))]"
        case .udt(let type): return "\(column.name).\(dice.one(of: type.fields).name)"
        default: return column.name
        }
    }
}
