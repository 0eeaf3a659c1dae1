#if canImport(Glibc)
    package import Glibc
#elseif canImport(Musl)
    package import Musl
#else
    package import Darwin
#endif
#if os(Linux)
    package import CLinux
#endif

/// The system calls that loops wait with, apart so that a test can let one of them fail.
///
/// Like `SocketCalls`: as the kernel knows them, without a retry.
package protocol PollingCalls: AnyObject, Sendable {
    /// Two ends of a pipe: what is written into one makes the other ready.
    func makePipe() -> (status: CallResult, read: Int32, write: Int32)
    /// Makes a waker ready: a byte for a pipe, a count for an event descriptor.
    func signal(_ descriptor: Int32, bytes: Int) -> CallResult
    /// Takes what was signalled away again.
    func clearSignals(_ descriptor: Int32) -> CallResult
    func poll(_ entries: UnsafeMutableBufferPointer<pollfd>, milliseconds: Int32) -> CallResult
    func closeDescriptor(_ descriptor: Int32) -> CallResult

    #if os(Linux)
        func makeEpoll() -> CallResult
        func makeEventDescriptor() -> CallResult
        func control(_ epoll: Int32, _ operation: Int32, _ descriptor: Int32, events: UInt32, token: UInt64)
            -> CallResult
        func wait(_ epoll: Int32, _ events: UnsafeMutableBufferPointer<epoll_event>, milliseconds: Int32) -> CallResult
    #endif
}

/// The machine's own.
package final class KernelPolling: PollingCalls {
    package init() {}

    package func makePipe() -> (status: CallResult, read: Int32, write: Int32) {
        var ends: (Int32, Int32) = (-1, -1)
        let status = unsafe withUnsafeMutablePointer(to: &ends) { pointer in
            unsafe pointer.withMemoryRebound(to: Int32.self, capacity: 2) { unsafe Self.openPipe($0) }
        }
        return (KernelCalls.result(status), ends.0, ends.1)
    }

    private static func openPipe(_ ends: UnsafeMutablePointer<Int32>) -> Int32 {
        #if os(Linux)
            return unsafe pipe2(ends, O_NONBLOCK | O_CLOEXEC)
        #else
            guard unsafe pipe(ends) == 0 else { return -1 }
            for end in 0..<2 {
                _ = unsafe fcntl(ends[end], F_SETFD, FD_CLOEXEC)
                _ = unsafe fcntl(ends[end], F_SETFL, O_NONBLOCK)
            }
            return 0
        #endif
    }

    package func signal(_ descriptor: Int32, bytes: Int) -> CallResult {
        var one: UInt64 = 1
        return unsafe KernelCalls.result(write(descriptor, &one, bytes))
    }

    package func clearSignals(_ descriptor: Int32) -> CallResult {
        unsafe withUnsafeTemporaryAllocation(byteCount: 256, alignment: 8) { bytes in
            unsafe KernelCalls.result(read(descriptor, bytes.baseAddress, bytes.count))
        }
    }

    package func poll(_ entries: UnsafeMutableBufferPointer<pollfd>, milliseconds: Int32) -> CallResult {
        unsafe KernelCalls.result(systemPoll(entries.baseAddress, nfds_t(entries.count), milliseconds))
    }

    package func closeDescriptor(_ descriptor: Int32) -> CallResult {
        KernelCalls.result(close(descriptor))
    }
}

// The method above hides the call of its name.
private func systemPoll(_ entries: UnsafeMutablePointer<pollfd>?, _ count: nfds_t, _ milliseconds: Int32) -> Int32 {
    unsafe poll(entries, count, milliseconds)
}

#if os(Linux)
    extension KernelPolling {
        package func makeEpoll() -> CallResult {
            KernelCalls.result(epoll_create1(Int32(EPOLL_CLOEXEC)))
        }

        package func makeEventDescriptor() -> CallResult {
            KernelCalls.result(eventfd(0, Int32(EFD_NONBLOCK) | Int32(EFD_CLOEXEC)))
        }

        package func control(
            _ epoll: Int32, _ operation: Int32, _ descriptor: Int32, events: UInt32, token: UInt64
        ) -> CallResult {
            var event = unsafe epoll_event(events: events, data: epoll_data_t(u64: token))
            return unsafe KernelCalls.result(epoll_ctl(epoll, operation, descriptor, &event))
        }

        package func wait(
            _ epoll: Int32, _ events: UnsafeMutableBufferPointer<epoll_event>, milliseconds: Int32
        ) -> CallResult {
            unsafe KernelCalls.result(epoll_wait(epoll, events.baseAddress, Int32(events.count), milliseconds))
        }
    }
#endif
