/// A descriptor with an owner: it is closed when the owner lets go of it, so none can leak and none is closed twice.
///
/// The calls are repeated when a signal interrupts them; all else is the caller's to judge.
struct Socket: ~Copyable {
    let descriptor: Int32
    private let calls: any SocketCalls

    /// A new socket for `address`.
    init(for address: SocketAddress, calls: any SocketCalls) throws(IOError) {
        let opened = Self.uninterrupted { calls.openSocket(for: address) }
        guard let descriptor = opened.value else { throw IOError(opened.error ?? .invalid, in: .socket) }
        self.descriptor = Int32(descriptor)
        self.calls = calls
    }

    private init(descriptor: Int32, calls: any SocketCalls) {
        self.descriptor = descriptor
        self.calls = calls
    }

    deinit {
        // Not repeated when interrupted: the descriptor is gone, and its number may be somebody else's by now.
        _ = calls.closeDescriptor(descriptor)
    }

    private static func uninterrupted(_ call: () -> CallResult) -> CallResult {
        while true {
            let result = call()
            if result.error != .interrupted { return result }
        }
    }

    /// Starts to connect. `nil`: connected. `.inProgress`: it becomes writable when there is an outcome.
    func beginConnecting(to address: SocketAddress) -> ErrorNumber? {
        let error = calls.beginConnecting(descriptor, to: address).error
        // An interrupted attempt goes on; trying again would be refused as one already on its way.
        return error == .interrupted ? .inProgress : error
    }

    func bind(to address: SocketAddress) -> CallResult {
        Self.uninterrupted { calls.bindSocket(descriptor, to: address) }
    }

    func listen(backlog: Int32) -> CallResult {
        Self.uninterrupted { calls.beginListening(descriptor, backlog: backlog) }
    }

    enum Accepted: ~Copyable {
        case socket(Socket)
        case failed(ErrorNumber)
    }

    func accept() -> Accepted {
        let result = Self.uninterrupted { calls.acceptConnection(descriptor) }
        guard let accepted = result.value else { return .failed(result.error ?? .invalid) }
        return .socket(Socket(descriptor: Int32(accepted), calls: calls))
    }

    func receive(into buffer: UnsafeMutableRawBufferPointer) -> CallResult {
        Self.uninterrupted { unsafe calls.receiveBytes(descriptor, into: buffer) }
    }

    func send(_ parts: UnsafeBufferPointer<SendPart>) -> CallResult {
        Self.uninterrupted { unsafe calls.sendBytes(descriptor, parts) }
    }

    func endSending() -> CallResult {
        Self.uninterrupted { calls.endSending(descriptor) }
    }

    func set(_ option: SocketOption) -> CallResult {
        Self.uninterrupted { calls.set(option, of: descriptor) }
    }

    /// The error that waits on the socket, which this takes away.
    func takeError() -> ErrorNumber? {
        let result = Self.uninterrupted { calls.takeError(descriptor) }
        guard let code = result.value else { return result.error }
        return code == 0 ? nil : ErrorNumber(Int32(truncatingIfNeeded: code))
    }

    var localAddress: SocketAddress? { calls.localAddress(descriptor) }
    var peerAddress: SocketAddress? { calls.peerAddress(descriptor) }
}
