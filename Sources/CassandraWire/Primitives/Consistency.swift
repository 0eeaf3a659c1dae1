/// How many replicas must answer before a request counts as done.
public enum Consistency: UInt16, Hashable, Sendable, CaseIterable {
    // v4 §3, [consistency]

    /// Writes only: any node, a hint is enough.
    case any = 0x0000
    /// One replica.
    case one = 0x0001
    /// Two replicas.
    case two = 0x0002
    /// Three replicas.
    case three = 0x0003
    /// A majority of the replicas of all datacenters together.
    case quorum = 0x0004
    /// All replicas.
    case all = 0x0005
    /// A majority of the replicas of the coordinator's datacenter.
    case localQuorum = 0x0006
    /// A majority in each datacenter.
    case eachQuorum = 0x0007
    /// Linearizable, over all datacenters.
    case serial = 0x0008
    /// Linearizable, inside the coordinator's datacenter.
    case localSerial = 0x0009
    /// One replica of the coordinator's datacenter.
    case localOne = 0x000A

    /// Whether this is a level of a conditional statement's serial phase.
    public var isSerial: Bool { self == .serial || self == .localSerial }

    /// Whether only the coordinator's datacenter takes part.
    public var isLocal: Bool { self == .localQuorum || self == .localSerial || self == .localOne }
}

extension Consistency: CustomStringConvertible {
    /// The name that Cassandra uses, such as `LOCAL_QUORUM`.
    public var description: String {
        switch self {
        case .any: "ANY"
        case .one: "ONE"
        case .two: "TWO"
        case .three: "THREE"
        case .quorum: "QUORUM"
        case .all: "ALL"
        case .localQuorum: "LOCAL_QUORUM"
        case .eachQuorum: "EACH_QUORUM"
        case .serial: "SERIAL"
        case .localSerial: "LOCAL_SERIAL"
        case .localOne: "LOCAL_ONE"
        }
    }
}
