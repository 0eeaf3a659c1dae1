/// How a bulk load goes.
public struct BulkOptions: Sendable, Hashable {
    /// Rows under way at once on each loop of the session. Default 1,024.
    public var rowsInFlight = 1024
    /// After so many failed rows no more are taken. Default 1,000.
    public var mostFailures = 1000

    /// The defaults.
    public init() {}

    /// The defaults but for what is given.
    public init(rowsInFlight: Int = 1024, mostFailures: Int = 1000) {
        self.rowsInFlight = rowsInFlight
        self.mostFailures = mostFailures
    }
}

/// What became of a bulk load.
public struct BulkReport: Sendable {
    /// How many rows were written.
    public internal(set) var written = 0
    /// The rows that were not, in their order: all of them, since a load ends when there are too many.
    public internal(set) var failures: [BulkFailure] = []
    /// Whether the load ended early, because of too many failures: then rows behind the last failure were not taken.
    public internal(set) var endedEarly = false

    /// Whether every row was written.
    public var isComplete: Bool { failures.isEmpty && !endedEarly }
}

/// A row that was not written.
public struct BulkFailure: Sendable {
    /// Its place among the rows that were given, from 0 on.
    public let row: Int
    /// Why. As ever, `mayHaveBeenApplied` says when it is not known whether it was written.
    public let error: CassandraError
}
