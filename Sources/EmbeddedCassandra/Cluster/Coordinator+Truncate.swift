import CassandraWire

extension Coordinator {
    /// Empties a table on all nodes, which must all be there.
    func truncate(_ table: Table, _ done: @escaping (ServerError?) -> Void) {
        attempt { [self] () throws(CoordinatorFailure) in
            let members = cluster.nodes.filter(\.isMember)
            guard members.allSatisfy({ cluster.standings[$0.index].isBelievedAlive }) else {
                throw .refused(Self.truncateError("Cannot achieve consistency level ALL"))
            }
            let answering = members.count(where: \.isResponsive)
            guard answering == members.count else {
                throw .waiting(
                    Self.truncateError("Truncate timed out - received only \(answering) responses"),
                    timeout: cluster.options.truncateTimeout)
            }
            cluster.empty(cluster.state(of: table))
            done(nil)
        } failed: {
            done($0)
        }
    }

    private static func truncateError(_ reason: String) -> ServerError {
        ServerError(code: .truncateError, message: "Error during truncate: \(reason)")
    }
}

extension Cluster {
    /// Removes all that a table has, also what is kept for nodes that are away.
    fileprivate func empty(_ state: TableState) {
        state.truncatedAt = timestamp()
        for store in state.stores { store.truncate() }
        for node in nodes { node.hints.forget(state.id) }
    }
}
