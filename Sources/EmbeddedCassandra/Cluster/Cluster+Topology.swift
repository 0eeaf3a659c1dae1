import CassandraWire
import Networking

// Who belongs to the cluster, and what moves when that changes.

extension Cluster {
    /// A node that a cluster begins with.
    struct Founder {
        var datacenter: String
        var rack: String
        var address: SocketAddress
        /// Drawn when there are none.
        var tokens: [Int64]?
    }

    /// Adds nodes that have nothing to take over yet. They are down until started.
    func found(_ members: [Founder]) {
        for member in members { _ = makeNode(member.datacenter, member.rack, member.address, member.tokens) }
        turnRing()
    }

    /// Adds a node to a running cluster: it takes over what it now owns, and is announced.
    func add(datacenter: String, rack: String, address: SocketAddress, tokens: [Int64]? = nil) throws(IOError) -> Node {
        let node = makeNode(datacenter, rack, address, tokens)
        let frontend = makeFrontend(self, node)
        do {
            node.address = try frontend.startListening(at: address)
        } catch {
            // It never was a member, and nothing was given to it.
            node.state = .removed
            throw error
        }
        node.frontend = frontend
        node.generation = Int32(clamping: seconds)
        node.state = .up
        standings[node.index].isBelievedAlive = true
        standings[node.index].isResponsive = true
        turnRing(moving: true)
        publish(.topologyChange(change: "NEW_NODE", node: node.endpoint), except: node)
        publish(.statusChange(change: "UP", node: node.endpoint), except: node)
        standingsChanged()
        return node
    }

    /// Takes a node out of the cluster: what it held goes to those that own it now, as far as any node that answers has
    /// it.
    func remove(_ node: Node) {
        guard node.isMember, nodes.count(where: \.isMember) > 1 else { return }
        let wasUp = node.state == .up
        // A node that is up gives away what it has, before it is gone; of the others only copies are left.
        turnRing(moving: true, without: node)
        let end = node.frontend
        let endpoint = node.endpoint
        if wasUp { end?.publish(.statusChange(change: "DOWN", node: endpoint)) }
        forgetWaiting { $0.node === node }
        if let detection = node.detection { loop.cancel(detection) }
        node.detection = nil
        node.state = .removed
        node.frontend = nil
        node.missedEvents = []
        end?.stop(grace: .zero) {}
        // Nobody reads it any more.
        forEachTable { $0.stores[node.index] = $0.makeStore() }
        handOver(hintsOf: node)
        if standings[node.index].isBelievedAlive {
            standings[node.index].isBelievedAlive = false
            publish(.statusChange(change: "DOWN", node: endpoint))
        }
        publish(.topologyChange(change: "REMOVED_NODE", node: endpoint))
        for other in nodes { _ = other.hints.take(for: node.index) }
        standingsChanged()
    }

    // MARK: Members

    private func makeNode(
        _ datacenter: String, _ rack: String, _ address: SocketAddress, _ tokens: [Int64]?
    ) -> Node {
        var place = datacenters.firstIndex(of: datacenter)
        if place == nil {
            place = datacenters.count
            datacenters.append(datacenter)
        }
        let hostID = CQLUUID.random(using: &random)
        let drawn = (0..<max(1, options.tokensPerNode)).map { _ in drawToken() }
        let node = Node(
            index: nodes.count, hostID: hostID, address: address, datacenter: (datacenter, place ?? 0), rack: rack,
            tokens: tokens ?? drawn, in: self)
        nodes.append(node)
        standings.append(Standing(datacenter: node.datacenterIndex))
        forEachTable { $0.stores.append($0.makeStore()) }
        return node
    }

    private func drawToken() -> Int64 {
        // The least one belongs to nobody.
        let token = Int64(truncatingIfNeeded: random.next())
        return token == .min ? .max : token
    }

    private func turnRing(moving: Bool = false, without leaver: Node? = nil) {
        let members = nodes.map { node in
            Ring.Member(
                datacenter: node.datacenterIndex, rack: node.rack,
                tokens: node.isMember && node !== leaver ? node.tokens : [])
        }
        var before: [CQLUUID: Placement] = [:]
        forEachTable { before[$0.id] = $0.placement }
        turn(to: Ring(datacenters: datacenters, members: members))
        guard moving else { return }
        forEachTable { state in
            if let old = before[state.id], !old.isLocal { move(state, from: old) }
        }
    }

    // MARK: Data

    /// Gives each partition to those that have become its replicas, merged from what all nodes that answer have of it.
    private func move(_ state: TableState, from old: Placement) {
        let sources = nodes.filter(\.isResponsive).map(\.index)
        for source in sources {
            var cursor = state.stores[source].cursor()
            while let partition = cursor.next() {
                let token = partition.key.token
                let before = old.replicas(of: token, seenFrom: source).members
                // What lies about on a node that is no replica may have been deleted elsewhere.
                guard before.contains(source) else { continue }
                for member in state.placement.replicas(of: token, seenFrom: source).members
                where !before.contains(member) {
                    hand(partition, of: state, to: nodes[member], from: nodes[source])
                }
            }
        }
    }

    private func hand(_ partition: StoredPartition, of state: TableState, to node: Node, from source: Node) {
        let mutation = Mutation(copying: partition, of: state.table, shape: state.shape)
        if node.isResponsive {
            state.stores[node.index].apply(mutation)
        } else if source.index != node.index {
            source.hints.keep(mutation, for: node.index)
        }
    }

    /// What a node that leaves has kept for others goes to them, or is kept by somebody else.
    private func handOver(hintsOf node: Node) {
        let heir = nodes.first { $0.isResponsive }
        for other in nodes where other !== node && other.isMember {
            for mutation in node.hints.take(for: other.index) where knows(mutation.table.id) {
                if other.isResponsive {
                    self.state(of: mutation.table).stores[other.index].apply(mutation)
                } else {
                    heir?.hints.keep(mutation, for: other.index)
                }
            }
        }
    }
}

extension Mutation {
    /// All that a store has of a partition.
    init(copying partition: StoredPartition, of table: Table, shape: TableShape) {
        var rows: [RowBlock] = []
        var cursor = RowCursor(partition.rows)
        while let row = cursor.next() { rows.append(row) }
        self.init(
            table: table, shape: shape, key: partition.key,
            partitionDeletion: partition.deletion.isLive ? nil : partition.deletion,
            staticRow: partition.staticRow, rows: rows, rangeTombstones: partition.rangeTombstones.all)
    }
}
