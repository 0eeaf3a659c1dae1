import Bytes

extension CQLType {
    static let marshal = "org.apache.cassandra.db.marshal."

    /// Reads a type by the name of its class on the server, such as
    /// `org.apache.cassandra.db.marshal.ListType(org.apache.cassandra.db.marshal.Int32Type)`.
    ///
    /// Protocol v4 describes durations and vectors only in this way. A class without a CQL type becomes `.custom` with
    /// the text as it is; an order (`ReversedType`) is left out, it does not change the bytes.
    public init(className text: String) throws(TypeTextError) {
        try self.init(className: text, depth: 1)
    }

    /// A type that stands inside others, which count: each notation would have a depth of its own otherwise.
    init(className text: String, depth: Int) throws(TypeTextError) {
        var parser = TypeTextParser(text)
        self = try CQLType.named(&parser, depth: depth)
        try parser.expectEnd()
    }

    private static func named(_ parser: inout TypeTextParser, depth: Int) throws(TypeTextError) -> CQLType {
        guard depth <= maximumDepth else { throw parser.tooDeep() }
        func inner(_ parser: inout TypeTextParser) throws(TypeTextError) -> CQLType {
            try named(&parser, depth: depth + 1)
        }
        func parameters(
            _ parser: inout TypeTextParser, exactly count: Int? = nil
        ) throws(TypeTextError) -> [CQLType] {
            let types = try parser.list("(", ")", inner)
            if let count, types.count != count { throw parser.error("expected \(count) type parameters") }
            return types
        }

        parser.skipBlanks()
        let start = parser.position
        let name = className(&parser)
        guard !name.isEmpty else { throw parser.error("expected a class name") }
        let short = name.hasPrefix(marshal) ? String(name.dropFirst(marshal.count)) : name
        if let native = nativeClasses[short] { return native }
        switch short {
        case "ListType": return .list(try parameters(&parser, exactly: 1)[0])
        case "SetType": return .set(try parameters(&parser, exactly: 1)[0])
        case "MapType":
            let types = try parameters(&parser, exactly: 2)
            return .map(key: types[0], value: types[1])
        case "TupleType": return .tuple(try parameters(&parser))
        case "FrozenType": return .frozen(try parameters(&parser, exactly: 1)[0])
        case "ReversedType": return try parameters(&parser, exactly: 1)[0]
        case "VectorType":
            try parser.expect("(")
            let element = try inner(&parser)
            try parser.expect(",")
            let dimension = try parser.dimension()
            try parser.expect(")")
            return .vector(element, dimension: dimension)
        case "UserType":
            try parser.expect("(")
            let keyspace = className(&parser)
            try parser.expect(",")
            let typeName = try hexadecimalName(&parser)
            var fields: [UserDefinedType.Field] = []
            while parser.skip(",") {
                let fieldName = try hexadecimalName(&parser)
                try parser.expect(":")
                fields.append(.init(name: fieldName, type: try inner(&parser)))
            }
            try parser.expect(")")
            return .udt(UserDefinedType(keyspace: keyspace, name: typeName, fields: fields))
        default:
            try skipParameters(&parser, depth: depth)
            let text = parser.text[start..<parser.position]
            return .custom(String(decoding: text, as: UTF8.self))
        }
    }

    /// A class name, or any other word between the signs of the notation.
    private static func className(_ parser: inout TypeTextParser) -> String {
        parser.skipBlanks()
        return parser.run { byte in
            switch byte {
            case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "="),
                UInt8(ascii: ">"), UInt8(ascii: " "), 9...13:
                false
            default: true
            }
        }
    }

    /// A name as the hexadecimal digits of its UTF-8.
    private static func hexadecimalName(_ parser: inout TypeTextParser) throws(TypeTextError) -> String {
        let digits = Array(className(&parser).utf8)
        guard digits.count.isMultiple(of: 2) else { throw parser.error("expected pairs of hexadecimal digits") }
        var bytes: [UInt8] = []
        for pair in stride(from: 0, to: digits.count, by: 2) {
            let text = String(decoding: digits[pair..<pair + 2], as: UTF8.self)
            guard text.first != "+", text.first != "-", let byte = UInt8(text, radix: 16) else {
                throw parser.error("expected pairs of hexadecimal digits")
            }
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Goes past the parameters of a class that means nothing here, whatever their notation.
    private static func skipParameters(_ parser: inout TypeTextParser, depth: Int) throws(TypeTextError) {
        guard parser.current == UInt8(ascii: "(") else { return }
        var open = 0
        while let byte = parser.current {
            parser.position += 1
            if byte == UInt8(ascii: "(") { open += 1 }
            if byte == UInt8(ascii: ")") { open -= 1 }
            if depth + open > maximumDepth { throw parser.tooDeep() }
            if open == 0 { return }
        }
        throw parser.error("expected ')'")
    }

    private static let nativeClasses: [String: CQLType] = [
        "AsciiType": .ascii, "LongType": .bigint, "BytesType": .blob, "BooleanType": .boolean,
        "CounterColumnType": .counter, "SimpleDateType": .date, "DecimalType": .decimal, "DoubleType": .double,
        "DurationType": .duration, "FloatType": .float, "InetAddressType": .inet, "Int32Type": .int,
        "ShortType": .smallint, "UTF8Type": .text, "TimeType": .time, "TimestampType": .timestamp,
        "DateType": .timestamp, "TimeUUIDType": .timeuuid, "ByteType": .tinyint, "UUIDType": .uuid,
        "IntegerType": .varint,
    ]

    /// The type by the name of its class, as a 5.0 server writes it: with blanks around the comma of a vector, and with
    /// only the outermost `FrozenType`, since what is inside a frozen type is frozen too.
    public var className: String { className(isFrozen: false) }

    private func className(isFrozen: Bool) -> String {
        func named(_ short: String) -> String { CQLType.marshal + short }
        func inner(_ type: CQLType) -> String { type.className(isFrozen: isFrozen) }
        switch self {
        case .ascii: return named("AsciiType")
        case .bigint: return named("LongType")
        case .blob: return named("BytesType")
        case .boolean: return named("BooleanType")
        case .counter: return named("CounterColumnType")
        case .date: return named("SimpleDateType")
        case .decimal: return named("DecimalType")
        case .double: return named("DoubleType")
        case .duration: return named("DurationType")
        case .float: return named("FloatType")
        case .inet: return named("InetAddressType")
        case .int: return named("Int32Type")
        case .smallint: return named("ShortType")
        case .text: return named("UTF8Type")
        case .time: return named("TimeType")
        case .timestamp: return named("TimestampType")
        case .timeuuid: return named("TimeUUIDType")
        case .tinyint: return named("ByteType")
        case .uuid: return named("UUIDType")
        case .varint: return named("IntegerType")
        case .list(let element): return named("ListType(\(inner(element)))")
        case .set(let element): return named("SetType(\(inner(element)))")
        case .map(let key, let value): return named("MapType(\(inner(key)),\(inner(value)))")
        // Tuples are always frozen, so the server does not say it of them, nor of what they hold.
        case .tuple(let types):
            return named("TupleType(\(types.map { $0.className(isFrozen: true) }.joined(separator: ",")))")
        case .udt(let type):
            func digits(_ name: String) -> String { ByteSlice(name.utf8).hexadecimal }
            let fields = type.fields.map { ",\(digits($0.name)):\(inner($0.type))" }.joined()
            return named("UserType(\(type.keyspace),\(digits(type.name))\(fields))")
        case .vector(let element, let dimension): return named("VectorType(\(inner(element)) , \(dimension))")
        case .frozen(let type):
            switch type {
            // Vectors are always frozen too, but what they hold says it for itself.
            case .tuple, .vector, .frozen: return inner(type)
            default:
                let name = type.className(isFrozen: true)
                return isFrozen ? name : named("FrozenType(\(name))")
            }
        case .custom(let name): return name
        }
    }
}
