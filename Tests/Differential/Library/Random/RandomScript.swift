import CassandraWire

/// All that a seed gives for one table: how it is made, and what is done with it.
package struct RandomScript: Sendable {
    package let number: Int
    package let definition: [Step]
    package let steps: [Step]
    /// What takes the table away.
    package let removal: [Step]

    /// The script number `number` of a seed; each stands for itself.
    package init(seed: UInt64, number: Int, count: Int) {
        var dice = Dice(seed: seed &+ UInt64(number) &* 0x9E37_79B9_7F4A_7C15)
        var table = RandomTable(number: number, &dice)
        var writer = ModificationWriter(table)
        var indexDice = Dice(seed: ~seed &+ UInt64(number) &* 0x9E37_79B9_7F4A_7C15)
        let indexes = RandomIndexes(of: table, &indexDice)
        let isIndexed = !indexes.definition.isEmpty
        var reader = SelectWriter(table: table, isIndexed: isIndexed)
        var spoiler = Spoiler(table: table)
        self.number = number
        definition = (table.definition + indexes.definition).map { Step(.query($0, values: nil)) }
        removal = [
            Step(.query("DROP TABLE \(table.name)", values: nil)),
            Step(.query("DROP TYPE \(table.userType.name)", values: nil)),
        ]
        var steps: [Step] = []
        for position in 0..<count {
            var step: Step
            if position % 60 == 30, !isIndexed, let change = table.alter(&dice) {
                step = change
                writer.table = table
                reader = SelectWriter(table: table, isIndexed: isIndexed)
                spoiler = Spoiler(table: table)
            } else if position % 25 == 24 {
                step = reader.everything
            } else if dice.once(in: 2) {
                step = writer.next(&dice)
            } else {
                step = reader.next(&dice)
            }
            if dice.once(in: 5), !step.isOfSchema { step = spoiler.spoil(step, &dice) }
            steps.append(step)
        }
        self.steps = steps
    }
}

extension Step {
    fileprivate var isOfSchema: Bool {
        if case .query(let text, _) = action { text.hasPrefix("ALTER") } else { false }
    }
}
