import Networking
import Synchronization
import Testing

/// Lets the first, the second, … system call of each kind fail, until a run passes without getting so far. Nothing may
/// hang, trap, or keep a descriptor, and whoever is concerned is told with an `IOError`.
@Suite(.timeLimit(.minutes(10))) struct EachCallFailsTests {
    private static let numbers: [ErrorNumber] = [
        .interrupted, .wouldBlock, .connectionReset, .noDescriptorsInProcess, .noBuffers,
    ]

    @Test(arguments: EventLoopGroup.Driver.allCases, Scenario.all)
    func `each failing call ends in success or in an error, without a hang and without a leak`(
        driver: EventLoopGroup.Driver, scenario: Scenario
    ) async throws {
        var runs = 0
        for kind in FaultyCalls.Kind.allCases {
            for fault in Self.faults(of: kind) {
                var number = 1
                while try await Self.isReached(number, of: kind, fault, in: scenario, driver) {
                    runs += 1
                    number += number < 20 ? 1 : number / 2
                }
            }
        }
        print("\(scenario.name), \(driver): \(runs) faults")
        #expect(runs > 50)
    }

    /// What may come of a call. Where the kernel would have done its work, so does the wrapper.
    private static func faults(of kind: FaultyCalls.Kind) -> [FaultyCalls.Fault] {
        switch kind {
        // A descriptor is closed whatever `close` says.
        case .close: numbers.map { .errorAfter($0) }
        // A signal is there, or is made after the interruption: an event descriptor and a pipe know nothing else.
        case .wake: [.error(.interrupted), .errorAfter(.wouldBlock)]
        // The attempt goes on.
        case .connect: [.errorAfter(.interrupted)] + numbers.dropFirst().map { .error($0) }
        case .send, .receive: numbers.map { .error($0) } + [.atMost(1)]
        case .socket, .bind, .listen, .accept, .shutdown, .removeFile, .option, .takeError, .localAddress,
            .peerAddress, .makeWaker, .clearWaker, .register, .wait:
            numbers.map { .error($0) }
        }
    }

    private static func isReached(
        _ number: Int, of kind: FaultyCalls.Kind, _ fault: FaultyCalls.Fault, in scenario: Scenario,
        _ driver: EventLoopGroup.Driver
    ) async throws -> Bool {
        let isReached = Mutex(false)
        let calls = FaultyCalls { call in
            guard call.kind == kind, call.number == number else { return nil }
            isReached.withLock { $0 = true }
            return fault
        }
        let place = Comment("\(driver), \(scenario.name): \(kind) \(number) \(fault)")
        do {
            try await onLoop(driver, seconds: 30, sockets: calls, polling: calls, scenario.run)
        } catch let error as IOError {
            let isReached = isReached.withLock { $0 }
            #expect(isReached, "\(error) though nothing failed: \(place)")
        } catch {
            Issue.record(error, place)
        }
        do { try await calls.untilAllAreClosed() } catch { Issue.record(error, place) }
        #expect(calls.offences.isEmpty, place)
        return isReached.withLock { $0 }
    }
}
