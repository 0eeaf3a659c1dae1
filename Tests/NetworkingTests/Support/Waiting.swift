import Networking

struct NeverHappened: Error, CustomStringConvertible {
    let what: String
    var description: String { "never happened: \(what)" }
}

extension EventLoop {
    /// Lets the loop turn until something has happened.
    func until(_ what: String, within limit: Duration = .seconds(30), _ hasHappened: () -> Bool) async throws {
        let deadline = driver.now().advanced(by: limit)
        while !hasHappened() {
            guard driver.now() < deadline else { throw NeverHappened(what: what) }
            try await sleep(for: .milliseconds(1))
        }
    }
}

/// Waits, off all loops, until something has happened.
func until(_ what: String, within limit: Duration = .seconds(30), _ hasHappened: () -> Bool) async throws {
    let clock = ContinuousClock()
    let deadline = clock.now.advanced(by: limit)
    while !hasHappened() {
        guard clock.now < deadline else { throw NeverHappened(what: what) }
        try await Task.sleep(for: .milliseconds(1))
    }
}

extension FaultyCalls {
    /// All descriptors are closed; loops that were shut down close theirs when their threads are done.
    func untilAllAreClosed() async throws {
        try await until("descriptors \(open) are closed") { open.isEmpty }
    }
}

/// Why connecting failed; `nil` when it did not.
func failure(
    connectingTo endpoint: Endpoint, on loop: EventLoop, options: ChannelOptions = ChannelOptions()
) async -> IOError? {
    do throws(IOError) {
        try await StreamChannel.connect(to: endpoint, on: loop, options: options).close()
        return nil
    } catch {
        return error
    }
}
