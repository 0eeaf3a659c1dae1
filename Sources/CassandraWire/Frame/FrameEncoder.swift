package import Bytes

/// Makes whole frames of messages.
///
/// Nine bytes are kept free in front while the body is written, so that the finished frame is one block that nobody
/// copies again. A frame that would be too long is refused here, before a byte of it is sent.
package struct FrameEncoder: Sendable {
    /// How to compress bodies; STARTUP, OPTIONS, empty bodies and those that it would make longer never are.
    package var compression: Compression?
    /// Cassandra refuses longer requests (`native_transport_max_frame_size`, which counts the header too); answers may be
    /// longer.
    package var maximumBody: Int

    package init(compression: Compression? = nil, maximumBody: Int = (16 << 20) - FrameHeader.length) {
        self.compression = compression
        self.maximumBody = maximumBody
    }

    /// A request. `tracing` asks the node for a trace.
    package func encode(
        _ request: Request, stream: Int16, tracing: Bool = false, prologue: BodyPrologue = BodyPrologue()
    ) throws(WireError) -> ByteSlice {
        // What is far too long is not even written: it could be more than a block holds.
        guard request.leastLength <= maximumBody else { throw .tooLong }
        var header = FrameHeader(direction: .request, flags: prologue.flags, stream: stream, opcode: request.opcode)
        if tracing { header.flags.insert(.tracing) }
        let mayCompress = request.opcode != .startup && request.opcode != .options
        return try encode(header, mayCompress: mayCompress) { writer in
            try prologue.encode(to: &writer)
            try request.encode(to: &writer)
        }
    }

    /// A response.
    package func encode(
        _ response: Response, stream: Int16, prologue: BodyPrologue = BodyPrologue()
    ) throws(WireError) -> ByteSlice {
        let header = FrameHeader(
            direction: .response, flags: prologue.flags, stream: stream, opcode: response.opcode)
        return try encode(header, mayCompress: true) { writer in
            try prologue.encode(to: &writer)
            try response.encode(to: &writer)
        }
    }

    func encode(
        _ header: FrameHeader, mayCompress: Bool, capacity: Int = 192, _ body: (inout WireWriter) throws -> Void
    ) throws(WireError) -> ByteSlice {
        var writer = WireWriter(capacity: capacity)
        header.encode(to: &writer)
        try WireError.typed { try body(&writer) }
        let length = writer.count - FrameHeader.length
        guard length <= maximumBody, let bodyLength = Int32(exactly: length) else { throw .tooLong }
        writer.bytes.patch(bodyLength, at: FrameHeader.length - 4)
        let frame = writer.finish()
        guard let compression, mayCompress, length > 0 else { return frame }
        return try compressed(frame, header, compression)
    }

    func compressed(
        _ frame: ByteSlice, _ header: FrameHeader, _ compression: Compression
    ) throws(WireError) -> ByteSlice {
        var header = header
        header.flags.insert(.compressed)
        var writer = WireWriter(capacity: frame.count)
        header.encode(to: &writer)
        try compression.compress(frame.slice(FrameHeader.length..<frame.count), to: &writer)
        // Any frame may be plain; one that grew could be beyond the limit that it was measured against.
        guard writer.count < frame.count else { return frame }
        guard let length = Int32(exactly: writer.count - FrameHeader.length) else { throw .tooLong }
        writer.bytes.patch(length, at: FrameHeader.length - 4)
        return writer.finish()
    }
}
