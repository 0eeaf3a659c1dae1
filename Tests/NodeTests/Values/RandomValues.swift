import Bytes
import CassandraWire
import TestKit

/// Types of every kind, nested, and values of them that the server accepts.
struct RandomValues {
    var generator: SeededGenerator
    /// User-defined types to choose from.
    var userTypes: [UserDefinedType] = []

    private static let scalars: [CQLType] = [
        .ascii, .bigint, .blob, .boolean, .date, .decimal, .double, .float, .inet, .int, .smallint, .text, .time,
        .timestamp, .timeuuid, .tinyint, .uuid, .varint, .duration,
    ]

    private mutating func number(_ range: ClosedRange<Int>) -> Int {
        Int.random(in: range, using: &generator)
    }

    // MARK: Types

    /// A type with up to `depth` levels inside each other. Durations have no order, so they cannot be keys.
    mutating func type(depth: Int, ordered: Bool = false) -> CQLType {
        guard depth > 1 && number(0...3) > 0 else {
            return RandomValues.scalars[number(0...RandomValues.scalars.count - (ordered ? 2 : 1))]
        }
        switch number(0...6) {
        case 0: return .list(inner(depth, ordered))
        case 1: return .set(inner(depth, true))
        case 2: return .map(key: inner(depth, true), value: inner(depth, ordered))
        case 3, 4: return .vector(inner(depth, ordered), dimension: number(1...4))
        case 5 where !ordered:
            if let type = userTypes.randomElement(using: &generator) { return .frozen(.udt(type)) }
            fallthrough
        default: return .tuple((0..<number(1...4)).map { _ in inner(depth, ordered) })
        }
    }

    private mutating func inner(_ depth: Int, _ ordered: Bool) -> CQLType {
        let type = type(depth: depth - 1, ordered: ordered)
        switch type {
        case .list, .set, .map: return .frozen(type)
        default: return type
        }
    }

    // MARK: Values

    mutating func value(of type: CQLType) -> CQLValue {
        switch type {
        case .ascii: .ascii(text(of: ["a", "Z", "'", "\"", "\\", "\u{0}", "\n", "\u{7F}", " ", "$$"]))
        case .bigint: .bigint(integer())
        case .blob: .blob(ByteSlice((0..<number(0...40)).map { _ in UInt8(number(0...255)) }))
        case .boolean: .boolean(number(0...1) == 1)
        case .counter: .counter(integer())
        case .date: .date(CQLDate(daysSinceEpoch: integer()))
        case .decimal: .decimal(decimal())
        case .double: .double(double())
        case .duration: .duration(duration())
        case .float: .float(Float(double()))
        case .inet: .inet(address())
        case .int: .int(integer())
        case .smallint: .smallint(integer())
        case .text: .text(text(of: ["a", "Z", "'", "\"", "\u{0}", "\n", "é", "e\u{301}", "日", "👩‍🚀", "𝒳", "\u{FFFF}"]))
        case .time: .time(CQLTime(nanosecondsSinceMidnight: Int64(number(0...86_399_999_999_999))))
        case .timestamp: .timestamp(CQLTimestamp(millisecondsSinceEpoch: integer()))
        case .timeuuid: .timeuuid(CQLUUID(high: generator.next() & ~0xF000 | 0x1000, low: generator.next()))
        case .tinyint: .tinyint(integer())
        case .uuid: .uuid(CQLUUID(high: generator.next(), low: generator.next()))
        case .varint: .varint(varint(upTo: 40))
        case .list(let element): .list((0..<number(0...4)).map { _ in value(of: element) })
        case .set(let element): .set(distinct(number(0...4), of: element))
        case .map(let key, let element):
            .map(distinct(number(0...4), of: key).map { .init(key: $0, value: value(of: element)) })
        case .tuple(let types): .tuple(types.map { field(of: $0) })
        case .udt(let type): UDTValue(type, values: type.fields.map { field(of: $0.type) }).map { .udt($0) } ?? .null
        case .vector(let element, let dimension): .vector((0..<dimension).map { _ in value(of: element) })
        case .frozen(let inner): value(of: inner)
        case .custom: .custom(ByteSlice([1, 2, 3]))
        }
    }

    /// A field may be null where an element may not.
    private mutating func field(of type: CQLType) -> CQLValue {
        number(0...5) == 0 ? .null : value(of: type)
    }

    private mutating func distinct(_ count: Int, of type: CQLType) -> [CQLValue] {
        var values: [CQLValue] = []
        for _ in 0..<count {
            let value = value(of: type).inOneOrder
            if !values.contains(value) { values.append(value) }
        }
        return values
    }

    private mutating func integer<Integer: FixedWidthInteger & SignedInteger>() -> Integer {
        switch number(0...7) {
        case 0: .min
        case 1: .max
        case 2: 0
        case 3: -1
        case 4: Integer(truncatingIfNeeded: number(-128...127))
        default: Integer(truncatingIfNeeded: generator.next())
        }
    }

    private mutating func varint(upTo count: Int) -> CQLVarint {
        if number(0...2) == 0 { return CQLVarint(integer() as Int64) }
        let bytes = (0..<number(1...count)).map { _ in UInt8(number(0...255)) }
        return CQLVarint(bigEndianTwosComplement: bytes) ?? CQLVarint(0)
    }

    /// 1.0 and 1.00 are one element of a set, so what is likely to come twice has always the same scale.
    private mutating func decimal() -> CQLDecimal {
        let unscaled = varint(upTo: 24)
        let isSmall = unscaled.asInteger(Int16.self) != nil
        return CQLDecimal(unscaled: unscaled, scale: isSmall ? 2 : Int32(number(-300...300)))
    }

    private mutating func double() -> Double {
        switch number(0...9) {
        case 0: return 0
        case 1: return -0.0
        case 2: return .infinity
        case 3: return -.infinity
        case 4: return .nan
        case 5: return .leastNonzeroMagnitude
        case 6: return .greatestFiniteMagnitude
        default:
            let value = Double(bitPattern: generator.next())
            return value.isNaN ? 1 : value
        }
    }

    private mutating func duration() -> CQLDuration {
        let sign = number(0...1) == 1
        func signed<Integer: FixedWidthInteger & SignedInteger>(_ value: Integer) -> Integer {
            sign ? (value < 0 ? value : -value) : (value < 0 ? -(value + 1) : value)
        }
        let months: Int32 = signed(integer())
        let days: Int32 = signed(integer())
        let nanoseconds: Int64 = signed(integer())
        return CQLDuration(months: months, days: days, nanoseconds: nanoseconds) ?? .zero
    }

    private mutating func address() -> CQLInet {
        number(0...1) == 0
            ? CQLInet(ipv4: UInt32(truncatingIfNeeded: generator.next()))
            : CQLInet(high: generator.next(), low: generator.next())
    }

    private mutating func text(of letters: [String]) -> String {
        (0..<number(0...12)).map { _ in letters[number(0...letters.count - 1)] }.joined()
    }
}
