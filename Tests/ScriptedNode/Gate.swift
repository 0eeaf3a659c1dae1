import Synchronization

/// Where answers are held back until a test lets them go.
package final class Gate: Sendable {
    private struct State {
        var held: [@Sendable () -> Void] = []
        var isOpen = false
    }

    private let state = Mutex(State())
    private let arrived = Watched(0)

    package init() {}

    /// How many came, those that have gone through included.
    package var count: Int { arrived.value }

    /// Waits until so many have come.
    package func reached(_ count: Int = 1) async throws {
        try await arrived.until { $0 >= count }
    }

    /// Lets those go that wait, and all that come later.
    package func open() {
        letGo { state in
            state.isOpen = true
            return state.held.count
        }
    }

    /// Lets the first `count` of those go that wait.
    package func release(_ count: Int = 1) {
        letGo { min(count, $0.held.count) }
    }

    private func letGo(_ count: @Sendable (inout State) -> Int) {
        let released = state.withLock { state in
            let count = count(&state)
            defer { state.held.removeFirst(count) }
            return Array(state.held.prefix(count))
        }
        for pass in released { pass() }
    }

    func stand(_ pass: @escaping @Sendable () -> Void) {
        let passes = state.withLock { state in
            if !state.isOpen { state.held.append(pass) }
            return state.isOpen
        }
        if passes { pass() }
        arrived.update { $0 += 1 }
    }
}
