/// What should have ended by now has not.
package struct TookTooLong: Error {
    package let limit: Duration
}

/// Runs `body` in a task of its own. When that takes too long it is cancelled and left behind, even if it does not care:
/// a call that hangs fails its test by name and holds nothing up.
package func within<Success: Sendable>(
    _ limit: Duration = .seconds(20), _ body: @escaping @Sendable () async throws -> Success
) async throws -> Success {
    let outcome = Watched<Result<Success, any Error>?>(nil)
    let task = Task {
        let result: Result<Success, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        outcome.update { if $0 == nil { $0 = result } }
    }
    let timer = Task {
        try await Task.sleep(for: limit)
        outcome.update { if $0 == nil { $0 = .failure(TookTooLong(limit: limit)) } }
    }
    defer {
        timer.cancel()
        task.cancel()
    }
    guard let result = try await outcome.until({ $0 != nil }) else { throw TookTooLong(limit: limit) }
    return try result.get()
}
