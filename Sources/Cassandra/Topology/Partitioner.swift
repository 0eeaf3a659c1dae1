/// How the cluster makes tokens of partition keys.
///
/// Only Murmur3 can be computed here. With any other the driver routes without tokens: that costs a hop, not an error.
package enum Partitioner: Hashable, Sendable {
    case murmur3
    case other(String)

    /// Reads the `partitioner` of `system.local`, a class name with or without its package.
    package init(className: String) {
        switch className {
        case "org.apache.cassandra.dht.Murmur3Partitioner", "Murmur3Partitioner": self = .murmur3
        default: self = .other(className)
        }
    }

    /// Whether a request can be sent to the replicas of its partition.
    package var isTokenAware: Bool { self == .murmur3 }

    /// The one partitioner that all nodes name; nil if they disagree, which is worth a warning, or if there are none.
    package static func shared(by partitioners: some Sequence<Partitioner>) -> Partitioner? {
        var shared: Partitioner?
        for partitioner in partitioners {
            guard shared == nil || shared == partitioner else { return nil }
            shared = partitioner
        }
        return shared
    }
}
