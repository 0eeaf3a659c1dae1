/// Why a connection, or the attempt to make one, came to nothing.
package enum IOError: Error, Equatable, Sendable {
    /// A system call failed in a way that has no case of its own.
    case system(ErrorNumber, SystemCall)
    /// Nobody listens there.
    case refused(SocketAddress)
    /// There is no way to that address.
    case unreachable(SocketAddress, ErrorNumber)
    /// Nobody answered in time. The duration is what was waited.
    case connectTimedOut(SocketAddress, Duration)
    /// The kernel had given the connection's own end as its peer, which happens among ephemeral ports of one machine.
    case connectedToItself(SocketAddress)
    /// The name has no address, or could not be looked up.
    case unknownHost(String, String)
    /// None of a name's addresses could be connected to; each with its reason.
    case allAddressesFailed(String, [AddressFailure])
    /// The peer reset the connection.
    case reset
    /// The peer, or the way to it, has been silent for too long.
    case peerSilent
    /// The peer ended its side.
    case ended
    /// This end was closed before.
    case closed
    /// The process, or the machine, has no descriptor left.
    case noDescriptors(SystemCall)
    /// The send queue is full, and the caller did not want to wait.
    case sendQueueFull(queued: Int)
    /// The task was cancelled while it waited; nothing of what it wanted to send was sent.
    case cancelled
    /// The loop was shut down.
    case loopStopped
    /// The encrypted connection failed.
    case tls(TLSError)
    /// The TLS handshake took longer than it may.
    case handshakeTimedOut(Duration)

    /// One of the addresses that were tried.
    package struct AddressFailure: Hashable, Sendable {
        package let address: SocketAddress
        package let reason: String

        package init(address: SocketAddress, reason: String) {
            self.address = address
            self.reason = reason
        }
    }
}

extension IOError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .system(let number, let call): "\(call) failed: \(number)"
        case .refused(let address): "connection to \(address) refused"
        case .unreachable(let address, let number): "no way to \(address): \(number)"
        case .connectTimedOut(let address, let waited): "no connection to \(address) within \(waited)"
        case .connectedToItself(let address): "\(address) connected to itself, so nobody listens there"
        case .unknownHost(let name, let reason): "cannot resolve \(name): \(reason)"
        case .allAddressesFailed(let name, let failures):
            "no address of \(name) answers: " + failures.map { "\($0.address): \($0.reason)" }.joined(separator: "; ")
        case .reset: "connection reset by the peer"
        case .peerSilent: "the peer has not answered for too long"
        case .ended: "the peer has closed the connection"
        case .closed: "the connection is closed"
        case .noDescriptors(let call): "no file descriptor left for \(call)"
        case .sendQueueFull(let queued): "the send queue is full (\(queued) bytes)"
        case .cancelled: "cancelled"
        case .loopStopped: "the event loop has been shut down"
        case .tls(let error): error.description
        case .handshakeTimedOut(let waited): "the TLS handshake took longer than \(waited)"
        }
    }
}
