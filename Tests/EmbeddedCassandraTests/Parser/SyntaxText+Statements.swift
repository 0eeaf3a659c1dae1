@testable import EmbeddedCassandra

extension SyntaxText {
    static func text(of statement: Statement) -> String {
        switch statement {
        case .select(let select): text(of: select)
        case .modification(let modification): text(of: modification)
        case .batch(let batch): text(of: batch)
        case .truncate(let name): "truncate \(text(of: name))"
        case .use(let name): "use \(name)"
        case .createKeyspace(let create):
            "create keyspace \(create.name)\(create.ifNotExists ? " unless" : "") with \(list(create.properties, text(of:)))"
        case .alterKeyspace(let alter):
            "alter keyspace \(alter.name)\(alter.ifExists ? " if" : "") with \(list(alter.properties, text(of:)))"
        case .dropKeyspace(let name, let ifExists): "drop keyspace \(name)\(ifExists ? " if" : "")"
        case .createTable(let create): text(of: create)
        case .alterTable(let alter):
            "alter table \(text(of: alter.table))\(alter.ifExists ? " if" : "") \(text(of: alter.action))"
        case .dropTable(let name, let ifExists): "drop table \(text(of: name))\(ifExists ? " if" : "")"
        case .createType(let create):
            "create type \(text(of: create.name))\(create.ifNotExists ? " unless" : "") (\(list(create.fields, text(of:))))"
        case .alterType(let alter):
            "alter type \(text(of: alter.name))\(alter.ifExists ? " if" : "") \(text(of: alter.action))"
        case .dropType(let name, let ifExists): "drop type \(text(of: name))\(ifExists ? " if" : "")"
        case .createIndex(let create): text(of: create)
        case .dropIndex(let name, let ifExists): "drop index \(text(of: name))\(ifExists ? " if" : "")"
        case .describe(let describe):
            "describe \(text(of: describe.subject))\(describe.withInternals ? " internals" : "")"
        case .role(let statement): text(of: statement)
        case .unsupported(let feature): "unsupported \(feature)"
        }
    }

    static func text(of select: SelectStatement) -> String {
        var words = ["select"]
        if select.isJSON { words.append("json") }
        if select.isDistinct { words.append("distinct") }
        words.append(
            select.selection.map { items in
                list(items) { text(of: $0.selector) + ($0.alias.map { " as \($0)" } ?? "") }
            } ?? "*")
        words.append("from \(text(of: select.table))")
        if !select.relations.isEmpty { words.append("where \(text(of: select.relations))") }
        if !select.groupBy.isEmpty { words.append("group by \(list(select.groupBy, text(of:)))") }
        if !select.orderBy.isEmpty {
            words.append(
                "order by "
                    + list(select.orderBy) {
                        "\($0.column)\($0.nearest.map { " ann \(text(of: $0))" } ?? "")\($0.isDescending ? " desc" : "")"
                    })
        }
        if let limit = select.perPartitionLimit { words.append("per partition \(text(of: limit))") }
        if let limit = select.limit { words.append("limit \(text(of: limit))") }
        if select.allowsFiltering { words.append("filtering") }
        return words.joined(separator: " ")
    }

    static func text(of modification: ModificationStatement) -> String {
        var words: [String]
        let table = text(of: modification.table)
        switch modification.action {
        case .insert(let columns, let values):
            words = ["insert \(table) (\(columns.joined(separator: ", "))) (\(text(of: values)))"]
        case .insertJSON(let source):
            let document =
                switch source.document {
                case .text(let text): "'\(text)'"
                case .marker(let index): "?\(index)"
                }
            words = ["insert \(table) json \(document)\(source.leavesRest ? " unset" : "")"]
        case .update(let assignments, let relations):
            words = ["update \(table) set \(list(assignments, text(of:))) where \(text(of: relations))"]
        case .delete(let targets, let relations):
            words = ["delete [\(list(targets, text(of:)))] \(table) where \(text(of: relations))"]
        }
        switch modification.condition {
        case .none: break
        case .ifNotExists: words.append("if not exists")
        case .ifExists: words.append("if exists")
        case .conditions(let conditions): words.append("if \(text(of: conditions))")
        }
        if let timestamp = modification.using.timestamp { words.append("timestamp \(text(of: timestamp))") }
        if let timeToLive = modification.using.timeToLive { words.append("ttl \(text(of: timeToLive))") }
        return words.joined(separator: " ")
    }

    private static func text(of assignment: Assignment) -> String {
        let column = assignment.column
        return switch assignment.operation {
        case .set(let term): "\(column) = \(text(of: term))"
        case .setElement(let key, let term): "\(column)[\(text(of: key))] = \(text(of: term))"
        case .setField(let field, let term): "\(column).\(field) = \(text(of: term))"
        case .add(let term): "\(column) += \(text(of: term))"
        case .prepend(let term): "\(column) =+ \(text(of: term))"
        case .subtract(let term): "\(column) -= \(text(of: term))"
        }
    }

    private static func text(of target: DeletionTarget) -> String {
        switch target {
        case .column(let name): name
        case .element(let name, let key): "\(name)[\(text(of: key))]"
        case .field(let name, let field): "\(name).\(field)"
        }
    }

    private static func text(of batch: BatchStatement) -> String {
        var words = ["\(batch.kind) batch"]
        if let timestamp = batch.timestamp { words.append("timestamp \(text(of: timestamp))") }
        if let timeToLive = batch.timeToLive { words.append("ttl \(text(of: timeToLive))") }
        return (words + batch.statements.map { "{ \(text(of: $0)) }" }).joined(separator: " ")
    }
}
