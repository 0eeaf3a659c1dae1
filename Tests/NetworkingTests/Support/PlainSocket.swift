import Dispatch
import Glibc
import Synchronization

@testable import Networking

/// A blocking socket with none of our code in it: the peer that behaves as a test wants it to.
///
/// Nothing it does takes longer than five seconds. Blocking calls belong into `offLoop`.
final class PlainSocket: Sendable {
    private let number: Mutex<Int32>

    struct Failure: Error, Equatable {
        let call: String
        let error: ErrorNumber
    }

    enum Received: Equatable {
        case bytes([UInt8])
        case end
        case failed(ErrorNumber)
    }

    init(descriptor: Int32) {
        number = Mutex(descriptor)
        var limit = timeval(tv_sec: 5, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
        _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
    }

    convenience init(for address: SocketAddress) throws {
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        self.init(descriptor: try Self.check("socket", socket(address.family, kind, 0)))
    }

    deinit { close() }

    var descriptor: Int32 { number.withLock { $0 } }

    private static func check(_ call: String, _ status: Int32?) throws -> Int32 {
        guard let status, status >= 0 else { throw Failure(call: call, error: ErrorNumber(errno)) }
        return status
    }

    static func connected(to address: SocketAddress, receiveBuffer: Int32? = nil) throws -> PlainSocket {
        let made = try PlainSocket(for: address)
        if let receiveBuffer { _ = KernelCalls().set(.receiveBuffer(bytes: receiveBuffer), of: made.descriptor) }
        let status = unsafe address.withNative { unsafe connect(made.descriptor, $0, $1) }
        _ = try check("connect", status)
        return made
    }

    static func listening(at address: SocketAddress = .loopback(port: 0), backlog: Int32 = 16) throws -> PlainSocket {
        let made = try PlainSocket(for: address)
        let status = unsafe address.withNative { unsafe bind(made.descriptor, $0, $1) }
        _ = try check("bind", status)
        _ = try check("listen", listen(made.descriptor, backlog))
        return made
    }

    /// A listener that answers no more: its queue of connections is full, and what comes on top is dropped.
    static func silent() throws -> (listener: PlainSocket, filling: [PlainSocket]) {
        let listener = try listening(backlog: 0)
        // One fits into a queue of length 0.
        return (listener, [try connected(to: listener.address)])
    }

    var address: SocketAddress {
        KernelCalls().localAddress(descriptor)!
    }

    func accept() throws -> PlainSocket {
        PlainSocket(descriptor: try Self.check("accept", systemAccept(descriptor)))
    }

    /// Sends all of it; what stopped it, if it could not.
    @discardableResult
    func send(_ bytes: [UInt8]) -> ErrorNumber? {
        var sent = 0
        while sent < bytes.count {
            let count = unsafe bytes[sent...].withUnsafeBytes {
                unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, noSignal)
            }
            if count < 0 { return ErrorNumber(errno) }
            sent += count
        }
        return nil
    }

    func receive(_ most: Int = 65_536) -> Received {
        var room = [UInt8](repeating: 0, count: most)
        let count = unsafe room.withUnsafeMutableBytes { unsafe recv(descriptor, $0.baseAddress, $0.count, 0) }
        if count < 0 { return .failed(ErrorNumber(errno)) }
        return count == 0 ? .end : .bytes(Array(room.prefix(count)))
    }

    /// All that comes, and how it ended.
    func receiveAll() -> (bytes: [UInt8], end: Received) {
        var all: [UInt8] = []
        while true {
            let next = receive()
            guard case .bytes(let bytes) = next else { return (all, next) }
            all += bytes
        }
    }

    func endSending() { _ = shutdown(descriptor, Int32(SHUT_WR)) }

    func close() {
        number.withLock { number in
            if number >= 0 { _ = Glibc.close(number) }
            number = -1
        }
    }

    /// Closes so that the peer sees a reset.
    func reset() {
        _ = KernelCalls().set(.resetOnClose, of: descriptor)
        close()
    }
}

private let noSignal = Int32(MSG_NOSIGNAL)

// The method above hides the call of its name.
private func systemAccept(_ descriptor: Int32) -> Int32 {
    accept(descriptor, nil, nil)
}

/// Runs what may block somewhere else than on a loop.
func offLoop<Success: Sendable>(_ body: @escaping @Sendable () throws -> Success) async throws -> Success {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue.global().async { continuation.resume(with: Result { try body() }) }
    }
}
