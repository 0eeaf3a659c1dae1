public import Bytes

#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

extension Data: CQLCodable {
    /// Accepts `blob` and custom types.
    public static func decodingPlan(for type: CQLType) -> NoPlan? { ByteSlice.decodingPlan(for: type) }

    /// Accepts `blob` and custom types.
    public static func encodingPlan(for type: CQLType) -> NoPlan? { ByteSlice.encodingPlan(for: type) }

    /// Reads a copy of the bytes; `ByteSlice` reads them without one.
    @inlinable public init(contents reader: inout WireReader, count: Int, plan: NoPlan) throws {
        self.init(try reader.readSlice(count))
    }

    /// Appends the bytes.
    @inlinable public func encodeContents(to writer: inout WireWriter, plan: NoPlan) throws {
        writer.bytes.write(bytes)
    }
}
