import Bytes

/// Turns captured bytes of the protocol into words: for looking at what goes over a connection, and for learning.
///
/// ```swift
/// for frame in FrameInspector().frames(in: captured) { print(frame) }
/// ```
///
/// Any bytes may be given. What cannot be understood is described as a problem of its frame, and nothing traps. Bodies
/// compressed with LZ4 are decompressed, if this build can. What a client sends to log in is not shown.
public struct FrameInspector: Sendable {
    /// How much of long things is shown.
    public struct Limits: Hashable, Sendable {
        /// Characters of a text or value.
        public var characters: Int
        /// Bytes of a binary value.
        public var bytes: Int
        /// Columns, values, statements and the like.
        public var items: Int
        /// Rows of a result.
        public var rows: Int

        /// Limits for a screen, or others.
        public init(characters: Int = 200, bytes: Int = 24, items: Int = 12, rows: Int = 3) {
            self.characters = max(0, characters)
            self.bytes = max(0, bytes)
            self.items = max(0, items)
            self.rows = max(0, rows)
        }
    }

    /// How much of long things is shown.
    public var limits: Limits

    /// An inspector.
    public init(limits: Limits = Limits()) {
        self.limits = limits
    }

    /// Describes all frames of a stream, as one side of a connection sent them.
    ///
    /// The last description may be of a frame that is cut off, or of bytes that are no frame: where frames after it
    /// would begin is then unknown.
    public func frames(in stream: some Collection<UInt8>) -> [FrameDescription] {
        let bytes = ByteSlice(stream)
        var descriptions: [FrameDescription] = []
        var offset = 0
        while offset < bytes.count {
            let (description, isLast) = describe(bytes, from: offset)
            descriptions.append(description)
            if isLast { break }
            offset += description.byteCount
        }
        return descriptions
    }

    /// Describes a single frame; bytes behind it are a problem.
    public func frame(_ frame: some Collection<UInt8>) -> FrameDescription {
        let bytes = ByteSlice(frame)
        var (description, _) = describe(bytes, from: 0)
        let surplus = bytes.count - description.byteCount
        if surplus > 0, description.problem == nil { description.problem = "\(surplus) bytes behind the frame" }
        return description
    }

    private func describe(_ bytes: ByteSlice, from offset: Int) -> (FrameDescription, isLast: Bool) {
        var description = FrameDescription(
            offset: offset, byteCount: bytes.count - offset, header: nil, kind: "", uncompressedLength: nil, fields: [],
            problem: nil)
        guard let first = bytes.dropFirst(offset).first else {
            description.problem = "no bytes"
            return (description, true)
        }
        if let problem = Self.objection(toFirstByte: first) {
            description.problem = problem
            return (description, true)
        }
        guard description.byteCount >= FrameHeader.length else {
            description.problem = "cut off: \(description.byteCount) of the header's \(FrameHeader.length) bytes"
            return (description, true)
        }
        let raw = RawHeader(bytes.slice(offset..<offset + FrameHeader.length))
        description.header = raw.described
        description.kind = raw.opcodeName
        guard raw.length >= 0 else {
            description.problem = "an impossible body length of \(raw.length)"
            return (description, true)
        }
        let arrived = description.byteCount - FrameHeader.length
        guard arrived >= Int(raw.length) else {
            description.problem = "cut off: \(arrived) of the body's \(raw.length) bytes"
            return (description, true)
        }
        description.byteCount = FrameHeader.length + Int(raw.length)
        let body = bytes.slice(offset + FrameHeader.length..<offset + description.byteCount)
        explain(raw, body, &description)
        return (description, false)
    }

    private func explain(_ raw: RawHeader, _ body: ByteSlice, _ description: inout FrameDescription) {
        guard let opcode = Opcode(rawValue: raw.opcode) else {
            description.problem = FrameError.unknownOpcode(raw.opcode).description
            return
        }
        guard opcode.direction == raw.direction else {
            description.problem = FrameError.misplacedOpcode(opcode).description
            return
        }
        guard opcode.isAlikeInAllVersions || raw.version == 3 || raw.version == 4 else {
            description.problem = "the message is not explained: it is of version \(raw.version), not 4"
            return
        }
        var list = FieldList(limits: limits)
        do throws(WireError) {
            var body = body
            if raw.flags.contains(.compressed) {
                body = try Compression.lz4.decompress(body, maximum: FrameLimits().maximumBody)
                description.uncompressedLength = body.count
            }
            let header = FrameHeader(
                version: raw.version, direction: raw.direction, flags: raw.flags, stream: raw.stream, opcode: opcode,
                bodyLength: raw.length)
            let frame = Frame(header: header, body: body)
            switch raw.direction {
            case .request:
                let (prologue, request) = try Request.decode(frame)
                list.add(prologue)
                description.kind = list.add(request)
            case .response:
                let (prologue, response) = try Response.decode(frame)
                list.add(prologue)
                description.kind = list.add(response)
            }
        } catch {
            description.problem = "the message cannot be read: \(error)"
        }
        description.fields = list.fields
    }

    private static func objection(toFirstByte byte: UInt8) -> String? {
        switch byte & 0x7F {
        case 1, 2: "a frame of protocol version \(byte & 0x7F), whose header is another one"
        case 3...6, 65, 66: nil
        default: FrameError.foreign(ForeignProtocol(firstByte: byte), firstByte: byte).description
        }
    }
}

/// A header whose opcode nobody has looked at.
private struct RawHeader {
    let version: UInt8
    let direction: Direction
    let flags: FrameHeader.Flags
    let stream: Int16
    let opcode: UInt8
    let length: Int32

    /// Of nine bytes.
    init(_ bytes: ByteSlice) {
        version = bytes[0] & 0x7F
        direction = bytes[0] & 0x80 == 0 ? .request : .response
        flags = FrameHeader.Flags(rawValue: bytes[1])
        stream = Int16(bitPattern: UInt16(bytes[2]) << 8 | UInt16(bytes[3]))
        opcode = bytes[4]
        length = Int32(bitPattern: bytes.dropFirst(5).reduce(0) { $0 << 8 | UInt32($1) })
    }

    var opcodeName: String {
        Opcode(rawValue: opcode)?.description ?? Notation.hexadecimal(opcode)
    }

    var described: FrameDescription.Header {
        let known: [(FrameHeader.Flags, String)] = [
            (.compressed, "compressed"), (.tracing, "tracing"), (.customPayload, "custom payload"),
            (.warnings, "warnings"),
        ]
        var names = known.filter { flags.contains($0.0) }.map(\.1)
        let others = flags.rawValue & 0xF0
        if others != 0 { names.append(Notation.hexadecimal(others)) }
        return FrameDescription.Header(
            direction: direction == .request ? .request : .response, version: Int(version), flags: names,
            stream: Int(stream), opcode: opcodeName, bodyLength: Int(length))
    }
}

extension Opcode {
    /// Messages of the handshake, by which peers of different versions find out about each other.
    fileprivate var isAlikeInAllVersions: Bool {
        switch self {
        case .startup, .options, .supported, .ready, .error, .authenticate: true
        case .query, .result, .prepare, .execute, .register, .event, .batch, .authChallenge, .authResponse,
            .authSuccess:
            false
        }
    }
}
