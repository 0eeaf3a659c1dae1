import Bytes
import CassandraWire
import TestKit
import Testing

/// Each message against its primitives, in both directions.
@Suite struct MessageEncodingTests {
    @Test("a request is encoded as the specification says, and read back", arguments: SampleRequest.all)
    func requests(sample: SampleRequest) throws {
        let bytes = Array(try FrameEncoder().encode(sample.request, stream: 0x0102))
        let expected = frame(version: 0x04, stream: 0x0102, opcode: sample.request.opcode.rawValue, sample.body)
        #expect(bytes.hex == expected.hex)
        let (prologue, request) = try Request.decode(Frame(sample.request.opcode, sample.body.encoded))
        #expect(request == sample.request && prologue == BodyPrologue())
    }

    @Test("a response is encoded as the specification says, and read back", arguments: SampleResponse.all)
    func responses(sample: SampleResponse) throws {
        let bytes = Array(try FrameEncoder().encode(sample.response, stream: 0x0102))
        let expected = frame(stream: 0x0102, opcode: sample.response.opcode.rawValue, sample.body)
        #expect(bytes.hex == expected.hex)
        let (prologue, response) = try Response.decode(Frame(sample.response.opcode, sample.body.encoded))
        #expect(response == sample.response && prologue == BodyPrologue())
    }

    @Test("the samples have every message")
    func completeness() {
        let requests = Set(SampleRequest.all.map(\.request.opcode))
        let responses = Set(SampleResponse.all.map(\.response.opcode))
        #expect(requests == Set(Opcode.allCases.filter { $0.direction == .request }))
        #expect(responses == Set(Opcode.allCases.filter { $0.direction == .response }))
        #expect(SampleError.all.count == 20)
    }

    @Test("bound values come as what they are")
    func boundValues() throws {
        let values: [BoundValue] = [.bytes([1]), .null, .unset, .bytes([])]
        let bound = try BoundValues(values)
        #expect(Array(bound.bytes) == [Primitive.bytes([1]), .bytes(nil), .notSet, .bytes([])].encoded)
        #expect(try bound.decoded().map(\.value) == values)
        let named = try BoundValues(named: [("a", .null), ("", .bytes([2]))])
        #expect(Array(named.bytes) == [Primitive.string("a"), .bytes(nil), .string(""), .bytes([2])].encoded)
        #expect(try named.decoded().map(\.name) == ["a", ""])
    }

    @Test("a value length below unset is refused", arguments: [-3, .min] as [Int32])
    func badValueLength(length: Int32) {
        let body: [Primitive] = [.longString("Q"), .short(1), .byte(1), .short(1), .int(length)]
        #expect(throws: WireError.unknown(.valueLength, length)) { try Request.decode(Frame(.query, body.encoded)) }
    }

    @Test("numbers without a meaning are named")
    func unknownNumbers() {
        let table: [(Opcode, [Primitive], WireError)] = [
            (.query, [.longString("Q"), .short(0x0B), .byte(0)], .unknown(.consistency, 0x0B)),
            (.batch, [.byte(3), .short(0), .short(1), .byte(0)], .unknown(.batchKind, 3)),
            (.batch, [.byte(0), .short(1), .byte(2)], .unknown(.batchEntryKind, 2)),
            (.result, [.int(6)], .unknown(.resultKind, 6)),
            (.result, [.int(0)], .unknown(.resultKind, 0)),
            (
                .result, [.int(2), .int(1), .int(1), .string(""), .string(""), .string("c"), .short(0x0A)],
                .unknown(.type, 0x0A)
            ),
            (
                .event, [.string("STATUS_CHANGE"), .string("UP"), .inet(Array(repeating: 1, count: 7), port: 1)],
                .unknown(.addressLength, 7)
            ),
        ]
        for (opcode, body, error) in table {
            let frame = Frame(opcode, body.encoded)
            #expect(throws: error) {
                if opcode.direction == .request {
                    _ = try Request.decode(frame)
                } else {
                    _ = try Response.decode(frame)
                }
            }
        }
    }

    @Test("more pages without a state to ask for them is an error, not the last page")
    func missingPagingState() {
        let body: [Primitive] = [.int(2), .int(6), .int(0), .bytes(nil), .int(0)]
        #expect(throws: WireError.unexpectedNull) { try Response.decode(Frame(.result, body.encoded)) }
    }
}
