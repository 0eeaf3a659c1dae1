/// The name of a system call, for error messages and for tests that let one fail.
package enum SystemCall: String, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    case socket, connect, bind, listen, accept, receive, send, shutdown, close, option, address
    case register, wait, makeWaker, wake, resolve

    package var description: String { rawValue }
}

/// What a system call gave back: a number, or an error number.
package struct CallResult: Hashable, Sendable {
    private let raw: Int

    package init(_ value: Int) {
        precondition(value >= 0, "a call's value is not negative")
        self.raw = value
    }

    package init(_ error: ErrorNumber) {
        self.raw = -Int(error.code)
    }

    package var value: Int? { raw >= 0 ? raw : nil }
    package var error: ErrorNumber? { raw < 0 ? ErrorNumber(Int32(truncatingIfNeeded: -raw)) : nil }
}

/// What a socket can be told.
package enum SocketOption: Hashable, Sendable {
    /// Small writes leave at once.
    case noDelay
    /// Closing resets the connection instead of ending it.
    case resetOnClose
    /// A listener's address may be taken again at once after the one before has closed.
    case reuseAddress
    /// An IPv6 listener takes no IPv4 connections, so that both can listen on one port.
    case v6Only
    /// The kernel gives up when what was sent has not been acknowledged for so long.
    case unacknowledgedTimeout(milliseconds: UInt32)
    /// The kernel asks a silent peer whether it is there.
    case keepAlive(idleSeconds: UInt32, intervalSeconds: UInt32, probes: UInt32)
    case sendBuffer(bytes: Int32)
    case receiveBuffer(bytes: Int32)
}

/// A part of what is to be sent in one call.
package typealias SendPart = UnsafeRawBufferPointer

/// The system's sockets, each call as the kernel knows it and nothing more: no retry, no judgement of errors.
///
/// `KernelCalls` are the real ones. A simulated network answers the same calls, and a test stands in between to let one
/// of them fail. Descriptors are non-blocking and are not inherited by programs that this process starts.
package protocol SocketCalls: AnyObject, Sendable {
    func openSocket(for address: SocketAddress) -> CallResult
    func beginConnecting(_ descriptor: Int32, to address: SocketAddress) -> CallResult
    func bindSocket(_ descriptor: Int32, to address: SocketAddress) -> CallResult
    func beginListening(_ descriptor: Int32, backlog: Int32) -> CallResult
    func acceptConnection(_ descriptor: Int32) -> CallResult
    func receiveBytes(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) -> CallResult
    /// Sends from the parts, in order; may take less than all of it. Never raises SIGPIPE.
    func sendBytes(_ descriptor: Int32, _ parts: UnsafeBufferPointer<SendPart>) -> CallResult
    /// Ends the sending direction.
    func endSending(_ descriptor: Int32) -> CallResult
    func closeDescriptor(_ descriptor: Int32) -> CallResult
    /// Takes the file of a Unix socket away, which the socket leaves behind.
    func removeSocketFile(_ path: String) -> CallResult
    func set(_ option: SocketOption, of descriptor: Int32) -> CallResult
    /// The error that waits on the socket, which this takes away; 0 when there is none.
    func takeError(_ descriptor: Int32) -> CallResult
    func localAddress(_ descriptor: Int32) -> SocketAddress?
    func peerAddress(_ descriptor: Int32) -> SocketAddress?
}
