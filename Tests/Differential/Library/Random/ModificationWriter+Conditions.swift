import CassandraWire

/// Random updates of counters, conditional statements and batches.
extension ModificationWriter {
    func counterUpdate(_ dice: inout Dice) -> StatementText {
        var text = StatementText(isPrepared: dice.once(in: 2), &dice)
        let isFixedOnly = !table.fixed.isEmpty && dice.once(in: 3)
        if dice.once(in: 12) {
            // Of columns only: a counter whose row was deleted goes on from what the server's cache has of it.
            let names = dice.some(of: isFixedOnly ? table.fixed : table.regular, least: 1).map(\.name)
            text.text = "DELETE \(names.joined(separator: ", ")) FROM \(table.name) WHERE "
            text.text += place(&text, &dice, clustered: !isFixedOnly, many: true)
            return text
        }
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

    // MARK: Conditions

    mutating func conditional(_ dice: inout Dice) -> Step {
        if dice.once(in: 8) { return conditionalBatch(&dice) }
        var options = Step.Options()
        if dice.once(in: 6) { options.serialConsistency = "LOCAL_SERIAL" }
        return conditionalText(&dice).step(options)
    }

    private mutating func conditionalText(_ dice: inout Dice) -> StatementText {
        let prepared = dice.once(in: 2)
        switch dice.number(1...6) {
        case 1, 2: return insert(&dice, prepared, timed: false, condition: " IF NOT EXISTS")
        case 3: return update(&dice, prepared, timed: false, condition: exists)
        case 4: return delete(&dice, prepared, timed: false, condition: dice.once(in: 3) ? exists : condition)
        default: return update(&dice, prepared, timed: false, condition: condition)
        }
    }

    /// Statements of one partition, of which at most one writes: they have one timestamp.
    private mutating func conditionalBatch(_ dice: inout Dice) -> Step {
        let parts = (0..<dice.number(1...2)).map { _ in conditionalText(&dice) }
        if dice.once(in: 3), parts.allSatisfy({ !$0.isPrepared }) {
            return Step(
                .query("BEGIN BATCH " + parts.map { $0.text + "; " }.joined() + "APPLY BATCH", values: nil))
        }
        return Step(.batch(.logged, parts.map(\.batchPart)))
    }

    private func exists(_ text: inout StatementText, _ dice: inout Dice) -> String { "EXISTS" }

    private func condition(_ text: inout StatementText, _ dice: inout Dice) -> String {
        let candidates = table.columns.filter { $0.kind == .regular || $0.kind == .fixed }
        guard !candidates.isEmpty else { return "EXISTS" }
        let columns = dice.some(of: candidates, least: 1).prefix(2)
        return columns.map { condition(on: $0, &text, &dice) }.joined(separator: " AND ")
    }

    private func condition(
        on column: RandomColumn, _ text: inout StatementText, _ dice: inout Dice
    ) -> String {
        var (name, type) = (column.name, column.type)
        if dice.once(in: 2) {
            switch column.type.unfrozen {
            case .list(let element):
                if dice.once(in: 3) {
                    return "\(name) CONTAINS \(text.place(dice.value(of: element), element, &dice))"
                }
                (name, type) = ("\(name)[\(dice.number(0...1))]", element)
            case .set(let element):
                return "\(name) CONTAINS \(text.place(dice.value(of: element), element, &dice))"
            case .map(let key, let value):
                if dice.once(in: 3) {
                    return "\(name) CONTAINS KEY \(text.place(dice.value(of: key), key, &dice))"
                }
                (name, type) = ("\(name)[\(text.place(dice.value(of: key), key, &dice))]", value)
            case .udt(let userType):
                let field = dice.one(of: userType.fields)
                (name, type) = ("\(name).\(field.name)", field.type)
            default: break
            }
        }
        if dice.once(in: 5) {
            let values = (0..<dice.number(1...3)).map { _ in dice.value(of: type) }
            if let place = text.placeWhole(.list(values), .list(type), &dice) { return "\(name) IN \(place)" }
            return "\(name) IN (\(values.map { text.place($0, type, &dice) }.joined(separator: ", ")))"
        }
        if dice.once(in: 3) { return "\(name) \(dice.one(of: ["=", "!="])) null" }
        let sign = dice.one(of: ["=", "!=", "<", "<=", ">", ">="])
        return "\(name) \(sign) \(text.place(dice.value(of: type), type, &dice))"
    }

    // MARK: Batches

    mutating func batch(_ dice: inout Dice) -> Step {
        let timestamp = table.kind == .timed && dice.once(in: 3) ? timestamp(&dice) : nil
        let isText = dice.once(in: 3)
        // In a batch without timestamps of its own all get the same of the node's, so the order of two writes is not said.
        let count = table.kind == .clocked ? 1 : dice.number(1...4)
        let parts = (0..<count).map { _ in
            single(&dice, prepared: !isText && dice.once(in: 2), timed: timestamp == nil)
        }
        let usual: Step.BatchKind = table.kind == .counter ? .counter : dice.once(in: 2) ? .logged : .unlogged
        let kind = dice.once(in: 20) ? dice.one(of: Step.BatchKind.allCases) : usual
        guard isText, parts.allSatisfy({ !$0.isPrepared }) else {
            var options = Step.Options()
            options.timestamp = timestamp
            return Step(.batch(kind, parts.map(\.batchPart)), options)
        }
        let using = timestamp.map { " USING TIMESTAMP \($0)" } ?? ""
        let text = parts.map { $0.text + "; " }.joined()
        let word = kind == .logged ? "" : kind.rawValue.uppercased() + " "
        return Step(.query("BEGIN \(word)BATCH\(using) \(text)APPLY BATCH", values: nil))
    }
}
