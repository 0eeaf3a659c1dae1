public import Bytes

/// The size in which a CQL integer type stands on the wire.
@frozen public enum IntegerForm: UInt8, Sendable {
    /// As many bytes as it takes.
    case varint = 0
    /// One byte.
    case tinyint = 1
    /// Two bytes.
    case smallint = 2
    /// Four bytes.
    case int = 4
    /// Eight bytes, also for counters.
    case bigint = 8

    /// The form of `type`, if it is an integer type.
    public init?(_ type: CQLType) {
        switch type {
        case .tinyint: self = .tinyint
        case .smallint: self = .smallint
        case .int: self = .int
        case .bigint, .counter: self = .bigint
        case .varint: self = .varint
        case .frozen(let inner): self.init(inner)
        default: return nil
        }
    }
}

/// A Swift integer as a CQL value: any of them reads and writes any CQL integer type, and a number that does not fit
/// is an error (`WireError.outOfRange`), never cut off.
public protocol CQLInteger: CQLCodable, FixedWidthInteger, BitwiseCopyable
where DecodingPlan == IntegerForm, EncodingPlan == IntegerForm {}

extension CQLInteger {
    /// Accepts the integer types.
    @inlinable public static func decodingPlan(for type: CQLType) -> IntegerForm? { IntegerForm(type) }

    /// Accepts the integer types.
    @inlinable public static func encodingPlan(for type: CQLType) -> IntegerForm? { IntegerForm(type) }

    /// Reads a two's complement number; the common case, a column of the type's own size, is one load.
    @inline(__always) @inlinable public init(contents reader: inout WireReader, count: Int, plan: IntegerForm) throws {
        if Self.isSigned && count == MemoryLayout<Self>.size && Int(plan.rawValue) == MemoryLayout<Self>.size {
            self = try reader.readInteger(as: Self.self)
        } else {
            guard let value = Self(exactly: try reader.readWideInteger(count: count, form: plan)) else {
                throw WireError.outOfRange
            }
            self = value
        }
    }

    /// Reads length and number behind a single check where they are the usual ones.
    @inline(__always) @inlinable public init(value reader: inout WireReader, plan: IntegerForm) throws {
        if Self.isSigned, Int(plan.rawValue) == MemoryLayout<Self>.size,
            let value = reader.bytes.readPrefixed(as: Self.self)
        {
            self = value
        } else {
            guard let value = Self(exactly: try reader.readWideIntegerValue(form: plan)) else {
                throw WireError.outOfRange
            }
            self = value
        }
    }

    /// Appends the number in the marker's size.
    @inline(__always) @inlinable public func encodeContents(to writer: inout WireWriter, plan: IntegerForm) throws {
        if Self.isSigned && Int(plan.rawValue) == MemoryLayout<Self>.size {
            writer.write(self)
        } else {
            try writer.writeWideInteger(Int128(self), form: plan)
        }
    }

    /// Appends length and number behind a single check of the room.
    @inline(__always) @inlinable public func encodeValue(to writer: inout WireWriter, plan: IntegerForm) throws {
        if Self.isSigned && Int(plan.rawValue) == MemoryLayout<Self>.size {
            writer.bytes.write(Int32(MemoryLayout<Self>.size), self)
        } else {
            try writer.writeValue { writer in
                try writer.writeWideInteger(Int128(self), form: plan)
            }
        }
    }
}

extension Int8: CQLInteger {}
extension Int16: CQLInteger {}
extension Int32: CQLInteger {}
extension Int64: CQLInteger {}
extension Int: CQLInteger {}
extension UInt16: CQLInteger {}
extension UInt32: CQLInteger {}
extension UInt64: CQLInteger {}
extension UInt: CQLInteger {}

extension UInt8: CQLInteger {
    /// The bytes of a blob.
    @inlinable public static func _array(ofBlob reader: inout WireReader, count: Int) throws -> [UInt8]? {
        Array(try reader.readSlice(count))
    }

    /// The bytes as they are.
    @inlinable public static func _encodeBlob(_ array: [UInt8], to writer: inout WireWriter) -> Bool {
        writer.write(array)
        return true
    }
}

extension WireReader {
    @inline(never) @usableFromInline package mutating func readWideIntegerValue(form: IntegerForm) throws -> Int128 {
        guard let count = try readValueLength() else { throw WireError.unexpectedNull }
        return try readWideInteger(count: count, form: form)
    }

    /// Reads an integer of any CQL integer type; every integer of the standard library fits.
    @usableFromInline package mutating func readWideInteger(
        count: Int, form: IntegerForm
    ) throws -> Int128 {
        guard count > 0 else { throw WireError.unexpectedEmpty }
        if form != .varint && count != Int(form.rawValue) {
            throw WireError.wrongLength(expected: Int32(form.rawValue), actual: Int32(clamping: count))
        }
        var value = Int128(Int8(bitPattern: try readByte()))
        for _ in 1..<count {
            // Surplus leading bytes are fine as long as they only repeat the sign.
            guard value >> 119 == 0 || value >> 119 == -1 else { throw WireError.outOfRange }
            value = value << 8 | Int128(try readByte())
        }
        return value
    }
}

extension WireWriter {
    @usableFromInline package mutating func writeWideInteger(
        _ value: Int128, form: IntegerForm
    ) throws {
        switch form {
        case .tinyint:
            guard let value = Int8(exactly: value) else { throw WireError.outOfRange }
            write(value)
        case .smallint:
            guard let value = Int16(exactly: value) else { throw WireError.outOfRange }
            write(value)
        case .int:
            guard let value = Int32(exactly: value) else { throw WireError.outOfRange }
            write(value)
        case .bigint:
            guard let value = Int64(exactly: value) else { throw WireError.outOfRange }
            write(value)
        case .varint:
            // As few bytes as keep the sign: the highest one must not only repeat it.
            var count = 16
            while count > 1 {
                let upper = value >> Int128((count - 1) * 8 - 1)
                guard upper == 0 || upper == -1 else { break }
                count -= 1
            }
            for index in (0..<count).reversed() {
                write(UInt8(truncatingIfNeeded: value >> Int128(index * 8)))
            }
        }
    }
}
