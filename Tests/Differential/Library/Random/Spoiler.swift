/// Makes statements wrong, in ways that every node must refuse, or not, with the same words.
struct Spoiler {
    let table: RandomTable

    func spoil(_ step: Step, _ dice: inout Dice) -> Step {
        guard case .query(let text, nil) = step.action else { return step }
        let spoilt: String
        switch dice.number(1...7) {
        case 1: spoilt = text.replacing(dice.one(of: table.columns).name, with: "nope", maxReplacements: 1)
        case 2: spoilt = text.replacing("(", with: "", maxReplacements: 1)
        case 3: spoilt = text.replacing(" = ", with: " > ", maxReplacements: 1)
        case 4: spoilt = text.replacing(" AND ", with: " OR ", maxReplacements: 1)
        case 5: spoilt = withoutFirstRestriction(text)
        case 6: spoilt = text.replacing(table.name + " ", with: "nope ", maxReplacements: 1)
        default: spoilt = text + dice.one(of: [" LIMIT 0", " ALLOW", " WHERE", " IF EXISTS", " ORDER BY nope"])
        }
        return Step(.query(spoilt, values: nil), step.options)
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
