import Bytes
import CassandraWire

/// A request as it came off the wire, its body still as it was.
struct RequestFrame {
    var flags: FrameHeader.Flags
    var stream: Int16
    var opcode: RequestOpcode
    var body: ByteSlice
}

/// Cuts what a client sends into requests, and finds the faults that Cassandra finds, in its way.
///
/// Hardly any fault ends a connection: a client that speaks another version may try again on the same one. What is
/// held of a frame in progress grows with the bytes that have arrived, never with what a header claims.
struct RequestFramer: ~Copyable {
    enum Event {
        case request(RequestFrame)
        case refused(Refusal)
    }

    /// What is answered in place of a request that nobody can read.
    struct Refusal {
        enum Header {
            /// As of a usual answer.
            case usual
            /// As of a node that does not know yet which version the client speaks.
            case newest
            /// The eight bytes of versions 1 and 2.
            case old(UInt8)
        }

        var stream: Int16 = 0
        var header = Header.usual
        var error: ServerError
    }

    private enum State {
        case header
        case body(RequestFrame, length: Int, ByteStorage)
        /// Goes past the rest of a frame that is too large, or of another version.
        case skipping(Int, Refusal)
        /// A header that cannot be read is never passed: each batch of bytes gets the same answer.
        case stuck(Refusal)
    }

    private let maximumFrame: Int
    private var state = State.header
    private var headerBytes = InlineArray<9, UInt8>(repeating: 0)
    private var headerCount = 0
    /// A whole frame has come, which settles the version.
    private var hasVersion = false

    init(maximumFrame: Int) {
        self.maximumFrame = maximumFrame
    }

    /// Bytes held for a frame that is not whole yet.
    var heldBytes: Int {
        if case .body(_, _, let storage) = state { return FrameHeader.length + storage.count }
        return headerCount
    }

    /// The next of what `input` has from `offset` on; `nil` when more has to come first.
    mutating func next(in input: RawSpan, at offset: inout Int) -> Event? {
        while offset < input.byteCount {
            switch state {
            case .header:
                if let refusal = objection(toFirstByte: headerCount > 0 ? headerBytes[0] : input.byte(at: offset)) {
                    headerCount = 0
                    offset = input.byteCount
                    return .refused(refusal)
                }
                guard let (first, last) = takeHeader(input, &offset) else { return nil }
                if let event = begin(first, last, input, &offset) { return event }
            case .body(let frame, let length, let storage):
                let body = storage.appending(input, at: &offset, total: length)
                guard body.count == length else {
                    state = .body(frame, length: length, body)
                    return nil
                }
                state = .header
                return finish(frame, ByteSlice(body))
            case .skipping(let left, let refusal):
                let skipped = min(left, input.byteCount - offset)
                offset += skipped
                state = skipped == left ? .header : .skipping(left - skipped, refusal)
                if skipped == left { return .refused(refusal) }
            case .stuck(let refusal):
                offset = input.byteCount
                return .refused(refusal)
            }
        }
        return nil
    }

    private mutating func takeHeader(_ input: RawSpan, _ offset: inout Int) -> (UInt64, UInt8)? {
        if headerCount == 0, let first = input.bigEndian(UInt64.self, at: offset), offset + 8 < input.byteCount {
            defer { offset += FrameHeader.length }
            return (first, input.byte(at: offset + 8))
        }
        while headerCount < FrameHeader.length {
            guard offset < input.byteCount else { return nil }
            headerBytes[headerCount] = input.byte(at: offset)
            headerCount += 1
            offset += 1
        }
        headerCount = 0
        var first: UInt64 = 0
        for index in 0..<8 { first = first << 8 | UInt64(headerBytes[index]) }
        return (first, headerBytes[8])
    }

    /// Begins the frame whose header has the eight bytes of `first` and then `last`.
    private mutating func begin(
        _ first: UInt64, _ last: UInt8, _ input: RawSpan, _ offset: inout Int
    ) -> Event? {
        let version = UInt8(truncatingIfNeeded: first >> 56)
        let number = Int8(truncatingIfNeeded: first >> 24)
        let stream = Int16(truncatingIfNeeded: first >> 32)
        guard version & 0x80 == 0, let opcode = RequestOpcode(rawValue: number) else {
            return stick(
                RequestOpcode.refusal(of: number, isResponse: version & 0x80 != 0, stream: stream), &offset, input)
        }
        // An unsigned number here: a length of -1 swallows 4 GiB.
        let length = Int(UInt32(truncatingIfNeeded: first << 8 | UInt64(last)))
        if length + FrameHeader.length > maximumFrame {
            return skip(length, Refusal(stream: stream, error: .tooBig(length, maximumFrame)), input, &offset)
        }
        if version != 4 {
            return skip(length, Refusal(stream: stream, error: .versionChanged(to: version)), input, &offset)
        }
        let frame = RequestFrame(
            flags: FrameHeader.Flags(rawValue: UInt8(truncatingIfNeeded: first >> 48)), stream: stream, opcode: opcode,
            body: ByteSlice())
        if length == 0 { return finish(frame, ByteSlice()) }
        let arrived = min(length, input.byteCount - offset)
        let storage = ByteStorage.allocate(capacity: arrived)
        storage.append(input, at: &offset, upTo: arrived)
        if arrived == length { return finish(frame, ByteSlice(storage)) }
        state = .body(frame, length: length, storage)
        return nil
    }

    private mutating func finish(_ frame: RequestFrame, _ body: ByteSlice) -> Event {
        hasVersion = true
        var frame = frame
        frame.body = body
        return .request(frame)
    }

    private mutating func skip(
        _ length: Int, _ refusal: Refusal, _ input: RawSpan, _ offset: inout Int
    ) -> Event? {
        let skipped = min(length, input.byteCount - offset)
        offset += skipped
        if skipped == length { return .refused(refusal) }
        state = .skipping(length - skipped, refusal)
        return nil
    }

    private mutating func stick(_ refusal: Refusal, _ offset: inout Int, _ input: RawSpan) -> Event {
        var refusal = refusal
        if !hasVersion { refusal.header = .newest }
        state = .stuck(refusal)
        offset = input.byteCount
        return .refused(refusal)
    }

    /// What speaks against a frame that begins with `byte`. It is answered before the rest has come: whoever speaks
    /// something else may never send nine bytes.
    private func objection(toFirstByte byte: UInt8) -> Refusal? {
        let version = byte & 0x7F
        if version == 4 { return nil }
        // Later on it is the frame that is wrong, not the client.
        if hasVersion, (3...6).contains(version) { return nil }
        return Refusal(
            header: version == 1 || version == 2 ? .old(version) : .usual, error: .unsupportedVersion(version))
    }
}
