import Bytes
import CassandraWire

/// A column of a table.
struct Column: Hashable, Sendable {
    enum Kind: String, Sendable {
        case partitionKey = "partition_key"
        case clustering = "clustering"
        case isStatic = "static"
        case regular = "regular"
    }

    var name: String
    /// With `frozen` where the schema says so.
    var type: CQLType
    var kind: Kind
    /// Its place among the columns of the partition key, or of the clustering; -1 for the others.
    var position: Int
    /// A clustering column in descending order.
    var isDescending: Bool
    /// What cells are stored under: never given to another column of the table, not even after this one was dropped.
    var id: Int

    /// A list, set, map or user-defined type whose parts are cells of their own.
    var isMultiCell: Bool {
        switch type {
        case .list, .set, .map, .udt: kind == .regular || kind == .isStatic
        default: false
        }
    }

    var isCounter: Bool { type == .counter }
}

/// A column that is no more. Another of its name must have a type that the old values fit.
struct DroppedColumn: Hashable, Sendable {
    var name: String
    var type: CQLType
    var kind: Column.Kind
    /// Microseconds since 1970.
    var droppedAt: Int64
}

/// A table, as it was at one version of the schema. Never changes: ALTER makes another one with the same id.
final class Table: Sendable {
    let id: CQLUUID
    let keyspace: String
    let name: String
    /// In the order of their positions.
    let partitionKey: [Column]
    /// In the order of their positions.
    let clustering: [Column]
    /// In the order of their names.
    let statics: [Column]
    /// In the order of their names.
    let regulars: [Column]
    let dropped: [DroppedColumn]
    let options: TableOptions
    /// In the order in which they were made.
    let indexes: [TableIndex]
    /// The id that the next column gets.
    let nextColumnID: Int
    let isCounter: Bool
    /// The order of SELECT *: partition key, clustering, statics and regulars.
    let columns: [Column]
    private let byName: [String: Column]

    init(
        id: CQLUUID, keyspace: String, name: String, columns: [Column], dropped: [DroppedColumn] = [],
        options: TableOptions, indexes: [TableIndex] = [], nextColumnID: Int
    ) {
        self.id = id
        self.keyspace = keyspace
        self.name = name
        partitionKey = columns.filter { $0.kind == .partitionKey }.sorted { $0.position < $1.position }
        clustering = columns.filter { $0.kind == .clustering }.sorted { $0.position < $1.position }
        statics = columns.filter { $0.kind == .isStatic }.sorted(by: Self.nameOrder)
        regulars = columns.filter { $0.kind == .regular }.sorted(by: Self.nameOrder)
        self.columns = partitionKey + clustering + statics + regulars
        self.dropped = dropped
        self.options = options
        self.indexes = indexes
        self.nextColumnID = nextColumnID
        isCounter = columns.contains { $0.isCounter }
        byName = Dictionary(uniqueKeysWithValues: columns.map { ($0.name, $0) })
    }

    private static func nameOrder(_ left: Column, _ right: Column) -> Bool {
        left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
    }

    func column(_ name: String) -> Column? { byName[name] }
}
