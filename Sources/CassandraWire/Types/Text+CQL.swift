public import Bytes

/// Which of the two text types a column has.
@frozen public enum TextForm: UInt8, Sendable {
    /// UTF-8.
    case text
    /// Bytes below 0x80 only.
    case ascii
}

extension String: CQLCodable {
    /// Accepts `text` and `ascii`.
    public static func decodingPlan(for type: CQLType) -> TextForm? {
        switch type {
        case .text: .text
        case .ascii: .ascii
        case .frozen(let inner): decodingPlan(for: inner)
        default: nil
        }
    }

    /// Accepts `text` and `ascii`.
    public static func encodingPlan(for type: CQLType) -> TextForm? {
        decodingPlan(for: type)
    }

    /// Reads UTF-8. Invalid bytes are an error, not replaced: what is read is what was written.
    @inline(__always) @inlinable public init(contents reader: inout WireReader, count: Int, plan: TextForm) throws {
        if plan == .ascii && !reader.bytes.isASCII(count) { throw WireError.invalidText }
        self = try reader.readText(count)
    }

    /// Reads the length, refuses null, and reads the text.
    @inline(__always) @inlinable public init(value reader: inout WireReader, plan: TextForm) throws {
        guard let count = try reader.readValueLength() else { throw WireError.unexpectedNull }
        try self.init(contents: &reader, count: count, plan: plan)
    }

    /// Appends the UTF-8 bytes; for `ascii` others than ASCII are refused.
    @inline(__always) @inlinable public func encodeContents(to writer: inout WireWriter, plan: TextForm) throws {
        if plan == .ascii && !isASCII { throw WireError.invalidText }
        writer.bytes.write(utf8: self)
    }

    /// Appends length and bytes behind a single check of the room.
    @inline(__always) @inlinable public func encodeValue(to writer: inout WireWriter, plan: TextForm) throws {
        if plan == .ascii && !isASCII { throw WireError.invalidText }
        guard writer.bytes.write(utf8: self, length: Int32.self) else { throw WireError.tooLong }
    }

    /// Whether all bytes are below 0x80.
    @inline(never) @usableFromInline var isASCII: Bool { utf8.allSatisfy { $0 < 0x80 } }
}
