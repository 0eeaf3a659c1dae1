#if os(Linux)
    import CLinux

    /// Waits with epoll: the same cost however many descriptors there are. The default on Linux.
    @safe package final class EpollDriver: LoopDriver, @unchecked Sendable {
        // The buffer is the loop thread's own; the descriptors never change and the kernel takes calls from any thread.
        private let calls: any PollingCalls
        private let clock: MonotonicClock
        private let epoll: Int32
        private let waker: Int32
        private let events: UnsafeMutableBufferPointer<epoll_event>

        private static var wakerToken: UInt64 { .max }
        private static var mostEvents: Int { 256 }

        package init(calls: any PollingCalls = KernelPolling()) throws(IOError) {
            self.calls = calls
            clock = MonotonicClock()
            let epoll = calls.makeEpoll()
            guard let epollDescriptor = epoll.value else { throw IOError(epoll.error ?? .invalid, in: .makeWaker) }
            let waker = calls.makeEventDescriptor()
            guard let wakerDescriptor = waker.value else {
                _ = calls.closeDescriptor(Int32(epollDescriptor))
                throw IOError(waker.error ?? .invalid, in: .makeWaker)
            }
            self.epoll = Int32(epollDescriptor)
            self.waker = Int32(wakerDescriptor)
            unsafe self.events = .allocate(capacity: Self.mostEvents)
            // Edge-triggered and never read: each signal ends one wait, and no wake-up costs a read.
            let events = EPOLLIN.rawValue | EPOLLET.rawValue
            let added = calls.control(self.epoll, EPOLL_CTL_ADD, self.waker, events: events, token: Self.wakerToken)
            if let error = added.error { throw IOError(error, in: .register) }
        }

        deinit {
            unsafe events.deallocate()
            _ = calls.closeDescriptor(waker)
            _ = calls.closeDescriptor(epoll)
        }

        package func now() -> LoopInstant { clock.now() }
        package func wallClock() -> Int64 { clock.wallClock() }
        package func calledFromOutside(_ what: StaticString) {}

        package func register(_ descriptor: Int32, token: UInt64, for interest: Readiness) throws(IOError) {
            try control(EPOLL_CTL_ADD, descriptor, token, interest)
        }

        package func change(_ descriptor: Int32, token: UInt64, to interest: Readiness) throws(IOError) {
            try control(EPOLL_CTL_MOD, descriptor, token, interest)
        }

        package func unregister(_ descriptor: Int32) {
            // It fails only for a descriptor that is not registered, and then there is nothing to do.
            _ = calls.control(epoll, EPOLL_CTL_DEL, descriptor, events: 0, token: 0)
        }

        private func control(
            _ operation: Int32, _ descriptor: Int32, _ token: UInt64, _ interest: Readiness
        ) throws(IOError) {
            var events: UInt32 = 0
            if interest.contains(.readable) { events |= EPOLLIN.rawValue }
            if interest.contains(.writable) { events |= EPOLLOUT.rawValue }
            while let error = calls.control(epoll, operation, descriptor, events: events, token: token).error {
                guard error == .interrupted else { throw IOError(error, in: .register) }
            }
        }

        package func wait(until deadline: LoopInstant, into ready: inout [ReadyEvent]) {
            ready.removeAll(keepingCapacity: true)
            let result = unsafe calls.wait(epoll, events, milliseconds: clock.millisecondsUntil(deadline))
            // An interrupted wait is an early return, which is allowed.
            for index in 0..<(result.value ?? 0) {
                let event = unsafe events[index]
                let token = unsafe event.data.u64
                if token == Self.wakerToken { continue }
                ready.append(ReadyEvent(token: token, readiness: Self.readiness(unsafe event.events)))
            }
        }

        private static func readiness(_ events: UInt32) -> Readiness {
            var readiness: Readiness = []
            if events & EPOLLIN.rawValue != 0 { readiness.insert(.readable) }
            if events & EPOLLOUT.rawValue != 0 { readiness.insert(.writable) }
            if events & (EPOLLHUP.rawValue | EPOLLERR.rawValue) != 0 { readiness.insert(.hungUp) }
            return readiness
        }

        package func wake() {
            // Full (it never is: 2^64 − 2 signals) means that a signal is there already.
            while calls.signal(waker, bytes: 8).error == .interrupted {}
        }
    }
#endif
