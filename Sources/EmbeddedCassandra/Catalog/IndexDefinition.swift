import CassandraWire

/// What CREATE INDEX has after USING and WITH.
struct IndexDefinition {
    /// `nil` for the legacy index.
    let className: String?
    var options: [String: String] = [:]

    private static let legacy = "legacy_local_table"

    init(_ statement: CreateIndexStatement) throws(ServerError) {
        let named = statement.className ?? Self.legacy
        className = statement.isCustom || named.lowercased() != Self.legacy ? named : nil
        for property in statement.properties {
            guard property.name == "options" else { throw .syntax("Unknown property '\(property.name)'") }
        }
        for property in statement.properties {
            guard className != nil else { throw .invalid("Cannot specify options for a non-CUSTOM index") }
            guard case .map(let entries) = property.value else {
                throw .syntax("Invalid value for property 'options'. It should be a map.")
            }
            for (key, value) in entries { options[key] = value }
        }
        for reserved in ["class_name", "target"] where options[reserved] != nil {
            throw .invalid("Cannot specify \(reserved) as a CUSTOM option")
        }
        if className == "org.apache.cassandra.index.sasi.SASIIndex" {
            throw .invalid("SASI indexes are disabled. Enable in cassandra.yaml to use.")
        }
    }

    /// The kind of index. Whether there is such a class is asked last of all.
    func kind() throws(ServerError) -> TableIndex.Kind {
        guard let className else { return .legacy }
        switch className.lowercased() {
        case "sai", "storageattachedindex": return .storageAttached(className: className)
        case _ where className == "org.apache.cassandra.index.sai.StorageAttachedIndex":
            return .storageAttached(className: className)
        default: throw .configuration("Unable to find custom indexer class '\(className)'")
        }
    }
}
