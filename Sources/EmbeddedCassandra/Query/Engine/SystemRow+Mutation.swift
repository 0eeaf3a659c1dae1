import Bytes
import CassandraWire

extension SystemRow {
    /// The write of this row into its table.
    func mutation(
        _ table: Table, _ shape: TableShape, timestamp: Int64, timeToLive: Int32 = 0, now: Int64 = 0
    ) -> Mutation {
        let components = table.partitionKey.map { encoded($0, of: table) }
        guard let key = try? PartitionKey.make(components) else { preconditionFailure("system rows have keys") }
        let clustering = ClusteringKey.encode(table.clustering.map { encoded($0, of: table) })
        let expiresAt = timeToLive > 0 ? now + Int64(timeToLive) : 0
        var row = RowBuilder(in: key, clustering: clustering, shape: shape)
        row.setLiveness(timestamp: timestamp, timeToLive: timeToLive, expiresAt: expiresAt)
        for column in table.regulars {
            guard let value = columns[column.name], value != .null else { continue }
            let bytes = encoded(column, of: table)
            for (path, value) in Self.parts(bytes, column) {
                if let path {
                    row.element(
                        column.id, path: path, timestamp: timestamp, timeToLive: timeToLive, expiresAt: expiresAt,
                        value: value)
                } else {
                    row.cell(
                        column.id, timestamp: timestamp, timeToLive: timeToLive, expiresAt: expiresAt, value: value)
                }
            }
        }
        return Mutation(table: table, shape: shape, key: key, rows: [row.finish(for: shape)])
    }

    private func encoded(_ column: Column, of table: Table) -> ByteSlice {
        var writer = WireWriter()
        do {
            try columns[column.name]?.encodeContents(to: &writer, plan: column.type)
        } catch {
            preconditionFailure("\(table.keyspace).\(table.name).\(column.name) has a value of its type: \(error)")
        }
        return writer.finish()
    }

    /// What becomes a cell each: the elements of a collection, or the value itself.
    private static func parts(_ bytes: ByteSlice, _ column: Column) -> [(path: ByteSlice?, value: ByteSlice)] {
        guard column.isMultiCell else { return [(nil, bytes)] }
        switch column.type {
        case .set: return CollectionValue.elements(of: bytes).map { ($0, ByteSlice()) }
        case .map: return CollectionValue.entries(of: bytes).map { ($0.key, $0.value ?? ByteSlice()) }
        default: return []
        }
    }
}
