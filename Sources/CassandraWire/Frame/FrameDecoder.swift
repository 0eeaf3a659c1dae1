import Bytes

/// Cuts a stream of bytes into frames, in whatever pieces it arrives.
///
/// It holds only what has arrived of the frame in progress: memory grows with arrived bytes, never with what a header
/// claims. A body beyond the limit is counted off without being held.
package struct FrameDecoder: ~Copyable {
    package enum Event: Sendable {
        case frame(Frame)
        /// A frame with this header was too large to hold. Its body is being skipped; the frames after it come as ever.
        case oversized(FrameHeader)
    }

    private enum State {
        case header
        case body(FrameHeader, ByteStorage)
        case skipping(Int)
        /// After an error the stream has no meaning any more: the same error is given again.
        case failed(FrameError)
    }

    /// Which side's frames are expected.
    private let direction: Direction
    private let limits: FrameLimits
    private var state = State.header
    /// The arrived bytes of a header that is not whole yet.
    private var headerBytes = InlineArray<9, UInt8>(repeating: 0)
    private var headerCount = 0

    /// How bodies are compressed, once it is negotiated.
    package var compression: Compression?
    /// During the handshake a node may answer in another version of the protocol, with an error that says so.
    package var acceptsOtherVersions: Bool

    package init(
        direction: Direction, limits: FrameLimits = FrameLimits(), compression: Compression? = nil,
        acceptsOtherVersions: Bool = false
    ) {
        self.direction = direction
        self.limits = limits
        self.compression = compression
        self.acceptsOtherVersions = acceptsOtherVersions
    }

    /// Bytes held for a frame that is not whole yet.
    package var heldBytes: Int {
        switch state {
        case .header, .skipping, .failed: headerCount
        case .body(_, let storage): storage.room
        }
    }

    /// Whether the stream may end here: between two frames.
    package var isBetweenFrames: Bool {
        if case .header = state { headerCount == 0 } else { false }
    }

    /// The next frame in `input`, from `offset` on, which is moved past what was used. `nil` when more has to arrive;
    /// then all of `input` has been used.
    package mutating func next(in input: RawSpan, at offset: inout Int) throws(FrameError) -> Event? {
        while true {
            switch state {
            case .failed(let error):
                throw error
            case .skipping(let left):
                let skipped = min(left, input.byteCount - offset)
                offset += skipped
                guard skipped == left else {
                    state = .skipping(left - skipped)
                    return nil
                }
                state = .header
            case .header:
                guard let header = try takeHeader(input, &offset) else { return nil }
                if Int(header.bodyLength) > limits.maximumBody {
                    state = .skipping(Int(header.bodyLength))
                    return .oversized(header)
                }
                if header.bodyLength == 4, header.opcode == .result, header.flags.isEmpty,
                    input.bigEndian(UInt32.self, at: offset) == 1
                {
                    offset += 4
                    return .frame(Frame(header: header, body: Frame.voidBody))
                }
                let arrived = min(Int(header.bodyLength), input.byteCount - offset)
                let storage = ByteStorage.allocate(capacity: arrived)
                storage.append(input, at: &offset, upTo: arrived)
                if arrived == Int(header.bodyLength) { return .frame(try finish(header, storage)) }
                state = .body(header, storage)
                return nil
            case .body(let header, let storage):
                let body = storage.appending(input, at: &offset, total: Int(header.bodyLength))
                guard body.count == Int(header.bodyLength) else {
                    state = .body(header, body)
                    return nil
                }
                state = .header
                return .frame(try finish(header, body))
            }
        }
    }

    /// The header, once it is whole. Its first byte is judged as soon as it is there: a peer that speaks something else
    /// may never send nine.
    private mutating func takeHeader(_ input: RawSpan, _ offset: inout Int) throws(FrameError) -> FrameHeader? {
        if headerCount == 0, let first = input.bigEndian(UInt64.self, at: offset), offset + 8 < input.byteCount {
            // A whole header, as nearly always.
            let last = input.byte(at: offset + 8)
            if let error = objection(toFirstByte: UInt8(truncatingIfNeeded: first >> 56)) { throw fail(error) }
            offset += FrameHeader.length
            return try header(first, last)
        }
        while headerCount < FrameHeader.length {
            guard offset < input.byteCount else { return nil }
            let byte = input.byte(at: offset)
            offset += 1
            if headerCount == 0, let error = objection(toFirstByte: byte) { throw fail(error) }
            headerBytes[headerCount] = byte
            headerCount += 1
        }
        headerCount = 0
        var first: UInt64 = 0
        for index in 0..<8 { first = first << 8 | UInt64(headerBytes[index]) }
        return try header(first, headerBytes[8])
    }

    /// The header's fields, out of its first eight bytes and its last one.
    private mutating func header(_ first: UInt64, _ last: UInt8) throws(FrameError) -> FrameHeader {
        let number = UInt8(truncatingIfNeeded: first >> 24)
        let length = Int32(truncatingIfNeeded: first << 8 | UInt64(last))
        guard let opcode = Opcode(rawValue: number) else { throw fail(.unknownOpcode(number)) }
        guard opcode.direction == direction else { throw fail(.misplacedOpcode(opcode)) }
        guard length >= 0 && Int(length) <= max(limits.maximumSkipped, limits.maximumBody) else {
            throw fail(.length(length))
        }
        return FrameHeader(
            version: UInt8(truncatingIfNeeded: first >> 56) & 0x7F,
            direction: direction,
            flags: FrameHeader.Flags(rawValue: UInt8(truncatingIfNeeded: first >> 48)),
            stream: Int16(truncatingIfNeeded: first >> 32),
            opcode: opcode,
            bodyLength: length)
    }

    /// What speaks against a frame that begins with `byte`.
    private func objection(toFirstByte byte: UInt8) -> FrameError? {
        let version = byte & 0x7F
        let isResponse = byte & 0x80 != 0
        guard version >= 1 && version <= 6 else {
            // 66 and 65 are the versions of DataStax Enterprise; everything else is not CQL.
            return version == 65 || version == 66
                ? .version(version) : .foreign(ForeignProtocol(firstByte: byte), firstByte: byte)
        }
        guard isResponse == (direction == .response) else { return .direction(byte) }
        if version <= 2 { return .oldVersion(version) }
        return version == 4 || acceptsOtherVersions ? nil : .version(version)
    }

    private mutating func finish(_ header: FrameHeader, _ storage: ByteStorage) throws(FrameError) -> Frame {
        guard header.flags.contains(.compressed) else { return Frame(header: header, body: ByteSlice(storage)) }
        do throws(WireError) {
            guard let compression else { throw .compressionUnavailable }
            let body = try compression.decompress(ByteSlice(storage), maximum: limits.maximumBody)
            return Frame(header: header, body: body)
        } catch {
            throw fail(.compression(error))
        }
    }

    private mutating func fail(_ error: FrameError) -> FrameError {
        state = .failed(error)
        return error
    }
}
