package import Bytes

/// A whole frame as it came off the wire, its body uncompressed.
package struct Frame: Sendable {
    /// The header as it was; `bodyLength` and the compressed flag speak of the wire, not of `body`.
    package var header: FrameHeader
    package var body: ByteSlice

    package init(header: FrameHeader, body: ByteSlice) {
        self.header = header
        self.body = body
    }

    /// The body of a result without anything, which answers nearly every write: one for all.
    package static let voidBody = ByteSlice([0, 0, 0, 1])

    /// Whether this is the result without anything, and has nothing in front of it either.
    package var isVoid: Bool { body.storage === Self.voidBody.storage }
}
