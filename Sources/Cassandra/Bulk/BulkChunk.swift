import Bytes
import CassandraWire
import Networking

/// Some rows of a bulk load on their way: each is a request with a stream of its own, but all share one block of bytes,
/// one deadline and one object.
final class BulkChunk: StreamTarget, TimerTarget, @unchecked Sendable {  // handed over once, then the loop's own
    let rows: BulkRows
    let state: PreparedState
    let window: BulkWindow
    private let timeout: UInt64
    /// The next row to be sent.
    private(set) var next = 0
    /// Where each row is: the stream that it was sent on, or one of those below.
    private let places: LoopOwned<[Int16]>
    /// The connections that rows were sent on, each up to a row.
    private var runs: [(end: Int, connection: Connection)] = []
    /// Rows that are on their way as requests of their own, because a node did not know the statement.
    private var again: [Int: RequestCell] = [:]
    private var left: Int
    private var deadline: DeadlineID?

    /// No request has stream 0.
    private static var unsent: Int16 { 0 }
    private static var finished: Int16 { -1 }
    private static var sentAgain: Int16 { -2 }

    init(_ rows: BulkRows, _ state: PreparedState, _ profile: ExecutionProfile, _ window: BulkWindow) {
        self.rows = rows
        self.state = state
        self.window = window
        timeout = profile.timeoutNanoseconds
        left = rows.count
        places = LoopOwned(Array(repeating: Self.unsent, count: rows.count))
    }

    override func deliver(on loop: EventLoop) {
        deadline = loop.after(nanoseconds: timeout, tell: self)
        window.shard.start(self)
        for (index, error) in rows.failures { finish(index, error) }
    }

    /// Whether there is something left to be sent.
    var hasUnsent: Bool { left > 0 && next < rows.count && window.isWanted }

    // MARK: Sending

    /// Rows from the next one on that could be sent, at most so many.
    func nextRows(_ most: Int) -> Range<Int> {
        next..<min(rows.count, next + most)
    }

    /// The row has a stream.
    func took(_ stream: Int16, _ row: Int) {
        places.value[row] = stream
    }

    func sent(upTo row: Int, on connection: Connection) {
        next = row
        runs.append((row, connection))
    }

    func hasBytes(_ row: Int) -> Bool { rows.ends[row] > rows.start(of: row) }

    // MARK: What comes of a row

    override func answered(_ frame: Frame, tag: Int32) {
        if frame.isVoid { return finish(Int(tag), nil) }
        answered(Int(tag), frame)
    }

    private func answered(_ row: Int, _ frame: Frame) {
        if places.value[row] != Self.sentAgain, SessionShard.unpreparedID(frame) != nil { return sendAgain(row) }
        let node = window.shard.nodeName
        do throws(CassandraError) {
            let outcome = try Outcome(frame, from: node, mayWrite: true, known: state.columns) {
                StatementFingerprint(text: "", values: ByteSlice())
            }
            finish(row, outcome.wasApplied ? nil : CassandraError(.notApplied))
        } catch {
            finish(row, error)
        }
    }

    override func lost(_ kind: CassandraError.Kind, tag: Int32) {
        finish(Int(tag), CassandraError(kind, mayHaveBeenApplied: true))
    }

    private func sendAgain(_ row: Int) {
        let cell = RequestCell(
            frame: rows.frame(row), timeout: timeout, mayWrite: true, prepared: .one(state), on: window.shard)
        places.value[row] = Self.sentAgain
        again[row] = cell
        cell.start { [self] outcome in
            again[row] = nil
            switch outcome {
            case .failure(let error): finish(row, error)
            case .success(let frame): answered(row, frame)
            }
        }
    }

    /// Fails the rows that are not sent yet.
    func failUnsent(_ kind: CassandraError.Kind) {
        for row in 0..<rows.count where places.value[row] == Self.unsent { finish(row, CassandraError(kind)) }
    }

    func deadlinePassed(_ tag: UInt64, on loop: EventLoop) {
        deadline = nil
        let kind = CassandraError.Kind.timedOut(.nanoseconds(Int64(clamping: timeout)))
        failUnsent(kind)
        for cell in Array(again.values) { window.shard.giveUp(cell, kind) }
        for row in 0..<rows.count where places.value[row] > 0 {
            runs.first { row < $0.end }?.connection.abandon(places.value[row])
            finish(row, CassandraError(kind, mayHaveBeenApplied: true))
        }
    }

    private func finish(_ row: Int, _ error: CassandraError?) {
        guard places.value[row] != Self.finished else { return }
        places.value[row] = Self.finished
        if let error { window.failed(BulkFailure(row: rows.firstRow + row, error: error)) }
        left -= 1
        window.finished(1)
        guard left == 0 else { return }
        if let deadline { window.shard.loop.cancel(deadline) }
        deadline = nil
        window.shard.ended(self)
    }
}
