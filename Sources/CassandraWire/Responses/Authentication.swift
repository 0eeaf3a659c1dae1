package import Bytes

/// Asks for a login (v4 §4.2.3).
package struct Authenticate: Hashable, Sendable {
    /// The class name of the server's authenticator.
    package var authenticator: String

    package init(authenticator: String) {
        self.authenticator = authenticator
    }

    init(from reader: inout WireReader) throws {
        authenticator = try reader.readString()
    }

    func encode(to writer: inout WireWriter) throws {
        try writer.writeString(authenticator)
    }
}

/// Goes on with a login (v4 §4.2.7).
package struct AuthChallenge: Hashable, Sendable {
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

/// Ends a login (v4 §4.2.8).
package struct AuthSuccess: Hashable, Sendable {
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
