import Dispatch
import Networking
import Synchronization
import Testing

/// What runs on a loop that is preferred, and what comes back to it.
@Suite struct ExecutorTests {
    typealias Driver = EventLoopGroup.Driver

    private actor Free {
        func runs(on loop: EventLoop) -> Bool { loop.isCurrent }
    }

    private actor Pinned {
        let loop: EventLoop
        var calls = 0
        nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe loop.asUnownedSerialExecutor() }

        init(_ loop: EventLoop) { self.loop = loop }

        func call() -> Bool {
            calls += 1
            return loop.isCurrent
        }
    }

    private final class Seen: Sendable {
        let numbers = Mutex<[[Int]]>([[], [], [], []])
    }

    @concurrent private static func elsewhere(than loop: EventLoop) async -> Bool { loop.isCurrent }
    private static func here(on loop: EventLoop) async -> Bool { loop.isCurrent }

    @Test(arguments: Driver.allCases)
    func `a task, its children, the functions and the default actors it calls run on the loop`(
        driver: Driver
    ) async throws {
        try await onLoop(driver) { loop, _ in
            #expect(loop.isCurrent)
            #expect(await Self.here(on: loop))
            #expect(await Self.elsewhere(than: loop))
            async let child = loop.isCurrent
            #expect(await child)
            let inGroup = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<10 { group.addTask { loop.isCurrent } }
                return await group.allSatisfy { $0 }
            }
            #expect(inGroup)
            #expect(await Free().runs(on: loop))
            await Task.yield()
            #expect(loop.isCurrent)
        }
    }

    @Test(arguments: Driver.allCases)
    func `a task of its own does not inherit the loop`(driver: Driver) async throws {
        try await onLoop(driver) { loop, _ in
            let isOnLoop = await Task { loop.isCurrent }.value
            #expect(!isOnLoop)
            #expect(loop.isCurrent)
        }
    }

    @Test(arguments: Driver.allCases)
    func `an actor that is pinned to a loop runs there, whoever calls it`(driver: Driver) async throws {
        let group = try EventLoopGroup(loops: 1, driver: driver, name: "pinned")
        let actor = Pinned(group.loops[0])
        let allOnLoop = await withTaskGroup(of: Bool.self) { tasks in
            for _ in 0..<20 { tasks.addTask { await actor.call() } }
            return await tasks.allSatisfy { $0 }
        }
        #expect(allOnLoop)
        #expect(await actor.calls == 20)
        await group.shutDown()
        // Also when the loop is gone.
        #expect(await actor.call())
    }

    @Test(arguments: Driver.allCases)
    func `a task that another thread resumes goes on on its loop`(driver: Driver) async throws {
        try await onLoop(driver) { loop, _ in
            for _ in 0..<200 {
                await withCheckedContinuation { continuation in
                    DispatchQueue.global().async { continuation.resume() }
                }
                #expect(loop.isCurrent)
            }
        }
    }

    @Test(arguments: Driver.allCases)
    func `a task goes from one loop to the other and back`(driver: Driver) async throws {
        try await onLoop(driver, loops: 2) { loop, group in
            let other = group.loops[1]
            for _ in 0..<100 {
                let wasThere = await withTaskExecutorPreference(other) { other.isCurrent && !loop.isCurrent }
                #expect(wasThere)
                #expect(loop.isCurrent)
            }
        }
    }

    @Test(arguments: Driver.allCases)
    func `messages of one thread come in the order in which they were handed over`(driver: Driver) async throws {
        let group = try EventLoopGroup(loops: 1, driver: driver, name: "order")
        let loop = group.loops[0]
        let seen = Seen()
        await withTaskGroup(of: Void.self) { tasks in
            for sender in 0..<4 {
                tasks.addTask {
                    for number in 0..<2_000 {
                        loop.submit { loop in
                            loop.requireCurrent()
                            seen.numbers.withLock { $0[sender].append(number) }
                        }
                    }
                }
            }
        }
        try await until("all have come") { seen.numbers.withLock { $0.reduce(0) { $0 + $1.count } } == 8_000 }
        let areInOrder = seen.numbers.withLock { $0.allSatisfy { $0 == Array(0..<2_000) } }
        #expect(areInOrder)
        await group.shutDown()
    }

    @Test func `what belongs to a loop traps when another thread uses it`() async {
        await #expect(processExitsWith: .failure) {
            let group = try EventLoopGroup(loops: 1)
            group.loops[0].requireCurrent()
        }
        await #expect(processExitsWith: .failure) {
            let group = try EventLoopGroup(loops: 1)
            let loop = group.loops[0]
            let confined = await Task(executorPreference: loop) { LoopConfined(1, to: loop) }.value
            _ = confined.value
        }
        await #expect(processExitsWith: .failure) {
            let group = try EventLoopGroup(loops: 1)
            group.loops[0].assertIsolated()
        }
    }
}
