import Bytes

/// One attempt to connect to one address. Ends with a socket or an error, exactly once, unless it is called off.
final class ConnectAttempt: ReadinessHandler, TimerTarget {
    let address: SocketAddress
    private let loop: EventLoop
    private var socket: Socket?
    private var registration: SlotID?
    private var deadline: DeadlineID?
    private var timeout: Duration
    private var done: ((consuming Outcome) -> Void)?

    enum Outcome: ~Copyable {
        case connected(Socket)
        case failed(IOError)
    }

    init(to address: SocketAddress, on loop: EventLoop, timeout: Duration) {
        self.address = address
        self.loop = loop
        self.timeout = timeout
    }

    /// `done` is called later, never from inside this.
    func start(_ options: [SocketOption], _ done: @escaping (consuming Outcome) -> Void) {
        self.done = done
        do throws(IOError) {
            let socket = try Socket(for: address, calls: loop.sockets)
            if case .unix = address {
            } else {
                for option in options {
                    if let error = socket.set(option).error { throw IOError(error, in: .option) }
                }
            }
            switch socket.beginConnecting(to: address) {
            case nil:
                self.socket = consume socket
                loop.later { self.checkConnection() }
            case .inProgress:
                registration = try loop.register(socket.descriptor, for: .writable, self)
                deadline = loop.after(timeout, tell: self)
                self.socket = consume socket
            case .some(let error): throw IOError(error, connectingTo: address)
            }
        } catch {
            loop.later { self.finish(.failed(error)) }
        }
    }

    /// Calls it off: `done` will not be called.
    func cancel() {
        done = nil
        letGo()
        socket = nil
    }

    func becameReady(_ readiness: Readiness) {
        checkConnection()
    }

    private func checkConnection() {
        guard done != nil, let error = outcomeOfConnecting() else { return }
        if let error = error.failure { return finish(.failed(error)) }
        letGo()
        if let socket = self.socket.take() { finish(.connected(socket)) }
    }

    private struct Verdict {
        let failure: IOError?
    }

    private func outcomeOfConnecting() -> Verdict? {
        if let error = socket?.takeError() {
            return Verdict(failure: IOError(error, connectingTo: address))
        }
        // A wake-up without an outcome: there is no peer yet.
        guard let peer = socket?.peerAddress else { return nil }
        // Among the ephemeral ports of one machine a connection can meet itself: nobody listens there.
        if peer.port != nil, peer == socket?.localAddress { return Verdict(failure: .connectedToItself(address)) }
        return Verdict(failure: nil)
    }

    func deadlinePassed(_ tag: UInt64, on loop: EventLoop) {
        deadline = nil
        finish(.failed(.connectTimedOut(address, timeout)))
    }

    func loopStopped() {
        finish(.failed(.loopStopped))
    }

    private func letGo() {
        if let registration, let descriptor = socket?.descriptor { loop.unregister(registration, descriptor) }
        registration = nil
        if let deadline { loop.cancel(deadline) }
        deadline = nil
    }

    private func finish(_ outcome: consuming Outcome) {
        guard let done = self.done.take() else { return }
        letGo()
        socket = nil
        done(outcome)
    }
}
