import CassandraWire

/// Indexes of a random table: most have none, some one on about half of their columns.
struct RandomIndexes {
    /// What makes them, legacy ones and storage-attached ones.
    let definition: [String]

    /// - Parameter dice: Others than the table's, so that tables and statements of a seed are what they were.
    init(of table: RandomTable, _ dice: inout Dice) {
        guard table.kind != .counter, dice.once(in: 3) else {
            definition = []
            return
        }
        let isAttached = dice.once(in: 2)
        definition = dice.some(of: table.columns.filter { Self.canBeIndexed($0, of: table, isAttached) }, least: 1)
            .map { column in
                "CREATE INDEX ON \(table.name) (\(Self.target(column, &dice)))\(isAttached ? " USING 'sai'" : "")"
            }
    }

    private static func canBeIndexed(_ column: RandomColumn, of table: RandomTable, _ isAttached: Bool) -> Bool {
        // Cassandra never answers again after a write of a vector of zeros.
        if case .vector = column.type { return false }
        // It stumbles over static rows when it looks for clusterings in a legacy index.
        if case .clustering = column.kind { return isAttached || table.fixed.isEmpty }
        return true
    }

    private static func target(_ column: RandomColumn, _ dice: inout Dice) -> String {
        switch column.type {
        case .map: dice.one(of: ["keys(\(column.name))", "values(\(column.name))", "entries(\(column.name))"])
        case .frozen(.list), .frozen(.set), .frozen(.map): "full(\(column.name))"
        default: column.name
        }
    }
}
