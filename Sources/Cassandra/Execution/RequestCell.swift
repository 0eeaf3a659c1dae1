import Bytes
import CassandraWire
import Networking

/// What a request came to: the frame of the answer, or why there is none.
typealias RequestOutcome = Result<Frame, CassandraError>

/// A request on its way: from its caller to a shard, through a connection, and back.
///
/// The caller makes it; from the hand-over on only the shard's loop touches it. It is finished exactly once. One that was
/// made on the loop and had an ordinary life is used again for the next request there.
final class RequestCell: StreamTarget, TimerTarget, @unchecked Sendable {  // handed over once, then the loop's own
    /// The whole frame, its stream id still 0.
    private(set) var frame: ByteSlice
    private var timeout: UInt64
    /// Whether it may change data: then an error after it was sent says that it may have been applied.
    private var mayWrite: Bool
    /// The prepared statements that it names, for a node that does not know them.
    private(set) var prepared: PreparedReferences
    private let shard: SessionShard
    /// The caller's task; or, for the loop's own requests, what is called.
    private var parked = ParkingPlace<RequestOutcome>()
    private var callback: ((RequestOutcome) -> Void)?

    /// Where it is sent, once it is.
    var connection: Connection?
    var stream: Int16 = 0
    var wasSent = false
    /// It stands in the line of those that wait for a connection.
    var isWaiting = false
    /// How often a node did not know a statement of it.
    var preparations = 0
    /// Somebody may still hold it for the request that it is now, beside the caller.
    var isHeldElsewhere = false
    /// Which of the requests that it was used for this is: what was meant for an earlier one does not concern it.
    private var use = 0
    private var deadline: DeadlineID?
    private var state = State.handedOver

    private enum State {
        case handedOver
        /// Cancelled before the loop had it.
        case cancelledEarly
        case underWay
        case finished
    }

    /// `timeout` is in nanoseconds.
    init(
        frame: ByteSlice, timeout: UInt64, mayWrite: Bool, prepared: PreparedReferences = .none,
        on shard: SessionShard
    ) {
        self.frame = frame
        self.timeout = timeout
        self.mayWrite = mayWrite
        self.prepared = prepared
        self.shard = shard
    }

    deinit {
        precondition(parked.isEmpty, "a request's task goes on before the request is gone")
    }

    /// Makes a new request of one that is finished.
    func reuse(frame: ByteSlice, timeout: UInt64, mayWrite: Bool, prepared: PreparedReferences) {
        self.frame = frame
        self.timeout = timeout
        self.mayWrite = mayWrite
        self.prepared = prepared
        wasSent = false
        use += 1
        state = .handedOver
    }

    /// Sends the request and suspends the calling task until it is answered, or has come to nothing. A task that is
    /// cancelled goes on at once. `isOnLoop`: the caller runs on the shard's loop.
    @inline(__always)
    func value(isOnLoop: Bool) async throws(CassandraError) -> Frame {
        let use = use
        let outcome = await withTaskCancellationHandler {
            await park { parked in
                self.parked.put(parked)
                if isOnLoop { begin() } else { shard.loop.submit(self) }
            }
        } onCancel: {
            shard.loop.submit(RequestCancellation(self, use: use))
        }
        return try outcome.get()
    }

    /// For the loop's own requests.
    func start(_ done: @escaping (RequestOutcome) -> Void) {
        callback = done
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
        deadline = shard.loop.after(nanoseconds: timeout, tell: self)
        shard.start(self)
    }

    fileprivate func cancelled(use: Int) {
        guard use == self.use else { return }
        switch state {
        case .handedOver: state = .cancelledEarly
        case .underWay: shard.giveUp(self, .cancelled)
        case .cancelledEarly, .finished: break
        }
    }

    func deadlinePassed(_ tag: UInt64, on loop: EventLoop) {
        deadline = nil
        shard.giveUp(self, .timedOut(.nanoseconds(Int64(clamping: timeout))))
    }

    override func answered(_ frame: Frame, tag: Int32) {
        shard.answered(self, frame)
    }

    override func lost(_ kind: CassandraError.Kind, tag: Int32) {
        shard.fail(self, kind)
    }

    func finish(_ outcome: RequestOutcome) {
        guard state == .underWay else { return }
        state = .finished
        if let deadline { shard.loop.cancel(deadline) }
        deadline = nil
        connection = nil
        if let parked = parked.take() { return parked.resume(outcome) }
        let done = callback
        callback = nil
        done?(outcome)
    }

    /// An error of this request, which knows whether it was sent.
    func error(_ kind: CassandraError.Kind) -> CassandraError {
        CassandraError(kind, mayHaveBeenApplied: wasSent && mayWrite)
    }
}

/// The statements that a request names by id.
@usableFromInline enum PreparedReferences: Sendable {
    case none
    case one(PreparedState)
    case many([PreparedState])

    /// How many different ones.
    var count: Int {
        switch self {
        case .none: 0
        case .one: 1
        case .many(let states): Set(states.map(\.id)).count
        }
    }

    func statement(with id: ByteSlice) -> PreparedState? {
        switch self {
        case .none: nil
        case .one(let state): state.id == id ? state : nil
        case .many(let states): states.first { $0.id == id }
        }
    }
}

/// The task of a request was cancelled.
private final class RequestCancellation: LoopMessage, @unchecked Sendable {  // it holds what only the loop uses
    private let cell: RequestCell
    private let use: Int

    init(_ cell: RequestCell, use: Int) {
        self.cell = cell
        self.use = use
    }

    override func deliver(on loop: EventLoop) {
        cell.cancelled(use: use)
    }
}
