import Bytes
import CassandraWire
import Networking

/// A session's part on one loop: its connections, the requests that wait for one, and what becomes of answers.
///
/// Everything but `loop` and `configuration` belongs to the loop.
final class SessionShard: @unchecked Sendable {  // what changes is touched on the loop alone
    let loop: EventLoop
    let configuration: SessionSettings
    private let node: NodeAddress
    let nodeName: String
    private let connections = LoopOwned([Connection]())
    private let waiting = LoopOwned(WaitingRequests())
    private var state = State.closed
    private var reconnecting: DeadlineID?
    private var failedAttempts = 0
    private var lastFailure: CassandraError.Kind?
    private var whenOpen: [(CassandraError?) -> Void] = []
    private var whenDrained: [() -> Void] = []
    private var requestsUnderWay = 0
    /// Bulk loads' chunks that are not all sent.
    private let chunks = LoopOwned([BulkChunk]())
    /// Requests that wait until a statement is prepared again which a node does not know any more.
    private var preparing: [ObjectIdentifier: [RequestCell]] = [:]
    private let spareCells = LoopOwned([RequestCell]())

    private enum State {
        case open
        /// No new requests; those under way are finished.
        case draining
        case closed
    }

    init(on loop: EventLoop, node: NodeAddress, _ configuration: SessionSettings) {
        self.loop = loop
        self.node = node
        nodeName = node.description
        self.configuration = configuration
    }

    // MARK: Opening

    /// Opens the first connection; the others follow. `done` is told how the first one went.
    func open(_ done: @escaping (CassandraError?) -> Void) {
        state = .open
        whenOpen.append(done)
        openConnection()
    }

    private func openConnection() {
        let connection = Connection(to: node, of: self)
        connections.value.append(connection)
        connection.open()
    }

    func opened(_ connection: Connection) {
        failedAttempts = 0
        lastFailure = nil
        tellOpeners(nil)
        if state == .open, connections.value.count < configuration.pool.connectionsPerLoop { openConnection() }
        pump()
    }

    func closed(_ connection: Connection, wasReady: Bool, _ kind: CassandraError.Kind) {
        connections.value.removeAll { $0 === connection }
        guard state == .open else { return drainIfDone() }
        lastFailure = kind
        tellOpeners(CassandraError(kind))
        guard state == .open else { return }
        failedAttempts += 1
        // Those that wait could wait for a node that is gone; but right after a loss the next attempt may well succeed.
        if connections.value.isEmpty, !wasReady { failWaiting(kind) }
        reconnectLater(immediately: wasReady)
    }

    private func tellOpeners(_ error: CassandraError?) {
        let openers = whenOpen
        whenOpen = []
        if error != nil && !openers.isEmpty { state = .closed }
        for opener in openers { opener(error) }
    }

    private func reconnectLater(immediately: Bool) {
        guard reconnecting == nil else { return }
        let delay = immediately ? Duration.zero : ReconnectionSchedule.delay(afterFailures: failedAttempts)
        reconnecting = loop.after(delay) { [self] in
            reconnecting = nil
            if state == .open, connections.value.count < configuration.pool.connectionsPerLoop { openConnection() }
        }
    }

    // MARK: Requests

    /// How many cells are kept to be used again.
    private static var mostSpareCells: Int { 1024 }

    /// A cell for a request of a caller that runs on the loop.
    func cell(
        frame: ByteSlice, timeout: UInt64, mayWrite: Bool, prepared: PreparedReferences
    ) -> RequestCell {
        guard let cell = spareCells.value.popLast() else {
            return RequestCell(frame: frame, timeout: timeout, mayWrite: mayWrite, prepared: prepared, on: self)
        }
        cell.reuse(frame: frame, timeout: timeout, mayWrite: mayWrite, prepared: prepared)
        return cell
    }

    /// A cell whose caller, on the loop, has its answer.
    func giveBack(_ cell: RequestCell) {
        if !cell.isHeldElsewhere, spareCells.value.count < Self.mostSpareCells { spareCells.value.append(cell) }
    }

    func start(_ cell: RequestCell) {
        switch state {
        case .open: break
        case .draining, .closed: return cell.finish(.failure(CassandraError(.sessionClosed)))
        }
        requestsUnderWay += 1
        dispatch(cell)
    }

    private func dispatch(_ cell: RequestCell) {
        if waiting.value.isEmpty, let connection = connectionWithRoom { return connection.send(cell) }
        if connections.value.isEmpty, let lastFailure, failedAttempts > 1 {
            return end(cell, .failure(cell.error(lastFailure)))
        }
        guard waiting.value.count < configuration.pool.waitingRequests,
            waiting.value.bytes + cell.frame.count <= configuration.pool.waitingBytes
        else {
            let reason = "\(waiting.value.count) requests of \(waiting.value.bytes) bytes wait already"
            return end(cell, .failure(CassandraError(.overloaded(reason))))
        }
        waiting.value.append(cell)
    }

    private var connectionWithRoom: Connection? {
        if connections.value.count == 1 { return connections.value[0].hasRoom ? connections.value[0] : nil }
        var best: Connection?
        for connection in connections.value where connection.hasRoom {
            if best == nil || connection.inFlight < best?.inFlight ?? 0 { best = connection }
        }
        return best
    }

    /// Sends what waits, as far as there is room.
    func pump() {
        while !waiting.value.isEmpty, let connection = connectionWithRoom {
            guard let cell = waiting.value.popFirst() else { return }
            connection.send(cell)
        }
        sendChunks()
    }

    // MARK: Bulk loads

    func start(_ chunk: BulkChunk) {
        guard state == .open else {
            requestsUnderWay += 1
            return chunk.failUnsent(.sessionClosed)
        }
        requestsUnderWay += 1
        chunks.value.append(chunk)
        sendChunks()
    }

    private func sendChunks() {
        while let chunk = chunks.value.first {
            guard chunk.hasUnsent else {
                chunks.value.removeFirst()
                if !chunk.window.isWanted { chunk.failUnsent(.cancelled) }
                continue
            }
            guard let connection = connectionWithRoom else { return }
            connection.send(chunk)
        }
    }

    /// All rows of a chunk are finished.
    func ended(_ chunk: BulkChunk) {
        requestsUnderWay -= 1
        if state == .draining { drainIfDone() }
    }

    func answered(_ cell: RequestCell, _ frame: Frame) {
        if frame.header.opcode == .error, prepareAgain(for: cell, frame) { return }
        end(cell, .success(frame))
    }

    private func end(_ cell: RequestCell, _ outcome: RequestOutcome) {
        guard !cell.isFinished else { return }
        cell.finish(outcome)
        requestsUnderWay -= 1
        if state == .draining { drainIfDone() }
    }

    /// No answer will come.
    func fail(_ cell: RequestCell, _ kind: CassandraError.Kind) {
        end(cell, .failure(cell.error(kind)))
    }

    /// The caller does not wait any more.
    func giveUp(_ cell: RequestCell, _ kind: CassandraError.Kind) {
        guard !cell.isFinished else { return }
        cell.connection?.abandon(cell.stream)
        waiting.value.noteAbandoned(cell)
        end(cell, .failure(cell.error(kind)))
    }

    private func failWaiting(_ kind: CassandraError.Kind) {
        while let cell = waiting.value.popFirst() { end(cell, .failure(cell.error(kind))) }
        let unsent = chunks.value
        chunks.value = []
        for chunk in unsent { chunk.failUnsent(kind) }
    }

    // MARK: Closing

    /// Takes no more requests; `done` is called when those under way are finished, or the time is over.
    func close(_ done: @escaping () -> Void) {
        guard state != .closed || !connections.value.isEmpty else { return done() }
        whenDrained.append(done)
        guard state == .open else { return }
        state = .draining
        if let reconnecting { loop.cancel(reconnecting) }
        reconnecting = nil
        loop.after(configuration.timeouts.close) { [self] in closeConnections() }
        drainIfDone()
    }

    private func drainIfDone() {
        guard state != .open, requestsUnderWay == 0 || connections.value.isEmpty else { return }
        closeConnections()
    }

    private func closeConnections() {
        guard state != .closed || !whenDrained.isEmpty else { return }
        state = .closed
        failWaiting(.sessionClosed)
        for connection in connections.value { connection.close(.sessionClosed) }
        let waiters = whenDrained
        whenDrained = []
        for waiter in waiters { waiter() }
    }
}

// Statements that a node does not know.
extension SessionShard {
    /// A node that takes a request again and again for one with an unknown statement is not asked for ever.
    private static var mostPreparations: Int { 8 }

    /// Which statement the answer says that the node has forgotten.
    static func unpreparedID(_ frame: Frame) -> ByteSlice? {
        guard frame.header.opcode == .error, let (_, response) = try? Response.decode(frame),
            case .error(let error) = response, case .unprepared(let id) = error.detail
        else { return nil }
        return id
    }

    /// Whether the answer says that the node has forgotten a statement; then it is prepared, once for all requests that
    /// wait for that, and the request is sent again, which its caller does not notice.
    private func prepareAgain(for cell: RequestCell, _ frame: Frame) -> Bool {
        guard let id = Self.unpreparedID(frame), let known = cell.prepared.statement(with: id),
            cell.preparations < Self.mostPreparations
        else { return false }
        cell.preparations += 1
        cell.isHeldElsewhere = true
        cell.connection = nil
        cell.wasSent = false
        if preparing[ObjectIdentifier(known)]?.append(cell) != nil { return true }
        guard let frame = try? FrameEncoder().encode(.prepare(Prepare(text: known.text)), stream: 0) else {
            return false
        }
        preparing[ObjectIdentifier(known)] = [cell]
        let prepare = RequestCell(
            frame: frame, timeout: configuration.profile.timeoutNanoseconds, mayWrite: false, on: self)
        prepare.start { [self] outcome in prepared(known, outcome) }
        return true
    }

    private func prepared(_ known: PreparedState, _ outcome: RequestOutcome) {
        let cells = preparing.removeValue(forKey: ObjectIdentifier(known)) ?? []
        let failure = whyNotPrepared(known, outcome)
        for cell in cells where !cell.isFinished {
            if let failure { end(cell, .failure(failure)) } else { dispatch(cell) }
        }
    }

    private func whyNotPrepared(_ known: PreparedState, _ outcome: RequestOutcome) -> CassandraError? {
        switch outcome {
        case .failure(let error): return error
        case .success(let frame):
            guard let (_, response) = try? Response.decode(frame) else { return .unreadable(frame, node: nodeName) }
            switch response {
            case .result(.prepared(let result)) where result.id == known.id: return nil
            case .error(let error): return CassandraError(.server(error))
            default: return CassandraError(.invalidStatement("the statement has another meaning by now"))
            }
        }
    }
}
