public import Bytes

extension ByteSlice: CQLCodable {
    /// Accepts `blob`, and custom types, whose bytes nobody here understands.
    public static func decodingPlan(for type: CQLType) -> NoPlan? {
        switch type {
        case .blob, .custom: NoPlan()
        case .frozen(let inner): decodingPlan(for: inner)
        default: nil
        }
    }

    /// Accepts `blob` and custom types.
    public static func encodingPlan(for type: CQLType) -> NoPlan? {
        decodingPlan(for: type)
    }

    /// Takes the bytes without copying them; the slice keeps the page they came in alive.
    @inline(__always) @inlinable public init(contents reader: inout WireReader, count: Int, plan: NoPlan) throws {
        self = try reader.readSlice(count)
    }

    /// Reads the length, refuses null, and takes the bytes.
    @inline(__always) @inlinable public init(value reader: inout WireReader, plan: NoPlan) throws {
        guard let count = try reader.readValueLength() else { throw WireError.unexpectedNull }
        self = try reader.readSlice(count)
    }

    /// Appends the bytes.
    @inline(__always) @inlinable public func encodeContents(to writer: inout WireWriter, plan: NoPlan) throws {
        writer.write(self)
    }

    /// Appends length and bytes.
    @inline(__always) @inlinable public func encodeValue(to writer: inout WireWriter, plan: NoPlan) throws {
        guard writer.bytes.write(self, length: Int32.self) else { throw WireError.tooLong }
    }
}
