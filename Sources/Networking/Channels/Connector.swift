/// Where to connect to.
package enum Endpoint: Hashable, Sendable, CustomStringConvertible {
    case address(SocketAddress)
    case name(String, port: UInt16)

    /// A literal address, or else a name to be resolved.
    package init(host: String, port: UInt16) {
        if let address = SocketAddress(literal: host, port: port) {
            self = .address(address)
        } else {
            self = .name(host, port: port)
        }
    }

    package var description: String {
        switch self {
        case .address(let address): address.description
        case .name(let host, let port): "\(host):\(port)"
        }
    }
}

/// Makes one connection: resolves the name, tries its addresses, and gives back the channel of the first that answers.
///
/// Lives on a loop. Ends exactly once, at the latest when the time is over; unless it is called off.
package final class Connector: TimerTarget {
    package typealias Done = (Result<StreamChannel, IOError>) -> Void

    private enum Tag {
        static let wholeTime: UInt64 = 0
        static let attemptDelay: UInt64 = 1
    }

    private let loop: EventLoop
    private let endpoint: Endpoint
    private let options: ChannelOptions
    private var machine = ConnectMachine([])
    private var attempts: [ConnectAttempt] = []
    private var deadline: DeadlineID?
    private var attemptDelay: DeadlineID?
    private var done: Done?

    /// Begins to connect; `done` is called later on the loop.
    package init(to endpoint: Endpoint, on loop: EventLoop, options: ChannelOptions, _ done: @escaping Done) {
        loop.requireCurrent()
        self.loop = loop
        self.endpoint = endpoint
        self.options = options
        self.done = done
        guard loop.state == .running else {
            loop.later { self.finish(.failure(.loopStopped)) }
            return
        }
        deadline = loop.after(options.connectTimeout, tell: self, tag: Tag.wholeTime)
        switch endpoint {
        case .address(let address): begin([address])
        case .name(let host, let port):
            let confined = LoopConfined(self, to: loop)
            loop.resolver.resolve(host, port: port, on: loop) { confined.value.resolved($0) }
        }
    }

    /// Calls it off: nothing comes of it any more.
    package func cancel() {
        loop.requireCurrent()
        done = nil
        letGo()
        #if TLS
            handshaking?.close()
        #endif
    }

    private func resolved(_ answer: Result<[SocketAddress], IOError>) {
        guard done != nil else { return }
        switch answer {
        case .success(let addresses): begin(addresses)
        case .failure(let error): finish(.failure(error))
        }
    }

    private func begin(_ addresses: [SocketAddress]) {
        machine = ConnectMachine(addresses)
        carryOut(machine.begin())
    }

    private func carryOut(_ order: ConnectMachine.Next) {
        switch order {
        case .attempt(let address): attempt(address)
        case .wait: break
        case .giveUp(let failures): finish(.failure(error(failures)))
        }
    }

    private func attempt(_ address: SocketAddress) {
        let attempt = ConnectAttempt(to: address, on: loop, timeout: options.connectTimeout)
        attempts.append(attempt)
        restartAttemptDelay()
        attempt.start(options.socketOptions) { [self] outcome in
            attempts.removeAll { $0 === attempt }
            switch consume outcome {
            case .connected(let socket): connected(socket)
            case .failed(let error): failed(address, error)
            }
        }
    }

    private func restartAttemptDelay() {
        if let attemptDelay { loop.cancel(attemptDelay) }
        attemptDelay = loop.after(ConnectMachine.attemptDelay, tell: self, tag: Tag.attemptDelay)
    }

    private var singleFailure: IOError?

    private func failed(_ address: SocketAddress, _ error: IOError) {
        singleFailure = error
        carryOut(machine.failed(address, String(describing: error)))
    }

    /// With one address its own error says more than a list of one.
    private func error(_ failures: [IOError.AddressFailure]) -> IOError {
        if failures.count == 1, let singleFailure { return singleFailure }
        if failures.isEmpty { return .unknownHost(endpoint.description, "no address") }
        return .allAddressesFailed(endpoint.description, failures)
    }

    private func connected(_ socket: consuming Socket) {
        do throws(IOError) {
            let channel = try StreamChannel(socket, on: loop, options: options)
            #if TLS
                if let tls = options.tls { return encrypt(channel, tls) }
            #endif
            finish(.success(channel))
        } catch {
            finish(.failure(error))
        }
    }

    #if TLS
        private var handshaking: StreamChannel?

        /// The handshake has a time of its own.
        private func encrypt(_ channel: StreamChannel, _ source: TLSContextSource) {
            letGo()
            handshaking = channel
            channel.encrypt(source, towards: endpoint) { [self] error in
                handshaking = nil
                finish(error.map { .failure($0) } ?? .success(channel))
            }
        }
    #endif

    package func deadlinePassed(_ tag: UInt64, on loop: EventLoop) {
        switch tag {
        case Tag.attemptDelay:
            attemptDelay = nil
            carryOut(machine.delayPassed())
        default:
            deadline = nil
            finish(.failure(loop.state == .running ? timeoutError : .loopStopped))
        }
    }

    private var timeoutError: IOError {
        switch endpoint {
        case .address(let address): .connectTimedOut(address, options.connectTimeout)
        case .name(let host, _):
            if let address = attempts.last?.address {
                .connectTimedOut(address, options.connectTimeout)
            } else {
                .unknownHost(host, "no answer within \(options.connectTimeout)")
            }
        }
    }

    private func letGo() {
        for attempt in attempts { attempt.cancel() }
        attempts = []
        if let deadline { loop.cancel(deadline) }
        if let attemptDelay { loop.cancel(attemptDelay) }
        deadline = nil
        attemptDelay = nil
    }

    private func finish(_ result: Result<StreamChannel, IOError>) {
        guard let done = self.done.take() else { return }
        letGo()
        done(result)
    }
}

extension StreamChannel {
    /// Connects, for a task that runs on `loop`. A cancelled task leaves no socket behind.
    package static func connect(
        to endpoint: Endpoint, on loop: EventLoop, options: ChannelOptions = ChannelOptions()
    ) async throws(IOError) -> StreamChannel {
        try await ConnectWait(endpoint, options).value(on: loop).value
    }
}

private final class ConnectWait: LoopWait<LoopConfined<StreamChannel>>, @unchecked Sendable {  // as its class
    private let endpoint: Endpoint
    private let options: ChannelOptions
    private var connector: Connector?

    init(_ endpoint: Endpoint, _ options: ChannelOptions) {
        self.endpoint = endpoint
        self.options = options
    }

    override func begin(on loop: EventLoop) {
        connector = Connector(to: endpoint, on: loop, options: options) { [self] result in
            finish(result.map { LoopConfined($0, to: loop) })
        }
    }

    override func abandon(on loop: EventLoop) {
        connector?.cancel()
    }
}
