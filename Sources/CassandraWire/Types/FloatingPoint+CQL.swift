public import Bytes

/// Which of the two binary floating-point types a column has.
@frozen public enum FloatForm: UInt8, Sendable {
    /// 32 bits.
    case float = 4
    /// 64 bits.
    case double = 8
}

extension Double: CQLCodable {
    /// Accepts `double`, and `float`, which it holds exactly.
    public static func decodingPlan(for type: CQLType) -> FloatForm? {
        switch type {
        case .double: .double
        case .float: .float
        case .frozen(let inner): decodingPlan(for: inner)
        default: nil
        }
    }

    /// Accepts `double` only: a `float` would lose digits.
    public static func encodingPlan(for type: CQLType) -> NoPlan? {
        decodingPlan(for: type) == .double ? NoPlan() : nil
    }

    /// Reads the bits as they are, payloads of NaN included.
    @inline(__always) @inlinable public init(contents reader: inout WireReader, count: Int, plan: FloatForm) throws {
        if count == 8 && plan == .double {
            self.init(bitPattern: try reader.readInteger(as: UInt64.self))
        } else if plan == .float {
            self.init(try Float(contents: &reader, count: count, plan: NoPlan()))
        } else {
            throw count == 0 ? WireError.unexpectedEmpty : .wrongLength(expected: 8, actual: Int32(clamping: count))
        }
    }

    /// Reads length and bits behind a single check where they are the usual ones.
    @inline(__always) @inlinable public init(value reader: inout WireReader, plan: FloatForm) throws {
        if plan == .double, let bits = reader.bytes.readPrefixed(as: UInt64.self) {
            self.init(bitPattern: bits)
        } else {
            self = try reader.readUnusualDouble(plan)
        }
    }

    /// Appends the bits as they are.
    @inline(__always) @inlinable public func encodeContents(to writer: inout WireWriter, plan: NoPlan) throws {
        writer.write(bitPattern)
    }

    /// Appends length and bits behind a single check of the room.
    @inline(__always) @inlinable public func encodeValue(to writer: inout WireWriter, plan: NoPlan) throws {
        writer.bytes.write(Int32(8), bitPattern)
    }
}

extension WireReader {
    @inline(never) @usableFromInline package mutating func readUnusualDouble(_ form: FloatForm) throws -> Double {
        guard let count = try readValueLength() else { throw WireError.unexpectedNull }
        return try Double(contents: &self, count: count, plan: form)
    }
}

extension Float: CQLCodable {
    /// Accepts `float`.
    public static func decodingPlan(for type: CQLType) -> NoPlan? {
        type.unfrozen == .float ? NoPlan() : nil
    }

    /// Accepts `float`, and `double`, which holds it exactly.
    public static func encodingPlan(for type: CQLType) -> FloatForm? {
        Double.decodingPlan(for: type)
    }

    /// Reads the bits as they are, payloads of NaN included.
    @inline(__always) @inlinable public init(contents reader: inout WireReader, count: Int, plan: NoPlan) throws {
        guard count == 4 else {
            throw count == 0 ? WireError.unexpectedEmpty : .wrongLength(expected: 4, actual: Int32(clamping: count))
        }
        self.init(bitPattern: try reader.readInteger(as: UInt32.self))
    }

    /// Appends the bits in the marker's size.
    @inline(__always) @inlinable public func encodeContents(to writer: inout WireWriter, plan: FloatForm) throws {
        switch plan {
        case .float: writer.write(bitPattern)
        case .double: writer.write(Double(self).bitPattern)
        }
    }
}

extension Bool: CQLCodable {
    /// Accepts `boolean`.
    public static func decodingPlan(for type: CQLType) -> NoPlan? {
        type.unfrozen == .boolean ? NoPlan() : nil
    }

    /// Accepts `boolean`.
    public static func encodingPlan(for type: CQLType) -> NoPlan? {
        type.unfrozen == .boolean ? NoPlan() : nil
    }

    /// Reads one byte; all but zero are true.
    @inline(__always) @inlinable public init(contents reader: inout WireReader, count: Int, plan: NoPlan) throws {
        guard count == 1 else {
            throw count == 0 ? WireError.unexpectedEmpty : .wrongLength(expected: 1, actual: Int32(clamping: count))
        }
        self = try reader.readByte() != 0
    }

    /// Appends one byte, 1 or 0.
    @inline(__always) @inlinable public func encodeContents(to writer: inout WireWriter, plan: NoPlan) throws {
        writer.write(UInt8(self ? 1 : 0))
    }
}
