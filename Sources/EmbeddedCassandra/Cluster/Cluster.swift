import CassandraWire
import Networking

/// The nodes of a cluster, what they hold and what they think of each other.
///
/// All in one thread, that of its loop; a message between nodes is a call. Hence all nodes see the same at the same
/// time: who is alive, what the ring looks like, and, but for those that are down or frozen, the schema.
final class Cluster {
    let loop: EventLoop
    let options: ClusterOptions
    /// Microseconds since 1970.
    private let clock: () -> Int64
    private(set) var lastTimestamp: Int64 = 0
    let makeFrontend: FrontendMaker
    var random: SeededRandom
    /// What goes wrong at its nodes, for tests of clients.
    let faults: FaultTable
    /// Who may log in and do what; nothing where nobody has to log in.
    let roles: RoleCatalog?

    /// By index; those that left stay, as `removed`.
    var nodes: [Node] = []
    var datacenters: [String] = []
    var ring = Ring(datacenters: [], members: [])
    /// What the others think of each node, by index: all that requests look at.
    var standings: [Standing] = []
    /// Nobody is down or frozen, as nearly always.
    var allAnswer = true

    /// The newest; what a node that comes back is given.
    var schema: Schema
    private var placements: [Replication: Placement] = [:]
    private var tables: [CQLUUID: TableState] = [:]
    private var lastTable: TableState?
    var waiting: [WaitingRequest] = []
    var isShutDown = false
    private(set) lazy var purges = PurgeSchedule(on: loop) { [weak self] in self?.seconds ?? 0 }
    private(set) lazy var hintDelivery = HintDelivery(in: self)
    let endings = Endings()

    struct Standing: Hashable, Sendable {
        /// As the failure detectors of the others have it.
        var isBelievedAlive = false
        /// It would answer now.
        var isResponsive = false
        var datacenter: Int
    }

    /// `clock` tells the microseconds since 1970 and may go back; the cluster's timestamps do not.
    init(
        on loop: EventLoop, options: ClusterOptions = ClusterOptions(), schema: Schema, clock: @escaping () -> Int64,
        makeFrontend: @escaping FrontendMaker
    ) {
        self.loop = loop
        self.options = options
        self.schema = schema
        self.clock = clock
        self.makeFrontend = makeFrontend
        random = SeededRandom(seed: options.seed).fork("cluster")
        faults = FaultTable(seed: options.seed)
        roles = options.superuser.map {
            RoleCatalog(
                superuser: $0.user, password: $0.password, SeededRandom(seed: options.seed).fork("roles"))
        }
    }

    // MARK: Time

    /// A timestamp that is larger than all before: of a write that brings none along, or a ballot.
    func timestamp() -> Int64 {
        lastTimestamp = max(clock(), lastTimestamp &+ 1)
        return lastTimestamp
    }

    /// The present in microseconds since 1970. Never goes back.
    var microseconds: Int64 { max(clock(), lastTimestamp) }
    /// The present in seconds since 1970: what expiry is decided by.
    var seconds: Int64 { microseconds / 1_000_000 }

    // MARK: Tables

    @inline(__always) func state(of table: Table, shape: TableShape? = nil) -> TableState {
        if let lastTable, lastTable.id == table.id { return lastTable }
        return lookUp(table, shape)
    }

    private func lookUp(_ table: Table, _ shape: TableShape?) -> TableState {
        if let known = tables[table.id] {
            lastTable = known
            return known
        }
        let state = TableState(
            table, shape: shape ?? TableShape(table), placement: placement(of: table.keyspace), nodes: nodes.count,
            purges)
        tables[table.id] = state
        lastTable = state
        return state
    }

    /// A keyspace that nobody knows lies on each node by itself.
    func placement(of keyspace: String) -> Placement {
        let replication = schema.keyspaces[keyspace]?.replication
        return placement(of: replication ?? Replication(strategy: "LocalStrategy", factors: [:]))
    }

    func placement(of replication: Replication) -> Placement {
        if let known = placements[replication] { return known }
        let placement = Placement(replication, on: ring)
        placements[replication] = placement
        return placement
    }

    /// Calls `body` with each table that has contents, in no order that means anything.
    func forEachTable(_ body: (TableState) -> Void) {
        for id in tables.keys.sorted() {
            if let state = tables[id] { body(state) }
        }
    }

    func knows(_ table: CQLUUID) -> Bool { tables[table] != nil }

    // MARK: Schema

    /// A node has changed the schema: all that answer know it at once, the others when they are back.
    func install(_ schema: Schema, changed changes: [SchemaChange] = []) {
        self.schema = schema
        forEachTable { state in
            guard let table = schema.table(state.keyspace, state.table.name), table.id == state.id else {
                return drop(state.id)
            }
            if table !== state.table { state.change(to: table) }
        }
        placeAgain()
        for node in nodes where node.isResponsive { node.schema = schema }
        for change in changes { publish(.schemaChange(change)) }
        retryWaiting()
    }

    private func drop(_ table: CQLUUID) {
        // What is kept for a node by itself, such as a system table, is in no schema's keyspace.
        guard let state = tables[table], schema.keyspaces[state.keyspace]?.isSystem != true else { return }
        tables[table] = nil
        lastTable = nil
        for node in nodes { node.hints.forget(table) }
    }

    /// After a change of the ring, or of a replication.
    func placeAgain() {
        forEachTable { $0.placement = placement(of: $0.keyspace) }
    }

    /// Sets another ring, of which nothing has been computed yet.
    func turn(to ring: Ring) {
        self.ring = ring
        placements = [:]
        placeAgain()
    }

    // MARK: Events

    /// Tells the clients of all nodes; those of a frozen one once it goes on.
    func publish(_ event: Event, except: Node? = nil) {
        for node in nodes where node !== except {
            switch node.state {
            case .up: node.frontend?.publish(event)
            case .paused: node.missedEvents.append(event)
            case .down, .removed: break
            }
        }
    }
}
