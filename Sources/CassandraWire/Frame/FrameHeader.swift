/// The nine bytes in front of every frame (v4 §2).
package struct FrameHeader: Hashable, Sendable {
    package static let length = 9

    /// The protocol's version without the direction bit.
    package var version: UInt8
    package var direction: Direction
    package var flags: Flags
    package var stream: Int16
    package var opcode: Opcode
    /// The length of the body as it stands on the wire.
    package var bodyLength: Int32

    package init(
        version: UInt8 = 4, direction: Direction, flags: Flags = [], stream: Int16, opcode: Opcode,
        bodyLength: Int32 = 0
    ) {
        self.version = version
        self.direction = direction
        self.flags = flags
        self.stream = stream
        self.opcode = opcode
        self.bodyLength = bodyLength
    }

    /// Header flags (v4 §2.2). Unknown ones are kept and ignored.
    package struct Flags: OptionSet, Hashable, Sendable {
        package let rawValue: UInt8

        package init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        package static let compressed = Flags(rawValue: 0x01)
        package static let tracing = Flags(rawValue: 0x02)
        package static let customPayload = Flags(rawValue: 0x04)
        package static let warnings = Flags(rawValue: 0x08)
    }

    func encode(to writer: inout WireWriter) {
        writer.write(direction == .response ? version | 0x80 : version)
        writer.write(flags.rawValue)
        writer.write(stream)
        writer.write(opcode.rawValue)
        writer.write(bodyLength)
    }
}
