import Bytes
import CassandraWire
import Networking
import Synchronization

/// One bulk load: chunks go to the session's loops in turn, to each as long as it has not too many rows under way.
@usableFromInline final class BulkFlow: @unchecked Sendable {  // used by one task; what loops use is in the windows
    private let session: Session
    private let state: PreparedState
    private let windows: [BulkWindow]
    private let options: BulkOptions
    private var turn = 0
    private var rows = 0
    private var capacity = 4096

    init(_ session: Session, _ state: PreparedState, _ options: BulkOptions) throws(CassandraError) {
        guard options.rowsInFlight > 0 else {
            throw CassandraError(.configuration(field: "options.rowsInFlight", reason: "not positive"))
        }
        guard options.mostFailures >= 0 else {
            throw CassandraError(.configuration(field: "options.mostFailures", reason: "negative"))
        }
        self.session = session
        self.state = state
        self.options = options
        windows = session.shards.map { BulkWindow(on: $0) }
    }

    deinit {
        for window in windows { window.abandon() }
    }

    /// A chunk is a quarter of what may be under way, so that one is written while others are.
    private var rowsInChunk: Int { min(max(options.rowsInFlight / 4, 1), 128) }

    func newChunk() -> BulkChunkBuilder {
        let now = session.shards[0].loop.driver.wallClock() / 1000
        return BulkChunkBuilder(
            session, state, firstRow: rows, mostRows: rowsInChunk, capacity: capacity, now: now)
    }

    /// Hands rows over, after having waited until there is room for them.
    func send(_ chunk: BulkRows) async throws(CassandraError) {
        rows += chunk.count
        capacity = min(max(chunk.bytes.count + 1024, 4096), 96 * 1024)
        let window = windows[turn % windows.count]
        turn += 1
        if window.underWay > 0, window.underWay + chunk.count > options.rowsInFlight {
            try await window.wait(untilUnderWay: max(options.rowsInFlight - chunk.count, 0))
        }
        window.start(BulkChunk(chunk, state, session.settings.profile, window))
    }

    var hasTooManyFailures: Bool {
        windows.reduce(0) { $0 + $1.failureCount } > options.mostFailures
    }

    /// Waits for all answers.
    func finish() async throws(CassandraError) -> BulkReport {
        var report = BulkReport()
        for window in windows {
            try await window.wait(untilUnderWay: 0)
            report.failures += window.failures
        }
        report.failures.sort { $0.row < $1.row }
        report.written = rows - report.failures.count
        report.endedEarly = hasTooManyFailures
        return report
    }
}

/// A bulk load's part on one loop: what is under way there, and what failed.
final class BulkWindow: @unchecked Sendable {  // the numbers are atomic, the rest is the loop's but where it is said
    let shard: SessionShard
    private let handedOver = Atomic<Int>(0)
    private let finished = Atomic<Int>(0)
    private let failed = Atomic<Int>(0)
    private let isAbandoned = Atomic<Bool>(false)
    private let failuresSoFar = Mutex<[BulkFailure]>([])
    private var waiting: BulkWait?

    init(on shard: SessionShard) {
        self.shard = shard
    }

    // MARK: The caller's side

    /// Rows that were handed over and are not finished.
    var underWay: Int { handedOver.load(ordering: .relaxed) - finished.load(ordering: .acquiring) }

    var failureCount: Int { failed.load(ordering: .relaxed) }

    var failures: [BulkFailure] { failuresSoFar.withLock { $0 } }

    func start(_ chunk: BulkChunk) {
        handedOver.add(chunk.rows.count, ordering: .relaxed)
        shard.loop.submit(chunk)
    }

    func wait(untilUnderWay most: Int) async throws(CassandraError) {
        guard underWay > most else { return }
        do throws(IOError) {
            try await BulkWait(self, most).value(on: shard.loop)
        } catch {
            abandon()
            throw CassandraError(error == .cancelled ? .cancelled : .sessionClosed, mayHaveBeenApplied: underWay > 0)
        }
    }

    /// Nobody wants to know any more: what is not sent yet is not sent.
    func abandon() {
        isAbandoned.store(true, ordering: .relaxed)
    }

    // MARK: The loop's side

    var isWanted: Bool { !isAbandoned.load(ordering: .relaxed) }

    func finished(_ rows: Int) {
        finished.add(rows, ordering: .releasing)
        guard let waiting, underWay <= waiting.most else { return }
        self.waiting = nil
        waiting.finish(.success(()))
    }

    func failed(_ failure: BulkFailure) {
        failed.add(1, ordering: .relaxed)
        failuresSoFar.withLock { $0.append(failure) }
    }

    fileprivate func begin(_ wait: BulkWait) {
        if underWay <= wait.most { wait.finish(.success(())) } else { waiting = wait }
    }

    fileprivate func end(_ wait: BulkWait) {
        waiting = nil
    }
}

/// The caller of a bulk load waits until no more than so many rows are under way.
private final class BulkWait: LoopWait<Void>, @unchecked Sendable {  // as its class: only the loop touches it
    let most: Int
    private let window: BulkWindow

    init(_ window: BulkWindow, _ most: Int) {
        self.window = window
        self.most = most
    }

    override func begin(on loop: EventLoop) {
        window.begin(self)
    }

    override func abandon(on loop: EventLoop) {
        window.end(self)
    }
}
