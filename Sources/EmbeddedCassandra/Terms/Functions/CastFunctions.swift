import Bytes
import CassandraWire

/// `CAST(a AS type)`: a function for each pair of types, under two names.
enum CastFunctions {
    static let all: [ScalarFunction] = pairs.flatMap { source, target -> [ScalarFunction] in
        let name = target.messageName
        let capitalized = name.prefix(1).uppercased() + name.dropFirst()
        return [make("cast_as_\(name)", source, target), make("castAs\(capitalized)", source, target)]
    }

    /// The name of the function that casts to a type, by the name that the statement has for it.
    static func name(_ type: TypeReference) -> QualifiedName {
        let text = if case .named(let name) = type { name.name } else { type.rawText }
        return QualifiedName(keyspace: "system", name: "cast_as_\(text)")
    }

    private static let numbers: [CQLType] = [
        .tinyint, .smallint, .int, .bigint, .float, .double, .decimal, .varint,
    ]

    private static var pairs: [(CQLType, CQLType)] {
        var pairs: [(CQLType, CQLType)] = []
        for source in numbers + [.counter] {
            for target in numbers where target != source { pairs.append((source, target)) }
        }
        let texts: [CQLType] = numbers + [.counter, .inet, .boolean, .timeuuid, .timestamp, .date, .time, .uuid]
        for source in texts { pairs += [(source, .ascii), (source, .text)] }
        pairs += [
            (.ascii, .text), (.timeuuid, .date), (.timeuuid, .timestamp), (.timestamp, .date), (.date, .timestamp),
        ]
        return pairs
    }

    private static func make(_ name: String, _ source: CQLType, _ target: CQLType) -> ScalarFunction {
        ScalarFunction(name, [source], target, notation: .cast) { (arguments, _) throws(ServerError) in
            guard let bytes = arguments[0], !bytes.isEmpty || source == .ascii else { return nil }
            switch target {
            case .text, .ascii: return source == .ascii ? bytes : ByteSlice(ValueText.text(bytes, as: source).utf8)
            case .date: return TimeFunctions.milliseconds(bytes, source).map(TimeFunctions.date(milliseconds:))
            case .timestamp: return TimeFunctions.milliseconds(bytes, source).map { LiteralText.number($0) }
            default:
                guard let number = Number(bytes, source) else { return nil }
                return try converted(number, target).bytes(target)
            }
        }
    }

    // MARK: Numbers

    private static func converted(_ number: Number, _ type: CQLType) throws(ServerError) -> Number {
        switch type {
        case .float: return .float(number.asFloat)
        case .double: return .double(number.asDouble)
        case .varint: return .varint(CQLVarint(long(number)))
        case .decimal: return .decimal(try decimal(number))
        case .bigint: return .integer(long(number))
        default: return .integer(narrow(number))
        }
    }

    /// The last 64 bits of the whole number; numbers with a binary point stop at the ends of 64 bits.
    private static func long(_ number: Number) -> Int64 {
        switch number {
        case .integer(let value): value
        case .float(let value): saturated(Double(value), Int64.self)
        case .double(let value): saturated(value, Int64.self)
        case .varint(let value): lastBits(value)
        case .decimal(let value): lastBits(value.wholePart)
        }
    }

    /// As an integer of 32 bits or fewer, which a number with a binary point becomes by way of 32 bits.
    private static func narrow(_ number: Number) -> Int64 {
        switch number {
        case .float(let value): Int64(saturated(Double(value), Int32.self))
        case .double(let value): Int64(saturated(value, Int32.self))
        case .integer, .varint, .decimal: long(number)
        }
    }

    private static func saturated<Integer: FixedWidthInteger>(_ value: Double, _ type: Integer.Type) -> Integer {
        if value.isNaN { return 0 }
        return Integer(exactly: value.rounded(.towardZero)) ?? (value < 0 ? .min : .max)
    }

    private static func lastBits(_ value: CQLVarint) -> Int64 {
        let fill: UInt64 = value.isNegative ? .max : 0
        return Int64(bitPattern: value.bigEndianTwosComplement.suffix(8).reduce(fill) { $0 << 8 | UInt64($1) })
    }

    /// Numbers with a binary point as their text says; one without a finite value is more than the server copes with.
    private static func decimal(_ number: Number) throws(ServerError) -> CQLDecimal {
        guard let decimal = CQLDecimal(number.text) else { throw .server("java.lang.NumberFormatException") }
        return decimal
    }
}

extension CQLDecimal {
    /// Without what is behind the point; of a number of many zeros at its end only that its last 64 bits are zero counts.
    fileprivate var wholePart: CQLVarint {
        guard scale > 0 else { return scale > -64 ? unscaled.scaled(by: Int(-scale)) : 0 }
        let digits = unscaled.magnitude.description
        guard digits.utf8.count > Int(scale) else { return 0 }
        let whole = CQLVarint(String(digits.dropLast(Int(scale)))) ?? 0
        return unscaled.isNegative ? whole.negated : whole
    }
}
