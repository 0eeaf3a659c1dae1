import Bytes

extension FieldList {
    /// Adds a request's lines and gives its kind.
    mutating func add(_ request: Request) -> String {
        let name = request.opcode.description
        switch request {
        case .startup(let message):
            for option in message.options { add(option.name, option.value) }
        case .options: break
        case .query(let message):
            add("query", message.text)
            add(message.parameters)
        case .prepare(let message): add("query", message.text)
        case .execute(let message):
            add("statement id", message.id)
            add(message.parameters)
        case .batch(let message):
            add(message)
            return "\(name) \(message.kind)"
        case .register(let message): add("events", message.events)
        case .authResponse(let message): add(secret: message.token)
        }
        return name
    }

    private mutating func add(_ parameters: QueryParameters) {
        add("consistency", plain: parameters.consistency.description)
        if let values = parameters.values { add(values) }
        if parameters.skipMetadata { add("skip metadata", plain: "yes") }
        if let pageSize = parameters.pageSize { add("page size", plain: "\(pageSize) rows") }
        if let pagingState = parameters.pagingState { add("paging state", pagingState) }
        add(serial: parameters.serialConsistency, timestamp: parameters.timestamp)
    }

    private mutating func add(serial: Consistency?, timestamp: Int64?) {
        if let serial { add("serial consistency", plain: serial.description) }
        if let timestamp { add("timestamp", plain: "\(timestamp) µs since 1970") }
    }

    private mutating func add(_ values: BoundValues) {
        add("values", plain: "\(values.count)\(values.areNamed ? ", by name" : "")")
        // They were read once already, so they can be read again.
        let decoded = (try? values.decoded()) ?? []
        add(decoded) { list, position, pair in
            let name = pair.name ?? "#\(position)"
            switch pair.value {
            case .null: list.add(name, plain: "null")
            case .unset: list.add(name, plain: "unset")
            case .bytes(let bytes): list.add(name, bytes)
            }
        }
    }

    private mutating func add(_ batch: Batch) {
        add("consistency", plain: batch.consistency.description)
        add(serial: batch.serialConsistency, timestamp: batch.timestamp)
        add("statements", plain: "\(batch.entries.count)")
        add(batch.entries) { list, position, entry in
            switch entry.statement {
            case .text(let text): list.add("#\(position)", text)
            case .prepared(let id): list.add("#\(position)", plain: "prepared, id \(list.text(of: id))")
            }
            if entry.values.count > 0 {
                list.add([entry.values]) { list, _, values in list.add(values) }
            }
        }
    }
}
