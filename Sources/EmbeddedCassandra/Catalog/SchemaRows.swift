import Bytes
import CassandraWire

/// What the tables of `system_schema` and `system_virtual_schema` hold.
enum SchemaRows {
    static func rows(of table: Table, _ schema: Schema) -> [SystemRow]? {
        let isVirtual = table.keyspace == "system_virtual_schema"
        guard isVirtual || table.keyspace == "system_schema" else { return nil }
        let keyspaces = schema.keyspaces.values.filter {
            SystemTables.virtualKeyspaces.contains($0.name) == isVirtual
        }
        let tables = keyspaces.flatMap(\.tables.values)
        switch (table.name, isVirtual) {
        case ("keyspaces", false): return keyspaces.map(keyspace)
        case ("keyspaces", true): return keyspaces.map { SystemRow(columns: ["keyspace_name": .text($0.name)]) }
        case ("tables", false): return tables.map(self.table)
        case ("tables", true):
            return tables.map {
                SystemRow(columns: [
                    "keyspace_name": .text($0.keyspace), "table_name": .text($0.name),
                    "comment": .text($0.options.comment),
                ])
            }
        case ("columns", _): return tables.flatMap { table in table.columns.map { column($0, of: table) } }
        case ("dropped_columns", false):
            return tables.flatMap { table in table.dropped.map { dropped($0, of: table) } }
        case ("indexes", false): return tables.flatMap { table in table.indexes.map { index($0, of: table) } }
        case ("types", false): return keyspaces.flatMap(\.types).map(type)
        default: return []
        }
    }

    private static func keyspace(_ keyspace: Keyspace) -> SystemRow {
        SystemRow(columns: [
            "keyspace_name": .text(keyspace.name), "durable_writes": .boolean(keyspace.hasDurableWrites),
            "replication": map(keyspace.replication.options.map { ($0.key, .text($0.value)) }),
        ])
    }

    private static func table(_ table: Table) -> SystemRow {
        let options = table.options
        return SystemRow(columns: [
            "keyspace_name": .text(table.keyspace), "table_name": .text(table.name), "id": .uuid(table.id),
            "additional_write_policy": .text(options.additionalWritePolicy),
            "bloom_filter_fp_chance": .double(options.bloomFilterChance), "caching": map(options.caching),
            "cdc": options.capturesChanges ? .boolean(true) : .null, "comment": .text(options.comment),
            "compaction": map(options.compaction), "compression": map(options.compression),
            "crc_check_chance": .double(options.checkChance), "dclocal_read_repair_chance": .double(0),
            "default_time_to_live": .int(options.defaultTimeToLive),
            "extensions": map(options.extensions.map { ($0.key, .blob(ByteSlice($0.value.utf8))) }),
            "flags": .set((table.isCounter ? ["compound", "counter"] : ["compound"]).map { .text($0) }),
            "gc_grace_seconds": .int(options.graceSeconds), "max_index_interval": .int(options.maxIndexInterval),
            "memtable": options.memtable.map { .text($0) } ?? .null,
            "memtable_flush_period_in_ms": .int(options.flushPeriod),
            "min_index_interval": .int(options.minIndexInterval), "read_repair": .text(options.readRepair),
            "read_repair_chance": .double(0), "speculative_retry": .text(options.speculativeRetry),
            "allow_auto_snapshot": options.allowsAutoSnapshot ? .null : .boolean(false),
            "incremental_backups": options.backsUpIncrementally ? .null : .boolean(false),
        ])
    }

    private static func column(_ column: Column, of table: Table) -> SystemRow {
        let order = column.kind == .clustering ? (column.isDescending ? "desc" : "asc") : "none"
        return SystemRow(columns: [
            "keyspace_name": .text(table.keyspace), "table_name": .text(table.name), "column_name": .text(column.name),
            "clustering_order": .text(order), "column_name_bytes": .blob(ByteSlice(column.name.utf8)),
            "kind": .text(column.kind.rawValue), "position": .int(Int32(column.position)),
            "type": .text(column.type.shortText),
        ])
    }

    private static func dropped(_ column: DroppedColumn, of table: Table) -> SystemRow {
        SystemRow(columns: [
            "keyspace_name": .text(table.keyspace), "table_name": .text(table.name), "column_name": .text(column.name),
            "dropped_time": .timestamp(CQLTimestamp(millisecondsSinceEpoch: column.droppedAt / 1000)),
            "kind": .text(column.kind.rawValue), "type": .text(column.type.shortText),
        ])
    }

    private static func index(_ index: TableIndex, of table: Table) -> SystemRow {
        SystemRow(columns: [
            "keyspace_name": .text(table.keyspace), "table_name": .text(table.name), "index_name": .text(index.name),
            "kind": .text(index.isStorageAttached ? "CUSTOM" : "COMPOSITES"), "options": map(index.schemaOptions),
        ])
    }

    private static func type(_ type: UserDefinedType) -> SystemRow {
        SystemRow(columns: [
            "keyspace_name": .text(type.keyspace), "type_name": .text(type.name),
            "field_names": .list(type.fields.map { .text($0.name) }),
            "field_types": .list(type.fields.map { .text($0.type.shortText) }),
        ])
    }

    private static func map(_ entries: [String: String]) -> CQLValue {
        map(entries.map { ($0.key, .text($0.value)) })
    }

    /// In the order of the keys' bytes, as a server keeps maps.
    private static func map(_ entries: [(String, CQLValue)]) -> CQLValue {
        .map(
            entries.sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) }
                .map { CQLMap.Entry(key: .text($0.0), value: $0.1) })
    }
}

extension SystemRow {
    init(columns: [String: CQLValue]) {
        self.init(table: "", columns: columns)
    }
}
