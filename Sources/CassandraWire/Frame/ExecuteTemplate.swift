public import Bytes

/// All of an EXECUTE that stays the same from call to call, so that a request costs the copying of it and of its values.
///
/// The frame's order is that of v4 §4.1.4: header, id, consistency, flags, values, page size, paging state, serial
/// consistency, timestamp.
@usableFromInline package struct ExecuteTemplate: Sendable {
    /// The header, its length still 0, and what stands in front of the values.
    @usableFromInline let head: ByteSlice
    /// What follows the values, up to the timestamp.
    private let tail: ByteSlice
    private let header: FrameHeader
    /// Whether each frame carries a timestamp.
    package let hasTimestamp: Bool

    /// `parameters` come without values, of which there will be `count`. Whether they have a timestamp counts, not which.
    package init(
        _ id: ByteSlice, _ parameters: QueryParameters, tracing: Bool, prologue: BodyPrologue = BodyPrologue(),
        count: Int
    ) throws(WireError) {
        var header = FrameHeader(direction: .request, flags: prologue.flags, stream: 0, opcode: .execute)
        if tracing { header.flags.insert(.tracing) }
        self.header = header
        hasTimestamp = parameters.timestamp != nil
        var flags = parameters.flags
        if count > 0 { flags.insert(.values) }
        var head = WireWriter(capacity: 64)
        header.encode(to: &head)
        try WireError.typed {
            try prologue.encode(to: &head)
            try head.writeShortBytes(id)
            head.write(parameters.consistency.rawValue)
            head.write(flags.rawValue)
            if count > 0 { try head.writeCount(count) }
        }
        self.head = head.finish()
        var tail = WireWriter(capacity: 16)
        if let pageSize = parameters.pageSize { tail.write(pageSize) }
        if let pagingState = parameters.pagingState { try WireError.typed { try tail.writeBytes(pagingState) } }
        if let serial = parameters.serialConsistency { tail.write(serial.rawValue) }
        self.tail = tail.finish()
    }

    /// A writer that the values go to.
    @inlinable package func begin() -> WireWriter {
        var writer = WireWriter()
        begin(&writer)
        return writer
    }

    /// Writes what stands in front of the values.
    @inlinable package func begin(_ writer: inout WireWriter) {
        writer.write(head)
    }

    /// Where the values begin.
    package var valuesStart: Int { head.count }

    /// The frame, once the values are written.
    package func finish(
        _ writer: consuming WireWriter, timestamp: Int64, encoder: FrameEncoder
    ) throws(WireError) -> ByteSlice {
        var writer = writer
        try end(&writer, from: 0, timestamp: timestamp, encoder)
        let frame = writer.finish()
        guard let compression = encoder.compression else { return frame }
        return try encoder.compressed(frame, header, compression)
    }

    /// The same for a frame that begins at `start`, with others in front of it.
    package func finish(
        _ writer: inout WireWriter, from start: Int, timestamp: Int64, _ encoder: FrameEncoder
    ) throws(WireError) {
        try end(&writer, from: start, timestamp: timestamp, encoder)
        guard let compression = encoder.compression else { return }
        let plain = writer.bytes.copy(from: start)
        writer.bytes.truncate(to: start)
        writer.write(try encoder.compressed(plain, header, compression))
    }

    private func end(
        _ writer: inout WireWriter, from start: Int, timestamp: Int64, _ encoder: FrameEncoder
    ) throws(WireError) {
        writer.write(tail)
        if hasTimestamp { writer.write(timestamp) }
        let length = writer.count - start - FrameHeader.length
        guard length <= encoder.maximumBody, let bodyLength = Int32(exactly: length) else { throw .tooLong }
        writer.bytes.patch(bodyLength, at: start + FrameHeader.length - 4)
    }
}
