package import Bytes

extension StreamChannel {
    /// Queues a copy of `bytes`, which leave at the end of this turn. Throws when the channel is closed, or when the
    /// queue is above its high-water mark; then nothing is queued.
    package func send(_ bytes: RawSpan) throws(IOError) {
        try checkSendable()
        outgoing.append(bytes)
        queued(bytes.byteCount)
    }

    /// The same, without a copy when there are many.
    package func send(_ bytes: ByteSlice) throws(IOError) {
        try checkSendable()
        outgoing.append(bytes)
        queued(bytes.count)
    }

    /// Queues so many bytes, which the caller writes at once into the room it gets.
    package func sendRoom(_ count: Int) throws(IOError) -> UnsafeMutableRawBufferPointer {
        try checkSendable()
        let room = unsafe outgoing.room(for: count)
        queued(count)
        return unsafe room
    }

    /// Queues the rest of a piece whose beginning has just been queued, even if that went above the high-water mark: half
    /// a piece is worth nothing.
    package func sendRest(_ bytes: ByteSlice) {
        guard isOpen, output == .open else { return }
        outgoing.append(bytes)
        queued(bytes.count)
    }

    /// Queues `bytes`, after having waited until the queue is below its high-water mark. A task that is cancelled while
    /// it waits has queued nothing; what is queued is sent whatever becomes of the task.
    package func sendWaiting(_ bytes: ByteSlice) async throws(IOError) {
        loop.requireCurrent()
        if isOpen, output == .open, isAboveMarks || !waitingSenders.isEmpty {
            return try await SendWait(bytes, on: self).value(on: loop)
        }
        try send(bytes)
    }

    /// Ends this side when all that is queued has been sent; receiving goes on.
    package func endSending() {
        guard isOpen, output == .open else { return }
        output = .ending
        failWaitingSenders(.closed)
        flushLater()
    }

    private func checkSendable() throws(IOError) {
        loop.requireCurrent()
        guard isOpen, output == .open, !isAboveMarks else { throw refusal }
    }

    private var refusal: IOError {
        if let closeReason { return closeReason.error }
        if let sendFailure { return sendFailure }
        return output == .open ? .sendQueueFull(queued: outgoing.count) : .closed
    }

    private func queued(_ added: Int) {
        if outgoing.count > options.highWater { isAboveMarks = true }
        if added > 0 { flushLater() }
    }

    func flushLater() {
        guard !isInFlushList, !isSendBlocked else { return }
        isInFlushList = true
        loop.unflushed.append(self)
    }

    /// Sends what is queued, as far as the socket takes it.
    func flush() {
        isInFlushList = false
        guard isOpen, !isSendBlocked, output != .ended else { return }
        switch writeOut() {
        case .all: break
        case .blocked: isSendBlocked = true
        case .failed(let error): return sendingFailed(error)
        }
        updateInterest()
        if isAboveMarks, outgoing.count <= options.lowWater { fellBelowLowWater() }
        if !isSendBlocked, outgoing.isEmpty, output == .ending { shutDownOutput() }
    }

    enum Written {
        case all
        /// The socket takes no more for now.
        case blocked
        case failed(IOError)
    }

    private func writeOut() -> Written {
        #if TLS
            if let encryption { return writeOutEncrypted(encryption) }
        #endif
        return write(outgoing)
    }

    /// Writes until there is nothing left in `queue` or the socket takes no more.
    func write(_ queue: SendQueue) -> Written {
        while !queue.isEmpty {
            guard let result = unsafe queue.withParts({ unsafe socket?.send($0) }) else { return .failed(.closed) }
            if let sent = result.value, sent > 0 {
                queue.drop(sent)
                continue
            }
            if let error = result.error, error != .wouldBlock { return .failed(IOError(error, in: .send)) }
            return .blocked
        }
        return .all
    }

    private func fellBelowLowWater() {
        isAboveMarks = false
        resumeWaitingSenders()
        if !isAboveMarks { handler?.drained(self) }
    }

    private func resumeWaitingSenders() {
        var resumed = 0
        while resumed < waitingSenders.count, !isAboveMarks, output == .open {
            let wait = waitingSenders[resumed]
            resumed += 1
            guard !wait.isAbandoned else {
                abandonedSenders -= 1
                continue
            }
            outgoing.append(wait.bytes)
            queued(wait.bytes.count)
            wait.finish(.success(()))
        }
        waitingSenders.removeFirst(resumed)
    }

    /// A task that waited was cancelled. Its wait leaves the list when half of the list is like that, so that each costs
    /// the same however many there are, and a peer that never reads again does not make the list grow.
    fileprivate func noteAbandonedSender() {
        abandonedSenders += 1
        guard abandonedSenders * 2 > waitingSenders.count else { return }
        waitingSenders.removeAll { $0.isAbandoned }
        abandonedSenders = 0
    }

    func failWaitingSenders(_ error: IOError) {
        let waiting = waitingSenders
        waitingSenders = []
        abandonedSenders = 0
        for wait in waiting where !wait.isAbandoned { wait.finish(.failure(error)) }
    }

    private func shutDownOutput() {
        #if TLS
            // TLS says itself that nothing more comes, and that may have to wait for room too.
            if let encryption {
                encryption.engine.close()
                switch writeOutEncrypted(encryption) {
                case .all: break
                case .blocked:
                    isSendBlocked = true
                    return updateInterest()
                case .failed(let error): return sendingFailed(error)
                }
            }
        #endif
        output = .ended
        // Without its end the peer would wait for more, and this side for the peer's.
        if let error = socket?.endSending().error {
            return sendingFailed(error == .notConnected ? .reset : IOError(error, in: .shutdown))
        }
        closeIfEnded()
    }

    /// Nothing can be sent any more. What the peer sent before that is received first, then the channel closes.
    private func sendingFailed(_ error: IOError) {
        sendFailure = error
        hasDropped = !outgoing.isEmpty
        output = .ended
        outgoing.removeAll()
        failWaitingSenders(error)
        switch input {
        case .ended: close(because: .failed(error))
        case .notStarted: hungUpUnread()
        case .paused:
            hungUpUnread()
            // Whoever reads no more until the queue has drained would wait for ever.
            if isAboveMarks {
                isAboveMarks = false
                handler?.drained(self)
            }
        case .reading, .handshaking:
            hungUpUnread()
            loop.later { self.receive() }
        }
    }
}

/// A task that waits until a channel's queue has room.
final class SendWait: LoopWait<Void>, @unchecked Sendable {  // as its class: only the loop touches it
    private(set) var bytes: ByteSlice
    private let channel: StreamChannel
    private(set) var isAbandoned = false

    init(_ bytes: ByteSlice, on channel: StreamChannel) {
        self.bytes = bytes
        self.channel = channel
    }

    override func begin(on loop: EventLoop) {
        channel.waitingSenders.append(self)
    }

    override func abandon(on loop: EventLoop) {
        isAbandoned = true
        bytes = ByteSlice()
        channel.noteAbandonedSender()
    }
}
