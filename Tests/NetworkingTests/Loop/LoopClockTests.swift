import Networking
import Testing

@Suite struct LoopClockTests {
    typealias Driver = EventLoopGroup.Driver

    @Test(arguments: Driver.allCases)
    func `sleepers wake in the order of their deadlines, and none too early`(driver: Driver) async throws {
        try await onLoop(driver) { loop, _ in
            let clock = LoopClock(loop)
            let begun = clock.now
            let order = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in [5, 1, 4, 2, 3, 0] {
                    group.addTask {
                        let deadline = begun.advanced(by: .milliseconds(number * 5))
                        try await clock.sleep(until: deadline, tolerance: nil)
                        #expect(clock.now >= deadline)
                        return number
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(order == [0, 1, 2, 3, 4, 5])
        }
    }

    @Test(arguments: Driver.allCases)
    func `a sleep that is cancelled ends at once, and one that is over is not waited for`(
        driver: Driver
    ) async throws {
        try await onLoop(driver) { loop, _ in
            let begun = loop.driver.now()
            let sleeping = Task(executorPreference: loop) {
                try await Task.sleep(until: begun.advanced(by: .seconds(3600)), clock: LoopClock(loop))
            }
            let inLoopTime = Task(executorPreference: loop) { try await loop.sleep(for: .seconds(3600)) }
            let fromOutside = Task { try await loop.sleep(for: .seconds(3600)) }
            try await loop.sleep(for: .milliseconds(5))
            sleeping.cancel()
            inLoopTime.cancel()
            fromOutside.cancel()
            await #expect(throws: CancellationError.self) { try await sleeping.value }
            await #expect(throws: IOError.cancelled) { try await inLoopTime.value }
            await #expect(throws: IOError.cancelled) { try await fromOutside.value }
            try await loop.sleep(for: .zero)
            try await loop.sleep(for: .seconds(-5))
            try await LoopClock(loop).sleep(until: LoopInstant(nanoseconds: 0), tolerance: nil)
        }
    }

    @Test(arguments: Driver.allCases)
    func `a cancellation that races with the deadline has one outcome`(driver: Driver) async throws {
        try await onLoop(driver) { loop, _ in
            for round in 0..<200 {
                let sleeping = Task { try await loop.sleep(for: .microseconds(round * 10)) }
                let cancelling = Task { sleeping.cancel() }
                await cancelling.value
                switch await sleeping.result {
                case .success: break
                case .failure(let error): #expect(error as? IOError == .cancelled)
                }
            }
        }
    }
}
