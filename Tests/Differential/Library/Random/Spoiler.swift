import CassandraWire

/// Makes statements wrong, in ways that every node must refuse, or not, with the same words.
struct Spoiler {
    let table: RandomTable

    func spoil(_ step: Step, _ dice: inout Dice) -> Step {
        switch step.action {
        case .query(let text, let values):
            return Step(.query(spoil(text, &dice), values: values), step.options)
        case .prepare(let text, let name, let values):
            guard dice.once(in: 2), let first = values.first, !first.literals.isEmpty else {
                return Step(.prepare(spoil(text, &dice), keptAs: name, values: values), step.options)
            }
            return Step(.prepare(text, keptAs: name, values: [spoil(first, &dice)]), step.options)
        case .execute, .batch: return step
        }
    }

    private func spoil(_ text: String, _ dice: inout Dice) -> String {
        switch dice.number(1...16) {
        case 1: text.replacing(dice.one(of: table.columns).name, with: "nope", maxReplacements: 1)
        case 2: text.replacing("(", with: "", maxReplacements: 1)
        case 3: text.replacing(" = ", with: " > ", maxReplacements: 1)
        case 4: text.replacing(" AND ", with: " OR ", maxReplacements: 1)
        case 5: withoutFirstRestriction(text)
        case 6: text.replacing(table.name + " ", with: "nope ", maxReplacements: 1)
        case 7: text.replacing(" = ", with: " CONTAINS ", maxReplacements: 1)
        case 8, 9, 10:
            // A column in the place of another: a type, or a kind, that does not do.
            text.replacing(dice.one(of: table.columns).name, with: dice.one(of: table.columns).name, maxReplacements: 1)
        case 11: text.replacing(" IN ", with: " = ", maxReplacements: 1)
        case 12: text.replacing(" ALLOW FILTERING", with: "")
        case 13:
            text.replacing("?", with: dice.one(of: ["null", "'x'", "1", "[1]", "{1}", "(1, 2)"]), maxReplacements: 1)
        case 14:
            text.replacing(" WHERE ", with: " WHERE \(dice.one(of: table.columns).name) = 1 AND ", maxReplacements: 1)
        default: text + dice.one(of: [" LIMIT 0", " ALLOW", " WHERE", " IF EXISTS", " ORDER BY nope", " LIMIT -1"])
        }
    }

    /// Other values: null, none at all, too few or too many bytes.
    private func spoil(_ values: Step.Values, _ dice: inout Dice) -> Step.Values {
        var spoilt = values
        let index = dice.number(0...values.literals.count - 1)
        let literal = values.literals[index]
        switch dice.number(1...8) {
        case 1, 2: spoilt.literals[index] = "null"
        case 3: spoilt.literals[index] = "unset"
        case 4: spoilt.literals[index] = "0x"
        case 5:
            spoilt.literals[index] = literal.hasPrefix("0x") && literal.count > 2 ? String(literal.dropLast(2)) : "0x"
        case 6: spoilt.literals[index] = literal.hasPrefix("0x") ? literal + "00" : "0xff"
        case 7: spoilt.literals[index] = "0xffffffff"
        default:
            guard values.names == nil else { return spoilt }
            spoilt.literals.removeLast()
        }
        return spoilt
    }

    private func withoutFirstRestriction(_ text: String) -> String {
        guard let start = text.firstRange(of: "WHERE "), let end = text.firstRange(of: " AND "),
            start.upperBound < end.lowerBound
        else { return text }
        return text.replacingCharacters(in: start.upperBound..<end.upperBound)
    }
}

extension String {
    fileprivate func replacingCharacters(in range: Range<String.Index>) -> String {
        String(self[..<range.lowerBound] + self[range.upperBound...])
    }
}
