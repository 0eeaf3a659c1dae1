import Bytes
import CassandraWire
import TestKit
import Testing

@Suite struct PrologueTests {
    private static let trace = (0..<16).map { UInt8($0) }

    /// The parts of a prologue by their flags, in the order in which they stand. v4 §2.2
    private static let parts: [(flag: UInt8, bytes: [Primitive])] = [
        (0x02, [.uuid(trace)]),
        (0x08, [.strings(["first", ""])]),
        (0x04, [.short(3), .string("k"), .bytes([1, 2]), .string("n"), .bytes(nil), .string("k"), .bytes([])]),
    ]

    private static func prologue(_ flags: UInt8) -> BodyPrologue {
        var prologue = BodyPrologue()
        if flags & 0x02 != 0 {
            prologue.tracingID = CQLUUID(high: 0x0001_0203_0405_0607, low: 0x0809_0A0B_0C0D_0E0F)
        }
        if flags & 0x08 != 0 { prologue.warnings = ["first", ""] }
        if flags & 0x04 != 0 {
            prologue.customPayload = [
                .init(name: "k", value: [1, 2]), .init(name: "n", value: nil), .init(name: "k", value: []),
            ]
        }
        return prologue
    }

    private static func bytes(_ flags: UInt8) -> [Primitive] {
        parts.filter { flags & $0.flag != 0 }.flatMap(\.bytes)
    }

    @Test("D-16 trace id, warnings and payload stand in this order, together and alone, among unknown flags")
    func responses() throws {
        for flags in stride(from: 0 as UInt8, through: 0x0E, by: 2) {
            for unknown in [0x00, 0x10, 0xF0] as [UInt8] {
                let bytes = frame(flags: flags | unknown, opcode: 0x08, PrologueTests.bytes(flags) + [.int(1)])
                let read = try #require(Feed(bytes).single)
                let (prologue, response) = try Response.decode(read)
                #expect(prologue == PrologueTests.prologue(flags) && response == .result(.void))
            }
            let encoded = try FrameEncoder().encode(
                .result(.void), stream: 1, prologue: PrologueTests.prologue(flags))
            #expect(Array(encoded) == frame(flags: flags, opcode: 0x08, PrologueTests.bytes(flags) + [.int(1)]))
        }
    }

    @Test("D-16 in front of every response", arguments: SampleResponse.all)
    func everyResponse(sample: SampleResponse) throws {
        let body = PrologueTests.bytes(0x0E) + sample.body
        let (prologue, response) = try Response.decode(Frame(sample.response.opcode, flags: 0x0E, body.encoded))
        #expect(prologue == PrologueTests.prologue(0x0E) && response == sample.response)
    }

    @Test("D-16 a request has a payload, and asks for a trace without an id")
    func requests() throws {
        let body = PrologueTests.bytes(0x04) + [.longString("Q")]
        let (prologue, request) = try Request.decode(Frame(.prepare, flags: 0xF6, body.encoded))
        #expect(prologue == PrologueTests.prologue(0x04) && request == .prepare(Prepare(text: "Q")))
        let encoded = try FrameEncoder().encode(
            .prepare(Prepare(text: "Q")), stream: 1, tracing: true, prologue: PrologueTests.prologue(0x04))
        #expect(Array(encoded) == frame(version: 0x04, flags: 0x06, opcode: 0x09, body))
    }

    @Test("D-16 a prologue that is cut at any byte is an error")
    func cut() {
        let whole = PrologueTests.bytes(0x0E).encoded
        for count in whole.indices {
            #expect(throws: WireError.truncated, "after \(count) bytes") {
                try Response.decode(Frame(.ready, flags: 0x0E, Array(whole[..<count])))
            }
        }
        #expect(throws: Never.self) { try Response.decode(Frame(.ready, flags: 0x0E, whole)) }
    }
}
