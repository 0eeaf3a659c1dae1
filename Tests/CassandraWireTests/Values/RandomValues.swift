import Bytes
import CassandraWire
import TestKit

/// Makes random types, and random values of any type.
struct RandomValues {
    var generator: SeededGenerator
    /// Whether values of zero bytes may stand where they mean nothing; not inside vectors of fixed size.
    var makesEmpty = false

    init(_ seed: Seed) {
        generator = seed.generator
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int {
        Int.random(in: range, using: &generator)
    }

    /// Any type, nested to at most `depth`.
    mutating func type(depth: Int = 3) -> CQLType {
        let scalars = CQLType.allScalars
        guard depth > 1, number(0...2) == 0 else { return scalars[number(0...scalars.count - 1)] }
        switch number(0...7) {
        case 0: return .list(type(depth: depth - 1))
        case 1: return .set(type(depth: depth - 1))
        case 2: return .map(key: type(depth: depth - 1), value: type(depth: depth - 1))
        case 3: return .tuple(types(depth: depth - 1))
        case 4: return .vector(type(depth: depth - 1), dimension: number(1...4))
        case 5: return .frozen(.list(type(depth: depth - 1)))
        case 6: return .custom("org.example.Type")
        default:
            let fields = types(depth: depth - 1).enumerated().map { index, type in
                UserDefinedType.Field(name: "field \(index)", type: type)
            }
            return .udt(UserDefinedType(keyspace: "k", name: "Type", fields: fields))
        }
    }

    private mutating func types(depth: Int) -> [CQLType] {
        (0..<number(1...4)).map { _ in type(depth: depth) }
    }

    /// A value of `type`, never null.
    mutating func value(of type: CQLType) -> CQLValue {
        switch type {
        case .ascii: return .ascii(text(of: "aB3 '\"\0\u{7F}".unicodeScalars.map { $0 }))
        case .blob: return .blob(ByteSlice(bytes(0...20)))
        case .custom: return .custom(ByteSlice(bytes(0...20)))
        case .text:
            return .text(text(of: "a'é\u{301}e\u{65}Åß中\u{FEFF}😀👩\u{200D}🚀\0\u{10FFFF}".unicodeScalars.map { $0 }))
        case .frozen(let inner): return value(of: inner)
        case .tuple(let types): return .tuple(types.map { field(of: $0) })
        case .udt(let type):
            guard let value = UDTValue(type, values: type.fields.map { field(of: $0.type) }) else {
                preconditionFailure("there is a value for each field")
            }
            return .udt(value)
        default:
            if makesEmpty, number(0...19) == 0 { return .empty }
            return filled(type)
        }
    }

    private mutating func field(of type: CQLType) -> CQLValue {
        number(0...4) == 0 ? .null : value(of: type)
    }

    private mutating func filled(_ type: CQLType) -> CQLValue {
        switch type {
        case .bigint: return .bigint(integer())
        case .boolean: return .boolean(number(0...1) == 1)
        case .counter: return .counter(integer())
        case .date: return .date(CQLDate(daysSinceEpoch: integer()))
        case .decimal: return .decimal(CQLDecimal(unscaled: varint(), scale: integer()))
        case .double: return .double(Double(bitPattern: integer()))
        case .duration: return .duration(duration())
        case .float: return .float(Float(bitPattern: integer()))
        case .inet:
            guard let address = CQLInet(bytes: bytes(number(0...1) == 0 ? 4...4 : 16...16)) else {
                preconditionFailure("an address has 4 or 16 bytes")
            }
            return .inet(address)
        case .int: return .int(integer())
        case .smallint: return .smallint(integer())
        case .time:
            return .time(CQLTime(nanosecondsSinceMidnight: .random(in: 0..<86_400_000_000_000, using: &generator)))
        case .timestamp: return .timestamp(CQLTimestamp(millisecondsSinceEpoch: integer()))
        case .timeuuid:
            return .timeuuid(CQLUUID(high: generator.next() & ~0xF000 | 0x1000, low: generator.next()))
        case .tinyint: return .tinyint(integer())
        case .uuid: return .uuid(CQLUUID(high: generator.next(), low: generator.next()))
        case .varint: return .varint(varint())
        case .list(let element): return .list(elements(element, 0...4))
        case .set(let element): return .set(elements(element, 0...4))
        case .vector(let element, let dimension):
            let outside = makesEmpty
            makesEmpty = false
            defer { makesEmpty = outside }
            return .vector(elements(element, dimension...dimension))
        case .map(let key, let value):
            return .map((0..<number(0...4)).map { _ in .init(key: self.value(of: key), value: self.value(of: value)) })
        case .ascii, .blob, .custom, .text, .frozen, .tuple, .udt:
            preconditionFailure("made by value(of:)")
        }
    }

    private mutating func elements(_ type: CQLType, _ count: ClosedRange<Int>) -> [CQLValue] {
        (0..<number(count)).map { _ in value(of: type) }
    }

    mutating func bytes(_ count: ClosedRange<Int>) -> [UInt8] {
        (0..<number(count)).map { _ in integer() }
    }

    private mutating func text(of scalars: [Unicode.Scalar]) -> String {
        var text = String.UnicodeScalarView()
        for _ in 0..<number(0...12) { text.append(scalars[number(0...scalars.count - 1)]) }
        return String(text)
    }

    /// Of any size up to the type's, and often at its ends.
    private mutating func integer<Integer: FixedWidthInteger>() -> Integer {
        switch number(0...9) {
        case 0: .min
        case 1: .max
        case 2: 0
        default: Integer(truncatingIfNeeded: generator.next() as UInt64) >> Integer(number(0...Integer.bitWidth - 1))
        }
    }

    private mutating func varint() -> CQLVarint {
        guard number(0...2) == 0, let number = CQLVarint(bigEndianTwosComplement: bytes(1...40)) else {
            return CQLVarint(integer() as Int64)
        }
        return number
    }

    private mutating func duration() -> CQLDuration {
        let (months, days, nanoseconds) = (integer() as Int32, integer() as Int32, integer() as Int64)
        func signed<Integer: FixedWidthInteger>(_ value: Integer) -> Integer {
            (value < 0) == (nanoseconds < 0) || value == 0 ? value : ~value
        }
        return CQLDuration(months: signed(months), days: signed(days), nanoseconds: nanoseconds)
            ?? CQLDuration(months: 0, days: 0, nanoseconds: nanoseconds) ?? .zero
    }
}
