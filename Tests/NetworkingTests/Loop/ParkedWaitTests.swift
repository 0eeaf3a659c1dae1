import Networking
import TestKit
import Testing

/// `LoopWait`: a result and a cancellation may come in any order, from any thread, and one of them counts.
@Suite struct ParkedWaitTests {
    // MARK: One outcome

    @Test func `a wait that has nothing to wait for is over at once`() async throws {
        try await onLoop { loop, _ in
            let wait = TestWait(beginsWith: .success(3))
            let value = try await wait.value(on: loop)
            #expect(value == 3)
            #expect(wait.log == [.began])
        }
    }

    @Test func `the first result counts, later ones and a late cancellation are ignored`() async throws {
        try await onLoop { loop, _ in
            let wait = TestWait()
            let task = Task(executorPreference: loop) { try await wait.value(on: loop) }
            await wait.began()
            wait.finish(.success(1))
            wait.finish(.success(2))
            wait.finish(.failure(.loopStopped))
            task.cancel()
            let value = try await task.value
            #expect(value == 1)
            await nextTurn(of: loop)
            #expect(wait.log == [.began])
        }
    }

    @Test func `a failure is thrown`() async throws {
        try await onLoop { loop, _ in
            let wait = TestWait(beginsWith: .failure(.loopStopped))
            await #expect(throws: IOError.loopStopped) { try await wait.value(on: loop) }
        }
    }

    // MARK: Cancellation

    @Test("a task that was cancelled before it waits goes on at once", arguments: [true, false])
    func cancelledBefore(onLoop isOnLoop: Bool) async throws {
        try await onLoop { loop, _ in
            let wait = TestWait()
            let task = Task(executorPreference: isOnLoop ? loop : globalConcurrentExecutor) {
                unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
                return try await wait.value(on: loop)
            }
            #expect(await outcome(of: task) == .cancelled)
            // On the loop the task itself begins; then the cancellation, which is a message, comes second.
            #expect(wait.log == (isOnLoop ? [.began, .abandoned] : []))
        }
    }

    @Test("a task that is cancelled while it waits goes on at once", arguments: [true, false])
    func cancelledWhileWaiting(onLoop isOnLoop: Bool) async throws {
        try await onLoop { loop, _ in
            let wait = TestWait()
            let task = Task(executorPreference: isOnLoop ? loop : globalConcurrentExecutor) {
                try await wait.value(on: loop)
            }
            await wait.began()
            task.cancel()
            #expect(await outcome(of: task) == .cancelled)
            wait.finish(.success(9))
            #expect(wait.log == [.began, .abandoned])
        }
    }

    @Test func `of a result and a cancellation in one turn, what comes first counts`() async throws {
        try await onLoop { loop, _ in
            for resultIsFirst in [true, false] {
                let wait = TestWait()
                let task = Task(executorPreference: loop) { try await wait.value(on: loop) }
                await wait.began()
                // Cancelling leaves a message, which is delivered after this.
                task.cancel()
                if resultIsFirst { wait.finish(.success(5)) } else { loop.later { wait.finish(.success(5)) } }
                #expect(await outcome(of: task) == (resultIsFirst ? .value(5) : .cancelled))
                await nextTurn(of: loop)
                #expect(wait.log == (resultIsFirst ? [.began] : [.began, .abandoned]))
            }
        }
    }

    @Test(arguments: EventLoopGroup.Driver.allCases)
    func `threads that finish and cancel a wait at the same instant come to one outcome`(
        driver: EventLoopGroup.Driver
    ) async throws {
        var generator = Seed.forThisRun().generator
        let tries = (0..<600).map { _ in Try(&generator) }
        let counts = try await onLoop(driver) { loop, _ in
            var (values, cancellations) = (0, 0)
            for next in tries {
                let wait = TestWait()
                // Prefers no loop.
                let task = Task { try await wait.value(on: loop) }
                if next.waitsUntilBegun { await wait.began() }
                let cancel: @Sendable () -> Void = { task.cancel() }
                let finish: @Sendable () -> Void = { loop.submit { _ in wait.finishWhenBegun(.success(5)) } }
                let (first, second) = next.finishesFirst ? (finish, cancel) : (cancel, finish)
                async let begun: Void = onThread {
                    pause(next.pauses.0)
                    first()
                }
                async let ended: Void = onThread {
                    pause(next.pauses.1)
                    second()
                }
                _ = await (begun, ended)
                switch await outcome(of: task) {
                case .value(let value):
                    values += 1
                    #expect(value == 5 && wait.log == [.began])
                case .cancelled:
                    cancellations += 1
                    #expect(wait.log == [.began, .abandoned] || wait.log == [])
                case .other: Issue.record("neither a value nor a cancellation")
                }
            }
            return (values, cancellations)
        }
        #expect(counts.0 > 0 && counts.1 > 0, "the threads never met: \(counts)")
    }

    private struct Try {
        let waitsUntilBegun: Bool
        let finishesFirst: Bool
        let pauses: (Int, Int)

        init(_ generator: inout SeededGenerator) {
            waitsUntilBegun = Bool.random(using: &generator)
            finishesFirst = Bool.random(using: &generator)
            // The second thread starts later as it is.
            pauses = (Int.random(in: 0..<4_000, using: &generator), Int.random(in: 0..<1_000, using: &generator))
        }
    }

    // MARK: Helpers

    private enum Outcome: Equatable {
        case value(Int)
        case cancelled
        case other
    }

    private func outcome(of task: Task<Int, any Error>) async -> Outcome {
        switch await task.result {
        case .success(let value): .value(value)
        case .failure(let error): error as? IOError == .cancelled ? .cancelled : .other
        }
    }

    /// Goes on when what was submitted before has been delivered.
    private func nextTurn(of loop: EventLoop) async {
        _ = try? await TestWait(beginsWith: .success(0)).value(on: loop)
    }
}

/// Waits for what the test does with it.
private final class TestWait: LoopWait<Int>, @unchecked Sendable {  // but for the log, which only the loop writes
    enum Entry: Equatable {
        case began
        case abandoned
    }

    private(set) var log: [Entry] = []
    private let first: Result<Int, IOError>?
    private var whenBegun: Result<Int, IOError>?
    private var watcher: Parked<Void>?

    init(beginsWith first: Result<Int, IOError>? = nil) {
        self.first = first
    }

    override func begin(on loop: EventLoop) {
        log.append(.began)
        watcher.take()?.resume(())
        if let result = first ?? whenBegun { finish(result) }
    }

    override func abandon(on loop: EventLoop) {
        log.append(.abandoned)
    }

    /// Finishes, at once or when it begins.
    func finishWhenBegun(_ result: Result<Int, IOError>) {
        if log.isEmpty { whenBegun = result } else { finish(result) }
    }

    /// Goes on when it has begun; for the loop.
    func began() async {
        guard log.isEmpty else { return }
        await park { watcher = consume $0 }
    }
}
