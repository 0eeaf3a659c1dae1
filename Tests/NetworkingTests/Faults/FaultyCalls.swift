import CLinux
import Glibc
import Networking
import Synchronization

/// Stands between loops and the kernel: counts the calls, keeps account of descriptors, and does to a call what a rule
/// says.
final class FaultyCalls: SocketCalls, PollingCalls {
    enum Kind: String, CaseIterable, Sendable {
        case socket, connect, bind, listen, accept, receive, send, shutdown, close, removeFile, option
        case takeError, localAddress, peerAddress
        case makeWaker, wake, clearWaker, register, wait
    }

    struct Call: Sendable {
        let kind: Kind
        /// What it is about; -1 when it is to give a descriptor.
        let descriptor: Int32
        /// The how manieth of its kind it is, from 1.
        let number: Int
    }

    enum Fault: Hashable, Sendable {
        /// The call fails and does nothing.
        case error(ErrorNumber)
        /// The call does what it should and reports an error all the same, as an interrupted `close` does.
        case errorAfter(ErrorNumber)
        /// Moves so many bytes at most.
        case atMost(Int)
    }

    typealias Rule = @Sendable (Call) -> Fault?

    private struct Account {
        var counts: [Kind: Int] = [:]
        var open: Set<Int32> = []
        var opened = 0
        var offences: [String] = []
    }

    private let sockets = KernelCalls()
    private let polling = KernelPolling()
    private let account = Mutex(Account())
    private let rule: Rule

    init(_ rule: @escaping Rule = { _ in nil }) {
        self.rule = rule
    }

    func count(_ kind: Kind) -> Int {
        account.withLock { $0.counts[kind, default: 0] }
    }

    /// Descriptors that were given and have not been closed.
    var open: Set<Int32> { account.withLock { $0.open } }
    /// How many descriptors were given.
    var opened: Int { account.withLock { $0.opened } }
    /// Descriptors closed twice, or not ours.
    var offences: [String] { account.withLock { $0.offences } }

    private func make(_ kind: Kind, _ descriptor: Int32 = -1, _ real: (_ most: Int) -> CallResult) -> CallResult {
        let number = account.withLock { account in
            account.counts[kind, default: 0] += 1
            return account.counts[kind, default: 0]
        }
        switch rule(Call(kind: kind, descriptor: descriptor, number: number)) {
        case nil: return real(.max)
        case .atMost(let most): return real(most)
        case .error(let error): return CallResult(error)
        case .errorAfter(let error):
            _ = real(.max)
            return CallResult(error)
        }
    }

    private func noting(_ result: CallResult) -> CallResult {
        if let descriptor = result.value {
            account.withLock { account in
                account.opened += 1
                account.open.insert(Int32(descriptor))
            }
        }
        return result
    }
}

extension FaultyCalls {
    func openSocket(for address: SocketAddress) -> CallResult {
        make(.socket) { _ in noting(sockets.openSocket(for: address)) }
    }

    func beginConnecting(_ descriptor: Int32, to address: SocketAddress) -> CallResult {
        make(.connect, descriptor) { _ in sockets.beginConnecting(descriptor, to: address) }
    }

    func bindSocket(_ descriptor: Int32, to address: SocketAddress) -> CallResult {
        make(.bind, descriptor) { _ in sockets.bindSocket(descriptor, to: address) }
    }

    func beginListening(_ descriptor: Int32, backlog: Int32) -> CallResult {
        make(.listen, descriptor) { _ in sockets.beginListening(descriptor, backlog: backlog) }
    }

    func acceptConnection(_ descriptor: Int32) -> CallResult {
        make(.accept, descriptor) { _ in noting(sockets.acceptConnection(descriptor)) }
    }

    func receiveBytes(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) -> CallResult {
        make(.receive, descriptor) { most in
            let room = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(most))
            return unsafe sockets.receiveBytes(descriptor, into: room)
        }
    }

    func sendBytes(_ descriptor: Int32, _ parts: UnsafeBufferPointer<SendPart>) -> CallResult {
        make(.send, descriptor) { most in
            let all = unsafe parts.reduce(0) { $0 + $1.count }
            guard most < all else { return unsafe sockets.sendBytes(descriptor, parts) }
            // The first part that is not empty, cut.
            guard let first = unsafe parts.first(where: { unsafe !$0.isEmpty }) else { return CallResult(0) }
            let cut = unsafe [SendPart(rebasing: first.prefix(most))]
            return unsafe cut.withUnsafeBufferPointer { unsafe sockets.sendBytes(descriptor, $0) }
        }
    }

    func endSending(_ descriptor: Int32) -> CallResult {
        make(.shutdown, descriptor) { _ in sockets.endSending(descriptor) }
    }

    func closeDescriptor(_ descriptor: Int32) -> CallResult {
        // Before the call: afterwards the number may be given to somebody else.
        account.withLock { account in
            if account.open.remove(descriptor) == nil { account.offences.append("closed \(descriptor), not open") }
        }
        return make(.close, descriptor) { _ in sockets.closeDescriptor(descriptor) }
    }

    func removeSocketFile(_ path: String) -> CallResult {
        make(.removeFile) { _ in sockets.removeSocketFile(path) }
    }

    func set(_ option: SocketOption, of descriptor: Int32) -> CallResult {
        make(.option, descriptor) { _ in sockets.set(option, of: descriptor) }
    }

    func takeError(_ descriptor: Int32) -> CallResult {
        make(.takeError, descriptor) { _ in sockets.takeError(descriptor) }
    }

    func localAddress(_ descriptor: Int32) -> SocketAddress? {
        let result = make(.localAddress, descriptor) { _ in CallResult(0) }
        return result.error == nil ? sockets.localAddress(descriptor) : nil
    }

    func peerAddress(_ descriptor: Int32) -> SocketAddress? {
        let result = make(.peerAddress, descriptor) { _ in CallResult(0) }
        return result.error == nil ? sockets.peerAddress(descriptor) : nil
    }
}

extension FaultyCalls {
    func makePipe() -> (status: CallResult, read: Int32, write: Int32) {
        var ends: (read: Int32, write: Int32) = (-1, -1)
        let status = make(.makeWaker) { _ in
            let pipe = polling.makePipe()
            ends = (pipe.read, pipe.write)
            guard pipe.status.error == nil else { return pipe.status }
            _ = noting(CallResult(Int(pipe.read)))
            _ = noting(CallResult(Int(pipe.write)))
            return pipe.status
        }
        return (status, ends.read, ends.write)
    }

    func signal(_ descriptor: Int32, bytes: Int) -> CallResult {
        make(.wake, descriptor) { _ in polling.signal(descriptor, bytes: bytes) }
    }

    func clearSignals(_ descriptor: Int32) -> CallResult {
        make(.clearWaker, descriptor) { _ in polling.clearSignals(descriptor) }
    }

    func poll(_ entries: UnsafeMutableBufferPointer<pollfd>, milliseconds: Int32) -> CallResult {
        make(.wait) { _ in unsafe polling.poll(entries, milliseconds: milliseconds) }
    }

    func makeEpoll() -> CallResult {
        make(.makeWaker) { _ in noting(polling.makeEpoll()) }
    }

    func makeEventDescriptor() -> CallResult {
        make(.makeWaker) { _ in noting(polling.makeEventDescriptor()) }
    }

    func control(
        _ epoll: Int32, _ operation: Int32, _ descriptor: Int32, events: UInt32, token: UInt64
    ) -> CallResult {
        make(.register, descriptor) { _ in
            polling.control(epoll, operation, descriptor, events: events, token: token)
        }
    }

    func wait(_ epoll: Int32, _ events: UnsafeMutableBufferPointer<epoll_event>, milliseconds: Int32) -> CallResult {
        make(.wait, epoll) { _ in unsafe polling.wait(epoll, events, milliseconds: milliseconds) }
    }
}
