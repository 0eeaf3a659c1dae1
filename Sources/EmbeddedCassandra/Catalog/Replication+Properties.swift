import CassandraWire

extension Replication {
    private static let locator = "org.apache.cassandra.locator."

    /// Reads what CREATE and ALTER KEYSPACE have after WITH.
    static func read(
        _ properties: [Property], into keyspace: inout Keyspace, isNew: Bool, _ datacenters: [String]
    ) throws(ServerError) {
        var isReplicated = false
        for property in properties {
            switch (property.name, property.value) {
            case ("replication", .map(let entries)):
                keyspace.replication = try Replication(entries, of: keyspace, datacenters)
                isReplicated = true
            case ("replication", .text):
                throw .syntax("Invalid value for property 'replication'. It should be a map.")
            case ("durable_writes", .text(let text)):
                guard let flag = Property.boolean(text) else {
                    throw .syntax("Invalid boolean value \(text) for 'durable_writes'")
                }
                keyspace.hasDurableWrites = flag
            case ("durable_writes", .map):
                throw .syntax("Invalid value for property 'durable_writes'. It should be a string.")
            default: throw .syntax("Unknown property '\(property.name)'")
            }
        }
        if isNew, !isReplicated { throw .invalid("Missing mandatory option 'replication'") }
    }

    private init(
        _ entries: [(key: String, value: String)], of keyspace: Keyspace, _ datacenters: [String]
    ) throws(ServerError) {
        guard let named = entries.first(where: { $0.key == "class" })?.value else {
            throw .configuration("Missing replication strategy class")
        }
        let short = named.hasPrefix(Self.locator) ? String(named.dropFirst(Self.locator.count)) : named
        var factors: [String: Int] = [:]
        for (key, value) in entries where key != "class" { factors[key] = try Self.factor(value) }
        switch short {
        case "SimpleStrategy":
            if factors["replication_factor"] == nil {
                // ALTER keeps the number, whatever the strategy was; with datacenters, the first one's.
                let before = keyspace.replication.factors
                let kept = before["replication_factor"] ?? datacenters.compactMap { before[$0] }.first
                guard let kept else {
                    throw .configuration("SimpleStrategy requires a replication_factor strategy option.")
                }
                factors["replication_factor"] = kept
            }
            if let other = factors.keys.sorted().first(where: { $0 != "replication_factor" }) {
                throw Self.unrecognized([other], strategy: short, keyspace.name)
            }
        case "NetworkTopologyStrategy":
            factors = try Self.byDatacenter(factors, of: keyspace, datacenters)
        case "LocalStrategy":
            throw .configuration("Unable to use given strategy class: LocalStrategy is reserved for internal use.")
        default:
            throw .configuration("Unable to find replication strategy class '\(Self.locator)\(named)'")
        }
        self.init(strategy: short, factors: factors)
    }

    /// `replication_factor` stands for all datacenters that are not named.
    private static func byDatacenter(
        _ given: [String: Int], of keyspace: Keyspace, _ datacenters: [String]
    ) throws(ServerError) -> [String: Int] {
        var factors = given
        if let general = factors.removeValue(forKey: "replication_factor") {
            for datacenter in datacenters where factors[datacenter] == nil { factors[datacenter] = general }
        }
        let unknown = factors.keys.filter { !datacenters.contains($0) }.sorted()
        guard unknown.isEmpty else {
            throw unrecognized(unknown, strategy: "NetworkTopologyStrategy", keyspace.name)
        }
        guard !factors.isEmpty else {
            throw .configuration("Configuration for at least one datacenter must be present")
        }
        return factors
    }

    private static func unrecognized(_ options: [String], strategy: String, _ keyspace: String) -> ServerError {
        .configuration(
            "Unrecognized strategy option {\(options.joined(separator: ", "))} passed to \(strategy) for keyspace "
                + keyspace)
    }

    private static func factor(_ text: String) throws(ServerError) -> Int {
        guard let factor = Int32(text) else {
            throw .configuration("For input string: \"\(text)\"")
        }
        guard factor >= 0 else {
            throw .configuration("Replication factor must be non-negative, found \(factor)")
        }
        return Int(factor)
    }

    /// As `system_schema.keyspaces` has it: the class first.
    var options: [(key: String, value: String)] {
        [("class", Self.locator + strategy)]
            + factors.sorted { $0.key < $1.key }.map { ($0.key, String($0.value)) }
    }

    /// As DESCRIBE prints it.
    var cqlText: String {
        var entries = options
        entries[0].value = strategy
        return "{" + entries.map { "'\($0.key)': '\($0.value)'" }.joined(separator: ", ") + "}"
    }
}

extension Keyspace {
    /// What whoever sets its replication is to be told.
    func warnings(nodes: [String: Int]) -> [String] {
        let isSimple = replication.strategy == "SimpleStrategy"
        return replication.factors.sorted { $0.key < $1.key }.compactMap { place, factor in
            let count = isSimple ? nodes.values.reduce(0, +) : nodes[place] ?? 0
            guard factor > count else { return nil }
            return "Your replication factor \(factor) for keyspace \(name) is higher than the number of nodes \(count)"
                + (isSimple ? "" : " for datacenter \(place)")
        }
    }
}

extension Property {
    static func boolean(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "true", "yes", "1": true
        case "false", "no", "0": false
        default: nil
        }
    }
}
