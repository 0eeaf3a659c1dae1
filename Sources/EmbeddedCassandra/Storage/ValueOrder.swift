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
        case .bigint, .counter, .timestamp, .time: unsafe compareSigned(left, right, as: Int64.self)
        case .int: unsafe compareSigned(left, right, as: Int32.self)
        default: unsafe ByteOrder.compare(left, right)
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
}
