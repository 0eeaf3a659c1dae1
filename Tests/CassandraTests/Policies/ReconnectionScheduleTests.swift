import Testing

@testable import Cassandra

@Suite struct ReconnectionScheduleTests {
    @Test func `D-130 the delay doubles up to a minute, and no number of failures overflows`() {
        #expect(ReconnectionSchedule.delay(afterFailures: 0) == .zero)
        #expect(ReconnectionSchedule.delay(afterFailures: 1) == .milliseconds(100))
        #expect(ReconnectionSchedule.delay(afterFailures: 4) == .milliseconds(800))
        #expect(ReconnectionSchedule.delay(afterFailures: 11) == .seconds(60))
        #expect(ReconnectionSchedule.delay(afterFailures: .max) == .seconds(60))
    }
}
