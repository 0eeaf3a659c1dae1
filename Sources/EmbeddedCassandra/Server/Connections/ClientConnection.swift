import Bytes
import CassandraWire
import Networking

/// One client's connection to a node: bytes in, requests to the dispatcher, answers out.
///
/// Requests are handed over in the order in which they came; answers go out as they are ready, by their streams. All
/// answers of a turn leave in one write. A client that does not read its answers is not read from either: what waits
/// for it stays within bounds.
final class ClientConnection: StreamHandler {
    /// At its node, from 1.
    let number: Int
    let channel: StreamChannel
    let client = ClientState()
    let dispatcher: RequestDispatcher
    var handshake = HandshakeMachine()
    var encoder = ReplyEncoder()
    /// The kinds of events that it asked for.
    var events: Set<String> = []
    private var framer: RequestFramer
    /// Bytes that came, but were not looked at yet.
    private var unread: ByteSlice?
    private(set) var requestsInFlight = 0
    /// Answers that wait until so many others were sent.
    private var reordered: [(left: Int, frame: ByteSlice)] = []
    /// What a node that stands still will send when it goes on.
    private var held: [ByteSlice] = []
    private(set) var isPaused = false
    /// It reads no more, because its node is about to stop.
    private var isEnding = false
    /// It was ended by a rule: what still comes is nobody's.
    private var isDeaf = false
    private var isOpen = true
    private let closed: (ClientConnection) -> Void

    /// So many requests may wait for replicas at once; more are not read.
    private static let mostInFlight = 40_000

    init(
        _ channel: StreamChannel, number: Int, _ dispatcher: RequestDispatcher,
        closed: @escaping (ClientConnection) -> Void
    ) {
        self.channel = channel
        self.number = number
        self.dispatcher = dispatcher
        self.closed = closed
        framer = RequestFramer(maximumFrame: dispatcher.settings.maximumFrame)
        client.address = channel.peerAddress
    }

    /// How much it holds: for requests that are not whole, and for the client.
    var heldBytes: Int {
        framer.heldBytes + (unread?.count ?? 0) + channel.queued + held.reduce(0) { $0 + $1.count }
    }

    /// Nothing waits to be sent.
    var isIdle: Bool { channel.queued == 0 }

    // MARK: What comes

    func received(_ bytes: RawSpan, on channel: StreamChannel) {
        if isDeaf { return }
        var offset = 0
        // TLS hands on what it has decrypted, even when nobody wants it any more.
        if unread != nil || mayNotServe { return keep(bytes, from: offset) }
        while let event = framer.next(in: bytes, at: &offset) {
            serve(event)
            if isDeaf { return }
            if mayNotServe { return keep(bytes, from: offset) }
        }
    }

    private var mayNotServe: Bool {
        channel.isOverfull || isPaused || isEnding || !isOpen || requestsInFlight >= Self.mostInFlight
    }

    private func serve(_ event: RequestFramer.Event) {
        switch event {
        case .request(let frame): dispatcher.serve(frame, from: self)
        case .refused(let refusal): put(encoder.frame(refusal))
        }
    }

    private func keep(_ bytes: RawSpan, from offset: Int) {
        guard isOpen, !isEnding else { return }
        channel.pauseReading()
        var offset = offset
        let before = unread?.count ?? 0
        guard offset < bytes.byteCount else { return }
        let storage = ByteStorage.allocate(capacity: before + bytes.byteCount - offset)
        if let unread {
            var start = 0
            unread.withSpan { storage.append($0, at: &start, upTo: before) }
        }
        storage.append(bytes, at: &offset, upTo: bytes.byteCount - offset)
        unread = ByteSlice(storage)
    }

    /// Goes on with what was kept, and then with what comes.
    private func goOn() {
        if mayNotServe { return }
        if let bytes = unread {
            unread = nil
            bytes.withSpan { received($0, on: channel) }
            if unread != nil { return }
        }
        if !mayNotServe { channel.resumeReading() }
    }

    func drained(_ channel: StreamChannel) {
        goOn()
    }

    func closed(_ channel: StreamChannel, because reason: CloseReason) {
        isOpen = false
        unread = nil
        held = []
        reordered = []
        closed(self)
    }

    // MARK: What goes

    /// Where an answer belongs.
    struct Ticket {
        var stream: Int16
        var tracingID: CQLUUID?
        /// What a rule does to the answer.
        var effect: FaultRule.Reaction?
    }

    func requestBegan() {
        requestsInFlight += 1
    }

    /// A request that began has its answer.
    func requestEnded(_ ticket: Ticket, _ outcome: Outcome) {
        requestsInFlight -= 1
        answer(ticket, outcome)
        if requestsInFlight == Self.mostInFlight - 1 { channel.loop.later { self.goOn() } }
    }

    func answer(_ ticket: Ticket, _ outcome: Outcome) {
        guard isOpen else { return }
        if case .result(.void) = outcome.answer, outcome.warnings.isEmpty, ticket.effect == nil,
            ticket.tracingID == nil, encoder.compression == nil, !isPaused, !channel.isOverfull, reordered.isEmpty
        {
            // It fails only when the client is gone.
            try? channel.send(ReplyEncoder.void(ticket.stream))
            return
        }
        if case .result(.setKeyspace(let keyspace)) = outcome.answer { client.keyspace = keyspace }
        send(encoder.frame(outcome, stream: ticket.stream, tracingID: ticket.tracingID), ticket.effect)
    }

    func refuse(_ ticket: Ticket, _ error: ServerError) {
        answer(ticket, Outcome.error(error))
    }

    func answer(_ ticket: Ticket, _ response: Response) {
        send(encoder.frame(response, stream: ticket.stream), ticket.effect)
    }

    /// An event of a kind that it asked for.
    func tell(_ event: Event) {
        guard isOpen, events.contains(event.kind) else { return }
        put(encoder.frame(.event(event), stream: -1))
    }

    private func send(_ frame: ByteSlice, _ effect: FaultRule.Reaction?) {
        switch effect {
        case nil: put(frame)
        case .delay(let duration): channel.loop.after(duration) { [weak self] in self?.put(frame) }
        case .dropAnswer: break
        case .reorder(let count): count > 0 ? reordered.append((count, frame)) : put(frame)
        case .truncate(let count):
            put(frame.slice(0..<min(count, frame.count)))
            end()
        case .drop, .close, .reset, .error, .unprepare: put(frame)
        }
    }

    private func put(_ frame: ByteSlice) {
        guard isOpen else { return }
        if isPaused {
            held.append(frame)
            return
        }
        queue(frame)
        if !reordered.isEmpty { countForReordered() }
    }

    /// An answer is sent whatever waits already; the marks decide whether more requests are read.
    private func queue(_ frame: ByteSlice) {
        if channel.isOverfull { channel.sendRest(frame) } else { try? channel.send(frame) }
    }

    private func countForReordered() {
        for index in reordered.indices { reordered[index].left -= 1 }
        let due = reordered.filter { $0.left <= 0 }
        reordered.removeAll { $0.left <= 0 }
        for answer in due { queue(answer.frame) }
    }

    // MARK: What the node does

    /// Nothing is read or answered until `resume`, as if the process stood still.
    func pause() {
        isPaused = true
        channel.pauseReading()
    }

    func resume() {
        guard isPaused else { return }
        isPaused = false
        let frames = held
        held = []
        for frame in frames { put(frame) }
        goOn()
    }

    /// Reads no more; what was read is still answered.
    func beginEnding() {
        isEnding = true
        channel.pauseReading()
    }

    /// Ends it in order, when all answers so far are sent.
    func end() {
        isDeaf = true
        channel.closeWhenSent()
    }

    /// Ends it so that the client knows that nothing more comes.
    func reset() {
        isOpen = false
        channel.reset()
    }
}
