import Testing

@testable import Cassandra

@Suite struct StreamTableTests {
    private final class Request {}

    @Test func `stream 0 is never given out, and ids are used again`() {
        var table = StreamTable<Request>(limit: 10)
        let request = Request()
        let first = table.take(request)
        #expect(first == 1)
        let second = table.take(Request())
        #expect(second == 2)
        guard case .request(let answered, _) = table.answered(1) else {
            Issue.record("1 was taken")
            return
        }
        #expect(answered === request)
        let again = table.take(Request())
        #expect(again == 1)
    }

    @Test func `D-14 the id of a request that gave up stays taken until the late answer`() {
        var table = StreamTable<Request>(limit: 2)
        _ = table.take(Request())
        table.abandon(1)
        #expect(table.inFlight == 0)
        #expect(table.orphans == 1)
        let second = table.take(Request())
        #expect(second == 2)
        let third = table.take(Request())
        #expect(third == nil, "an orphan takes a place")
        guard case .orphan = table.answered(1) else {
            Issue.record("1 was an orphan")
            return
        }
        let fourth = table.take(Request())
        #expect(fourth == 1)
    }

    @Test func `D-12 an answer that nobody asked for is unknown`() {
        var table = StreamTable<Request>(limit: 4)
        for stream: Int16 in [0, 1, 5, -1, .max, .min] {
            guard case .unknown = table.answered(stream) else {
                Issue.record("\(stream) was not taken")
                continue
            }
        }
    }

    @Test func `D-133 all 32767 ids are given out once, and then none`() {
        var table = StreamTable<Request>(limit: .max)
        let request = Request()
        var seen = Set<Int16>()
        while let stream = table.take(request) { seen.insert(stream) }
        #expect(seen.count == 32_767)
        #expect(!seen.contains(0))
        let lost = table.removeAll()
        #expect(lost.count == 32_767)
        let first = table.take(request)
        #expect(first == 1)
    }
}
