package import Bytes

extension FrameEncoder {
    /// The frame of an EXECUTE whose values are written where they belong, so that nothing is copied: the way of nearly
    /// all requests. `parameters` come without values; `count` says how many `values` writes.
    @inline(__always)
    package func execute(
        _ id: ByteSlice, _ parameters: QueryParameters, tracing: Bool, count: Int,
        _ values: (inout WireWriter) throws -> Void
    ) throws -> ByteSlice {
        var writer = WireWriter()
        try begin(&writer, id, parameters, tracing: tracing, count: count)
        if count > 0 { try values(&writer) }
        return try finish(writer, parameters, tracing: tracing)
    }

    @inline(never)
    package func begin(
        _ writer: inout WireWriter, _ id: ByteSlice, _ parameters: QueryParameters, tracing: Bool, count: Int
    ) throws {
        FrameHeader(direction: .request, flags: tracing ? .tracing : [], stream: 0, opcode: .execute)
            .encode(to: &writer)
        try writer.writeShortBytes(id)
        var flags = parameters.flags
        if count > 0 { flags.insert(.values) }
        writer.write(parameters.consistency.rawValue)
        writer.write(flags.rawValue)
        if count > 0 { try writer.writeCount(count) }
    }

    @inline(never)
    package func finish(
        _ writer: consuming WireWriter, _ parameters: QueryParameters, tracing: Bool
    ) throws -> ByteSlice {
        if let pageSize = parameters.pageSize { writer.write(pageSize) }
        if let pagingState = parameters.pagingState { try writer.writeBytes(pagingState) }
        if let serial = parameters.serialConsistency { writer.write(serial.rawValue) }
        if let timestamp = parameters.timestamp { writer.write(timestamp) }
        let length = writer.count - FrameHeader.length
        guard length <= maximumBody, let bodyLength = Int32(exactly: length) else { throw WireError.tooLong }
        writer.bytes.patch(bodyLength, at: FrameHeader.length - 4)
        let frame = writer.finish()
        guard let compression else { return frame }
        let header = FrameHeader(direction: .request, flags: tracing ? .tracing : [], stream: 0, opcode: .execute)
        return try compressed(frame, header, compression)
    }
}
