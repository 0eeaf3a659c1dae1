import Networking
import Testing

@Suite struct LoopInstantTests {
    @Test func `an instant far in the future does not wrap around`() {
        let late = LoopInstant(nanoseconds: .max - 5)
        #expect(late.advanced(by: .nanoseconds(5)) == .distantFuture)
        #expect(late.advanced(by: .seconds(1)) == .distantFuture)
        #expect(LoopInstant(nanoseconds: 7).advanced(by: .seconds(Int64.max)) == .distantFuture)
    }

    @Test func `time goes back to the origin at most, and time since the future is none`() {
        let now = LoopInstant(nanoseconds: 1_000)
        #expect(now.advanced(by: .nanoseconds(-400)).nanoseconds == 600)
        #expect(now.advanced(by: .seconds(-1)).nanoseconds == 0)
        #expect(now.duration(to: LoopInstant(nanoseconds: 400)) == .nanoseconds(-600))
        #expect(now.advanced(by: .microseconds(2)).nanoseconds == 3_000)
        #expect(now.duration(since: LoopInstant(nanoseconds: 400)) == .nanoseconds(600))
        #expect(now.duration(since: LoopInstant(nanoseconds: 4_000)) == .zero)
    }

    @Test func `an instant prints as seconds with microseconds`() {
        #expect(LoopInstant(nanoseconds: 12_000_345_999).description == "12.000345")
    }
}
