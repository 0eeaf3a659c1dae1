import CassandraWire

/// One datacenter's part of a ring, with its nodes and racks numbered from zero.
///
/// Numbers of its own keep whatever is built on it as large as the datacenter, not as the cluster.
struct DatacenterRing: Sendable {
    let name: String
    /// Ascending.
    var tokens: [Token] = []
    /// `members[i]` owns `tokens[i]`.
    var members: [Int32] = []
    /// By member: the node, and the number of its rack. In the order of each one's first token.
    var nodes: [NodeIndex] = []
    var racks: [Int32] = []
    var rackCount = 0

    /// Splits a ring in one pass. Nodes without tokens are left out, and so are racks that have only such nodes.
    static func split(tokens: [Token], owners: [NodeIndex], nodes: [RingNode]) -> [DatacenterRing] {
        var rings: [DatacenterRing] = []
        var ringNumbers: [String: Int] = [:]
        var rackNumbers: [Rack: Int32] = [:]
        var places = [Place?](repeating: nil, count: nodes.count)

        func place(_ node: NodeIndex) -> Place {
            if let known = places[node.position] { return known }
            let described = nodes[node.position]
            let ring = ringNumbers[described.datacenter] ?? rings.count
            if ring == rings.count {
                ringNumbers[described.datacenter] = ring
                rings.append(DatacenterRing(name: described.datacenter))
            }
            let rack = Rack(ring: ring, name: described.rack)
            let rackNumber = rackNumbers[rack] ?? Int32(rings[ring].rackCount)
            if rackNumber == rings[ring].rackCount {
                rackNumbers[rack] = rackNumber
                rings[ring].rackCount += 1
            }
            let place = Place(ring: ring, member: Int32(rings[ring].nodes.count))
            rings[ring].nodes.append(node)
            rings[ring].racks.append(rackNumber)
            places[node.position] = place
            return place
        }

        for (token, owner) in zip(tokens, owners) {
            let place = place(owner)
            rings[place.ring].tokens.append(token)
            rings[place.ring].members.append(place.member)
        }
        return rings
    }

    private struct Rack: Hashable {
        let ring: Int
        let name: String
    }

    private struct Place {
        let ring: Int
        let member: Int32
    }
}
