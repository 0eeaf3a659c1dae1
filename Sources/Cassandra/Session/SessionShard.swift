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
    let connections = LoopOwned([Connection]())
    let waiting = LoopOwned(WaitingRequests())
    var state = State.closed
    private var reconnecting: DeadlineID?
    private var failedAttempts = 0
    private var lastFailure: CassandraError.Kind?
    private var whenOpen: [(CassandraError?) -> Void] = []
    private var whenDrained: [() -> Void] = []
    var requestsUnderWay = 0
    /// Bulk loads' chunks that are not all sent.
    let chunks = LoopOwned([BulkChunk]())
    /// Requests that wait until a statement is prepared again which a node does not know any more.
    var preparing: [ObjectIdentifier: [RequestCell]] = [:]
    private let spareCells = LoopOwned([RequestCell]())

    enum State {
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
        if connection.hasProvenItself { failedAttempts = 0 }
        failedAttempts += 1
        // Those that wait could wait for a node that is gone; but right after a loss the next attempt may well succeed.
        if connections.value.isEmpty, !wasReady { failWaiting(kind) }
        reconnectLater(immediately: connection.hasProvenItself)
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
        if state != .closed, !cell.isHeldElsewhere, spareCells.value.count < Self.mostSpareCells {
            spareCells.value.append(cell)
        }
    }

    func start(_ cell: RequestCell) {
        switch state {
        case .open: break
        case .draining, .closed: return cell.finish(.failure(CassandraError(.sessionClosed)))
        }
        requestsUnderWay += 1
        dispatch(cell)
    }

    func dispatch(_ cell: RequestCell) {
        if case .one(let statement) = cell.prepared, statement.isInDoubt {
            return hold(cell, statement)
        }
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

    var connectionWithRoom: Connection? {
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

    func answered(_ cell: RequestCell, _ frame: Frame) {
        if frame.header.opcode == .error, prepareAgain(for: cell, frame) { return }
        end(cell, .success(frame))
    }

    func end(_ cell: RequestCell, _ outcome: RequestOutcome) {
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

    /// For tests and figures.
    var waitingCount: Int { waiting.value.count }

    private func failWaiting(_ kind: CassandraError.Kind) {
        while let cell = waiting.value.popFirst() { end(cell, .failure(cell.error(kind))) }
        let unsent = chunks.value
        chunks.value = []
        for chunk in unsent { chunk.failUnsent(kind) }
    }

    // MARK: Closing

    var isClosed: Bool { state == .closed }

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

    /// Closes without waiting for what is under way, which fails.
    func closeAtOnce() {
        close {}
        closeConnections()
    }

    func drainIfDone() {
        guard state != .open, requestsUnderWay == 0 || connections.value.isEmpty else { return }
        closeConnections()
    }

    private func closeConnections() {
        guard state != .closed || !whenDrained.isEmpty else { return }
        state = .closed
        // Both keep the shard alive, which keeps them.
        whenOpen = []
        spareCells.value = []
        failWaiting(.sessionClosed)
        for connection in connections.value { connection.close(.sessionClosed) }
        let waiters = whenDrained
        whenDrained = []
        for waiter in waiters { waiter() }
    }
}
