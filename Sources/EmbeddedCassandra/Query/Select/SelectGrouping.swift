import Bytes
import CassandraWire

/// What GROUP BY asks for: rows that share the first columns of the primary key.
enum SelectGrouping {
    /// How many clustering columns make a group, beside the partition key; `nil` without GROUP BY.
    static func depth(_ selectors: [Selector], _ clause: WhereClause) throws(ServerError) -> Int? {
        guard !selectors.isEmpty else { return nil }
        let table = clause.table
        let keyColumns = table.partitionKey + table.clustering
        var place = 0
        for selector in selectors {
            guard case .column(let name) = selector else { throw .unsupported("GROUP BY of functions") }
            let column = try table.required(name)
            guard let index = keyColumns.firstIndex(of: column) else {
                throw .invalid("Group by is currently only supported on the columns of the PRIMARY KEY, got \(name)")
            }
            // Columns that have one value may be left out.
            while place < index, clause.fixesColumn(keyColumns[place]) { place += 1 }
            guard place == index else {
                throw .invalid(
                    "Group by currently only support groups of columns following their declared order in the PRIMARY KEY"
                )
            }
            place += 1
        }
        guard place >= table.partitionKey.count else {
            throw .invalid("Group by is not supported on only a part of the partition key")
        }
        return place - table.partitionKey.count
    }
}

extension WhereClause {
    /// Whether the column can have one value only.
    func fixesColumn(_ column: Column) -> Bool {
        if filters.contains(where: { $0.comparison == .equal && $0.columns.contains(column) }) { return true }
        switch column.kind {
        case .partitionKey:
            guard case .keys(let restrictions) = partitions else { return false }
            return restrictions[column.position].comparison == .equal
        case .clustering:
            return clustering.contains { part in
                if case .equal(let restriction) = part { restriction.columns.contains(column) } else { false }
            }
        case .regular, .isStatic: return false
        }
    }
}

/// A group of rows that is being added up.
struct OpenGroup {
    /// The first row, which speaks for what is not added up.
    let first: RowInput
    /// The last row's clustering, behind which the next page would begin.
    var lastClustering: ByteSlice?
    var accumulators: [any AggregateAccumulator]

    /// Whether the row, of the same partition, belongs to it.
    func includes(_ row: RowView?, depth: Int) -> Bool {
        guard depth > 0 else { return true }
        guard let row, let own = first.row else { return false }
        return (0..<depth).allSatisfy {
            ClusteringKey.component($0, of: row.clustering) == ClusteringKey.component($0, of: own.clustering)
        }
    }
}
