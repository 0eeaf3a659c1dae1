import Bytes
import CassandraWire

/// The Swift types that values are read into.
enum SwiftTypes {
    typealias Check = @Sendable (CQLType, ByteSlice) throws(BrokenProperty) -> Void

    static let checks: [Check] = numbers + others + collections + tuples

    private static let numbers: [Check] = [
        check(Int8.self), check(Int16.self), check(Int32.self), check(Int64.self), check(Int.self),
        check(UInt8.self), check(UInt16.self), check(UInt32.self), check(UInt64.self), check(UInt.self),
        check(Float.self), check(Double.self), check(CQLVarint.self), check(CQLDecimal.self),
    ]

    private static let others: [Check] = [
        check(Bool.self), check(String.self), check([UInt8].self), check(ByteSlice.self), check(CQLDate.self),
        check(CQLTime.self), check(CQLTimestamp.self), check(CQLDuration.self), check(CQLUUID.self),
        check(TimeUUID.self), check(CQLInet.self), check(Int32?.self), check(String?.self),
    ]

    private static let collections: [Check] = [
        check([Int32].self), check([Int32?].self), check([String].self), check([[UInt8]].self),
        check([CQLValue].self), check([[CQLValue]].self), check([Float].self),
        checkUnordered(Set<Int32>.self), checkUnordered(Set<String>.self), checkUnordered(Set<CQLValue>.self),
        checkUnordered([String: Int32].self), checkUnordered([Int32: String].self),
        checkUnordered([CQLValue: CQLValue].self), check(CQLMap<String, Int32>.self),
        check(CQLMap<CQLValue, CQLValue?>.self), check(CQLMap<CQLValue, [CQLValue]>.self),
    ]

    private static let tuples: [Check] = [
        check(CQLTuple<CQLValue>.self), check(CQLTuple<CQLValue, CQLValue>.self), check(CQLTuple<Int32?, String?>.self),
        check(CQLTuple<CQLValue, CQLValue, CQLValue>.self), check([CQLTuple<CQLValue, CQLValue>].self),
    ]

    private static func check<Value: CQLCodable>(_ value: Value.Type) -> Check {
        { (type, bytes) throws(BrokenProperty) in try ValueBody.check(Value.self, type, bytes) }
    }

    private static func checkUnordered<Value: CQLCodable & Equatable>(_ value: Value.Type) -> Check {
        { (type, bytes) throws(BrokenProperty) in try ValueBody.checkUnordered(Value.self, type, bytes) }
    }
}
