import Bytes
import CassandraWire

/// Values of every type that have a literal. They are few for each type, so that they meet again.
extension Dice {
    static let keyScalars: [CQLType] = [
        .ascii, .bigint, .blob, .boolean, .date, .decimal, .double, .float, .inet, .int, .int, .int, .smallint, .text,
        .text, .time, .timestamp, .timeuuid, .tinyint, .uuid, .varint,
    ]

    /// Of what stands inside others: which of two decimals that are equal a set keeps is not said.
    static let innerScalars = keyScalars.filter { $0 != .decimal }

    mutating func keyType(userType: UserDefinedType) -> CQLType {
        switch number(1...16) {
        case 1: .frozen(.list(one(of: Dice.keyScalars)))
        case 2: .frozen(.set(one(of: Dice.keyScalars)))
        case 3: .frozen(.tuple([one(of: Dice.keyScalars), one(of: Dice.keyScalars)]))
        case 4: .frozen(.udt(userType))
        case 5: .frozen(.map(key: one(of: Dice.keyScalars), value: one(of: Dice.keyScalars)))
        case 6: one(of: [.frozen(.list(.frozen(.set(one(of: Dice.innerScalars))))), .vector(.float, dimension: 2)])
        default: one(of: Dice.keyScalars)
        }
    }

    mutating func columnType(userType: UserDefinedType) -> CQLType {
        switch number(1...22) {
        case 1, 2: .list(one(of: Dice.keyScalars))
        case 3: .set(one(of: Dice.keyScalars))
        case 4: .map(key: one(of: Dice.keyScalars), value: one(of: Dice.keyScalars))
        case 5: .udt(userType)
        case 6: .frozen(.udt(userType))
        case 7: .frozen(.list(one(of: Dice.keyScalars)))
        case 8: .frozen(.map(key: one(of: Dice.keyScalars), value: one(of: Dice.keyScalars)))
        case 9: .frozen(.tuple([one(of: Dice.keyScalars), .frozen(.set(one(of: Dice.keyScalars)))]))
        case 10: .vector(one(of: [.float, .int, .text, .smallint]), dimension: number(1...3))
        case 11: .duration
        case 12: .list(.frozen(.udt(userType)))
        case 13: nestedType(userType: userType)
        default: one(of: Dice.keyScalars)
        }
    }

    private mutating func nestedType(userType: UserDefinedType) -> CQLType {
        let inner = one(of: Dice.innerScalars)
        return one(of: [
            .set(.frozen(.tuple([inner, .int]))), .map(key: .frozen(.list(inner)), value: .frozen(.set(inner))),
            .map(key: .int, value: .frozen(.udt(userType))), .frozen(.list(.frozen(.map(key: inner, value: .text)))),
            .list(.frozen(.set(inner))), .vector(.frozen(.set(inner)), dimension: 2), .list(.duration),
            .frozen(.set(.frozen(.tuple([inner, .frozen(.list(.text))])))), .map(key: .text, value: .duration),
        ])
    }

    /// What a user-defined type has in it.
    mutating func fieldType() -> CQLType {
        let inner = one(of: Dice.innerScalars)
        return once(in: 5)
            ? one(of: [.frozen(.list(inner)), .frozen(.set(inner)), .frozen(.tuple([inner, .text]))])
            : one(of: Dice.keyScalars)
    }

    mutating func value(of type: CQLType) -> CQLValue {
        switch type {
        case .ascii: .ascii(one(of: ["", "a", "b", "B", "it's", "zz"]))
        case .text: .text(one(of: ["", "a", "b", "ab", "A", "é", "日本", "x;y", "𝒳", "it's"]))
        case .bigint, .counter: .bigint(Int64(integer()))
        case .blob: .blob(ByteSlice((0..<number(0...3)).map { _ in one(of: [0x00, 0x01, 0x7f, 0x80, 0xff]) }))
        case .boolean: .boolean(once(in: 2))
        case .date: .date(CQLDate(daysSinceEpoch: Int32(number(-3...3) * 10_000)))
        case .decimal: .decimal(CQLDecimal(unscaled: CQLVarint(Int64(integer())), scale: Int32(number(0...2))))
        case .double: .double(double())
        case .float: .float(Float(double()))
        case .duration: .duration(duration())
        case .inet: .inet(one(of: [CQLInet(ipv4: 1), CQLInet(ipv4: 0xFF00_0001), CQLInet(high: 0, low: 1)]))
        case .int: .int(Int32(integer()))
        case .smallint: .smallint(Int16(number(-3...3) * 300))
        case .tinyint: .tinyint(Int8(number(-3...3) * 30))
        case .varint: .varint(CQLVarint(Int64(integer())))
        case .time: .time(CQLTime(nanosecondsSinceMidnight: Int64(number(0...5)) * 7_200_000_000_001))
        case .timestamp: .timestamp(CQLTimestamp(millisecondsSinceEpoch: Int64(number(-3...3)) * 86_400_001))
        case .uuid: .uuid(uuid(version: one(of: [1, 4])))
        case .timeuuid: .timeuuid(uuid(version: 1))
        case .list(let element): .list((0..<number(0...3)).map { _ in value(of: element) })
        case .set(let element): .set(distinct(of: element))
        case .map(let key, let element): .map(distinct(of: key).map { .init(key: $0, value: value(of: element)) })
        case .tuple(let types): .tuple(types.map { field(of: $0) })
        case .udt(let type): UDTValue(type, values: type.fields.map { field(of: $0.type) }).map { .udt($0) } ?? .null
        case .vector(let element, let dimension): .vector((0..<dimension).map { _ in value(of: element) })
        case .frozen(let inner): value(of: inner)
        case .custom: .blob(ByteSlice([]))
        }
    }

    private mutating func field(of type: CQLType) -> CQLValue {
        once(in: 6) ? .null : value(of: type)
    }

    /// No two that compare as equal: which of them a set keeps is not said.
    private mutating func distinct(of type: CQLType) -> [CQLValue] {
        var values: [CQLValue] = []
        for _ in 0..<number(0...3) {
            let value = value(of: type)
            if !values.contains(value), !values.contains(where: { isSameNumber($0, value) }) { values.append(value) }
        }
        return values
    }

    private func isSameNumber(_ left: CQLValue, _ right: CQLValue) -> Bool {
        guard case .decimal(let left) = left, case .decimal(let right) = right else { return false }
        return left.unscaled == CQLVarint(0) || right.unscaled == CQLVarint(0) || left.scale != right.scale
    }

    private mutating func integer() -> Int {
        once(in: 8) ? one(of: [-2_147_483_648, 2_147_483_647, 0, 65_536]) : number(-4...4)
    }

    private mutating func double() -> Double {
        once(in: 6) ? one(of: [.nan, .infinity, -.infinity, -0.0, 0.0]) : Double(number(-4...4)) / 2
    }

    private mutating func duration() -> CQLDuration {
        let sign = once(in: 2) ? 1 : -1
        return CQLDuration(
            months: Int32(sign * number(0...14)), days: Int32(sign * number(0...40)),
            nanoseconds: Int64(sign * number(0...3)) * 1_800_000_000_000) ?? .zero
    }

    private mutating func uuid(version: UInt64) -> CQLUUID {
        CQLUUID(
            high: UInt64(number(0...2)) << 32 | UInt64(number(0...2)) << 16 | version << 12 | UInt64(number(0...2)),
            low: 0x8000_0000_0000_0000 | UInt64(number(0...2)) << 56 | UInt64(one(of: [0x01, 0x7f, 0x80])))
    }
}
