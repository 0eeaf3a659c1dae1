public import CassandraWire
import Networking

/// What a request is like: how many replicas must answer, how long it may take, how large its pages are.
///
/// A session has one as its default; a call may give another, usually a changed copy.
public struct ExecutionProfile: Sendable, Hashable {
    /// How many replicas must answer. Default `localOne`.
    public var consistency = Consistency.localOne
    /// The level of a conditional statement's serial phase; `nil` leaves it to the node, which takes `serial`.
    public var serialConsistency: Consistency?
    /// How long the call may take, waiting, preparing and further attempts included. Default 12 seconds.
    public var timeout = Duration.seconds(12) {
        didSet { timeoutNanoseconds = timeout.clampedNanoseconds }
    }
    /// The same, converted once and not for each request.
    private(set) var timeoutNanoseconds: UInt64 = 12_000_000_000
    /// Rows a page. Default 5,000.
    public var pageSize: PageSize = 5000
    /// Whether doing it twice does no more than doing it once: then it may be tried again when it is not known whether it
    /// took effect.
    public var isIdempotent = false
    /// Whether the node keeps a trace of the request.
    public var tracing = false
    /// Microseconds since 1970 to write with; `nil` has the driver's generator make one.
    public var timestamp: Int64?
    /// What is sent along for the node's query handler, if it has one that wants something.
    public var customPayload: [CustomPayloadEntry] = []

    /// The defaults.
    public init() {}

    /// A copy with `change` applied.
    public func with(_ change: (inout ExecutionProfile) -> Void) -> ExecutionProfile {
        var copy = self
        change(&copy)
        return copy
    }
}

/// How many rows an answer has at most.
public struct PageSize: Sendable, Hashable, ExpressibleByIntegerLiteral {
    /// The number; `nil` for all.
    public let rows: Int32?

    /// So many rows.
    public init(_ rows: Int) {
        self.rows = Int32(clamping: rows)
    }

    /// So many rows.
    public init(integerLiteral rows: Int) {
        self.init(rows)
    }

    private init() {
        rows = nil
    }

    /// All rows in one answer, which lies in the memory of the node and in that of the client: for results that are known
    /// to be small.
    public static let unpaged = PageSize()
}
