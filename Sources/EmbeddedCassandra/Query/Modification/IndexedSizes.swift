import Bytes
import CassandraWire

/// Refuses values that are too large for the legacy indexes of what a statement writes.
struct IndexedSizes {
    private struct Entry {
        let index: TableIndex
        let column: Column
    }

    private let table: Table
    private let entries: [Entry]

    static let largest = 65535

    /// `nil` where no such index is touched, as it usually is.
    init?(_ table: Table, _ operations: [ColumnOperation]) {
        let indexes = table.indexes.filter { !$0.isStorageAttached }
        guard !indexes.isEmpty else { return nil }
        self.table = table
        entries = indexes.compactMap { index in
            let column = operations.first { $0.column.name == index.target.column }?.column
            return column.map { Entry(index: index, column: $0) }
        }
        if entries.isEmpty { return nil }
    }

    func check(_ row: RowBlock, now: Int64) throws(ServerError) {
        let view = RowView(block: row, now: now, isClustered: false)
        for entry in entries {
            for size in Self.sizes(entry, in: view) where size > Self.largest {
                throw .invalid(
                    "Cannot index value of size \(size) for index \(entry.index.name) on "
                        + "\(table.keyspace).\(table.name)(\(entry.column.name)) (maximum allowed size=\(Self.largest))"
                )
            }
        }
    }

    private static func sizes(_ entry: Entry, in view: RowView) -> [Int] {
        guard entry.column.isMultiCell else { return view.cell(entry.column.id).map { [$0.value.count] } ?? [] }
        let isSet = if case .set = entry.column.type { true } else { false }
        return view.elements(entry.column.id).map { element in
            switch entry.index.target.part {
            case .keys: element.path.count
            // Both are parts of one value, each with its length before it and a byte behind it.
            case .entries: element.path.count + element.value.count + 6
            default: isSet ? element.path.count : element.value.count
            }
        }
    }
}
