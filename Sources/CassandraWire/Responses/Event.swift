/// What a node tells unasked, after REGISTER (v4 §4.2.6).
package enum Event: Hashable, Sendable {
    /// A node joined, left or moved. The change is `NEW_NODE`, `REMOVED_NODE` or `MOVED_NODE`.
    case topologyChange(change: String, node: Endpoint)
    /// A node is up or down. The change is `UP` or `DOWN`.
    case statusChange(change: String, node: Endpoint)
    case schemaChange(SchemaChange)
    /// A kind of event that this version does not know, by its name.
    case other(String)

    package var kind: String {
        switch self {
        case .topologyChange: EventKind.topologyChange
        case .statusChange: EventKind.statusChange
        case .schemaChange: EventKind.schemaChange
        case .other(let kind): kind
        }
    }

    init(from reader: inout WireReader) throws {
        switch try reader.readString() {
        case EventKind.topologyChange:
            let change = try reader.readString()
            self = .topologyChange(change: change, node: try reader.readEndpoint())
        case EventKind.statusChange:
            let change = try reader.readString()
            self = .statusChange(change: change, node: try reader.readEndpoint())
        case EventKind.schemaChange:
            self = .schemaChange(try SchemaChange(from: &reader))
        case let kind:
            self = .other(kind)
        }
    }

    func encode(to writer: inout WireWriter) throws {
        try writer.writeString(kind)
        switch self {
        case .topologyChange(let change, let node), .statusChange(let change, let node):
            try writer.writeString(change)
            writer.writeEndpoint(node)
        case .schemaChange(let change): try change.encode(to: &writer)
        case .other: break
        }
    }
}

/// The names of the kinds of events, as REGISTER asks for them.
package enum EventKind {
    package static let topologyChange = "TOPOLOGY_CHANGE"
    package static let statusChange = "STATUS_CHANGE"
    package static let schemaChange = "SCHEMA_CHANGE"
}
