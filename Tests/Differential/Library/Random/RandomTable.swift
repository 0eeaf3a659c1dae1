import CassandraWire

/// A column, and for key columns the few values that it takes.
struct RandomColumn {
    enum Kind: Equatable {
        case partition
        case clustering(isDescending: Bool)
        case fixed
        case regular
    }

    let name: String
    let type: CQLType
    let kind: Kind
    var pool: [CQLValue] = []

    /// Whether its parts are cells of their own.
    var hasParts: Bool {
        switch type {
        case .list, .set, .map, .udt: true
        default: false
        }
    }
}

/// A table of a random shape, and what may happen to it so that two nodes must answer alike.
struct RandomTable {
    enum Kind: CaseIterable {
        /// Every write says its timestamp, and timestamps meet.
        case timed
        /// Every write says a timestamp of its own, and some a time to live.
        case expiring
        /// Writes come in order, with the node's clock: what conditional statements need.
        case clocked
        case counter
    }

    let name: String
    let kind: Kind
    let userType: UserDefinedType
    private(set) var columns: [RandomColumn]
    /// How many columns were added later.
    private var additions = 0

    var partition: [RandomColumn] { columns.filter { $0.kind == .partition } }
    var clustering: [RandomColumn] {
        columns.filter { if case .clustering = $0.kind { true } else { false } }
    }
    var fixed: [RandomColumn] { columns.filter { $0.kind == .fixed } }
    var regular: [RandomColumn] { columns.filter { $0.kind == .regular } }

    init(number: Int, _ dice: inout Dice) {
        name = "t\(number)"
        userType = UserDefinedType(
            keyspace: "", name: "u\(number)",
            fields: ["p", "o", "i"].prefix(dice.number(1...3)).map { .init(name: $0, type: dice.fieldType()) })
        kind = dice.one(of: [.timed, .timed, .timed, .expiring, .clocked, .clocked, .counter])
        var names = dice.shuffled((0..<26).map { String(UnicodeScalar(UInt8(ascii: "a") + UInt8($0))) + "\(number)" })
        let clusteringCount = dice.number(0...3)
        var columns: [RandomColumn] = []
        for _ in 0..<dice.one(of: [1, 1, 2, 3]) {
            columns.append(RandomTable.key(names.removeLast(), .partition, 3, userType, &dice))
        }
        for _ in 0..<clusteringCount {
            let kind = RandomColumn.Kind.clustering(isDescending: dice.once(in: 3))
            columns.append(RandomTable.key(names.removeLast(), kind, 5, userType, &dice))
        }
        for _ in 0..<(clusteringCount == 0 ? 0 : dice.one(of: [0, 0, 1, 2])) {
            let type: CQLType = kind == .counter ? .counter : dice.columnType(userType: userType)
            columns.append(RandomColumn(name: names.removeLast(), type: type, kind: .fixed))
        }
        for _ in 0..<dice.number(kind == .counter ? 1...3 : 0...5) {
            let type: CQLType = kind == .counter ? .counter : dice.columnType(userType: userType)
            columns.append(RandomColumn(name: names.removeLast(), type: type, kind: .regular))
        }
        self.columns = columns
    }

    private static func key(
        _ name: String, _ kind: RandomColumn.Kind, _ size: Int, _ userType: UserDefinedType, _ dice: inout Dice
    ) -> RandomColumn {
        let type = dice.keyType(userType: userType)
        var pool: [CQLValue] = []
        for _ in 0..<size {
            let value = dice.value(of: type)
            if !pool.contains(value) { pool.append(value) }
        }
        return RandomColumn(name: name, type: type, kind: kind, pool: pool)
    }

    /// Changes the table's shape; `nil` when there is nothing that may be changed.
    mutating func alter(_ dice: inout Dice) -> Step? {
        switch dice.number(1...3) {
        case 1:
            let others = columns.filter { ($0.kind == .regular || $0.kind == .fixed) && kind != .counter }
            guard others.count > 2 else { return nil }
            let column = dice.one(of: others)
            columns.removeAll { $0.name == column.name }
            return Step(.query("ALTER TABLE \(name) DROP \(column.name)", values: nil))
        case 2:
            guard let index = columns.indices.last(where: { columns[$0].pool.isEmpty == false }) else { return nil }
            let old = columns[index]
            guard old.kind != .partition else { return nil }
            columns[index] = RandomColumn(name: old.name + "n", type: old.type, kind: old.kind, pool: old.pool)
            return Step(.query("ALTER TABLE \(name) RENAME \(old.name) TO \(old.name)n", values: nil))
        default:
            additions += 1
            let isFixed = !clustering.isEmpty && dice.once(in: 3)
            let column = RandomColumn(
                name: "\(dice.one(of: ["a", "m", "z"]))\(additions)new",
                type: kind == .counter ? .counter : dice.columnType(userType: userType),
                kind: isFixed ? .fixed : .regular)
            columns.append(column)
            return Step(
                .query("ALTER TABLE \(name) ADD \(column.name) \(column.type)\(isFixed ? " static" : "")", values: nil))
        }
    }

    /// What makes the table.
    var definition: [String] {
        let fields = userType.fields.map { "\($0.name) \($0.type)" }.joined(separator: ", ")
        let columns = columns.map { "\($0.name) \($0.type)" + ($0.kind == .fixed ? " static" : "") }
        let partition = partition.map(\.name).joined(separator: ", ")
        let key = ["(\(partition))"] + clustering.map(\.name)
        var table =
            "CREATE TABLE \(name) (\(columns.joined(separator: ", ")), PRIMARY KEY (\(key.joined(separator: ", "))))"
        if !clustering.isEmpty {
            let orders = clustering.map { $0.name + ($0.kind == .clustering(isDescending: true) ? " DESC" : " ASC") }
            table += " WITH CLUSTERING ORDER BY (\(orders.joined(separator: ", ")))"
        }
        return ["CREATE TYPE \(userType.name) (\(fields))", table]
    }
}
