@testable import EmbeddedCassandra

extension SyntaxText {
    static func text(of create: CreateIndexStatement) -> String {
        let targets = list(create.targets) { "\($0.part.map { "\($0.rawValue) " } ?? "")\($0.column)" }
        return
            "create\(create.isCustom ? " custom" : "") index \(create.name ?? "-")\(create.ifNotExists ? " unless" : "")"
            + " on \(text(of: create.table)) (\(targets))\(create.className.map { " using \($0)" } ?? "")"
            + (create.properties.isEmpty ? "" : " with \(list(create.properties, text(of:)))")
    }

    static func text(of create: CreateTableStatement) -> String {
        var words = ["create table \(text(of: create.table))\(create.ifNotExists ? " unless" : "")"]
        words.append("(\(list(create.columns, text(of:))))")
        for key in create.primaryKeys {
            words.append("key ((\(key.partition.joined(separator: ", "))), \(key.clustering.joined(separator: ", ")))")
        }
        if !create.clusteringOrder.isEmpty {
            words.append("order " + list(create.clusteringOrder) { "\($0.column)\($0.isDescending ? " desc" : "")" })
        }
        if create.isCompactStorage { words.append("compact") }
        if !create.properties.isEmpty { words.append("with \(list(create.properties, text(of:)))") }
        return words.joined(separator: " ")
    }

    static func text(of action: AlterTableStatement.Action) -> String {
        switch action {
        case .add(let columns, let ifNotExists): "add\(ifNotExists ? " unless" : "") \(list(columns, text(of:)))"
        case .drop(let names, let ifExists, let timestamp):
            "drop\(ifExists ? " if" : "") \(names.joined(separator: ", "))"
                + (timestamp.map { " timestamp \(text(of: $0))" } ?? "")
        case .rename(let renamings, let ifExists): "rename\(ifExists ? " if" : "") \(text(of: renamings))"
        case .with(let properties): "with \(list(properties, text(of:)))"
        case .alterType(let name): "type of \(name)"
        case .dropCompactStorage: "drop compact storage"
        }
    }

    static func text(of action: AlterTypeStatement.Action) -> String {
        switch action {
        case .add(let field, let ifNotExists): "add\(ifNotExists ? " unless" : "") \(text(of: field))"
        case .rename(let renamings, let ifExists): "rename\(ifExists ? " if" : "") \(text(of: renamings))"
        case .alterField(let name): "type of \(name)"
        }
    }

    private static func text(of renamings: [Renaming]) -> String {
        list(renamings) { "\($0.from) > \($0.to)" }
    }

    static func text(of column: CreateTableStatement.Column) -> String {
        "\(column.name) \(text(of: column.type))\(column.isStatic ? " static" : "")\(column.isPrimaryKey ? " key" : "")"
    }

    static func text(of field: CreateTypeStatement.Field) -> String {
        "\(field.name) \(text(of: field.type))"
    }

    static func text(of subject: DescribeStatement.Subject) -> String {
        switch subject {
        case .cluster: "cluster"
        case .schema(let isFull): isFull ? "full schema" : "schema"
        case .keyspaces: "keyspaces"
        case .keyspace(let name, let isOnly): "\(isOnly ? "only " : "")keyspace \(name ?? "-")"
        case .tables: "tables"
        case .table(let name): "table \(text(of: name))"
        case .types: "types"
        case .type(let name): "type \(text(of: name))"
        case .functions: "functions"
        case .function(let name): "function \(text(of: name))"
        case .aggregates: "aggregates"
        case .aggregate(let name): "aggregate \(text(of: name))"
        case .index(let name): "index \(text(of: name))"
        case .view(let name): "view \(text(of: name))"
        case .named(let name): "named \(text(of: name))"
        }
    }
}
