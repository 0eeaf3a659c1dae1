import CassandraWire

/// Why a coordinator cannot do what it is asked, now.
enum CoordinatorFailure: Error {
    /// It never will.
    case refused(ServerError)
    /// It could once more replicas answer; if they do not within `timeout`, this is the error.
    case waiting(ServerError, timeout: Duration)
}

extension Coordinator {
    /// Runs `attempt`, at once and, as long as it fails for want of answers, again whenever a node's state changes. `failed`
    /// is called, once, when it was refused or its time is up.
    ///
    /// The time begins with the first failure. What is refused later because replicas have been found to be dead meanwhile
    /// goes on waiting, as a request does that is under way already.
    func attempt(
        _ attempt: @escaping () throws(CoordinatorFailure) -> Void, failed: @escaping (ServerError) -> Void
    ) {
        guard let first = Self.open(attempt, failed) else { return }
        var last = first.error
        cluster.wait(at: node, for: first.timeout) {
            guard let next = Self.open(attempt, failed, since: last) else { return true }
            last = next.error
            return false
        } expired: {
            failed(last)
        }
    }

    /// Runs `attempt`: what it waits for, or `nil` when it is done with. `before` is what it has been waiting for.
    private static func open(
        _ attempt: () throws(CoordinatorFailure) -> Void, _ failed: (ServerError) -> Void,
        since before: ServerError? = nil
    ) -> (error: ServerError, timeout: Duration)? {
        do throws(CoordinatorFailure) {
            try attempt()
            return nil
        } catch {
            switch error {
            case .waiting(let error, let timeout): return (error, timeout)
            case .refused(let error):
                if let before, error.code == .unavailable || error.code == .truncateError { return (before, .zero) }
                failed(error)
                return nil
            }
        }
    }
}
