import Cassandra
import EmbeddedCassandra

/// What the cluster is like while it is written to.
enum Stage: String, CaseIterable, Sendable {
    case allNodes = "3 nodes"
    case outage = "node 3 dead"
    case recovery = "3 nodes again"
}

/// A bulk load in the midst of which node 3 dies, and comes back.
struct Load {
    let cluster: EmbeddedCluster
    let session: Session
    let fleet: Fleet
    let rows: Int
    let screen: Screen

    struct Result: Sendable {
        struct Part: Sendable {
            var rows: Int
            var duration: Duration
            var failures: [BulkFailure]
        }

        var parts: [Stage: Part] = [:]
        var singles = SingleWrites.Result()
    }

    /// A third of the rows for each stage, and at least one for the outage.
    private func numbers(_ stage: Stage) -> Range<Int> {
        let death = rows / 3
        let start = max(rows / 3 * 2, death + 1)
        return switch stage {
        case .allNodes: 0..<death
        case .outage: death..<start
        case .recovery: start..<rows
        }
    }

    func run() async throws -> Result {
        let insert = try await Position.insert(in: session)
        let singles = SingleWrites(fleet, insert)
        async let singleWrites = singles.run()
        var result = Result()
        let clock = ContinuousClock()
        let began = clock.now

        // One load goes on across the death: a thousand rows are under way, and none may fail. For QUORUM two of three
        // replicas have to answer, and two are left.
        var writer = try session.bulkWriter(insert)
        try await write(.allNodes, &writer, beside: singles)
        try await cluster.kill(node: 2)
        let death = clock.now
        screen.say("node 3 is killed")
        await singles.enter(.outage)
        try await write(.outage, &writer, beside: singles)

        // What was written meanwhile is confirmed before node 3 starts, so it can only have it from the others.
        let report = try await writer.finish()
        let start = clock.now
        screen.say("node 3 is started again")
        await singles.enter(.recovery)

        // The load goes on while the node starts.
        async let started: Void = cluster.start(node: 2)
        var rest = try session.bulkWriter(insert)
        try await write(.recovery, &rest, beside: singles)
        let lastReport = try await rest.finish()
        try await started
        let end = clock.now
        await singles.stop()

        let firstOfOutage = numbers(.outage).lowerBound
        result.parts[.allNodes] = Result.Part(
            rows: numbers(.allNodes).count, duration: death - began,
            failures: report.failures.filter { $0.row < firstOfOutage })
        result.parts[.outage] = Result.Part(
            rows: numbers(.outage).count, duration: start - death,
            failures: report.failures.filter { $0.row >= firstOfOutage })
        result.parts[.recovery] = Result.Part(
            rows: numbers(.recovery).count, duration: end - start, failures: lastReport.failures)
        result.singles = await singleWrites
        return result
    }

    private func write(
        _ stage: Stage, _ writer: inout BulkWriter<Position.Values>, beside singles: SingleWrites
    ) async throws {
        var progress = Progress(stage, of: rows, on: screen)
        for number in numbers(stage) {
            // Suspends only while as many rows are under way as may be: the nodes set the pace.
            try await writer.write(fleet.position(number).values)
            if progress.isDue(after: number + 1) { progress.show(await singles.times) }
        }
    }
}
