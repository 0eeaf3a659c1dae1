import CassandraWire

/// What a traced request is, and what was done for it on which node.
struct Trace {
    enum Request {
        case query(String)
        case prepared(String)
        case batch

        /// As the server names it.
        var title: String {
            switch self {
            case .query: "Execute CQL3 query"
            case .prepared: "Execute CQL3 prepared query"
            case .batch: "Execute batch of CQL3 queries"
            }
        }
    }

    struct Step {
        var activity: String
        /// The node's index.
        var member: Int
        /// The server's name for who does such things.
        var thread: String
    }

    /// Where a statement's data lies, for the steps of it.
    struct Place {
        var table: Table
        /// The replicas that have a part in it.
        var members: [Int]
    }

    let request: Request
    /// Whose client it is.
    let coordinator: Node
    private(set) var steps: [Step] = []

    init(_ request: Request, at coordinator: Node) {
        self.request = request
        self.coordinator = coordinator
        guard case .query(let text) = request else { return }
        note("Parsing \(text)")
        note("Preparing statement")
    }

    // MARK: Steps

    mutating func wrote(_ places: [Place], _ title: String) {
        note(title)
        for place in places {
            for member in place.members {
                send("MUTATION_REQ", to: member)
                note("Appending to commitlog", at: member, "MutationStage-1")
                note("Adding to \(place.table.name) memtable", at: member, "MutationStage-1")
                answer("MUTATION_RSP", from: member)
            }
        }
    }

    mutating func read(_ places: [Place], rows: Int) {
        for place in places {
            for member in place.members {
                send("READ_REQ", to: member)
                note("Executing single-partition query on \(place.table.name)", at: member, "ReadStage-1")
                note("Acquiring sstable references", at: member, "ReadStage-1")
                note("Merging memtable contents", at: member, "ReadStage-1")
                note("Read \(rows) live rows and 0 tombstone cells", at: member, "ReadStage-1")
                answer("READ_RSP", from: member)
            }
        }
    }

    mutating func scanned(_ members: [Int], rows: Int) {
        note("Computing ranges to query")
        for member in members {
            send("RANGE_REQ", to: member)
            note(
                "Executing seq scan across 0 sstables for (min(-9223372036854775808), min(-9223372036854775808)]",
                at: member, "ReadStage-1")
            note("Read \(rows) live rows and 0 tombstone cells", at: member, "ReadStage-1")
            answer("RANGE_RSP", from: member)
        }
    }

    private mutating func note(_ activity: String) {
        steps.append(Step(activity: activity, member: coordinator.index, thread: "Native-Transport-Requests-1"))
    }

    private mutating func note(_ activity: String, at member: Int, _ thread: String) {
        steps.append(Step(activity: activity, member: member, thread: thread))
    }

    private mutating func send(_ message: String, to member: Int) {
        guard member != coordinator.index else { return }
        let (here, there) = (address(coordinator.index), address(member))
        note("Sending \(message) message to \(there)", at: coordinator.index, "Messaging-EventLoop-3-1")
        note("\(message) message received from \(here)", at: member, "Messaging-EventLoop-3-2")
    }

    private mutating func answer(_ message: String, from member: Int) {
        guard member != coordinator.index else { return }
        let (here, there) = (address(coordinator.index), address(member))
        note("Enqueuing response to \(here)", at: member, "MutationStage-1")
        note("\(message) message received from \(there)", at: coordinator.index, "Messaging-EventLoop-3-1")
    }

    private func address(_ member: Int) -> String { coordinator.cluster.nodes[member].storageText }
}

extension Node {
    /// Its address for other nodes, as the server prints it.
    var storageText: String { "/\(inet):\(NodeVersion.storagePort)" }
}
