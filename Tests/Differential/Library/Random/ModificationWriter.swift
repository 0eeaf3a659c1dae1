import CassandraWire

/// Writes random modifications of a table.
struct ModificationWriter {
    let table: RandomTable
    /// For tables where no two writes have the same.
    private var lastTimestamp: Int64 = 1000
    private var count = 0

    init(_ table: RandomTable) {
        self.table = table
    }

    mutating func next(_ dice: inout Dice) -> Step {
        count += 1
        if table.kind == .counter { return counterUpdate(&dice).step() }
        switch dice.number(1...20) {
        case 1...3: return batch(&dice)
        case 4...8 where table.kind == .clocked: return conditional(&dice)
        default: return single(&dice, prepared: dice.once(in: 2)).step()
        }
    }

    private mutating func single(_ dice: inout Dice, prepared: Bool, timed: Bool = true) -> StatementText {
        if table.kind == .counter { return counterUpdate(&dice) }
        switch dice.number(1...10) {
        case 1...4: return insert(&dice, prepared, timed: timed)
        case 5...7: return update(&dice, prepared, timed: timed)
        default: return delete(&dice, prepared, timed: timed)
        }
    }

    // MARK: Timestamps

    private mutating func timestamp(_ dice: inout Dice) -> Int64? {
        switch table.kind {
        case .clocked, .counter: return nil
        case .expiring:
            lastTimestamp += 10
            return lastTimestamp - Int64(dice.number(0...4))
        // They grow slowly, and meet often.
        case .timed: return Int64(count / 10 + dice.number(0...6))
        }
    }

    private mutating func using(_ dice: inout Dice, mayExpire: Bool, timed: Bool) -> String {
        guard timed, let timestamp = timestamp(&dice) else { return "" }
        guard mayExpire, table.kind == .expiring, dice.once(in: 2) else { return " USING TIMESTAMP \(timestamp)" }
        return " USING TIMESTAMP \(timestamp) AND TTL \(dice.one(of: [100_000, 200_000]))"
    }

    // MARK: Statements

    private mutating func insert(
        _ dice: inout Dice, _ prepared: Bool, timed: Bool, condition: String = ""
    ) -> StatementText {
        var text = StatementText(isPrepared: prepared)
        let isFixedOnly = !table.fixed.isEmpty && dice.once(in: 6)
        var columns = table.partition
        if !isFixedOnly { columns += table.clustering + dice.some(of: table.regular) }
        columns += dice.some(of: table.fixed, least: isFixedOnly ? 1 : 0)
        columns = dice.once(in: 3) ? dice.shuffled(columns) : columns
        let values = columns.map { text.place(value(for: $0, &dice), $0.type, &dice) }
        let names = columns.map(\.name).joined(separator: ", ")
        text.text = "INSERT INTO \(table.name) (\(names)) VALUES (\(values.joined(separator: ", ")))\(condition)"
        text.text += using(&dice, mayExpire: true, timed: timed)
        return text
    }

    private func value(for column: RandomColumn, _ dice: inout Dice) -> CQLValue {
        if !column.pool.isEmpty { return dice.one(of: column.pool) }
        return dice.once(in: 8) ? .null : dice.value(of: column.type)
    }

    private mutating func update(
        _ dice: inout Dice, _ prepared: Bool, timed: Bool,
        condition: ((inout StatementText, inout Dice) -> String)? = nil
    ) -> StatementText {
        var columns = dice.some(of: table.regular, least: 1)
        let isFixedOnly = columns.isEmpty || (!table.fixed.isEmpty && dice.once(in: 5))
        if isFixedOnly { columns = dice.some(of: table.fixed, least: 1) }
        guard !columns.isEmpty else { return insert(&dice, prepared, timed: timed) }
        var text = StatementText(isPrepared: prepared)
        let head = "UPDATE \(table.name)" + using(&dice, mayExpire: true, timed: timed)
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
                    return "\(name)[\(dice.number(0...1))] = \(text.place(dice.value(of: element), element, &dice))"
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
        return "\(name) = \(text.place(value(for: column, &dice), column.type, &dice))"
    }

    private mutating func delete(
        _ dice: inout Dice, _ prepared: Bool, timed: Bool,
        condition: ((inout StatementText, inout Dice) -> String)? = nil
    ) -> StatementText {
        var text = StatementText(isPrepared: prepared)
        let isOfColumns = dice.once(in: 3)
        var columns = isOfColumns ? dice.some(of: table.regular) : []
        let isFixedOnly = isOfColumns && columns.isEmpty && !table.fixed.isEmpty
        if isFixedOnly { columns = dice.some(of: table.fixed, least: 1) }
        let names = columns.map { deletion(of: $0, &text, &dice) }.joined(separator: ", ")
        text.text = "DELETE \(names)\(names.isEmpty ? "" : " ")FROM \(table.name)"
        text.text += using(&dice, mayExpire: false, timed: timed) + " WHERE "
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

    // MARK: Places

    private func place(
        _ text: inout StatementText, _ dice: inout Dice, clustered: Bool, many: Bool
    ) -> String {
        let columns = table.partition + (clustered ? table.clustering : [])
        return columns.map { column in
            guard many, dice.once(in: 8) else {
                return "\(column.name) = \(text.place(dice.one(of: column.pool), column.type, &dice))"
            }
            let values = (0..<dice.number(1...3)).map { _ in text.place(dice.one(of: column.pool), column.type, &dice) }
            return "\(column.name) IN (\(values.joined(separator: ", ")))"
        }.joined(separator: " AND ")
    }

    /// A partition, or rows of it: a beginning of the clustering, and perhaps a slice of the next column.
    private func range(_ text: inout StatementText, _ dice: inout Dice) -> String {
        var parts = [place(&text, &dice, clustered: false, many: true)]
        let depth = dice.number(0...table.clustering.count)
        for column in table.clustering.prefix(depth) {
            parts.append("\(column.name) = \(text.place(dice.one(of: column.pool), column.type, &dice))")
        }
        if depth < table.clustering.count, dice.once(in: 2) {
            let column = table.clustering[depth]
            for side in [[">", ">="], ["<", "<="]] where !dice.once(in: 4) {
                parts.append(
                    "\(column.name) \(dice.one(of: side)) \(text.place(dice.one(of: column.pool), column.type, &dice))")
            }
        }
        return parts.joined(separator: " AND ")
    }

    // MARK: Counters, conditions, batches

    private func counterUpdate(_ dice: inout Dice) -> StatementText {
        var text = StatementText(isPrepared: dice.once(in: 2))
        let isFixedOnly = !table.fixed.isEmpty && dice.once(in: 3)
        let columns = dice.some(of: isFixedOnly ? table.fixed : table.regular, least: 1)
        let changes = columns.map { column in
            let value = CQLValue.bigint(Int64(dice.number(-20...20)))
            let place = text.place(value, .counter, &dice)
            return "\(column.name) = \(column.name) \(dice.one(of: ["+", "-"])) \(place)"
        }
        let place = place(&text, &dice, clustered: !isFixedOnly, many: true)
        text.text = "UPDATE \(table.name) SET \(changes.joined(separator: ", ")) WHERE \(place)"
        return text
    }

    private mutating func conditional(_ dice: inout Dice) -> Step {
        let prepared = dice.once(in: 2)
        switch dice.number(1...5) {
        case 1, 2: return insert(&dice, prepared, timed: false, condition: " IF NOT EXISTS").step()
        case 3: return update(&dice, prepared, timed: false, condition: exists).step()
        case 4: return delete(&dice, prepared, timed: false, condition: condition).step()
        default: return update(&dice, prepared, timed: false, condition: condition).step()
        }
    }

    private func exists(_ text: inout StatementText, _ dice: inout Dice) -> String { "EXISTS" }

    private func condition(_ text: inout StatementText, _ dice: inout Dice) -> String {
        let candidates = table.columns.filter {
            ($0.kind == .regular || $0.kind == .fixed) && !$0.hasParts && $0.type != .duration
        }
        guard !candidates.isEmpty else { return "EXISTS" }
        let columns = dice.some(of: candidates, least: 1).prefix(2)
        return columns.map { column in
            if dice.once(in: 5) {
                let values = (0..<dice.number(1...3)).map { _ in
                    text.place(dice.value(of: column.type), column.type, &dice)
                }
                return "\(column.name) IN (\(values.joined(separator: ", ")))"
            }
            if dice.once(in: 3) { return "\(column.name) \(dice.one(of: ["=", "!="])) null" }
            let sign = dice.one(of: ["=", "!=", "<", "<=", ">", ">="])
            return "\(column.name) \(sign) \(text.place(dice.value(of: column.type), column.type, &dice))"
        }.joined(separator: " AND ")
    }

    private mutating func batch(_ dice: inout Dice) -> Step {
        let timestamp = table.kind == .timed && dice.once(in: 3) ? timestamp(&dice) : nil
        let isText = dice.once(in: 3)
        // In a batch without timestamps of its own all get the same of the node's, so the order of two writes is not said.
        let count = table.kind == .clocked ? 1 : dice.number(1...4)
        let parts = (0..<count).map { _ in
            single(&dice, prepared: !isText && dice.once(in: 2), timed: timestamp == nil)
        }
        let kind: Step.BatchKind = dice.once(in: 2) ? .logged : .unlogged
        guard isText else {
            var options = Step.Options()
            options.timestamp = timestamp
            return Step(.batch(kind, parts.map(\.batchPart)), options)
        }
        let using = timestamp.map { " USING TIMESTAMP \($0)" } ?? ""
        let text = parts.map { $0.text + "; " }.joined()
        return Step(
            .query("BEGIN \(kind == .unlogged ? "UNLOGGED " : "")BATCH\(using) \(text)APPLY BATCH", values: nil))
    }
}
