import Bytes
import CassandraWire
import TestKit

extension Response {
    func json() throws -> JSON {
        switch self {
        case .error(let error): error.json
        case .ready: [:]
        case .authenticate(let message): ["authenticator": .string(message.authenticator)]
        case .supported(let message):
            ["options": .object(message.options.map { JSON.Member($0.name, JSON($0.values)) })]
        case .result(let result): try result.json()
        case .event(let event): event.json
        case .authChallenge(let message): ["token": JSON(hex: message.token)]
        case .authSuccess(let message): ["token": JSON(hex: message.token)]
        }
    }
}

extension ServerError {
    fileprivate var json: JSON {
        var json: JSON = [
            "code": JSON(code.rawValue), "kind": .string(code.description), "message": .string(message),
        ]
        for member in detail.members { json[member.name] = member.value }
        return json
    }
}

extension ServerError.Detail {
    fileprivate var members: [JSON.Member] {
        func progress(_ consistency: Consistency, _ received: Int32, _ blockFor: Int32) -> [JSON.Member] {
            [
                .init("consistency", JSON(consistency)), .init("received", JSON(received)),
                .init("block_for", JSON(blockFor)),
            ]
        }
        switch self {
        case .none: return []
        case .unavailable(let consistency, let required, let alive):
            return [
                .init("consistency", JSON(consistency)), .init("required", JSON(required)), .init("alive", JSON(alive)),
            ]
        case .writeTimeout(let consistency, let received, let blockFor, let writeType):
            return progress(consistency, received, blockFor) + [.init("write_type", .string(writeType.rawValue))]
        case .readTimeout(let consistency, let received, let blockFor, let dataPresent):
            return progress(consistency, received, blockFor) + [.init("data_present", .bool(dataPresent))]
        case .readFailure(let consistency, let received, let blockFor, let failures, let dataPresent):
            return progress(consistency, received, blockFor)
                + [.init("failures", JSON(failures)), .init("data_present", .bool(dataPresent))]
        case .functionFailure(let keyspace, let function, let arguments):
            return [
                .init("keyspace", .string(keyspace)), .init("function", .string(function)),
                .init("arguments", JSON(arguments)),
            ]
        case .writeFailure(let consistency, let received, let blockFor, let failures, let writeType):
            return progress(consistency, received, blockFor)
                + [.init("failures", JSON(failures)), .init("write_type", .string(writeType.rawValue))]
        case .casWriteUnknown(let consistency, let received, let blockFor):
            return progress(consistency, received, blockFor)
        case .alreadyExists(let keyspace, let table):
            return [.init("keyspace", .string(keyspace)), .init("table", .string(table))]
        case .unprepared(let id): return [.init("id", JSON(hex: id))]
        }
    }
}

extension QueryResult {
    fileprivate func json() throws -> JSON {
        switch self {
        case .void: return ["kind": "void"]
        case .rows(let rows):
            let cells = JSON.array(try rows.cells().map { .array($0.map { JSON(hex: $0) }) })
            return ["kind": "rows", "metadata": rows.metadata.json, "rows": cells]
        case .setKeyspace(let keyspace): return ["kind": "set_keyspace", "keyspace": .string(keyspace)]
        case .prepared(let prepared):
            var variables = prepared.variables.json
            variables["pk_indices"] = .array(prepared.partitionKeyIndices.map { .number(String($0)) })
            return [
                "kind": "prepared", "id": JSON(hex: prepared.id), "variables": variables,
                "result": prepared.result.json,
            ]
        case .schemaChange(let change):
            var json: JSON = ["kind": "schema_change"]
            for member in change.members { json[member.name] = member.value }
            return json
        }
    }
}

extension ResultMetadata {
    fileprivate var json: JSON {
        var json: JSON = ["flags": JSON(flags.rawValue), "column_count": .number(String(columnCount))]
        json["paging_state"] = pagingState.map { JSON(hex: $0) }
        json["columns"] = columns.map { columns in
            .array(
                columns.map { column in
                    [
                        "keyspace": .string(column.keyspace), "table": .string(column.table),
                        "name": .string(column.name), "type": column.type.json,
                    ]
                })
        }
        return json
    }
}

extension CQLType {
    /// The type as an option of the protocol names it.
    fileprivate var json: JSON {
        switch self {
        case .text: "varchar"
        case .list(let element): ["list": element.json]
        case .set(let element): ["set": element.json]
        case .map(let key, let value): ["map": [key.json, value.json]]
        case .tuple(let types): ["tuple": .array(types.map(\.json))]
        case .udt(let type):
            [
                "udt": [
                    "keyspace": .string(type.keyspace), "name": .string(type.name),
                    "fields": .array(type.fields.map { [.string($0.name), $0.type.json] }),
                ]
            ]
        case .duration, .vector, .custom: ["custom": .string(className)]
        case .frozen(let inner): inner.json
        case .ascii, .bigint, .blob, .boolean, .counter, .date, .decimal, .double, .float, .inet, .int, .smallint,
            .time, .timestamp, .timeuuid, .tinyint, .uuid, .varint:
            .string(cqlText)
        }
    }
}

extension SchemaChange {
    fileprivate var members: [JSON.Member] {
        let common: [JSON.Member] = [
            .init("change", .string(change)), .init("target", .string(targetKind)),
            .init("keyspace", .string(keyspace)),
        ]
        switch target {
        case .keyspace: return common
        case .table(let name), .type(let name), .other(_, let name): return common + [.init("object", .string(name))]
        case .function(let name, let arguments), .aggregate(let name, let arguments):
            return common + [.init("object", .string(name)), .init("arguments", JSON(arguments))]
        }
    }
}

extension Event {
    fileprivate var json: JSON {
        var json: JSON = ["event": .string(kind)]
        switch self {
        case .topologyChange(let change, let node), .statusChange(let change, let node):
            json["change"] = .string(change)
            json["address"] = .string(InetText.text(of: node.address))
            json["port"] = JSON(node.port)
        case .schemaChange(let change):
            for member in change.members { json[member.name] = member.value }
        case .other: break
        }
        return json
    }
}
