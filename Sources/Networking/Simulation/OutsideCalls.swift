import Dispatch

/// Lets a world that has nothing left to do wait a moment, in real time, for threads that are none of its business: so
/// that what left a loop is found out when it comes back, and not only missed.
struct OutsideCalls: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)

    func signal() {
        semaphore.signal()
    }

    /// Whether there was a call in time.
    func wait(milliseconds: Int) -> Bool {
        semaphore.wait(timeout: .now() + .milliseconds(milliseconds)) == .success
    }

    /// Runs `body` on a thread that may block.
    static func onThread<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            DispatchQueue(label: "martlet-world").async { continuation.resume(returning: body()) }
        }
    }
}
