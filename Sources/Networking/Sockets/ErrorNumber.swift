#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A system call's error number.
package struct ErrorNumber: Hashable, Sendable {
    package let code: Int32

    package init(_ code: Int32) {
        self.code = code
    }

    /// The one that the calling thread's last failed call left.
    static var last: ErrorNumber { ErrorNumber(errno) }

    package static let interrupted = ErrorNumber(EINTR)
    package static let wouldBlock = ErrorNumber(EAGAIN)
    package static let inProgress = ErrorNumber(EINPROGRESS)
    package static let connectionReset = ErrorNumber(ECONNRESET)
    package static let connectionAborted = ErrorNumber(ECONNABORTED)
    package static let connectionRefused = ErrorNumber(ECONNREFUSED)
    package static let brokenPipe = ErrorNumber(EPIPE)
    package static let notConnected = ErrorNumber(ENOTCONN)
    package static let timedOut = ErrorNumber(ETIMEDOUT)
    package static let hostUnreachable = ErrorNumber(EHOSTUNREACH)
    package static let networkUnreachable = ErrorNumber(ENETUNREACH)
    package static let addressInUse = ErrorNumber(EADDRINUSE)
    package static let addressNotAvailable = ErrorNumber(EADDRNOTAVAIL)
    package static let noDescriptorsInProcess = ErrorNumber(EMFILE)
    package static let noDescriptorsInSystem = ErrorNumber(ENFILE)
    package static let noBuffers = ErrorNumber(ENOBUFS)
    package static let noMemory = ErrorNumber(ENOMEM)
    package static let badDescriptor = ErrorNumber(EBADF)
    package static let invalid = ErrorNumber(EINVAL)
    package static let noSuchFile = ErrorNumber(ENOENT)
}

extension ErrorNumber: CustomStringConvertible {
    /// What the system calls it, with the number: `Connection refused (111)`.
    package var description: String {
        // The text is the C library's own and constant, or in a buffer of the calling thread.
        guard let text = unsafe strerror(code) else { return "error \(code)" }
        return unsafe "\(String(cString: text)) (\(code))"
    }
}

extension IOError {
    /// The error of a call that has no better name.
    package init(_ number: ErrorNumber, in call: SystemCall) {
        switch number {
        case .noDescriptorsInProcess, .noDescriptorsInSystem: self = .noDescriptors(call)
        case .connectionReset, .brokenPipe: self = .reset
        case .timedOut: self = .peerSilent
        default: self = .system(number, call)
        }
    }

    /// The error of an attempt to connect.
    package init(_ number: ErrorNumber, connectingTo address: SocketAddress) {
        switch number {
        // A path without a listener, and one without a file, are the same to who wanted to connect.
        case .connectionRefused, .noSuchFile: self = .refused(address)
        case .hostUnreachable, .networkUnreachable, .addressNotAvailable: self = .unreachable(address, number)
        // A host that goes away while the handshake is on its way resets it.
        case .connectionReset, .brokenPipe: self = .refused(address)
        case .timedOut: self = .connectTimedOut(address, .zero)
        default: self = IOError(number, in: .connect)
        }
    }
}
