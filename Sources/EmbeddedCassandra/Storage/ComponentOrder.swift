import Bytes
import CassandraWire

/// The order of a clustering column's values or of a collection's paths, decided once from the type.
@safe struct ComponentOrder: Sendable {
    private enum Way {
        case bytes
        case int64
        case int32
        case general
    }

    private let way: Way
    private let type: CQLType
    private let isDescending: Bool

    init(_ type: CQLType, isDescending: Bool) {
        self.type = type.unfrozen
        self.isDescending = isDescending
        way =
            switch self.type {
            case .text, .ascii, .blob, .inet, .date, .custom: .bytes
            case .bigint, .counter, .timestamp, .time: .int64
            case .int: .int32
            default: .general
            }
    }

    @inline(__always)
    func compare(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int {
        let order =
            switch way {
            case .bytes: unsafe ByteOrder.compare(left, right)
            case .int64: unsafe ValueOrder.compareSigned(left, right, as: Int64.self)
            case .int32: unsafe ValueOrder.compareSigned(left, right, as: Int32.self)
            case .general: unsafe ValueOrder.compare(left, right, as: type)
            }
        return isDescending ? -order : order
    }

    /// A number that orders values as far as it differs: of two values the lesser never has the larger number. The same
    /// one for all values of types of which the first bytes tell nothing.
    @inline(__always)
    func rank(_ value: UnsafeRawBufferPointer) -> UInt64 {
        let rank: UInt64 =
            switch way {
            case .bytes: unsafe Self.firstBytes(value)
            case .int64: unsafe Self.signed(value, width: 8)
            case .int32: unsafe Self.signed(value, width: 4)
            case .general: 0
            }
        return isDescending ? ~rank : rank
    }

    /// The first eight bytes; what is shorter ends with zeros.
    @inline(__always)
    private static func firstBytes(_ value: UnsafeRawBufferPointer) -> UInt64 {
        if value.count >= 8 { return UInt64(bigEndian: unsafe value.loadUnaligned(as: UInt64.self)) }
        var rank: UInt64 = 0
        for index in 0..<value.count { unsafe rank |= UInt64(value[index]) << UInt64(56 - 8 * index) }
        return rank
    }

    /// The sign's bit turned over. Values that are too short come before all others, those that are too long after.
    @inline(__always)
    private static func signed(_ value: UnsafeRawBufferPointer, width: Int) -> UInt64 {
        guard value.count == width else { return value.count < width ? 0 : .max }
        return unsafe firstBytes(value) ^ 1 << 63
    }
}
