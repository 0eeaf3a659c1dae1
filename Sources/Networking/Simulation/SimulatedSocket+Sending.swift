// The sending side: cuts the stream into packets, and sends again what nobody acknowledges.

extension SimulatedSocket {
    private static var largestPacket: Int { 64 * 1024 }
    private static var retransmissionTime: Duration { .milliseconds(200) }
    private static var longestRetransmissionTime: Duration { .seconds(120) }

    /// Where the bytes that were written end.
    private var written: UInt64 { acknowledged + UInt64(outgoing.count) }
    var isWaiting: Bool { next > acknowledged || outgoing.count > 0 }

    /// Sends what the peer's window allows.
    func transmit() {
        guard state == .established else { return }
        var hasSent = false
        while next < written {
            let inFlight = Int(next - acknowledged)
            let most = min(outgoing.count - inFlight, window - inFlight, Self.largestPacket)
            guard most > 0 else { break }
            let count = world.partOf(most, oneIn: world.noise.splitPackets)
            let ends = isWriteShut && next + UInt64(count) == written
            send(.data(from: next, count: count, ends: ends))
            next += UInt64(count) + (ends ? 1 : 0)
            hasSent = true
        }
        if isWriteShut, next == written, !isEndAcknowledged {
            send(.data(from: next, count: 0, ends: true))
            next += 1
            hasSent = true
        }
        if hasSent { lastSent = world.now }
        startTimer()
    }

    /// Takes bytes of a call, as many as there is room for.
    func write(_ parts: UnsafeBufferPointer<SendPart>, atMost limit: Int) -> Int {
        if !isWaiting { progressed = world.now }
        var left = limit
        for index in parts.indices where left > 0 {
            let part = unsafe parts[index]
            let taken = min(left, part.count)
            unsafe outgoing.append(UnsafeRawBufferPointer(rebasing: part[..<taken]))
            left -= taken
        }
        transmit()
        return limit - left
    }

    func acknowledged(upTo place: UInt64, window: Int) {
        guard state == .established else { return }
        self.window = window
        if place > acknowledged {
            let end = written
            let bytes = min(place, end) - acknowledged
            outgoing.drop(Int(bytes))
            acknowledged += bytes
            if place > end { isEndAcknowledged = true }
            next = max(next, place)
            progressed = world.now
            lastSent = world.now
            backoff = 0
            changed()
        } else if unacknowledgedLimit == nil, next == acknowledged {
            // A peer that is there but takes nothing may do so for ever, unless the owner has set a limit.
            progressed = world.now
        }
        transmit()
        endIfDone()
    }

    private var isSendingDone: Bool { outgoing.isEmpty && (!isWriteShut || isEndAcknowledged) }

    /// One timer a socket, which looks at what there is to do only when it fires.
    private func startTimer() {
        guard !isTimerPending, !isSendingDone else { return }
        isTimerPending = true
        let wait = min(retransmissionAt, givesUpAt)
        world.schedule(at: max(wait, world.now)) { self.timerFired() }
    }

    private var retransmissionAt: LoopInstant {
        let time = Self.retransmissionTime * (1 << min(backoff, 12))
        return lastSent.advanced(by: min(time, Self.longestRetransmissionTime))
    }

    private var givesUpAt: LoopInstant { progressed.advanced(by: unacknowledgedLimit ?? Self.defaultLimit) }

    private func timerFired() {
        isTimerPending = false
        guard state == .established, !isSendingDone else { return }
        if world.now >= givesUpAt { return end(.timedOut) }
        if world.now >= retransmissionAt {
            backoff += 1
            lastSent = world.now
            if next > acknowledged {
                next = acknowledged
                transmit()
            } else {
                // The window is closed: ask whether it still is.
                send(.data(from: acknowledged, count: 0, ends: false))
            }
        }
        startTimer()
    }

    /// Bytes of the stream that are still here, for the end they go to.
    func copyBytes(from start: UInt64, count: Int, to queue: inout ByteQueue) {
        queue.append(outgoing, from: Int(start - acknowledged), count: count)
    }

    // MARK: Asking a silent peer

    func startKeepAlive(idle: Duration, interval: Duration, probes: Int) {
        keepAlive = KeepAlive(idle: idle, interval: interval, probes: probes)
        if state == .established { scheduleKeepAlive(after: idle) }
    }

    func scheduleKeepAlive(after wait: Duration) {
        world.schedule(after: wait) { self.keepAliveFired() }
    }

    private func keepAliveFired() {
        guard state == .established, var keepAlive else { return }
        let silent = world.now.duration(since: lastHeard)
        // Data that waits to be acknowledged asks the same question.
        if silent < keepAlive.idle || !isSendingDone {
            keepAlive.unanswered = 0
            self.keepAlive = keepAlive
            return scheduleKeepAlive(after: max(keepAlive.idle - silent, keepAlive.interval))
        }
        if keepAlive.unanswered >= keepAlive.probes { return end(.timedOut) }
        keepAlive.unanswered += 1
        self.keepAlive = keepAlive
        send(.data(from: acknowledged, count: 0, ends: false))
        scheduleKeepAlive(after: keepAlive.interval)
    }
}
