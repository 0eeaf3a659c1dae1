import Bytes

/// Accepts connections at an address and spreads them over loops.
///
/// When there is no descriptor left it pauses: the kernel keeps those who wait, and a listener that tried again at once
/// would turn in circles.
package final class Listener: ReadinessHandler, TimerTarget {
    /// What to do with a new connection, on its loop: the handler of its channel.
    package typealias Acceptor = @Sendable (StreamChannel) -> any StreamHandler

    /// A connection came to nothing before it had a handler: its TLS handshake failed.
    package typealias Refused = @Sendable (_ peer: SocketAddress?, IOError) -> Void

    package let address: SocketAddress
    private let loop: EventLoop
    private let loops: EventLoopGroup?
    private let options: ChannelOptions
    private let acceptor: Acceptor
    private let refused: Refused?
    private var socket: Socket?
    private var registration: SlotID?
    private var pause: DeadlineID?
    /// How often accepting had to pause for want of descriptors.
    package private(set) var pauses = 0
    /// Why it does not listen any more.
    package private(set) var failure: IOError?

    private static let pauseDuration = Duration.milliseconds(100)
    private static let mostAcceptsATurn = 64

    /// Listens at `address`; port 0 takes a free one. Connections go to the loops of `loops` in turn, or all to `loop`.
    package init(
        at address: SocketAddress, on loop: EventLoop, spreadOver loops: EventLoopGroup? = nil, backlog: Int32 = 1024,
        options: ChannelOptions = ChannelOptions(), refused: Refused? = nil, _ acceptor: @escaping Acceptor
    ) throws(IOError) {
        loop.requireCurrent()
        let socket = try Socket(for: address, calls: loop.sockets)
        if address.port != nil { try Self.check(socket.set(.reuseAddress), .option) }
        if address.isV6 { try Self.check(socket.set(.v6Only), .option) }
        try Self.check(socket.bind(to: address), .bind)
        var removesFile = true
        defer { if removesFile { Self.removeFile(of: address, loop.sockets) } }
        try Self.check(socket.listen(backlog: backlog), .listen)
        self.address = socket.localAddress ?? address
        self.loop = loop
        self.loops = loops
        self.options = options
        self.acceptor = acceptor
        self.refused = refused
        let descriptor = socket.descriptor
        self.socket = consume socket
        registration = try loop.register(descriptor, for: .readable, self)
        removesFile = false
    }

    /// A Unix socket leaves its file behind, where the next one could not be bound.
    private static func removeFile(of address: SocketAddress, _ sockets: any SocketCalls) {
        if case .unix(let path) = address { _ = sockets.removeSocketFile(path) }
    }

    private static func check(_ result: CallResult, _ call: SystemCall) throws(IOError) {
        if let error = result.error { throw IOError(error, in: call) }
    }

    /// Listens no more. Connections that were accepted go on.
    package func close() {
        loop.requireCurrent()
        guard let descriptor = socket?.descriptor else { return }
        if let registration { loop.unregister(registration, descriptor) }
        registration = nil
        socket = nil
        if let pause { loop.cancel(pause) }
        pause = nil
        Self.removeFile(of: address, loop.sockets)
    }

    package func loopStopped() {
        close()
    }

    package func becameReady(_ readiness: Readiness) {
        for _ in 0..<Self.mostAcceptsATurn {
            guard let accepted = socket?.accept() else { return }
            switch consume accepted {
            case .socket(let socket): handOver(socket)
            case .failed(let error):
                if let goOn = judge(error) { if goOn { continue } else { return } }
                failure = IOError(error, in: .accept)
                return close()
            }
        }
    }

    /// Whether to accept the next at once, or to wait; `nil`: this listener is broken.
    private func judge(_ error: ErrorNumber) -> Bool? {
        switch error {
        case .wouldBlock: return false
        case .noDescriptorsInProcess, .noDescriptorsInSystem, .noBuffers, .noMemory:
            pauseAccepting()
            return false
        case .badDescriptor, .invalid: return nil
        // Linux hands over what happened to a connection that waited to be accepted. The listener is well.
        default: return true
        }
    }

    private func pauseAccepting() {
        guard let registration, let descriptor = socket?.descriptor, pause == nil else { return }
        pauses += 1
        do {
            try loop.change(registration, descriptor, to: [])
            pause = loop.after(Self.pauseDuration, tell: self)
        } catch {
            failure = error
            close()
        }
    }

    package func deadlinePassed(_ tag: UInt64, on loop: EventLoop) {
        pause = nil
        guard let registration, let descriptor = socket?.descriptor else { return }
        do {
            try loop.change(registration, descriptor, to: .readable)
        } catch {
            failure = error
            close()
        }
    }

    private func handOver(_ socket: consuming Socket) {
        let target = loops?.next() ?? loop
        target.submit(AcceptedConnection(socket, options, refused, acceptor))
    }
}

/// A connection on its way to its loop.
private final class AcceptedConnection: LoopMessage, @unchecked Sendable {  // handed over, not shared
    private var socket: Socket?
    private let options: ChannelOptions
    private let refused: Listener.Refused?
    private let acceptor: Listener.Acceptor

    init(
        _ socket: consuming Socket, _ options: ChannelOptions, _ refused: Listener.Refused?,
        _ acceptor: @escaping Listener.Acceptor
    ) {
        self.socket = consume socket
        self.refused = refused
        self.options = options
        self.acceptor = acceptor
    }

    override func deliver(on loop: EventLoop) {
        guard let socket = self.socket.take() else { return }
        // Unix sockets know no such options; for the others they are improvements, not conditions.
        for option in options.socketOptions { _ = socket.set(option) }
        // A loop that has been shut down, or has no memory left, drops the connection.
        guard let channel = try? StreamChannel(socket, on: loop, options: options) else { return }
        #if TLS
            if let tls = options.tls {
                let peer = channel.peerAddress
                return channel.encrypt(tls, towards: nil) { [acceptor, refused] error in
                    if let error { refused?(peer, error) } else { channel.start(acceptor(channel)) }
                }
            }
        #endif
        channel.start(acceptor(channel))
    }
}
