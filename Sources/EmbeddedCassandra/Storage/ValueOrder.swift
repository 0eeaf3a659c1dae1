import Bytes
import CassandraWire

/// The order of serialized values, as the server's types compare. Values need not be valid: anything is ordered somehow.
enum ValueOrder {
    /// Below, equal to or above zero, as `left` is before, equal to or after `right`. An empty value is before all others.
    static func compare(_ left: ByteSlice, _ right: ByteSlice, as type: CQLType) -> Int {
        unsafe left.withUnsafeBytes { left in
            unsafe right.withUnsafeBytes { right in unsafe compare(left, right, as: type) }
        }
    }

    static func compare(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer, as type: CQLType) -> Int {
        switch type {
        case .ascii, .text, .blob, .inet, .date, .duration, .custom: unsafe ByteOrder.compare(left, right)
        case .bigint, .counter, .timestamp, .time: unsafe compareSigned(left, right, as: Int64.self)
        case .int: unsafe compareSigned(left, right, as: Int32.self)
        case .smallint: unsafe compareSigned(left, right, as: Int16.self)
        case .tinyint: unsafe compareSigned(left, right, as: Int8.self)
        case .boolean: unsafe compareBooleans(left, right)
        case .double: unsafe compareFloating(left, right, as: UInt64.self)
        case .float: unsafe compareFloating(left, right, as: UInt32.self)
        case .uuid: unsafe compareUUIDs(left, right)
        case .timeuuid: unsafe compareTimeUUIDs(left, right)
        case .varint: unsafe compareVarints(left, right)
        case .decimal: unsafe compareDecimals(left, right)
        case .frozen(let inner): unsafe compare(left, right, as: inner)
        case .list(let element), .set(let element):
            unsafe compareSequences(left, right, [element])
        case .map(let key, let value):
            unsafe compareSequences(left, right, [key, value])
        case .tuple(let fields): unsafe compareTuples(left, right, fields.lazy.map { $0 })
        case .udt(let type): unsafe compareTuples(left, right, type.fields.lazy.map(\.type))
        case .vector(let element, _): unsafe compareVectors(left, right, element)
        }
    }

    /// Big-endian signed numbers; by bytes where one has another length.
    @inline(__always)
    static func compareSigned<Integer: FixedWidthInteger & BitwiseCopyable>(
        _ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer, as: Integer.Type
    ) -> Int {
        let width = MemoryLayout<Integer>.size
        guard left.count == width, right.count == width else { return unsafe compareMisshapen(left, right) }
        let leftValue = Integer(bigEndian: unsafe left.loadUnaligned(as: Integer.self))
        let rightValue = Integer(bigEndian: unsafe right.loadUnaligned(as: Integer.self))
        return leftValue < rightValue ? -1 : leftValue > rightValue ? 1 : 0
    }

    /// Empty values first, then by length, so that values of the right length are ordered among themselves.
    @inline(never)
    static func compareMisshapen(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int {
        left.count != right.count ? left.count - right.count : unsafe ByteOrder.compare(left, right)
    }

    /// Any byte but zero is true, and all that are true are equal.
    private static func compareBooleans(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int {
        guard left.count == 1, right.count == 1 else { return unsafe compareMisshapen(left, right) }
        return (unsafe left[0] != 0 ? 1 : 0) - (unsafe right[0] != 0 ? 1 : 0)
    }

    /// IEEE 754 numbers as a total order: -0 before 0, all that are not numbers equal and behind the infinities.
    private static func compareFloating<Bits: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
        _ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer, as: Bits.Type
    ) -> Int {
        let width = MemoryLayout<Bits>.size
        guard left.count == width, right.count == width else { return unsafe compareMisshapen(left, right) }
        let leftRank = rank(Bits(bigEndian: unsafe left.loadUnaligned(as: Bits.self)))
        let rightRank = rank(Bits(bigEndian: unsafe right.loadUnaligned(as: Bits.self)))
        return leftRank < rightRank ? -1 : leftRank > rightRank ? 1 : 0
    }

    /// The bits as a number that grows as the value does.
    private static func rank<Bits: FixedWidthInteger & UnsignedInteger>(_ bits: Bits) -> Bits {
        let sign: Bits = 1 << (Bits.bitWidth - 1)
        let infinity: Bits = Bits.bitWidth == 64 ? 0x7FF << 52 : 0xFF << 23
        if bits & ~sign > infinity { return .max }
        return bits & sign == 0 ? bits | sign : ~bits
    }
}
