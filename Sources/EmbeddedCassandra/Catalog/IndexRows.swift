import CassandraWire

/// What the system's own tables say of indexes, besides `system_schema.indexes`. All are built as soon as they are made.
enum IndexRows {
    /// `system."IndexInfo"`, where what is called a table is the keyspace.
    static func built(_ schema: Schema) -> [SystemRow] {
        all(schema).map { table, index in
            SystemRow(columns: ["table_name": .text(table.keyspace), "index_name": .text(index.name)])
        }
    }

    /// `system_views.sai_column_indexes`
    static func attached(_ schema: Schema) -> [SystemRow] {
        all(schema).filter(\.index.isStorageAttached).map { table, index in
            let types = table.column(index.target.column)?.type.indexed(index.target.part) ?? []
            return SystemRow(columns: [
                "keyspace_name": .text(table.keyspace), "index_name": .text(index.name),
                "analyzer": .text(analyzer(index)), "column_name": .text(index.target.column),
                "is_building": .boolean(false), "is_queryable": .boolean(true),
                "is_string": .boolean(types.count > 1 || types.contains { !$0.hasIndexedRanges && $0 != .uuid }),
                "table_name": .text(table.name),
            ])
        }
    }

    private static func all(_ schema: Schema) -> [(table: Table, index: TableIndex)] {
        schema.keyspaces.values.flatMap(\.tables.values).flatMap { table in table.indexes.map { (table, $0) } }
    }

    private static func analyzer(_ index: TableIndex) -> String {
        let isAnalyzed = TextAnalysis.optionNames.contains { index.options[$0] != nil }
        guard isAnalyzed, let analysis = try? TextAnalysis(index.options) else { return "NoOpAnalyzer" }
        return "NonTokenizingAnalyzer{caseSensitive=\(!analysis.ignoresCase), normalized=\(analysis.normalizes), "
            + "ascii=\(analysis.foldsToASCII)}"
    }
}

extension CQLType {
    /// Whether storage-attached indexes keep values of this type in their order.
    var hasIndexedRanges: Bool {
        switch self {
        case .ascii, .text, .boolean, .uuid, .vector, .frozen, .tuple, .udt, .list, .set, .map: false
        default: true
        }
    }
}
