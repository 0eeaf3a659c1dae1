import Bytes
import CassandraWire
import TestKit
import Testing

@Suite struct ErrorBodyTests {
    private func decode(_ body: [UInt8]) throws -> ServerError {
        guard case .error(let error) = try Response.decode(Frame(.error, body)).response else {
            throw WireError.malformed
        }
        return error
    }

    @Test("D-23 a whole body gives code, text and fields", arguments: SampleError.all)
    func full(sample: SampleError) throws {
        #expect(sample.code.rawValue == sample.number)
        #expect(try decode(sample.body.encoded) == sample.error)
        let encoded = try FrameEncoder().encode(.error(sample.error), stream: 1)
        #expect(Array(encoded).hex == frame(opcode: 0x00, sample.body).hex)
        #expect(sample.error.description.contains(sample.code.description))
    }

    @Test("D-23 a body that is cut at any byte keeps what came before", arguments: SampleError.all)
    func short(sample: SampleError) throws {
        let body = sample.body.encoded
        let text = 4 + 2 + "What é?".utf8.count
        for count in body.indices {
            let bytes = Array(body[..<count])
            guard count >= 4 else {
                #expect(throws: WireError.truncated) { try decode(bytes) }
                continue
            }
            let error = try decode(bytes)
            #expect(error.code == sample.code && error.detail == .none, "after \(count) bytes")
            #expect(error.message == (count < text ? "" : "What é?"), "after \(count) bytes")
        }
    }

    @Test("D-23 a body that is too long gives the same", arguments: SampleError.all)
    func overlong(sample: SampleError) throws {
        for extra in [[0], [0xFF, 0xFF], Array(repeating: 0x41, count: 1000)] as [[UInt8]] {
            #expect(try decode(sample.body.encoded + extra) == sample.error)
        }
    }

    @Test(
        "D-23 an unknown code is a server's error like any other",
        arguments: [1, 0x1004, 0x7777, -1, .max, .min] as [Int32])
    func unknownCode(number: Int32) throws {
        let error = try decode([.int(number), .string("new"), .raw([1, 2, 3])].encoded)
        #expect(error == ServerError(code: ErrorCode(rawValue: number), message: "new"))
        #expect(error.description == "0x\(String(UInt32(bitPattern: number), radix: 16)): new")
    }

    @Test("D-23 a text that is cut off does not pass for fields", arguments: SampleError.all)
    func noFieldsFromText(sample: SampleError) throws {
        // The text claims more bytes than there are; those that are there would do as fields.
        let body: [Primitive] = [.int(sample.number), .short(1000)] + sample.extra
        #expect(try decode(body.encoded) == ServerError(code: sample.code, message: ""))
    }

    @Test("D-23 fields that make no sense do not hide the text")
    func senselessFields() throws {
        let body: [Primitive] = [.int(0x1000), .string("text"), .short(0x0B), .int(1), .int(1)]
        #expect(try decode(body.encoded) == ServerError(code: .unavailable, message: "text"))
    }

    @Test("D-20, D-23 a text that is not UTF-8 is shown with replacements")
    func invalidText() throws {
        let error = try decode([.int(0), .short(3), .raw([0x61, 0xFF, 0x62])].encoded)
        #expect(error.message == "a\u{FFFD}b")
    }
}
