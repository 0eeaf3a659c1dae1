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
}
