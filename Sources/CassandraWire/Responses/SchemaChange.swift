/// What changed in the schema: a result of the request that changed it, and an event for everybody else
/// (v4 §4.2.5.5, §4.2.6).
public struct SchemaChange: Hashable, Sendable {
    /// What was changed, by its names.
    public enum Target: Hashable, Sendable {
        /// A keyspace.
        case keyspace
        /// A table or view.
        case table(String)
        /// A user-defined type.
        case type(String)
        /// A function, with the types of its arguments.
        case function(String, arguments: [String])
        /// An aggregate, with the types of its arguments.
        case aggregate(String, arguments: [String])
        /// Something that this version does not know: the kind and the name.
        case other(String, String)
    }

    /// `CREATED`, `UPDATED` or `DROPPED`.
    public var change: String
    /// What was changed.
    public var target: Target
    /// The keyspace.
    public var keyspace: String

    /// A change.
    public init(change: String, target: Target, keyspace: String) {
        self.change = change
        self.target = target
        self.keyspace = keyspace
    }

    /// The target's kind as the protocol names it.
    public var targetKind: String {
        switch target {
        case .keyspace: "KEYSPACE"
        case .table: "TABLE"
        case .type: "TYPE"
        case .function: "FUNCTION"
        case .aggregate: "AGGREGATE"
        case .other(let kind, _): kind
        }
    }

    init(from reader: inout WireReader) throws {
        change = try reader.readString()
        let kind = try reader.readString()
        keyspace = try reader.readString()
        switch kind {
        case "KEYSPACE": target = .keyspace
        case "TABLE": target = .table(try reader.readString())
        case "TYPE": target = .type(try reader.readString())
        case "FUNCTION":
            let name = try reader.readString()
            target = .function(name, arguments: try reader.readStringList())
        case "AGGREGATE":
            let name = try reader.readString()
            target = .aggregate(name, arguments: try reader.readStringList())
        // Usually a name follows, but nobody promised one.
        default: target = .other(kind, (try? reader.readString()) ?? "")
        }
    }

    func encode(to writer: inout WireWriter) throws {
        try writer.writeString(change)
        try writer.writeString(targetKind)
        try writer.writeString(keyspace)
        switch target {
        case .keyspace: break
        case .table(let name), .type(let name), .other(_, let name): try writer.writeString(name)
        case .function(let name, let arguments), .aggregate(let name, let arguments):
            try writer.writeString(name)
            try writer.writeStringList(arguments)
        }
    }
}
