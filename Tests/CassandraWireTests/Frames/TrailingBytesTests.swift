import Bytes
import CassandraWire
import Testing

@Suite struct TrailingBytesTests {
    private static let extras: [[UInt8]] = [[0], [0xFF, 0xFF, 0xFF, 0xFF], Array(repeating: 0x41, count: 100)]

    @Test("D-17 bytes after a request's end are ignored", arguments: SampleRequest.all)
    func requests(sample: SampleRequest) throws {
        for extra in TrailingBytesTests.extras {
            let frame = Frame(sample.request.opcode, sample.body.encoded + extra)
            #expect(try Request.decode(frame).request == sample.request)
        }
    }

    @Test("D-17 bytes after a response's end are ignored", arguments: SampleResponse.all)
    func responses(sample: SampleResponse) throws {
        for extra in TrailingBytesTests.extras {
            let frame = Frame(sample.response.opcode, sample.body.encoded + extra)
            let response = try Response.decode(frame).response
            guard case .result(.rows(let rows)) = response, case .result(.rows(let expected)) = sample.response else {
                #expect(response == sample.response)
                continue
            }
            // Where rows end is seen only when they are read.
            #expect(rows.metadata == expected.metadata && rows.rowCount == expected.rowCount)
            #expect(try rows.cells() == expected.cells())
        }
    }

    @Test("D-17 what an unknown kind of schema change brings along does not matter")
    func unknownTarget() throws {
        let known: [Primitive] = [.string("SCHEMA_CHANGE"), .string("CREATED"), .string("TRIGGER"), .string("ks")]
        for extra in TrailingBytesTests.extras {
            let event = try Response.decode(Frame(.event, known.encoded + extra)).response
            guard case .event(.schemaChange(let change)) = event, case .other("TRIGGER", _) = change.target else {
                Issue.record("\(event) is no schema change of an unknown kind")
                continue
            }
            #expect(change.keyspace == "ks" && change.change == "CREATED")
        }
    }

    @Test("D-17 a message that is cut at any byte is an error or another message, never a trap")
    func cut() {
        for sample in SampleRequest.all {
            let body = sample.body.encoded
            for count in body.indices {
                let request = try? Request.decode(Frame(sample.request.opcode, Array(body[..<count]))).request
                #expect(request == nil, "\(sample.name) after \(count) bytes")
            }
        }
        for sample in SampleResponse.all {
            let body = sample.body.encoded
            for count in body.indices {
                let response = try? Response.decode(Frame(sample.response.opcode, Array(body[..<count]))).response
                #expect(response != sample.response, "\(sample.name) after \(count) bytes")
            }
        }
    }
}
