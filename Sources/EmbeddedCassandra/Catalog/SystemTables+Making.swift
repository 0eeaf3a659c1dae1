import CassandraWire

extension SystemTables {
    /// The keyspaces of a new node. Nothing here depends on the node, so all have the same.
    static func keyspaces() -> [String: Keyspace] {
        var keyspaces: [String: Keyspace] = [:]
        for definition in definitions {
            let factors = definition.factor > 0 ? ["replication_factor": definition.factor] : [:]
            var keyspace = Keyspace(
                name: definition.keyspace, replication: Replication(strategy: definition.strategy, factors: factors),
                isSystem: true)
            for text in definition.tables {
                let table = make(text, in: keyspace)
                keyspace.tables[table.name] = table
            }
            keyspaces[keyspace.name] = keyspace
        }
        return keyspaces
    }

    private static func make(_ text: String, in keyspace: Keyspace) -> Table {
        let parts = text.split(separator: "|", maxSplits: 2)
        precondition(parts.count == 3, "a system table has a name, a comment and columns")
        let name = String(parts[0])
        let editor = SchemaEditor(
            schema: Schema(keyspaces: [keyspace.name: keyspace], version: CQLUUID(high: 0, low: 0)), datacenters: [],
            now: 0, nextID: { id(of: "\(keyspace.name).\(name)") })
        do {
            let statement = try CQLParser.parse(
                "CREATE TABLE \(keyspace.name).\(CQLIdentifier.quoted(name)) (\(parts[2]))"
            ).statement
            guard case .createTable(let create) = statement else { preconditionFailure("\(name) is no table") }
            let table = try editor.make(create, in: keyspace.name)
            return table.with(options: options(of: keyspace.name, comment: String(parts[1])))
        } catch {
            preconditionFailure("the definition of \(keyspace.name).\(name) is wrong: \(error)")
        }
    }

    private static func options(of keyspace: String, comment: String) -> TableOptions {
        var options = TableOptions()
        options.comment = comment
        switch keyspace {
        case "system":
            options.graceSeconds = 0
            options.flushPeriod = 3_600_000
        case "system_schema":
            options.graceSeconds = 604_800
            options.flushPeriod = 3_600_000
        case "system_auth": options.graceSeconds = 7_776_000
        default: break
        }
        return options
    }

    /// An id made of the name: the same on every node and in every run.
    private static func id(of name: String) -> CQLUUID {
        let bytes = Array(name.utf8)
        let high = UInt64(bitPattern: Murmur3.token(of: bytes))
        let low = UInt64(bitPattern: Murmur3.token(of: bytes.reversed()))
        return CQLUUID(high: high & ~0xF000 | 0x3000, low: low & ~(0b11 << 62) | 0b10 << 62)
    }
}
