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
}
