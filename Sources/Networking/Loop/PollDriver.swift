#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Waits with poll, which every system has: as good as epoll for a handful of descriptors, and 150 ns more for each.
@safe package final class PollDriver: LoopDriver, @unchecked Sendable {
    // The tables are the loop thread's own; the waker's descriptors never change.
    private let calls: any PollingCalls
    private let clock: MonotonicClock
    private let wakerRead: Int32
    private let wakerWrite: Int32
    /// The waker first, then the registered descriptors, in no order.
    private var entries: [pollfd]
    private var tokens: [UInt64] = [0]
    /// Where in `entries` a descriptor is.
    private var places: [Int32: Int] = [:]

    package init(calls: any PollingCalls = KernelPolling()) throws(IOError) {
        self.calls = calls
        clock = MonotonicClock()
        let pipe = calls.makePipe()
        if let error = pipe.status.error { throw IOError(error, in: .makeWaker) }
        wakerRead = pipe.read
        wakerWrite = pipe.write
        entries = [pollfd(fd: wakerRead, events: Int16(POLLIN), revents: 0)]
    }

    deinit {
        _ = calls.closeDescriptor(wakerRead)
        _ = calls.closeDescriptor(wakerWrite)
    }

    package func now() -> LoopInstant { clock.now() }
    package func wallClock() -> Int64 { clock.wallClock() }
    package func calledFromOutside(_ what: StaticString) {}

    package func register(_ descriptor: Int32, token: UInt64, for interest: Readiness) throws(IOError) {
        guard places[descriptor] == nil else { throw .system(.invalid, .register) }
        places[descriptor] = entries.count
        entries.append(pollfd(fd: descriptor, events: Self.events(interest), revents: 0))
        tokens.append(token)
    }

    package func change(_ descriptor: Int32, token: UInt64, to interest: Readiness) throws(IOError) {
        guard let place = places[descriptor] else { throw .system(.noSuchFile, .register) }
        entries[place].events = Self.events(interest)
        tokens[place] = token
    }

    package func unregister(_ descriptor: Int32) {
        guard let place = places.removeValue(forKey: descriptor) else { return }
        let last = entries.count - 1
        if place != last {
            entries[place] = entries[last]
            tokens[place] = tokens[last]
            places[entries[place].fd] = place
        }
        entries.removeLast()
        tokens.removeLast()
    }

    package func wait(until deadline: LoopInstant, into ready: inout [ReadyEvent]) {
        ready.removeAll(keepingCapacity: true)
        let timeout = clock.millisecondsUntil(deadline)
        let result = unsafe entries.withUnsafeMutableBufferPointer { unsafe calls.poll($0, milliseconds: timeout) }
        // An interrupted wait is an early return, which is allowed.
        var left = result.value ?? 0
        if left > 0, entries[0].revents != 0 {
            left -= 1
            while calls.clearSignals(wakerRead).error == .interrupted {}
        }
        var place = 1
        while left > 0, place < entries.count {
            let events = entries[place].revents
            if events != 0 {
                left -= 1
                ready.append(ReadyEvent(token: tokens[place], readiness: Self.readiness(events)))
            }
            place += 1
        }
    }

    private static func events(_ interest: Readiness) -> Int16 {
        (interest.contains(.readable) ? Int16(POLLIN) : 0) | (interest.contains(.writable) ? Int16(POLLOUT) : 0)
    }

    private static func readiness(_ events: Int16) -> Readiness {
        var readiness: Readiness = []
        if events & Int16(POLLIN) != 0 { readiness.insert(.readable) }
        if events & Int16(POLLOUT) != 0 { readiness.insert(.writable) }
        if events & Int16(POLLHUP | POLLERR | POLLNVAL) != 0 { readiness.insert(.hungUp) }
        return readiness
    }

    package func wake() {
        // A full pipe means that a signal is there already.
        while calls.signal(wakerWrite, bytes: 1).error == .interrupted {}
    }
}
