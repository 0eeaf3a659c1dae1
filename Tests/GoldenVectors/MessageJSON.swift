import Bytes
import CassandraWire
import TestKit

// Decoded frames and messages as the lines write them. Requests are here, responses beside.

extension GoldenFrame {
    func json() throws -> JSON {
        var json: JSON = [
            "direction": .string(header.direction == .request ? "request" : "response"),
            "opcode": .string(header.opcode.description),
            "stream": .number(String(header.stream)),
            "flags": .number(String(header.flags.rawValue)),
        ]
        json["tracing_id"] = prologue.tracingID.map { .string($0.description) }
        if header.flags.contains(.warnings) { json["warnings"] = .array(prologue.warnings.map { .string($0) }) }
        if header.flags.contains(.customPayload) {
            json["custom_payload"] = .array(prologue.customPayload.map { [.string($0.name), JSON(hex: $0.value)] })
        }
        json["message"] = try message.json()
        return json
    }
}

extension GoldenFrame.Message {
    func json() throws -> JSON {
        switch self {
        case .request(let request): try request.json()
        case .response(let response): try response.json()
        }
    }
}

extension JSON {
    /// Hexadecimal digits, or null.
    init(hex bytes: ByteSlice?) {
        self = bytes.map { .string($0.hexadecimal) } ?? .null
    }

    init(_ number: Int32) { self = .number(String(number)) }
    init(_ texts: [String]) { self = .array(texts.map { .string($0) }) }
    init(_ consistency: Consistency) { self = .string(consistency.description) }

    init(_ value: BoundValue) {
        switch value {
        case .null: self = .null
        case .unset: self = ["unset": true]
        case .bytes(let bytes): self = JSON(hex: bytes)
        }
    }
}

extension Request {
    fileprivate func json() throws -> JSON {
        switch self {
        case .startup(let message):
            return ["options": .object(message.options.map { JSON.Member($0.name, .string($0.value)) })]
        case .options: return [:]
        case .query(let message):
            return ["query": .string(message.text), "parameters": try message.parameters.json()]
        case .prepare(let message): return ["query": .string(message.text)]
        case .execute(let message):
            return ["id": JSON(hex: message.id), "parameters": try message.parameters.json()]
        case .batch(let message): return try message.json()
        case .register(let message): return ["events": JSON(message.events)]
        case .authResponse(let message): return ["token": JSON(hex: message.token)]
        }
    }
}

extension QueryParameters {
    fileprivate func json() throws -> JSON {
        var json: JSON = [
            "consistency": JSON(consistency), "flags": .number(String(flags.rawValue)),
            "skip_metadata": .bool(skipMetadata),
        ]
        if let values {
            if values.areNamed {
                json["named_values"] = .array(try values.decoded().map { [.string($0.name ?? ""), JSON($0.value)] })
            } else {
                json["values"] = try values.json()
            }
        }
        json["page_size"] = pageSize.map { JSON($0) }
        json["paging_state"] = pagingState.map { JSON(hex: $0) }
        json["serial_consistency"] = serialConsistency.map { JSON($0) }
        json["timestamp"] = timestamp.map { .string(String($0)) }
        return json
    }
}

extension BoundValues {
    fileprivate func json() throws -> JSON {
        .array(try decoded().map { JSON($0.value) })
    }
}

extension Batch {
    fileprivate func json() throws -> JSON {
        var children: [JSON] = []
        for entry in entries {
            switch entry.statement {
            case .text(let text): children.append(["query": .string(text), "values": try entry.values.json()])
            case .prepared(let id): children.append(["id": JSON(hex: id), "values": try entry.values.json()])
            }
        }
        var json: JSON = [
            "type": .string(kind.description), "children": .array(children), "consistency": JSON(consistency),
            "flags": .number(String(flags.rawValue)),
        ]
        json["serial_consistency"] = serialConsistency.map { JSON($0) }
        json["timestamp"] = timestamp.map { .string(String($0)) }
        return json
    }
}
