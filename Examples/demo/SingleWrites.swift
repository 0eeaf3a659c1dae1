import Cassandra

/// Writes one row every few milliseconds beside the bulk load, and notes how long each takes.
///
/// A bulk load keeps many rows under way and says nothing of single ones. What another user of the session would notice
/// of it is measured here.
actor SingleWrites {
    private let fleet: Fleet
    private let insert: PreparedStatement<Position.Values>
    private var stage = Stage.allNodes
    private var isStopped = false
    private var result = Result()

    struct Result: Sendable {
        /// How many rows the nodes have confirmed. They are the vehicle's reports from 0 on.
        var written = 0
        /// Why the first row that failed did.
        var failure: CassandraError?
        var times: [Stage: [Duration]] = [:]
    }

    init(_ fleet: Fleet, _ insert: PreparedStatement<Position.Values>) {
        self.fleet = fleet
        self.insert = insert
    }

    /// Writes until `stop` is called, the task is cancelled or a row fails: behind that one nobody knows what is there.
    func run() async -> Result {
        let clock = ContinuousClock()
        while !isStopped, !Task.isCancelled {
            let position = fleet.position(of: Fleet.single, report: result.written)
            let began = clock.now
            do throws(CassandraError) {
                try await insert.execute(position.values)
            } catch {
                result.failure = error
                break
            }
            result.written += 1
            // The stage may be another one by now: a write counts where it ends.
            result.times[stage, default: []].append(clock.now - began)
            try? await Task.sleep(for: .milliseconds(2))
        }
        return result
    }

    /// Times are noted for this stage from now on.
    func enter(_ stage: Stage) {
        self.stage = stage
    }

    /// Has `run` return after the write that is under way.
    func stop() {
        isStopped = true
    }

    /// The times of the present stage.
    var times: [Duration] { result.times[stage] ?? [] }
}
