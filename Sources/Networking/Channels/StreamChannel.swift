import Bytes

/// A connection's bytes, both ways, on one loop.
///
/// Received bytes are handed to the handler where they lie. What is sent is queued and leaves at the end of the loop's
/// turn, in one call; what does not fit stays queued until the peer has made room. A piece is queued as a whole or not
/// at all, so what was begun is finished even when the task that sent it is cancelled.
///
/// Everything is for the loop's thread.
package final class StreamChannel {
    package let loop: EventLoop
    package let options: ChannelOptions
    var socket: Socket?
    var registration: SlotID?
    var interest: Readiness = []
    var handler: (any StreamHandler)?

    var input = Input.notStarted
    var output = Output.open
    /// What was handed over to be sent; with TLS, what is not yet encrypted.
    let outgoing: SendQueue
    #if TLS
        var encryption: ChannelEncryption?
    #endif
    /// The socket takes no more for now: the driver reports when it does.
    var isSendBlocked = false
    var isInFlushList = false
    /// The queue was above its high-water mark, and has not been below the low one since. Not `package`, as `hasClosed`:
    /// of what no other module reaches the compiler proves by itself that accesses do not overlap.
    var isAboveMarks = false
    var waitingSenders: [SendWait] = []
    /// How many of them were cancelled.
    var abandonedSenders = 0
    var closeDeadline: DeadlineID?
    /// Why nothing can be sent any more, while what the peer sent before is still being received.
    var sendFailure: IOError?
    /// Something was not sent because of that.
    var hasDropped = false
    /// The peer is gone, but nobody wanted to receive then: the driver, which would report that again and again, is not
    /// asked any more.
    var isDetached = false
    package internal(set) var closeReason: CloseReason?
    /// Whether there is a reason. Asked all the time, and comparing optional errors takes long.
    var hasClosed = false

    enum Input: Equatable {
        /// Nobody receives yet.
        case notStarted
        /// The bytes are TLS's own.
        case handshaking
        case reading
        case paused
        /// The peer has ended its side.
        case ended
    }

    enum Output: Equatable {
        case open
        /// Ends when the queue is sent.
        case ending
        case ended
    }

    /// A channel over a connected socket.
    init(_ socket: consuming Socket, on loop: EventLoop, options: ChannelOptions) throws(IOError) {
        loop.requireCurrent()
        self.loop = loop
        self.options = options
        outgoing = SendQueue(pool: loop.blocks)
        let descriptor = socket.descriptor
        self.socket = consume socket
        registration = try loop.register(descriptor, for: [], self)
    }

    package var localAddress: SocketAddress? { socket?.localAddress }
    package var peerAddress: SocketAddress? { socket?.peerAddress }
    package var isOpen: Bool { !hasClosed }
    /// Nothing more is taken for now.
    package var isOverfull: Bool { isAboveMarks }

    /// How many bytes wait to be sent.
    package var queued: Int { outgoing.count }

    /// Starts to receive.
    package func start(_ handler: some StreamHandler) {
        loop.requireCurrent()
        precondition(self.handler == nil, "a channel has one handler")
        self.handler = handler
        guard isOpen else { return submitClosed() }
        if input == .notStarted { beginReading() }
    }

    /// Receives no more until `resumeReading`; the kernel then makes the peer wait.
    package func pauseReading() {
        guard input == .reading else { return }
        input = .paused
        updateInterest()
    }

    package func resumeReading() {
        if input == .paused { beginReading() }
    }

    private func beginReading() {
        input = .reading
        if isDetached || hasUndelivered { loop.later { self.receiveUndelivered() } }
        updateInterest()
    }

    /// Whether the socket is to be read from.
    var wantsInput: Bool { input == .reading || input == .handshaking }

    /// Asks the driver for what the channel waits for.
    func updateInterest() {
        guard isOpen, !isDetached, let registration, let descriptor = socket?.descriptor else { return }
        var wanted: Readiness = []
        if wantsInput { wanted.insert(.readable) }
        if isSendBlocked { wanted.insert(.writable) }
        guard wanted != interest else { return }
        interest = wanted
        do {
            try loop.change(registration, descriptor, to: wanted)
        } catch {
            close(because: .failed(error))
        }
    }
}

extension StreamChannel: ReadinessHandler {
    package func becameReady(_ readiness: Readiness) {
        // An error also ends a wait to send: the next attempt meets it.
        if isSendBlocked, readiness.contains(.writable) || readiness.contains(.hungUp) {
            isSendBlocked = false
            flush()
        }
        guard isOpen else { return }
        if wantsInput {
            if readiness.contains(.readable) || readiness.contains(.hungUp) { receive() }
        } else if readiness.contains(.hungUp) {
            hungUpUnread()
        }
        updateInterest()
    }

    package func loopStopped() {
        close(because: .failed(.loopStopped))
    }
}
