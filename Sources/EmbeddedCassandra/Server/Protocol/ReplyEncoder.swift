import Bytes
import CassandraWire

/// Makes whole frames of answers (v4 §2, §4.2).
struct ReplyEncoder {
    /// Once it is agreed on everything is compressed, even what gets longer: so does Cassandra.
    var compression: Compression?

    private static let headerFlags = (tracing: UInt8(0x02), warnings: UInt8(0x08), compressed: UInt8(0x01))

    /// The answer to nearly every write: a frame that differs in its stream alone.
    static func void(_ stream: Int16) -> ByteSlice {
        var writer = WireWriter(capacity: FrameHeader.length + 4)
        writer.write(0x8400_0000_0800_0000 | UInt64(UInt16(bitPattern: stream)) << 32)
        writer.write(UInt8(4))
        writer.write(Int32(1))
        return writer.finish()
    }

    func frame(_ response: Response, stream: Int16) -> ByteSlice {
        frame(stream, opcode: response.opcode) { writer in try response.encode(to: &writer) }
    }

    func frame(_ outcome: Outcome, stream: Int16, tracingID: CQLUUID? = nil) -> ByteSlice {
        let warnings = outcome.warnings
        switch outcome.answer {
        case .result(let result):
            return frame(stream, opcode: .result, tracingID, warnings) { writer in
                try Response.result(result).encode(to: &writer)
            }
        case .body(let body):
            return frame(stream, opcode: .result, tracingID, warnings, capacity: body.count + 64) { writer in
                writer.write(body)
            }
        case .error(let error):
            return frame(stream, opcode: .error, tracingID, warnings) { writer in
                try Response.error(error.shortened).encode(to: &writer)
            }
        }
    }

    /// An error before anything is agreed on, under the header that fits.
    func frame(_ refusal: RequestFramer.Refusal) -> ByteSlice {
        switch refusal.header {
        case .usual: return frame(Outcome.error(refusal.error), stream: refusal.stream)
        case .newest: return plainFrame(version: 5, refusal)
        case .old(let version):
            var writer = WireWriter()
            // One byte of stream instead of two.
            for byte in [version | 0x80, 0, 0, 0] { writer.write(byte) }
            writer.write(Int32(0))
            Self.write(refusal.error, to: &writer)
            writer.bytes.patch(Int32(clamping: writer.count - 8), at: 4)
            return writer.finish()
        }
    }

    private func plainFrame(version: UInt8, _ refusal: RequestFramer.Refusal) -> ByteSlice {
        var writer = WireWriter()
        writer.write(version | 0x80)
        writer.write(UInt8(0))
        writer.write(refusal.stream)
        writer.write(Opcode.error.rawValue)
        writer.write(Int32(0))
        Self.write(refusal.error, to: &writer)
        writer.bytes.patch(Int32(clamping: writer.count - 9), at: 5)
        return writer.finish()
    }

    private static func write(_ error: ServerError, to writer: inout WireWriter) {
        // Only a text of more than 64 KiB cannot be written, and these are ours.
        try? Response.error(error).encode(to: &writer)
    }

    private func frame(
        _ stream: Int16, opcode: Opcode, _ tracingID: CQLUUID? = nil, _ warnings: [String] = [], capacity: Int = 192,
        _ body: (inout WireWriter) throws -> Void
    ) -> ByteSlice {
        var writer = WireWriter(capacity: capacity)
        var flags: UInt8 = 0
        if tracingID != nil { flags |= Self.headerFlags.tracing }
        if !warnings.isEmpty { flags |= Self.headerFlags.warnings }
        Self.writeHeader(stream, opcode, flags, to: &writer)
        do {
            if let tracingID { writer.writeUUID(tracingID) }
            if !warnings.isEmpty { try writer.writeStringList(warnings) }
            try body(&writer)
        } catch {
            // A name or a text longer than the protocol can say.
            writer.bytes.truncate(to: 0)
            Self.writeHeader(stream, .error, 0, to: &writer)
            Self.write(.server("An answer that the protocol cannot carry: \(error)"), to: &writer)
            flags = 0
        }
        writer.bytes.patch(Int32(clamping: writer.count - FrameHeader.length), at: FrameHeader.length - 4)
        let plain = writer.finish()
        guard let compression else { return plain }
        return compressed(plain, compression) ?? plain
    }

    private static func writeHeader(_ stream: Int16, _ opcode: Opcode, _ flags: UInt8, to writer: inout WireWriter) {
        writer.write(UInt8(0x84))
        writer.write(flags)
        writer.write(stream)
        writer.write(opcode.rawValue)
        writer.write(Int32(0))
    }

    private func compressed(_ plain: ByteSlice, _ compression: Compression) -> ByteSlice? {
        var writer = WireWriter(capacity: plain.count)
        writer.write(plain[0])
        writer.write(plain[1] | Self.headerFlags.compressed)
        writer.write(plain.slice(2..<FrameHeader.length))
        do throws(WireError) {
            try compression.compress(plain.slice(FrameHeader.length..<plain.count), to: &writer)
        } catch {
            return nil
        }
        writer.bytes.patch(Int32(clamping: writer.count - FrameHeader.length), at: FrameHeader.length - 4)
        return writer.finish()
    }
}

extension ServerError {
    /// With a text that fits.
    fileprivate var shortened: ServerError {
        guard message.utf8.count > Int(UInt16.max) else { return self }
        var error = self
        // Whole characters, none of which has more than four bytes as a scalar.
        error.message = String(message.unicodeScalars.prefix(Int(UInt16.max) / 4))
        return error
    }
}
