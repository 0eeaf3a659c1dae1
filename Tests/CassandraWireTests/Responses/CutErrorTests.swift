import Bytes
import CassandraWire
import TestKit
import Testing

@Suite struct CutErrorTests {
    @Test("Of an error whose message is cut off, the bytes of the message are not taken for its fields (D-23)")
    func cutMessage() throws {
        let body = ByteSlice([UInt8](hex: "00002400 ffff 0001 61 0001 62"))
        let header = FrameHeader(direction: .response, stream: 1, opcode: .error, bodyLength: Int32(body.count))
        let (_, response) = try Response.decode(Frame(header: header, body: body))
        #expect(response == .error(ServerError(code: .alreadyExists, message: "")))
    }
}
