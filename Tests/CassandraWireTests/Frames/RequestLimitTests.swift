import Bytes
import CassandraWire
import FuzzBodies
import TestKit
import Testing

/// Requests that cannot be sent are refused while they are made.
@Suite struct RequestLimitTests {
    private static func batch(statements: Int, values: BoundValues) -> Request {
        let entry = Batch.Entry(statement: .prepared(id: [1]), values: values)
        return .batch(Batch(kind: .unlogged, entries: Array(repeating: entry, count: statements), consistency: .one))
    }

    @Test("D-24 a batch holds 65,535 statements, no more")
    func statements() throws {
        let none = BoundValues(count: 0, bytes: [])
        let most = Frame.Message.request(RequestLimitTests.batch(statements: 65535, values: none))
        #expect(try most.roundTrip() == most)
        let more = Frame.Message.request(RequestLimitTests.batch(statements: 65536, values: none))
        #expect(throws: WireError.tooLong) { try more.roundTrip() }
    }

    @Test("D-24 a statement has 65,535 values, no more", arguments: [65535, 65536])
    func values(count: Int) throws {
        let values = try BoundValues(Array(repeating: .null, count: count))
        let named = try BoundValues(named: Array(repeating: ("v", .null), count: count))
        let requests: [Request] = [
            .query(Query(text: "Q", parameters: QueryParameters(consistency: .one, values: values))),
            .query(Query(text: "Q", parameters: QueryParameters(consistency: .one, values: named))),
            .execute(Execute(id: [1], parameters: QueryParameters(consistency: .one, values: values))),
            RequestLimitTests.batch(statements: 1, values: values),
        ]
        for request in requests.map({ Frame.Message.request($0) }) {
            if count == 65535 {
                #expect(try request.roundTrip() == request)
            } else {
                #expect(throws: WireError.tooLong) { try request.roundTrip() }
            }
        }
    }

    @Test("D-24 lists of texts hold 65,535, no more", arguments: [65535, 65536])
    func texts(count: Int) throws {
        let messages: [Frame.Message] = [
            .request(.register(Register(events: Array(repeating: "", count: count)))),
            .request(.startup(Startup(options: Array(repeating: .init(name: "", value: ""), count: count)))),
            .response(.supported(Supported(options: Array(repeating: .init(name: "", values: []), count: count)))),
        ]
        for message in messages {
            if count == 65535 {
                #expect(try message.roundTrip() == message)
            } else {
                #expect(throws: WireError.tooLong) { try message.roundTrip() }
            }
        }
    }

    @Test("D-24 a request fills the frame limit to its last byte, no further")
    func frameLimit() throws {
        #expect(FrameEncoder().maximumBody == (16 << 20) - FrameHeader.length)
        let encoder = FrameEncoder(maximumBody: 1000)
        let longest = try encoder.encode(.prepare(Prepare(text: String(repeating: "q", count: 996))), stream: 1)
        #expect(longest.count == FrameHeader.length + 1000)
        #expect(throws: WireError.tooLong) {
            try encoder.encode(.prepare(Prepare(text: String(repeating: "q", count: 997))), stream: 1)
        }
        var prologue = BodyPrologue()
        prologue.customPayload = [.init(name: "k", value: ByteSlice(Array(repeating: 0, count: 1000)))]
        #expect(throws: WireError.tooLong) {
            try encoder.encode(.prepare(Prepare(text: "q")), stream: 1, prologue: prologue)
        }
    }

    @Test(
        "D-24 the limit is that of the request, not of what compression makes of it",
        .enabled(if: Compression.lz4.isAvailable, "built without LZ4"))
    func compressedLimit() {
        let encoder = FrameEncoder(compression: .lz4, maximumBody: 1000)
        #expect(throws: WireError.tooLong) {
            try encoder.encode(.prepare(Prepare(text: String(repeating: "q", count: 997))), stream: 1)
        }
    }

    @Test("D-24 a request that is larger than any block is refused, not written until it is one")
    func beyondAnyBlock() {
        // Memory that nobody touches: 2 GiB of it are the values of each of three statements.
        let block = ByteStorage.allocate(capacity: 2 << 30)
        block.count = 2 << 30
        let values = BoundValues(count: 1, bytes: ByteSlice(block))
        let parameters = QueryParameters(consistency: .one, values: values)
        let requests: [Request] = [
            RequestLimitTests.batch(statements: 3, values: values),
            .query(Query(text: "Q", parameters: parameters)), .execute(Execute(id: [1], parameters: parameters)),
        ]
        let before = ResidentMemory.peak
        for request in requests {
            #expect(throws: WireError.tooLong) { try FrameEncoder().encode(request, stream: 1) }
        }
        #expect(ResidentMemory.peak - before < 1 << 30)
    }
}
