import Networking

extension EventLoop {
    /// Has `body` called on the loop, and waits until it says what came of it. It must, once; cancelling changes
    /// nothing.
    func call<Value: Sendable>(
        finishing body: @escaping @Sendable (EventLoop, @escaping @Sendable (Value) -> Void) -> Void
    ) async -> Value {
        await withCheckedContinuation { continuation in
            submit { loop in body(loop) { continuation.resume(returning: $0) } }
        }
    }

    /// Has `body` called on the loop, and waits for what it returns.
    func call<Value: Sendable>(_ body: @escaping @Sendable (EventLoop) -> Value) async -> Value {
        await call { loop, done in done(body(loop)) }
    }
}
