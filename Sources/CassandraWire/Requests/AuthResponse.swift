package import Bytes

/// The client's part of a login (v4 §4.1.2).
package struct AuthResponse: Hashable, Sendable {
    package var token: ByteSlice?

    package init(token: ByteSlice?) {
        self.token = token
    }

    init(from reader: inout WireReader) throws {
        token = try reader.readBytes()
    }

    func encode(to writer: inout WireWriter) throws {
        try writer.writeBytes(token)
    }
}
