import Bytes
import CassandraWire

@testable import EmbeddedCassandra

/// Tables and rows for the tests of storage.
enum StorageFixtures {
    static func column(
        _ name: String, _ type: CQLType, _ kind: Column.Kind, position: Int = -1, isDescending: Bool = false, id: Int
    ) -> Column {
        Column(name: name, type: type, kind: kind, position: position, isDescending: isDescending, id: id)
    }

    static func table(_ columns: [Column], graceSeconds: Int32 = 864_000) -> Table {
        var options = TableOptions()
        options.graceSeconds = graceSeconds
        return Table(
            id: CQLUUID(high: 0, low: 0), keyspace: "k", name: "t", columns: columns, options: options,
            nextColumnID: columns.count)
    }

    /// k int, c1 int, c2 int DESC, s text static, v text, m map<int, text>, n counter-like column with id 6.
    static let clustered = TableShape(
        table([
            column("k", .int, .partitionKey, position: 0, id: 0),
            column("c1", .int, .clustering, position: 0, id: 1),
            column("c2", .int, .clustering, position: 1, isDescending: true, id: 2),
            column("s", .text, .isStatic, id: 3), column("v", .text, .regular, id: 4),
            column("m", .map(key: .int, value: .text), .regular, id: 5), column("n", .counter, .regular, id: 6),
        ]))

    /// k int, v text, m map<int, text>, with the ids that these have in `clustered`.
    static let plain = TableShape(
        table([
            column("k", .int, .partitionKey, position: 0, id: 0), column("a", .int, .regular, id: 1),
            column("b", .int, .regular, id: 2), column("x", .text, .regular, id: 3),
            column("v", .text, .regular, id: 4), column("m", .map(key: .int, value: .text), .regular, id: 5),
            column("n", .counter, .regular, id: 6),
        ]))

    static func int(_ value: Int) -> ByteSlice {
        var writer = ByteWriter(capacity: 4)
        writer.write(Int32(value))
        return ByteSlice(writer.finish())
    }

    static func text(_ value: String) -> ByteSlice { ByteSlice(Array(value.utf8)) }

    static func key(_ value: Int) -> PartitionKey { PartitionKey(int(value)) }

    static func clustering(_ values: Int...) -> ByteSlice { ClusteringKey.encode(values.map(int)) }

    static func row(
        _ shape: TableShape = clustered, clustering: ByteSlice = clustering(1, 1),
        _ fill: (inout RowBuilder) -> Void
    ) -> RowBlock {
        var builder = RowBuilder(clustering: clustering)
        fill(&builder)
        return builder.finish(for: shape)
    }

    static func mutation(
        _ shape: TableShape = clustered, key: Int = 1, deletion: DeletionTime? = nil, staticRow: RowBlock? = nil,
        rows: [RowBlock] = [], tombstones: [RangeTombstone] = []
    ) -> Mutation {
        Mutation(
            table: shape.table, shape: shape, key: Self.key(key), partitionDeletion: deletion, staticRow: staticRow,
            rows: rows, rangeTombstones: tombstones)
    }

    /// What a row shows, in a form that is easily compared.
    static func show(_ row: RowView) -> String {
        let clustering = ClusteringKey.components(of: row.clustering).map(\.hexadecimal).joined(separator: "/")
        var parts = [clustering + (row.hasLiveMarker ? "!" : "")]
        for column in [3, 4] {
            if let cell = row.cell(column) {
                parts.append("\(column)=\(cell.value.hexadecimal)@\(cell.timestamp)+\(cell.timeToLive)")
            }
        }
        for element in row.elements(5) {
            parts.append("\(element.path.hexadecimal):\(element.value.hexadecimal)@\(element.timestamp)")
        }
        if let value = row.counterValue(6) { parts.append("n=\(value)") }
        return parts.joined(separator: " ")
    }

    static func read(
        _ parts: [StoredPartition?], _ shape: TableShape = clustered, now: Int64 = 0,
        slices: [ClusteringSlice] = [], reversed: Bool = false
    ) -> [String] {
        var reader = PartitionReader(parts, shape: shape, now: now)
        var shown = reader.staticRow.map { ["static" + show($0)] } ?? []
        reader.begin(slices: slices, reversed: reversed)
        while let row = reader.next() { shown.append(show(row)) }
        return shown
    }

    /// All that a store has, tombstones too.
    static func contents(_ store: TableStore) -> [Contents] {
        var all: [Contents] = []
        var cursor = store.cursor()
        while let partition = cursor.next() {
            var rows: [ByteSlice] = []
            var rowCursor = RowCursor(partition.rows)
            while let row = rowCursor.next() { rows.append(ByteSlice(row.storage)) }
            all.append(
                Contents(
                    key: partition.key, deletion: partition.deletion, tombstones: partition.rangeTombstones,
                    staticRow: partition.staticRow.map { ByteSlice($0.storage) }, rows: rows))
        }
        return all
    }

    struct Contents: Hashable {
        var key: PartitionKey
        var deletion: DeletionTime
        var tombstones: RangeTombstones
        var staticRow: ByteSlice?
        var rows: [ByteSlice]
    }
}
