import Bytes

extension FieldList {
    /// Adds a response's lines and gives its kind.
    mutating func add(_ response: Response) -> String {
        let name = response.opcode.description
        switch response {
        case .error(let error):
            add("code", plain: Notation.hexadecimal(error.code))
            add("message", error.message)
            add(error.detail)
            return "\(name) \(error.code)"
        case .ready: break
        case .authenticate(let message): add("authenticator", message.authenticator)
        case .supported(let message):
            for option in message.options { add(option.name, option.values) }
        case .result(let result): return "\(name) \(add(result))"
        case .event(let event):
            add(event)
            return "\(name) \(Notation.text(event.kind, limit: 32))"
        case .authChallenge(let message): add(secret: message.token)
        case .authSuccess(let message): add(secret: message.token)
        }
        return name
    }

    private mutating func add(_ detail: ServerError.Detail) {
        switch detail {
        case .none: break
        case .unavailable(let consistency, let required, let alive):
            add("consistency", plain: consistency.description)
            add("required", plain: "\(required) replicas")
            add("alive", plain: "\(alive) replicas")
        case .writeTimeout(let consistency, let received, let blockFor, let writeType):
            add(consistency, received, blockFor)
            add("write type", writeType.rawValue)
        case .readTimeout(let consistency, let received, let blockFor, let dataPresent):
            add(consistency, received, blockFor)
            add("data present", plain: dataPresent ? "yes" : "no")
        case .readFailure(let consistency, let received, let blockFor, let failures, let dataPresent):
            add(consistency, received, blockFor)
            add("failures", plain: "\(failures)")
            add("data present", plain: dataPresent ? "yes" : "no")
        case .functionFailure(let keyspace, let function, let arguments):
            add("function", "\(keyspace).\(function)")
            add("arguments", arguments)
        case .writeFailure(let consistency, let received, let blockFor, let failures, let writeType):
            add(consistency, received, blockFor)
            add("failures", plain: "\(failures)")
            add("write type", writeType.rawValue)
        case .casWriteUnknown(let consistency, let received, let blockFor): add(consistency, received, blockFor)
        case .alreadyExists(let keyspace, let table):
            add("keyspace", keyspace)
            if !table.isEmpty { add("table", table) }
        case .unprepared(let id): add("statement id", id)
        }
    }

    private mutating func add(_ consistency: Consistency, _ received: Int32, _ blockFor: Int32) {
        add("consistency", plain: consistency.description)
        add("answers", plain: "\(received) of \(blockFor)")
    }

    private mutating func add(_ event: Event) {
        switch event {
        case .topologyChange(let change, let node), .statusChange(let change, let node):
            add("change", change)
            add("node", plain: node.description)
        case .schemaChange(let change): add(change)
        case .other: break
        }
    }

    private mutating func add(_ change: SchemaChange) {
        add("change", "\(change.change) \(change.targetKind)")
        add("keyspace", change.keyspace)
        switch change.target {
        case .keyspace: break
        case .table(let name), .type(let name), .other(_, let name): add("name", name)
        case .function(let name, let arguments), .aggregate(let name, let arguments):
            add("name", "\(name)(\(arguments.joined(separator: ", ")))")
        }
    }

    /// Adds a result's lines and gives its kind.
    private mutating func add(_ result: QueryResult) -> String {
        switch result {
        case .void: return "void"
        case .setKeyspace(let keyspace):
            add("keyspace", keyspace)
            return "set keyspace"
        case .schemaChange(let change):
            add(change)
            return "schema change"
        case .prepared(let prepared):
            add("statement id", prepared.id)
            add("markers", prepared.variables)
            if !prepared.partitionKeyIndices.isEmpty {
                add("partition key", prepared.partitionKeyIndices.map { "#\($0)" })
            }
            add("result", prepared.result)
            return "prepared"
        case .rows(let rows):
            add("columns", rows.metadata)
            if let pagingState = rows.metadata.pagingState { add("paging state", pagingState) }
            add(rows)
            return "rows"
        }
    }

    private mutating func add(_ name: String, _ metadata: ResultMetadata) {
        let count = String(metadata.columnCount)
        guard let columns = metadata.columns else { return add(name, plain: "\(count), not described") }
        let table = columns.first.map { "\($0.keyspace).\($0.table)" } ?? ""
        let isOfOne = columns.allSatisfy { "\($0.keyspace).\($0.table)" == table }
        add(name, isOfOne && !columns.isEmpty ? "\(count) of \(table)" : count)
        add(columns) { list, _, column in
            list.add(
                column.name,
                isOfOne ? column.type.cqlText : "\(column.type.cqlText) of \(column.keyspace).\(column.table)")
        }
    }

    private mutating func add(_ rows: RowsResult) {
        add("rows", plain: String(rows.rowCount))
        var reader = WireReader(rows.bytes)
        let columnCount = rows.metadata.columnCount
        add(0..<rows.rowCount, limit: rowLimit) { list, _, row in
            var cells: [ByteSlice?] = []
            do {
                for _ in 0..<columnCount { cells.append(try reader.readBytes()) }
            } catch {
                return list.add("row \(row)", plain: "cannot be read: \(error)")
            }
            list.add("row \(row)")
            list.add(cells) { list, position, cell in
                list.add(cell, rows.metadata.columns.map { $0[position] }, position)
            }
        }
    }

    /// A cell as a value of its type; one that is none is shown as bytes.
    private mutating func add(_ cell: ByteSlice?, _ column: ColumnMetadata?, _ position: Int) {
        let name = column?.name ?? "#\(position)"
        guard let cell else { return add(name, plain: "null") }
        guard let column else { return add(name, cell) }
        var reader = WireReader(cell)
        do {
            add(name, plain: text(of: try CQLValue(contents: &reader, count: cell.count, plan: column.type)))
        } catch {
            add(name, plain: "no \(Notation.text(column.type.cqlText, limit: 48)): \(error): \(text(of: cell))")
        }
    }
}
