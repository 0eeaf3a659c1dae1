import Bytes
import Dispatch
import Networking
import Testing

/// What leaves the loops fails the seed: by the thread it comes back on, or because it does not come back.
@Suite struct SimulationEnforcementTests {
    /// The report of a world with one task.
    private func report(
        patience: Int = 1, of body: @escaping @Sendable (EventLoop) async throws -> Void
    ) async -> WorldReport {
        let world = SimulatedWorld(seed: 1)
        world.patience = patience
        world.addHost("host").run("the task", body)
        return await world.run(until: .seconds(60))
    }

    private func expectOutsideCall(_ body: @escaping @Sendable (EventLoop) async throws -> Void) async {
        // It comes back as soon as a thread is free, which may take long on a busy machine.
        let report = await report(patience: 120_000, of: body)
        #expect(!report.isClean)
        #expect(report.offences.contains { $0.contains("a thread from outside") }, "\(report)")
    }

    @Test func `a task without preference is found when it comes back`() async {
        await expectOutsideCall { loop in
            await Task {
                // Long enough that the world's thread has left the turn in which this began.
                try? await Task.sleep(for: .milliseconds(5))
            }.value
        }
    }

    @Test func `a detached task is found when it comes back`() async {
        await expectOutsideCall { loop in
            await Task.detached { try? await Task.sleep(for: .milliseconds(5)) }.value
        }
    }

    @Test func `sleeping in real time is found`() async {
        await expectOutsideCall { loop in try? await Task.sleep(for: .milliseconds(5)) }
        await expectOutsideCall { loop in try? await Task.sleep(nanoseconds: 5_000_000) }
        await expectOutsideCall { loop in try? await ContinuousClock().sleep(for: .milliseconds(5)) }
    }

    @Test func `the main actor is found`() async {
        await expectOutsideCall { loop in await MainActor.run {} }
    }

    @Test func `a detour over Dispatch is found`() async {
        await expectOutsideCall { loop in
            await withCheckedContinuation { continuation in
                // What comes back before the task is suspended does not come from outside, and is not seen.
                DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(5)) { continuation.resume() }
            }
        }
        await expectOutsideCall { loop in Self.submitFromAnotherThread(to: loop) }
    }

    /// Returns when it is done: what comes only after the world has ended is not seen.
    private static func submitFromAnotherThread(to loop: EventLoop) {
        let done = DispatchSemaphore(value: 0)
        DispatchQueue.global().async {
            loop.submit { _ in }
            done.signal()
        }
        done.wait()
    }

    @Test func `another executor is found when the task comes back from it`() async {
        await expectOutsideCall { loop in
            await withTaskExecutorPreference(globalConcurrentExecutor) {
                try? await Task.sleep(for: .milliseconds(5))
            }
        }
    }

    @Test(.enabled(if: PoolJobCounter.isAvailable, "the runtime has no such variable"))
    func `a forgotten task without preference is seen by the runtime alone`() async {
        for (leaks, expected) in [(true, 2), (false, 0)] {
            let world = SimulatedWorld(seed: 1)
            world.addHost("host").run("the task") { loop in
                PoolJobCounter.begin()
                if leaks {
                    Task {}
                    Task.detached {}
                }
                await withTaskGroup(of: Void.self) { group in
                    for _ in 0..<10 { group.addTask { await Task.yield() } }
                }
                world.mark(PoolJobCounter.end())
                #expect(PoolJobCounter.end() == expected)
            }
            // Nothing else notices.
            #expect(await world.run().isClean)
        }
    }

    @Test func `a task that waits for what will never come is reported by name`() async {
        let report = await report { loop in
            let never = AsyncStream<Void>.makeStream()
            for await _ in never.stream {}
            never.continuation.finish()
        }
        #expect(report.unfinished == ["the task on host"])
        #expect(report.offences.isEmpty)
    }

    @Test func `a task that takes too long in the world's time is reported by name`() async {
        let report = await report { loop in try await loop.sleep(for: .seconds(61)) }
        #expect(report.unfinished == ["the task on host"])
    }

    @Test func `loops that keep each other busy without anything happening are reported`() async {
        let world = SimulatedWorld(seed: 1)
        let host = world.addHost("host", loops: 2)
        let (one, other) = (host.loops[0], host.loops[1])
        @Sendable func pass(from loop: EventLoop, to target: EventLoop) {
            target.submit { _ in pass(from: target, to: loop) }
        }
        host.run("the task") { loop in
            pass(from: one, to: other)
            try await loop.sleep(for: .seconds(1000))
        }
        let report = await world.run()
        #expect(report.offences == ["loops turn without anything happening"])
        #expect(report.unfinished == ["the task on host"])
    }

    @Test func `what is left on a loop when all has ended is reported, when asked for`() async throws {
        let world = SimulatedWorld(seed: 1)
        world.settleTime = .seconds(10)
        let host = world.addHost("host")
        host.run("the task") { loop in
            _ = try Listener(at: .loopback(port: 0), on: loop) { _ in EchoHandler() }
            loop.after(.seconds(3)) {}
            loop.after(.seconds(30)) {}
        }
        let report = await world.run()
        #expect(report.leftovers == ["1 descriptors and 1 deadlines on the loops of host"])
    }

    @Test func `a descriptor that nobody closes is reported`() async {
        let report = await report { loop in _ = loop.sockets.openSocket(for: .loopback(port: 0)) }
        #expect(report.leftovers == ["a descriptor of host that nobody closes (not bound)"])
    }

    @Test func `a descriptor that is used after it was closed is reported`() async {
        let report = await report { loop in
            let descriptor = Int32(loop.sockets.openSocket(for: .loopback(port: 0)).value ?? -1)
            _ = loop.sockets.closeDescriptor(descriptor)
            _ = loop.sockets.closeDescriptor(descriptor)
        }
        #expect(report.offences.count == 1)
        #expect(report.offences.first?.hasPrefix("close with the descriptor") == true)
    }

    @Test func `messages from loop to loop are no offence`() async throws {
        let world = SimulatedWorld(seed: 1)
        let (one, other) = (world.addHost("one"), world.addHost("other", loops: 2))
        let (first, second) = (other.loops[0], other.loops[1])
        let hops = try await world.run(on: one) { loop in
            var hops = 0
            for target in [first, second, loop] {
                await withTaskExecutorPreference(target) {
                    if target.isCurrent { hops += 1 }
                    try? await target.sleep(for: .milliseconds(1))
                }
                if loop.isCurrent { hops += 1 }
            }
            return hops
        }
        #expect(hops == 6)
    }
}
