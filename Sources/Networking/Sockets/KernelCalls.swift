#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif
#if os(Linux)
    import CLinux
#endif

/// The machine's own sockets. Every call to the system stands here, or in the two loop drivers' calls, once.
package final class KernelCalls: SocketCalls {
    package init() {}

    package func openSocket(for address: SocketAddress) -> CallResult {
        #if os(Linux)
            let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
            return Self.result(socket(address.family, kind, 0))
        #else
            let descriptor = socket(address.family, SOCK_STREAM, 0)
            return descriptor < 0 ? Self.result(descriptor) : Self.prepared(descriptor)
        #endif
    }

    package func beginConnecting(_ descriptor: Int32, to address: SocketAddress) -> CallResult {
        unsafe address.withNative { native, length in
            unsafe Self.result(connect(descriptor, native, length))
        } ?? CallResult(.invalid)
    }

    package func bindSocket(_ descriptor: Int32, to address: SocketAddress) -> CallResult {
        unsafe address.withNative { native, length in
            unsafe Self.result(bind(descriptor, native, length))
        } ?? CallResult(.invalid)
    }

    package func beginListening(_ descriptor: Int32, backlog: Int32) -> CallResult {
        Self.result(listen(descriptor, backlog))
    }

    package func acceptConnection(_ descriptor: Int32) -> CallResult {
        #if os(Linux)
            let flags = Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
            return Self.result(accept4(descriptor, nil, nil, flags))
        #else
            let accepted = unsafe accept(descriptor, nil, nil)
            return accepted < 0 ? Self.result(accepted) : Self.prepared(accepted)
        #endif
    }

    package func receiveBytes(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) -> CallResult {
        unsafe Self.result(recv(descriptor, buffer.baseAddress, buffer.count, 0))
    }

    package func sendBytes(_ descriptor: Int32, _ parts: UnsafeBufferPointer<SendPart>) -> CallResult {
        if parts.count == 1 {
            return unsafe Self.result(send(descriptor, parts[0].baseAddress, parts[0].count, Self.noSignal))
        }
        return unsafe withUnsafeTemporaryAllocation(of: iovec.self, capacity: parts.count) { vectors in
            for index in parts.indices {
                let start = unsafe UnsafeMutableRawPointer(mutating: parts[index].baseAddress)
                unsafe vectors.initializeElement(at: index, to: iovec(iov_base: start, iov_len: parts[index].count))
            }
            var message = unsafe msghdr()
            unsafe message.msg_iov = vectors.baseAddress
            unsafe message.msg_iovlen = .init(parts.count)
            return unsafe Self.result(sendmsg(descriptor, &message, Self.noSignal))
        }
    }

    package func endSending(_ descriptor: Int32) -> CallResult {
        Self.result(shutdown(descriptor, Int32(SHUT_WR)))
    }

    package func closeDescriptor(_ descriptor: Int32) -> CallResult {
        Self.result(close(descriptor))
    }

    package func removeSocketFile(_ path: String) -> CallResult {
        unsafe Self.result(unlink(path))
    }

    package func takeError(_ descriptor: Int32) -> CallResult {
        var error: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        let status = unsafe getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &size)
        return status < 0 ? Self.result(status) : CallResult(Int(error))
    }

    package func localAddress(_ descriptor: Int32) -> SocketAddress? {
        unsafe Self.address { unsafe getsockname(descriptor, $0, $1) }
    }

    package func peerAddress(_ descriptor: Int32) -> SocketAddress? {
        unsafe Self.address { unsafe getpeername(descriptor, $0, $1) }
    }

    private static func address(
        _ fill: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32
    ) -> SocketAddress? {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let status = unsafe withUnsafeMutablePointer(to: &storage) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe fill($0, &length) }
        }
        return status < 0 ? nil : SocketAddress(native: &storage, length: length)
    }

    static func result(_ value: some BinaryInteger) -> CallResult {
        value < 0 ? CallResult(.last) : CallResult(Int(value))
    }

    #if os(Linux)
        private static var noSignal: Int32 { Int32(MSG_NOSIGNAL) }
    #else
        private static var noSignal: Int32 { 0 }  // the socket has SO_NOSIGPIPE

        /// Gives a new descriptor what Linux gives it in one call.
        private static func prepared(_ descriptor: Int32) -> CallResult {
            var on: Int32 = 1
            let size = socklen_t(MemoryLayout<Int32>.size)
            guard fcntl(descriptor, F_SETFD, FD_CLOEXEC) >= 0, fcntl(descriptor, F_SETFL, O_NONBLOCK) >= 0,
                unsafe setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &on, size) >= 0
            else {
                let error = ErrorNumber.last
                _ = close(descriptor)
                return CallResult(error)
            }
            return CallResult(Int(descriptor))
        }
    #endif
}

extension KernelCalls {
    package func set(_ option: SocketOption, of descriptor: Int32) -> CallResult {
        switch option {
        case .noDelay: set(1, TCP_NODELAY, at: Self.tcp, descriptor)
        case .resetOnClose:
            set(bytesOf: linger(l_onoff: 1, l_linger: 0), SO_LINGER, at: SOL_SOCKET, descriptor)
        case .reuseAddress: set(1, SO_REUSEADDR, at: SOL_SOCKET, descriptor)
        case .v6Only: set(1, IPV6_V6ONLY, at: Self.ipv6, descriptor)
        case .sendBuffer(let bytes): set(bytes, SO_SNDBUF, at: SOL_SOCKET, descriptor)
        case .receiveBuffer(let bytes): set(bytes, SO_RCVBUF, at: SOL_SOCKET, descriptor)
        case .unacknowledgedTimeout(let milliseconds): setUnacknowledged(milliseconds, descriptor)
        case .keepAlive(let idle, let interval, let probes): setKeepAlive(idle, interval, probes, descriptor)
        }
    }

    private func set(_ value: Int32, _ name: Int32, at level: Int32, _ descriptor: Int32) -> CallResult {
        set(bytesOf: value, name, at: level, descriptor)
    }

    private func set<Value: BitwiseCopyable>(
        bytesOf value: Value, _ name: Int32, at level: Int32, _ descriptor: Int32
    ) -> CallResult {
        var value = value
        let size = socklen_t(MemoryLayout<Value>.size)
        return unsafe Self.result(setsockopt(descriptor, level, name, &value, size))
    }

    private func setUnacknowledged(_ milliseconds: UInt32, _ descriptor: Int32) -> CallResult {
        #if os(Linux)
            set(Int32(clamping: milliseconds), TCP_USER_TIMEOUT, at: Self.tcp, descriptor)
        #else
            // In seconds there, and at least one.
            set(Int32(clamping: max(1, milliseconds / 1000)), TCP_RXT_CONNDROPTIME, at: Self.tcp, descriptor)
        #endif
    }

    private func setKeepAlive(_ idle: UInt32, _ interval: UInt32, _ probes: UInt32, _ descriptor: Int32) -> CallResult {
        #if os(Linux)
            let idleName = TCP_KEEPIDLE
        #else
            let idleName = TCP_KEEPALIVE
        #endif
        let results = [
            set(1, SO_KEEPALIVE, at: SOL_SOCKET, descriptor),
            set(Int32(clamping: idle), idleName, at: Self.tcp, descriptor),
            set(Int32(clamping: interval), TCP_KEEPINTVL, at: Self.tcp, descriptor),
            set(Int32(clamping: probes), TCP_KEEPCNT, at: Self.tcp, descriptor),
        ]
        return results.first { $0.error != nil } ?? CallResult(0)
    }

    private static var tcp: Int32 { Int32(IPPROTO_TCP) }
    private static var ipv6: Int32 { Int32(IPPROTO_IPV6) }
}
