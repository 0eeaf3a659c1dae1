import Cassandra

/// All rows read back once, and compared with what must be there.
struct Check: Sendable {
    let rows: Int
    let partitions: Int
    let duration: Duration
    let differences: Ledger.Differences

    init(_ expected: Ledger, in session: Session) async throws {
        let clock = ContinuousClock()
        let began = clock.now
        let found = try await Reading.ledger(of: expected.partitions, in: session)
        duration = clock.now - began
        rows = found.rows
        partitions = expected.partitions.count
        differences = found.differences(from: expected)
    }
}
