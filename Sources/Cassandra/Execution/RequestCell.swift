import Bytes
import CassandraWire
import Networking

/// What a request came to: the frame of the answer, or why there is none.
typealias RequestOutcome = Result<Frame, CassandraError>

/// A request on its way: from its caller to a shard, through a connection, and back.
///
/// The caller makes it; from the hand-over on only the shard's loop touches it. It is finished exactly once.
final class RequestCell: LoopMessage, TimerTarget, @unchecked Sendable {  // handed over once, then the loop's own
    /// The whole frame, its stream id still 0.
    let frame: ByteSlice
    let timeout: Duration
    /// Whether it may change data: then an error after it was sent says that it may have been applied.
    let mayWrite: Bool
    /// The prepared statements that it names, for a node that does not know them.
    let prepared: PreparedReferences
    private let shard: SessionShard
    private var waiter: Waiter

    /// Where it is sent, once it is.
    var connection: Connection?
    var stream: Int16 = 0
    var wasSent = false
    /// It stands in the line of those that wait for a connection.
    var isWaiting = false
    /// How often a node did not know a statement of it.
    var preparations = 0
    private var deadline: DeadlineID?
    private var state = State.handedOver

    private enum State {
        case handedOver
        /// Cancelled before the loop had it.
        case cancelledEarly
        case underWay
        case finished
    }

    private enum Waiter: ~Copyable {
        case none
        case task(Parked<RequestOutcome>)
        case callback((RequestOutcome) -> Void)
    }

    init(
        frame: ByteSlice, timeout: Duration, mayWrite: Bool, prepared: PreparedReferences = .none,
        on shard: SessionShard
    ) {
        self.frame = frame
        self.timeout = timeout
        self.mayWrite = mayWrite
        self.prepared = prepared
        self.shard = shard
        waiter = .none
    }

    /// Sends the request and suspends the calling task until it is answered, or has come to nothing. A task that is
    /// cancelled goes on at once.
    @inline(__always)
    func value() async throws(CassandraError) -> Frame {
        let outcome = await withTaskCancellationHandler {
            await park { parked in
                waiter = .task(parked)
                if shard.loop.isCurrent { begin() } else { shard.loop.submit(self) }
            }
        } onCancel: {
            shard.loop.submit(RequestCancellation(self))
        }
        return try outcome.get()
    }

    /// For the loop's own requests.
    func start(_ done: @escaping (RequestOutcome) -> Void) {
        waiter = .callback(done)
        begin()
    }

    override func deliver(on loop: EventLoop) {
        begin()
    }

    // MARK: On the loop

    var isFinished: Bool { state == .finished }

    private func begin() {
        let wasCancelled = state == .cancelledEarly
        state = .underWay
        if wasCancelled { return finish(.failure(error(.cancelled))) }
        deadline = shard.loop.after(timeout, tell: self)
        shard.start(self)
    }

    fileprivate func cancelled() {
        switch state {
        case .handedOver: state = .cancelledEarly
        case .underWay: shard.giveUp(self, .cancelled)
        case .cancelledEarly, .finished: break
        }
    }

    func deadlinePassed(_ tag: UInt64, on loop: EventLoop) {
        deadline = nil
        shard.giveUp(self, .timedOut(timeout))
    }

    func finish(_ outcome: RequestOutcome) {
        guard state == .underWay else { return }
        state = .finished
        if let deadline { shard.loop.cancel(deadline) }
        deadline = nil
        connection = nil
        var taken = Waiter.none
        swap(&taken, &waiter)
        switch consume taken {
        case .task(let parked): parked.resume(outcome)
        case .callback(let done): done(outcome)
        case .none: break
        }
    }

    /// An error of this request, which knows whether it was sent.
    func error(_ kind: CassandraError.Kind) -> CassandraError {
        CassandraError(kind, mayHaveBeenApplied: wasSent && mayWrite)
    }
}

/// The statements that a request names by id.
enum PreparedReferences: Sendable {
    case none
    case one(PreparedText)
    case many([PreparedText])

    func text(of id: ByteSlice) -> PreparedText? {
        switch self {
        case .none: nil
        case .one(let text): text.id == id ? text : nil
        case .many(let texts): texts.first { $0.id == id }
        }
    }
}

/// A prepared statement's id, and the text behind it.
struct PreparedText: Sendable {
    let id: ByteSlice
    let text: String
}

/// The task of a request was cancelled.
private final class RequestCancellation: LoopMessage, @unchecked Sendable {  // it holds what only the loop uses
    private let cell: RequestCell

    init(_ cell: RequestCell) {
        self.cell = cell
    }

    override func deliver(on loop: EventLoop) {
        cell.cancelled()
    }
}
