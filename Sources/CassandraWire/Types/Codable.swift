public import Bytes

// The requirements throw untyped on purpose. The optimizer (6.3) does not see through a protocol's requirement that throws
// a type: the calls stay indirect. A page of 1,000 rows of three cells went from 487,000 instructions to 103,000 when the
// codec stopped to do that. Errors are boxed only when they are thrown.

/// A Swift type that CQL values can be read into.
///
/// Reading happens in two steps, so that types are checked once a result and only bytes are read a row:
/// `decodingPlan(for:)` looks at the column's type, refuses it with `nil` or says how to read it, and
/// `init(contents:count:plan:)` reads a value by that plan.
///
/// What these throw becomes the reason of a `ColumnError`, which adds the column's name; `WireError` has the usual cases.
///
/// ```swift
/// struct Celsius: CQLDecodable {
///     var degrees: Double
///     static func decodingPlan(for type: CQLType) -> Double.DecodingPlan? { Double.decodingPlan(for: type) }
///     init(contents reader: inout WireReader, count: Int, plan: Double.DecodingPlan) throws {
///         degrees = try Double(contents: &reader, count: count, plan: plan)
///     }
/// }
/// ```
public protocol CQLDecodable: Sendable {
    /// What has to be known of a column's type to read its values; `NoPlan` where one form exists only.
    associatedtype DecodingPlan: Sendable = NoPlan

    /// How to read values of `type`, or `nil` when this Swift type is not made for them.
    static func decodingPlan(for type: CQLType) -> DecodingPlan?

    /// Reads a value of `count` bytes. That many bytes are there; the reader stands behind them afterwards, whatever
    /// this initialiser read.
    init(contents reader: inout WireReader, count: Int, plan: DecodingPlan) throws

    /// Reads a value with its length in front. Only types that have room for null need their own.
    init(value reader: inout WireReader, plan: DecodingPlan) throws

    /// An array of this type for the bytes of a blob; `nil` for all but `UInt8`.
    static func _array(ofBlob reader: inout WireReader, count: Int) throws -> [Self]?
}

/// A Swift type that can be bound as a CQL value.
///
/// As with reading, `encodingPlan(for:)` is asked once for each marker of a prepared statement, and values are then
/// written by the plan.
public protocol CQLEncodable: Sendable {
    /// What has to be known of a marker's type to write values for it; `NoPlan` where one form exists only.
    associatedtype EncodingPlan: Sendable = NoPlan

    /// How to write values for a marker of `type`, or `nil` when this Swift type is not made for it.
    static func encodingPlan(for type: CQLType) -> EncodingPlan?

    /// Appends the value's bytes, without a length.
    func encodeContents(to writer: inout WireWriter, plan: EncodingPlan) throws

    /// Appends the value with its length in front. Only types that have room for null or unset need their own.
    func encodeValue(to writer: inout WireWriter, plan: EncodingPlan) throws

    /// Appends an array of this type as a blob; `false` for all but `UInt8`.
    static func _encodeBlob(_ array: [Self], to writer: inout WireWriter) -> Bool
}

/// A type that can be read and bound.
public typealias CQLCodable = CQLDecodable & CQLEncodable

/// The plan of a type that has one form only: nothing to know.
@frozen public struct NoPlan: Hashable, Sendable {
    /// The only value.
    @inline(__always) @inlinable public init() {}
}

extension CQLDecodable {
    /// Reads the length, refuses null, and reads the contents.
    @inline(__always) @inlinable public init(value reader: inout WireReader, plan: DecodingPlan) throws {
        guard let count = try reader.readValueLength() else { throw WireError.unexpectedNull }
        try self.init(exactly: count, from: &reader, plan: plan)
    }

    /// Reads the contents and leaves the reader behind them, even when they were not read to their end.
    @inline(__always) @inlinable package init(exactly count: Int, from reader: inout WireReader, plan: DecodingPlan)
        throws
    {
        let after = reader.bytes.remaining - count
        try self.init(contents: &reader, count: count, plan: plan)
        reader.bytes.setRemaining(after)
    }

    /// No array: only `UInt8` reads blobs.
    @inlinable public static func _array(ofBlob reader: inout WireReader, count: Int) throws -> [Self]? {
        nil
    }
}

extension CQLEncodable {
    /// Appends the contents with their length in front.
    @inline(__always) @inlinable public func encodeValue(to writer: inout WireWriter, plan: EncodingPlan) throws {
        try writer.writeValue { writer in try encodeContents(to: &writer, plan: plan) }
    }

    /// No blob: only `UInt8` writes blobs.
    @inlinable public static func _encodeBlob(_ array: [Self], to writer: inout WireWriter) -> Bool { false }
}
