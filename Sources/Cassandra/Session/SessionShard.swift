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
    var nodeName: String { node.description }
    private var connections: [Connection] = []
    private var waiting = WaitingRequests()
    private var state = State.closed
    private var reconnecting: DeadlineID?
    private var failedAttempts = 0
    private var lastFailure: CassandraError.Kind?
    private var whenOpen: [(CassandraError?) -> Void] = []
    private var whenDrained: [() -> Void] = []
    private var requestsUnderWay = 0

    private enum State {
        case open
        /// No new requests; those under way are finished.
        case draining
        case closed
    }

    init(on loop: EventLoop, node: NodeAddress, _ configuration: SessionSettings) {
        self.loop = loop
        self.node = node
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
        connections.append(connection)
        connection.open()
    }

    func opened(_ connection: Connection) {
        failedAttempts = 0
        lastFailure = nil
        tellOpeners(nil)
        if state == .open, connections.count < configuration.pool.connectionsPerLoop { openConnection() }
        pump()
    }

    func closed(_ connection: Connection, wasReady: Bool, _ kind: CassandraError.Kind) {
        connections.removeAll { $0 === connection }
        guard state == .open else { return drainIfDone() }
        lastFailure = kind
        tellOpeners(CassandraError(kind))
        guard state == .open else { return }
        failedAttempts += 1
        // Those that wait could wait for a node that is gone; but right after a loss the next attempt may well succeed.
        if connections.isEmpty, !wasReady { failWaiting(kind) }
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
            if state == .open, connections.count < configuration.pool.connectionsPerLoop { openConnection() }
        }
    }

    // MARK: Requests

    func start(_ cell: RequestCell) {
        switch state {
        case .open: break
        case .draining, .closed: return cell.finish(.failure(CassandraError(.sessionClosed)))
        }
        requestsUnderWay += 1
        dispatch(cell)
    }

    private func dispatch(_ cell: RequestCell) {
        if waiting.isEmpty, let connection = connectionWithRoom { return connection.send(cell) }
        if connections.isEmpty, let lastFailure, failedAttempts > 1 {
            return end(cell, .failure(cell.error(lastFailure)))
        }
        guard waiting.count < configuration.pool.waitingRequests,
            waiting.bytes + cell.frame.count <= configuration.pool.waitingBytes
        else {
            let reason = "\(waiting.count) requests of \(waiting.bytes) bytes wait already"
            return end(cell, .failure(CassandraError(.overloaded(reason))))
        }
        waiting.append(cell)
    }

    private var connectionWithRoom: Connection? {
        if connections.count == 1 { return connections[0].hasRoom ? connections[0] : nil }
        var best: Connection?
        for connection in connections where connection.hasRoom {
            if best == nil || connection.inFlight < best?.inFlight ?? 0 { best = connection }
        }
        return best
    }

    /// Sends what waits, as far as there is room.
    func pump() {
        while !waiting.isEmpty, let connection = connectionWithRoom {
            guard let cell = waiting.popFirst() else { return }
            connection.send(cell)
        }
    }

    func answered(_ cell: RequestCell, _ frame: Frame) {
        if frame.header.opcode == .error, isUnprepared(cell, frame) { return }
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
        cell.connection?.abandon(cell)
        waiting.noteAbandoned(cell)
        end(cell, .failure(cell.error(kind)))
    }

    private func failWaiting(_ kind: CassandraError.Kind) {
        while let cell = waiting.popFirst() { end(cell, .failure(cell.error(kind))) }
    }

    // MARK: Closing

    /// Takes no more requests; `done` is called when those under way are finished, or the time is over.
    func close(_ done: @escaping () -> Void) {
        guard state != .closed || !connections.isEmpty else { return done() }
        whenDrained.append(done)
        guard state == .open else { return }
        state = .draining
        if let reconnecting { loop.cancel(reconnecting) }
        reconnecting = nil
        loop.after(configuration.timeouts.close) { [self] in closeConnections() }
        drainIfDone()
    }

    private func drainIfDone() {
        guard state != .open, requestsUnderWay == 0 || connections.isEmpty else { return }
        closeConnections()
    }

    private func closeConnections() {
        guard state != .closed || !whenDrained.isEmpty else { return }
        state = .closed
        failWaiting(.sessionClosed)
        for connection in connections { connection.close(.sessionClosed) }
        let waiters = whenDrained
        whenDrained = []
        for waiter in waiters { waiter() }
    }
}

// Statements that a node does not know.
extension SessionShard {
    /// A node that takes a request again and again for one with an unknown statement is not asked for ever.
    private static var mostPreparations: Int { 8 }

    /// Whether the answer says that the node has forgotten a statement; then it is prepared and the request is sent again,
    /// which its caller does not notice.
    private func isUnprepared(_ cell: RequestCell, _ frame: Frame) -> Bool {
        guard let (_, response) = try? Response.decode(frame), case .error(let error) = response,
            case .unprepared(let id) = error.detail, let known = cell.prepared.text(of: id),
            cell.preparations < Self.mostPreparations
        else { return false }
        cell.preparations += 1
        cell.connection = nil
        cell.wasSent = false
        guard let prepare = try? FrameEncoder().encode(.prepare(Prepare(text: known.text)), stream: 0) else {
            return false
        }
        let again = RequestCell(frame: prepare, timeout: cell.timeout, mayWrite: false, on: self)
        again.start { [self] outcome in prepared(known, for: cell, outcome) }
        return true
    }

    private func prepared(_ known: PreparedText, for cell: RequestCell, _ outcome: RequestOutcome) {
        guard !cell.isFinished else { return }
        switch outcome {
        case .failure(let error): end(cell, .failure(error))
        case .success(let frame):
            guard let (_, response) = try? Response.decode(frame) else {
                return end(cell, .failure(.unreadable(frame, node: node.description)))
            }
            switch response {
            case .result(.prepared(let result)) where result.id == known.id: dispatch(cell)
            case .error(let error): end(cell, .failure(CassandraError(.server(error))))
            default:
                let reason = "the statement has another meaning by now"
                end(cell, .failure(CassandraError(.invalidStatement(reason))))
            }
        }
    }
}
