import Bytes
import Synchronization
import Testing

@testable import Networking

/// A loop that is shut down lets everybody go on (D-149, D-150).
@Suite struct StoppingTests {
    typealias Driver = EventLoopGroup.Driver

    /// What a task may wait for on a loop.
    enum Wait: String, CaseIterable, Sendable {
        case receive, closed, connect, resolve, sleep, clock, room, sleepFromOutside
    }

    @Test(arguments: Driver.allCases, Wait.allCases)
    func `what is under way ends with the loop, and says so`(driver: Driver, wait: Wait) async throws {
        let calls = FaultyCalls()
        do {
            let group = try EventLoopGroup(
                loops: 1, driver: driver, name: "stop", sockets: calls, polling: calls, resolver: NamedHosts())
            let loop = group.loops[0]
            let (listener, filling) = try wait == .connect ? PlainSocket.silent() : (PlainSocket.listening(), [])
            let begun = Atomic(false)
            let task = Task(executorPreference: wait == .sleepFromOutside ? nil : loop) {
                try await Self.begin(wait, on: loop, listener.address) { begun.store(true, ordering: .releasing) }
            }
            try await until("it waits") { begun.load(ordering: .acquiring) }
            // A turn later it waits for sure.
            try await Task(executorPreference: loop) { try await loop.sleep(for: .milliseconds(2)) }.value
            await group.shutDown()
            let result = await task.result
            #expect(throws: IOError.loopStopped) { try result.get() }
            extendLifetime(filling)
        }
        try await calls.untilAllAreClosed()
        #expect(calls.offences.isEmpty)
    }

    private static func begin(
        _ wait: Wait, on loop: EventLoop, _ address: SocketAddress, _ hasBegun: () -> Void
    ) async throws {
        var options = ChannelOptions()
        options.connectTimeout = .seconds(3600)
        options.highWater = 10
        options.lowWater = 5
        options.connectTimeout = .seconds(3600)
        switch wait {
        case .receive, .closed, .room:
            let conversation = try await Conversation.connect(to: .address(address), on: loop, options: options)
            hasBegun()
            if wait == .receive { _ = try await conversation.receive() }
            if wait == .room {
                // The kernel takes a part of the first, so the second has to wait.
                try await conversation.send(ByteSlice.pattern(20_000_000))
                try await conversation.send(ByteSlice("more".utf8))
            }
            if wait == .closed, case .failed(let error) = await conversation.closed() { throw error }
        case .connect, .resolve:
            hasBegun()
            let endpoint = wait == .connect ? Endpoint.address(address) : .name("nobody answers", port: 1)
            _ = try await StreamChannel.connect(to: endpoint, on: loop, options: options)
        case .sleep, .sleepFromOutside:
            hasBegun()
            try await loop.sleep(for: .seconds(3600))
        case .clock:
            hasBegun()
            try await Task.sleep(until: loop.driver.now().advanced(by: .seconds(3600)), clock: LoopClock(loop))
        }
    }

    @Test(arguments: Driver.allCases)
    func `tasks that prefer a stopped loop still finish`(driver: Driver) async throws {
        let group = try EventLoopGroup(loops: 1, driver: driver, name: "stop")
        let loop = group.loops[0]
        await group.shutDown()
        for _ in 0..<20 {
            let sum = await Task(executorPreference: loop) {
                await withTaskGroup(of: Int.self) { group in
                    for number in 0..<20 {
                        group.addTask {
                            await Task.yield()
                            return loop.isCurrent ? number : -1000
                        }
                    }
                    return await group.reduce(0, +)
                }
            }.value
            #expect(sum == 190)
        }
    }

    @Test(arguments: Driver.allCases)
    func `what is begun on a stopped loop fails at once`(driver: Driver) async throws {
        let calls = FaultyCalls()
        let group = try EventLoopGroup(loops: 1, driver: driver, name: "stop", sockets: calls)
        let loop = group.loops[0]
        await group.shutDown()
        await Task(executorPreference: loop) {
            await #expect(throws: IOError.loopStopped) { try await loop.sleep(for: .seconds(3600)) }
            #expect(await failure(connectingTo: .address(.loopback(port: 9)), on: loop) == .loopStopped)
            #expect(await failure(connectingTo: .name("localhost", port: 9), on: loop) == .loopStopped)
            #expect(throws: IOError.loopStopped) {
                _ = try Listener(at: .loopback(port: 0), on: loop) { _ in EchoHandler() }
            }
        }.value
        #expect(calls.open.isEmpty && calls.offences.isEmpty)
    }

    @Test(arguments: Driver.allCases)
    func `D-149 shutting down twice, at once, and from the loop itself, returns`(driver: Driver) async throws {
        let group = try EventLoopGroup(loops: 2, driver: driver, name: "stop")
        let loop = group.loops[0]
        await withTaskGroup(of: Void.self) { tasks in
            for _ in 0..<10 { tasks.addTask { await group.shutDown() } }
            tasks.addTask(executorPreference: loop) { await group.shutDown() }
        }
        await group.shutDown()
    }

    @Test(arguments: Driver.allCases)
    func `a shutdown that races with connects and messages loses none of them`(driver: Driver) async throws {
        for _ in 0..<30 {
            let calls = FaultyCalls()
            do {
                let group = try EventLoopGroup(loops: 2, driver: driver, name: "stop", sockets: calls, polling: calls)
                let listener = try await Task(executorPreference: group.loops[0]) {
                    try Listener(at: .loopback(port: 0), on: group.loops[0], spreadOver: group) { _ in EchoHandler() }
                        .address
                }.value
                await withTaskGroup(of: Void.self) { tasks in
                    for number in 0..<8 {
                        let loop = group.loops[number % 2]
                        tasks.addTask(executorPreference: loop) {
                            _ = try? await Conversation.connect(to: .address(listener), on: loop).receive()
                        }
                        tasks.addTask { try? await loop.sleep(for: .seconds(3600)) }
                    }
                    await group.shutDown()
                }
            }
            try await calls.untilAllAreClosed()
            #expect(calls.offences.isEmpty)
        }
    }
}
