/// A stream socket of a simulated kernel: one end of a connection, or a listener.
///
/// A small TCP: what was sent is kept until it is acknowledged and sent again when it is not, so lost packets, silent
/// peers, resets and refusals come about as they do in a network, and every fault is one of packets, hosts or processes.
final class SimulatedSocket {
    enum State: Equatable {
        case fresh
        case listening
        case connecting
        /// A listener's, that waits for the third packet.
        case accepted
        case established
        /// The kernel knows nothing of the connection any more.
        case gone
    }

    /// Who is told about readiness.
    struct Watch {
        let driver: SimulatedDriver
        let token: UInt64
        let interest: Readiness

        func reports(_ readiness: Readiness) -> Readiness {
            readiness.intersection(interest.union(.hungUp))
        }
    }

    let id: Int
    let process: SimulatedProcess
    /// The host's count when this was made: after a power failure the kernel knows nothing of it.
    private let boot: Int
    var world: SimulatedWorld { process.world }
    var host: SimulatedHost { process.host }
    var state = State.fresh
    /// Nobody has a descriptor for it any more.
    var isOrphan = false
    var local: SocketAddress?
    var remote: SocketAddress?
    var peer: SimulatedSocket?
    var watch: Watch?
    var isListed = false
    var error: ErrorNumber?
    /// A middlebox has forgotten the connection: it answers whatever this end sends with a reset.
    var isSevered = false
    /// Nothing that this end sends arrives, and nothing arrives here.
    var isMute = false
    /// When the last packet of this end arrives: those after it do so later.
    var lastArrival: UInt64 = 0
    var lastHeard = LoopInstant(nanoseconds: 0)

    // Listening.
    var backlog = 0
    var waiting: [SimulatedSocket] = []
    /// Connections that wait for their third packet.
    var halfOpen = 0
    var listener: SimulatedSocket?

    // Sending. Numbers are places in the stream.
    var outgoing = ByteQueue()
    var acknowledged: UInt64 = 0
    var next: UInt64 = 0
    var isWriteShut = false
    var isEndAcknowledged = false
    var window = 0
    var sendCapacity: Int
    var isTimerPending = false
    var lastSent = LoopInstant(nanoseconds: 0)
    /// When something of what was sent was acknowledged last.
    var progressed = LoopInstant(nanoseconds: 0)
    var backoff = 0
    /// Set by the owner, who wants to know early; else the kernel has its own limit.
    var unacknowledgedLimit: Duration?
    var resetsOnClose = false

    // Receiving.
    var incoming = ByteQueue()
    var received: UInt64 = 0
    var hasEnded = false
    var receiveCapacity: Int
    /// Up to where the peer may send.
    var offered: UInt64 = 0
    var keepAlive: KeepAlive?

    struct KeepAlive {
        let idle: Duration
        let interval: Duration
        let probes: Int
        var unanswered = 0
    }

    /// What fifteen retransmissions come to on Linux.
    static let defaultLimit = Duration.milliseconds(924_600)
    static let orphanLimit = Duration.seconds(100)

    init(id: Int, in process: SimulatedProcess) {
        self.id = id
        self.process = process
        boot = process.host.boots
        sendCapacity = process.host.sendBuffer
        receiveCapacity = process.host.receiveBuffer
    }

    /// As Linux reports it.
    var readiness: Readiness {
        switch state {
        case .fresh: return [.writable, .hungUp]
        case .listening: return waiting.isEmpty ? [] : .readable
        case .connecting, .accepted: return []
        case .established:
            var readiness: Readiness = []
            if !incoming.isEmpty || hasEnded { readiness.insert(.readable) }
            let room = sendCapacity - outgoing.count
            if isWriteShut || (room > 0 && room >= outgoing.count / 2) { readiness.insert(.writable) }
            if isWriteShut && hasEnded { readiness.insert(.hungUp) }
            return readiness
        case .gone: return [.readable, .writable, .hungUp]
        }
    }

    /// Tells who watches that something may have changed.
    func changed() {
        if let watch { watch.driver.list(self) }
    }

    func takeError() -> ErrorNumber? {
        error.take()
    }

    /// The connection is over, for the given reason.
    func end(_ reason: ErrorNumber?) {
        guard state != .gone else { return }
        if state == .accepted { listener?.halfOpen -= 1 }
        state = .gone
        isWriteShut = true
        error = reason
        listener = nil
        peer = nil
        changed()
    }

    /// The power failed: there is nobody to say anything.
    func forget() {
        waiting = []
        end(nil)
    }

    func forgetAfterPowerFailure() {
        if boot != host.boots { forget() }
    }

    func send(_ kind: Packet.Kind) {
        forgetAfterPowerFailure()
        guard let peer else { return }
        world.send(
            Packet(
                from: self, to: peer, link: world.link(from: host, to: peer.host), destination: peer.host, kind: kind))
    }

    func acknowledge() {
        let window = max(0, receiveCapacity - incoming.count)
        offered = received + UInt64(window)
        send(.acknowledged(upTo: received, window: window))
    }

    /// Bytes were read: the peer is told once that is worth a packet.
    func readSome() {
        guard state == .established else { return }
        let end = received + UInt64(max(0, receiveCapacity - incoming.count))
        if offered <= received || end >= offered + UInt64(receiveCapacity / 2) { acknowledge() }
    }

    // MARK: Closing

    /// The descriptor is gone.
    func close() {
        watch = nil
        isOrphan = true
        switch state {
        case .listening:
            let left = waiting
            waiting = []
            end(nil)
            for socket in left { socket.abort() }
        case .established where resetsOnClose || !incoming.isEmpty: abort()
        case .established:
            unacknowledgedLimit = min(unacknowledgedLimit ?? Self.orphanLimit, Self.orphanLimit)
            endSending()
            endIfDone()
        case .accepted: abort()
        case .fresh, .connecting, .gone: end(nil)
        }
    }

    /// Ends the connection here and resets it there.
    func abort() {
        guard state != .gone else { return }
        send(.reset)
        end(nil)
    }

    func endSending() {
        guard !isWriteShut else { return }
        if !isWaiting { progressed = world.now }
        isWriteShut = true
        transmit()
        changed()
    }

    /// Lets the kernel forget an end without a descriptor, once both sides have ended theirs.
    func endIfDone() {
        guard isOrphan, state == .established, isWriteShut, isEndAcknowledged else { return }
        if hasEnded { return end(nil) }
        // The peer may never end its side; the kernel waits for a minute.
        world.schedule(after: .seconds(60)) { self.end(nil) }
    }
}
