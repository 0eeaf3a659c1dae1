import Bytes
import CassandraWire
import Testing

/// The protocol's own texts: names, messages, warnings.
@Suite struct TextTests {
    @Test("D-20 a text that claims more than the body has is an error, wherever it stands")
    func beyondTheEnd() {
        let cut: [Primitive] = [.short(6), .raw(Array("short".utf8))]
        let cutLong: [Primitive] = [.int(6), .raw(Array("short".utf8))]
        let longest: [Primitive] = [.int(.max), .raw(Array("short".utf8))]
        let table: [(Opcode, [Primitive])] = [
            (.startup, [.short(1)] + cut), (.startup, [.short(1), .string("k")] + cut), (.query, cutLong),
            (.query, longest), (.prepare, cutLong), (.prepare, longest), (.register, [.short(1)] + cut),
            (.execute, cut), (.batch, [.byte(0), .short(1), .byte(0)] + longest), (.authResponse, cutLong),
            (.query, [.longString("Q"), .short(1), .byte(0x41), .short(1)] + cut), (.authenticate, cut),
            (.supported, [.short(1)] + cut), (.supported, [.short(1), .string("k"), .short(1)] + cut),
            (.authChallenge, cutLong), (.authSuccess, longest), (.event, cut),
            (.event, [.string("STATUS_CHANGE")] + cut),
            (.result, [.int(3)] + cut), (.result, [.int(5)] + cut), (.result, [.int(4)] + cut),
            (.result, [.int(2), .int(1), .int(1)] + cut), (.result, [.int(2), .int(2), .int(1)] + longest),
        ]
        for (opcode, body) in table {
            let frame = Frame(opcode, body.encoded)
            #expect(throws: WireError.truncated, "\(opcode) \(body)") {
                if opcode.direction == .request {
                    _ = try Request.decode(frame)
                } else {
                    _ = try Response.decode(frame)
                }
            }
        }
    }

    @Test("D-20 a long text with a negative length is an error")
    func negativeLength() {
        for length in [-1, .min] as [Int32] {
            let frame = Frame(.prepare, [Primitive.int(length), .raw([1, 2, 3])].encoded)
            #expect(throws: WireError.invalidCount(length)) { try Request.decode(frame) }
        }
    }

    private static func messages(_ text: String) -> [(String, Frame.Message)] {
        let type = UserDefinedType(keyspace: text, name: text, fields: [.init(name: text, type: .custom(text))])
        let column = ColumnMetadata(keyspace: text, table: text, name: text, type: .udt(type))
        let rows = RowsResult(metadata: ResultMetadata(columns: [column]), rowCount: 0, bytes: [])
        return [
            ("STARTUP", .request(.startup(Startup(options: [.init(name: text, value: text)])))),
            ("REGISTER", .request(.register(Register(events: [text])))),
            ("ERROR", .response(.error(ServerError(code: .invalid, message: text)))),
            ("AUTHENTICATE", .response(.authenticate(Authenticate(authenticator: text)))),
            ("SUPPORTED", .response(.supported(Supported(options: [.init(name: text, values: [text])])))),
            ("Set_keyspace", .response(.result(.setKeyspace(text)))),
            ("Rows", .response(.result(.rows(rows)))),
            ("EVENT", .response(.event(.other(text)))),
        ]
    }

    @Test("D-20 a text of 65,535 bytes goes out and comes back, one byte more is refused")
    func longestTexts() throws {
        // Two bytes a character: it is bytes that count.
        let longest = String(repeating: "é", count: 32767) + "x"
        for (name, message) in TextTests.messages(longest) {
            #expect(try message.roundTrip() == message, "\(name)")
        }
        for (name, message) in TextTests.messages(longest + "x") {
            #expect(throws: WireError.tooLong, "\(name)") { try message.roundTrip() }
        }
        var prologue = BodyPrologue()
        prologue.warnings = [longest + "x"]
        #expect(throws: WireError.tooLong) { try FrameEncoder().encode(.ready, stream: 1, prologue: prologue) }
        #expect(throws: WireError.tooLong) { try BoundValues(named: [(longest + "x", .null)]) }
        let id = ByteSlice(Array(repeating: 1, count: 65536))
        let execute = Execute(id: id, parameters: QueryParameters(consistency: .one))
        #expect(throws: WireError.tooLong) { try FrameEncoder().encode(.execute(execute), stream: 1) }
    }

    @Test("D-20 a statement may be longer than other texts")
    func longStatements() throws {
        let message = Frame.Message.request(.prepare(Prepare(text: String(repeating: "é", count: 100_000))))
        #expect(try message.roundTrip() == message)
    }

    @Test("D-20 invalid UTF-8 is replaced in what is shown, and never a reason to fail")
    func invalidUTF8() throws {
        let bad: [Primitive] = [.short(4), .raw([0x61, 0xC3, 0x28, 0xFF])]
        let shown = "a\u{FFFD}(\u{FFFD}"
        let column: [Primitive] = bad + bad + bad + [.short(9)]
        guard
            case .result(.rows(let rows)) = try Response.decode(
                Frame(.result, ([.int(2), .int(0), .int(1)] + column + [.int(0)]).encoded)
            ).response
        else {
            Issue.record("no rows")
            return
        }
        let expected = ColumnMetadata(keyspace: shown, table: shown, name: shown, type: .int)
        #expect(rows.metadata.columns == [expected])
        let warning: [Primitive] = [.short(1)] + bad
        #expect(try Response.decode(Frame(.ready, flags: 0x08, warning.encoded)).prologue.warnings == [shown])
        let table: [(Opcode, [Primitive], Response)] = [
            (.error, [.int(0)] + bad, .error(ServerError(code: .serverError, message: shown))),
            (.authenticate, bad, .authenticate(Authenticate(authenticator: shown))),
            (
                .supported, [.short(1)] + bad + warning,
                .supported(Supported(options: [.init(name: shown, values: [shown])]))
            ),
            (.result, [.int(3)] + bad, .result(.setKeyspace(shown))),
            (.event, bad, .event(.other(shown))),
        ]
        for (opcode, body, response) in table {
            #expect(try Response.decode(Frame(opcode, body.encoded)).response == response)
        }
    }
}

extension Frame {
    /// A message of either side.
    enum Message: Equatable {
        case request(Request)
        case response(Response)

        func roundTrip() throws -> Message {
            switch self {
            case .request(let request):
                let bytes = Array(try FrameEncoder().encode(request, stream: 1))
                guard let frame = Feed(bytes, direction: .request).single else { throw WireError.malformed }
                return .request(try Request.decode(frame).request)
            case .response(let response):
                let bytes = Array(try FrameEncoder().encode(response, stream: 1))
                guard let frame = Feed(bytes).single else { throw WireError.malformed }
                return .response(try Response.decode(frame).response)
            }
        }
    }
}
