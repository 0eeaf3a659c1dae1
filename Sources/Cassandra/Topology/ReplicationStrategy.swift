/// A keyspace's replication, read from the map in `system_schema.keyspaces`.
///
/// Reading never fails: what cannot be used for routing is `unrouted`, and the keyspace works without token awareness.
package enum ReplicationStrategy: Hashable, Sendable {
    /// The next nodes of the ring, whatever their datacenter.
    case simple(ReplicationFactor)

    /// So many nodes of each datacenter, on as many racks as possible. A datacenter that is not listed has `elsewhere`
    /// replicas: Cassandra writes the default factor out for each datacenter, others keep it as an option of its own.
    case networkTopology([DatacenterFactor], elsewhere: ReplicationFactor? = nil)

    /// No replicas are known.
    case unrouted(UnroutedReason)

    package struct DatacenterFactor: Hashable, Sendable {
        package let datacenter: String
        package let factor: ReplicationFactor

        package init(datacenter: String, factor: ReplicationFactor) {
            self.datacenter = datacenter
            self.factor = factor
        }
    }

    /// Why a keyspace's requests are not routed by token.
    package enum UnroutedReason: Hashable, Sendable, CustomStringConvertible {
        /// `LocalStrategy`: each node has its own data, as in `system`.
        case local
        /// `EverywhereStrategy`: any node is as good as another.
        case everywhere
        /// `MetaStrategy` of Cassandra 5.1: the cluster's own log.
        case meta
        case unknownClass(String)
        case missingClass
        /// A factor that is missing or cannot be read.
        case badFactor(option: String, value: String?)

        /// Whether the user should hear of it once: a keyspace of theirs loses token awareness.
        package var deservesWarning: Bool {
            switch self {
            case .local, .everywhere, .meta: false
            case .unknownClass, .missingClass, .badFactor: true
            }
        }

        package var description: String {
            switch self {
            case .local: "LocalStrategy"
            case .everywhere: "EverywhereStrategy"
            case .meta: "MetaStrategy"
            case .unknownClass(let name): "unknown replication class '\(name)'"
            case .missingClass: "no replication class"
            case .badFactor(let option, let value?): "replication option '\(option)' is no factor: '\(value)'"
            case .badFactor(let option, nil): "replication option '\(option)' is missing"
            }
        }
    }

    /// Reads a replication map: `class`, fully qualified or short, and the options of that class.
    package init(replication: [String: String]) {
        guard let name = replication["class"] else {
            self = .unrouted(.missingClass)
            return
        }
        let locators = "org.apache.cassandra.locator."
        switch name.hasPrefix(locators) ? String(name.dropFirst(locators.count)) : name {
        case "SimpleStrategy": self = .reading(simple: replication)
        case "NetworkTopologyStrategy": self = .reading(networkTopology: replication)
        case "LocalStrategy": self = .unrouted(.local)
        case "EverywhereStrategy": self = .unrouted(.everywhere)
        case "MetaStrategy": self = .unrouted(.meta)
        default: self = .unrouted(.unknownClass(name))
        }
    }

    private static let factorOption = "replication_factor"

    private static func reading(simple options: [String: String]) -> ReplicationStrategy {
        let value = options[factorOption]
        guard let factor = value.flatMap(ReplicationFactor.init(parsing:)) else {
            return .unrouted(.badFactor(option: factorOption, value: value))
        }
        return .simple(factor)
    }

    /// Every option but the class is a datacenter, so one that cannot be read makes the whole keyspace unrouted:
    /// replicas of only some datacenters would send requests away from the others.
    private static func reading(networkTopology options: [String: String]) -> ReplicationStrategy {
        var factors: [DatacenterFactor] = []
        var elsewhere: ReplicationFactor?
        // Sorted, so that equal maps make equal strategies.
        for (option, value) in options.sorted(by: { $0.key < $1.key }) where option != "class" {
            guard let factor = ReplicationFactor(parsing: value) else {
                return .unrouted(.badFactor(option: option, value: value))
            }
            if option == factorOption {
                elsewhere = factor
            } else {
                factors.append(DatacenterFactor(datacenter: option, factor: factor))
            }
        }
        return .networkTopology(factors, elsewhere: elsewhere)
    }
}
