import Synchronization

/// A value that others change and a test waits for: each change is looked at by those who wait, and nobody polls.
package final class Watched<Value: Sendable>: Sendable {
    private struct Waiter {
        let id: Int
        let holds: @Sendable (Value) -> Bool
        let resume: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var value: Value
        var waiters: [Waiter] = []
        var lastID = 0
        var cancelled: Set<Int> = []
    }

    private let state: Mutex<State>

    package init(_ value: Value) {
        state = Mutex(State(value: value))
    }

    package var value: Value { state.withLock { $0.value } }

    @discardableResult
    package func update<Result: Sendable>(_ change: @Sendable (inout Value) -> Result) -> Result {
        let (result, ready) = state.withLock { state in
            let result = change(&state.value)
            if state.waiters.isEmpty { return (result, [Waiter]()) }
            let ready = state.waiters.filter { $0.holds(state.value) }
            if !ready.isEmpty { state.waiters.removeAll { waiter in ready.contains { $0.id == waiter.id } } }
            return (result, ready)
        }
        for waiter in ready { waiter.resume.resume(returning: true) }
        return result
    }

    /// Waits until `holds`. Throws when the task is cancelled, which a test's time limit does.
    @discardableResult
    package func until(_ holds: @escaping @Sendable (Value) -> Bool) async throws -> Value {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        let happened = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let now: Bool? = state.withLock { state in
                    if holds(state.value) { return true }
                    if state.cancelled.remove(id) != nil { return false }
                    state.waiters.append(Waiter(id: id, holds: holds, resume: continuation))
                    return nil
                }
                if let now { continuation.resume(returning: now) }
            }
        } onCancel: {
            cancel(id)
        }
        guard happened else { throw CancellationError() }
        return value
    }

    private func cancel(_ id: Int) {
        let waiter: Waiter? = state.withLock { state in
            guard let index = state.waiters.firstIndex(where: { $0.id == id }) else {
                state.cancelled.insert(id)
                return nil
            }
            return state.waiters.remove(at: index)
        }
        waiter?.resume.resume(returning: false)
    }
}
