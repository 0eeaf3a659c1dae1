/// The notations that the specification writes messages in, put into bytes without any help from the code under test.
// v4 §3
enum Primitive: Sendable {
    case byte(UInt8)
    case short(Int)
    case int(Int32)
    case long(Int64)
    case string(String)
    case longString(String)
    case strings([String])
    case bytes([UInt8]?)
    case shortBytes([UInt8])
    /// A [value] that is not set.
    case notSet
    case uuid([UInt8])
    case inet([UInt8], port: Int32)
    /// Bytes as they are.
    case raw([UInt8])

    var encoded: [UInt8] {
        switch self {
        case .byte(let value): [value]
        case .short(let value): Primitive.bigEndian(value, 2)
        case .int(let value): Primitive.bigEndian(Int(value), 4)
        case .long(let value): Primitive.bigEndian(Int(value), 8)
        case .string(let text): Primitive.bigEndian(text.utf8.count, 2) + Array(text.utf8)
        case .longString(let text): Primitive.bigEndian(text.utf8.count, 4) + Array(text.utf8)
        case .strings(let texts):
            Primitive.bigEndian(texts.count, 2) + texts.flatMap { Primitive.string($0).encoded }
        case .bytes(nil): [0xFF, 0xFF, 0xFF, 0xFF]
        case .bytes(let bytes?): Primitive.bigEndian(bytes.count, 4) + bytes
        case .shortBytes(let bytes): Primitive.bigEndian(bytes.count, 2) + bytes
        case .notSet: [0xFF, 0xFF, 0xFF, 0xFE]
        case .uuid(let bytes), .raw(let bytes): bytes
        case .inet(let address, let port): [UInt8(address.count)] + address + Primitive.bigEndian(Int(port), 4)
        }
    }

    private static func bigEndian(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
}

extension Array where Element == Primitive {
    var encoded: [UInt8] { flatMap(\.encoded) }
}

/// A frame, written by hand.
func frame(
    version: UInt8 = 0x84, flags: UInt8 = 0, stream: Int16 = 1, opcode: UInt8, length: Int32? = nil, _ body: [Primitive]
) -> [UInt8] {
    let bytes = body.encoded
    let header: [Primitive] = [
        .byte(version), .byte(flags), .short(Int(stream)), .byte(opcode), .int(length ?? Int32(bytes.count)),
    ]
    return header.encoded + bytes
}
