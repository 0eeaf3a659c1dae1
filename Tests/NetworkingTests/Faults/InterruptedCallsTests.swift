import Networking
import Testing

@Suite struct InterruptedCallsTests {
    @Test(arguments: EventLoopGroup.Driver.allCases, Scenario.all)
    func `D-140 signals that interrupt every other call change nothing`(
        driver: EventLoopGroup.Driver, scenario: Scenario
    ) async throws {
        let calls = FaultyCalls { call in
            switch call.kind {
            // These have done their work when they are interrupted, or go on by themselves.
            case .close, .connect: .errorAfter(.interrupted)
            // They know no interruption, and are not tried again.
            case .localAddress, .peerAddress, .makeWaker, .removeFile, .register: nil
            default: call.number.isMultiple(of: 2) ? nil : .error(.interrupted)
            }
        }
        try await onLoop(driver, sockets: calls, polling: calls, scenario.run)
        try await calls.untilAllAreClosed()
        #expect(calls.offences.isEmpty)
    }

    @Test(arguments: EventLoopGroup.Driver.allCases, Scenario.all)
    func `D-140 a byte at a time, received and sent, changes nothing`(
        driver: EventLoopGroup.Driver, scenario: Scenario
    ) async throws {
        // A mebibyte would take a million calls each way: so many bytes, then.
        let most = scenario.name == Scenario.echo.name ? 997 : 1
        let calls = FaultyCalls { call in
            switch call.kind {
            case .receive, .send: .atMost(most)
            default: nil
            }
        }
        try await onLoop(driver, sockets: calls, polling: calls, scenario.run)
        try await calls.untilAllAreClosed()
        #expect(calls.offences.isEmpty)
    }
}
