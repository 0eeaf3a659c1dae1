public import Bytes

/// What may stand in a body before the message itself, as the header's flags say (v4 §2.2).
package struct BodyPrologue: Hashable, Sendable {
    /// Of a traced request's response: where the trace is kept.
    package var tracingID: CQLUUID?
    package var warnings: [String] = []
    /// In the order of the bytes.
    package var customPayload: [CustomPayloadEntry] = []

    package init() {}

    /// A request has no tracing id, its flag only asks for one.
    init(from reader: inout WireReader, header: FrameHeader) throws {
        if header.direction == .response && header.flags.contains(.tracing) {
            tracingID = try reader.readUUID()
        }
        if header.flags.contains(.warnings) { warnings = try reader.readStringList() }
        if header.flags.contains(.customPayload) {
            for _ in 0..<(try reader.readInteger(as: UInt16.self)) {
                let name = try reader.readString()
                customPayload.append(CustomPayloadEntry(name: name, value: try reader.readBytes()))
            }
        }
    }

    /// The flags that tell a reader of this prologue's parts.
    var flags: FrameHeader.Flags {
        var flags: FrameHeader.Flags = []
        if tracingID != nil { flags.insert(.tracing) }
        if !warnings.isEmpty { flags.insert(.warnings) }
        if !customPayload.isEmpty { flags.insert(.customPayload) }
        return flags
    }

    func encode(to writer: inout WireWriter) throws {
        if let tracingID { writer.writeUUID(tracingID) }
        if !warnings.isEmpty { try writer.writeStringList(warnings) }
        if !customPayload.isEmpty {
            try writer.writeCount(customPayload.count)
            for entry in customPayload {
                try writer.writeString(entry.name)
                try writer.writeBytes(entry.value)
            }
        }
    }
}

/// A named value that the server's query handler, or the client, gave beside the message.
public struct CustomPayloadEntry: Hashable, Sendable {
    /// The name.
    public var name: String
    /// The bytes; `nil` for null.
    public var value: ByteSlice?

    /// An entry.
    public init(name: String, value: ByteSlice?) {
        self.name = name
        self.value = value
    }
}
