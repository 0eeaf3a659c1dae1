import Testing

@testable import Cassandra

@Suite struct TimestampGeneratorTests {
    @Test func `each timestamp is larger than the one before, also when the clock is set back`() {
        let generator = TimestampGenerator()
        #expect(generator.next(now: 1_000) == 1_000)
        #expect(generator.next(now: 1_000) == 1_001)
        #expect(generator.next(now: 5_000) == 5_000)
        #expect(generator.next(now: 200) == 5_001)
    }
}
