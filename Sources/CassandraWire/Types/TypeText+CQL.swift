extension CQLType {
    /// Looks a user-defined type up by keyspace and name.
    public typealias UserTypeLookup = (_ keyspace: String, _ name: String) -> UserDefinedType?

    /// Reads a type as CQL and `system_schema` write it, such as `frozen<map<text, list<int>>>`.
    ///
    /// - Parameters:
    ///   - text: The type.
    ///   - keyspace: Where user-defined types without a keyspace of their own are looked up.
    ///   - userTypes: Gives user-defined types; a name that it does not know is an error.
    public init(
        cql text: String, keyspace: String = "", userTypes: UserTypeLookup = { _, _ in nil }
    ) throws(TypeTextError) {
        var parser = TypeTextParser(text)
        self = try CQLType.cql(&parser, depth: 1, keyspace: keyspace, userTypes: userTypes)
        try parser.expectEnd()
    }

    private static func cql(
        _ parser: inout TypeTextParser, depth: Int, keyspace: String, userTypes: UserTypeLookup
    ) throws(TypeTextError) -> CQLType {
        guard depth <= maximumDepth else { throw parser.tooDeep() }
        func parameters(
            _ parser: inout TypeTextParser, exactly count: Int? = nil
        ) throws(TypeTextError) -> [CQLType] {
            let types = try parser.list("<", ">") { (parser) throws(TypeTextError) in
                try cql(&parser, depth: depth + 1, keyspace: keyspace, userTypes: userTypes)
            }
            if let count, types.count != count { throw parser.error("expected \(count) type parameters") }
            return types
        }

        parser.skipBlanks()
        if parser.current == UInt8(ascii: "'") {
            return try CQLType(className: try parser.quoted("'"), depth: depth)
        }
        let isQuoted = parser.current == UInt8(ascii: "\"")
        let name = try identifier(&parser)
        if !isQuoted && parser.isAtParameters {
            switch name {
            case "frozen": return .frozen(try parameters(&parser, exactly: 1)[0])
            case "list": return .list(try parameters(&parser, exactly: 1)[0])
            case "set": return .set(try parameters(&parser, exactly: 1)[0])
            case "map":
                let types = try parameters(&parser, exactly: 2)
                return .map(key: types[0], value: types[1])
            case "tuple": return .tuple(try parameters(&parser))
            case "vector":
                try parser.expect("<")
                let element = try cql(&parser, depth: depth + 1, keyspace: keyspace, userTypes: userTypes)
                try parser.expect(",")
                let dimension = try parser.dimension()
                try parser.expect(">")
                return .vector(element, dimension: dimension)
            default: throw parser.error("'\(name)' takes no type parameters")
            }
        }
        if !isQuoted, parser.current != UInt8(ascii: "."), let native = nativeTypes[name] { return native }
        let isQualified = parser.skip(".")
        let typeName = isQualified ? try identifier(&parser) : name
        let typeKeyspace = isQualified ? name : keyspace
        guard let type = userTypes(typeKeyspace, typeName) else {
            // The schema's word for the columns without values that compact tables have; statements cannot say it. A
            // user-defined type may have the name.
            if !isQuoted && !isQualified && name == "empty" { return .custom(marshal + "EmptyType") }
            throw parser.error("unknown type '\(typeName)' in keyspace '\(typeKeyspace)'")
        }
        // Types made of types that were looked up before: together they may be of any depth, and, since they share
        // their parts, of a size beyond all reckoning.
        var parts = maximumParts
        guard CQLType.udt(type).fits(levels: maximumDepth - depth + 1, parts: &parts) else {
            throw parser.error("type '\(typeName)' is nested too deep or too large")
        }
        return .udt(type)
    }

    private static let maximumParts = 65_536

    /// Whether the type is nested to no more than `levels`, and has no more than `parts`, from which its own are taken.
    private func fits(levels: Int, parts: inout Int) -> Bool {
        parts -= 1
        guard levels > 0 && parts >= 0 else { return false }
        switch self {
        case .list(let inner), .set(let inner), .frozen(let inner), .vector(let inner, _):
            return inner.fits(levels: levels - 1, parts: &parts)
        case .map(let key, let value):
            return key.fits(levels: levels - 1, parts: &parts) && value.fits(levels: levels - 1, parts: &parts)
        case .tuple(let types):
            return types.allSatisfy { $0.fits(levels: levels - 1, parts: &parts) }
        case .udt(let type):
            return type.fields.allSatisfy { $0.type.fits(levels: levels - 1, parts: &parts) }
        case .ascii, .bigint, .blob, .boolean, .counter, .date, .decimal, .double, .duration, .float, .inet, .int,
            .smallint, .text, .time, .timestamp, .timeuuid, .tinyint, .uuid, .varint, .custom:
            return true
        }
    }

    /// A name: in double quotes as it is, else in lower case.
    private static func identifier(_ parser: inout TypeTextParser) throws(TypeTextError) -> String {
        parser.skipBlanks()
        if parser.current == UInt8(ascii: "\"") { return try parser.quoted("\"") }
        let name = parser.run { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        guard !name.isEmpty else { throw parser.error("expected a type") }
        return name.lowercased()
    }

    private static let nativeTypes: [String: CQLType] = [
        "ascii": .ascii, "bigint": .bigint, "blob": .blob, "boolean": .boolean, "counter": .counter, "date": .date,
        "decimal": .decimal, "double": .double, "duration": .duration, "float": .float, "inet": .inet, "int": .int,
        "smallint": .smallint, "text": .text, "time": .time, "timestamp": .timestamp, "timeuuid": .timeuuid,
        "tinyint": .tinyint, "uuid": .uuid, "varchar": .text, "varint": .varint,
    ]

    /// The name of a user-defined type: one that CQL reads as a type of its own is itself only in quotes.
    private static func quotedName(_ name: String) -> String {
        switch name {
        case "frozen", "list", "map", "set", "tuple", "vector": CQLIdentifier.enclosed(name)
        default: nativeTypes[name] == nil ? CQLIdentifier.quoted(name) : CQLIdentifier.enclosed(name)
        }
    }

    /// The type as CQL writes it.
    public var cqlText: String {
        switch self {
        case .ascii: "ascii"
        case .bigint: "bigint"
        case .blob: "blob"
        case .boolean: "boolean"
        case .counter: "counter"
        case .date: "date"
        case .decimal: "decimal"
        case .double: "double"
        case .duration: "duration"
        case .float: "float"
        case .inet: "inet"
        case .int: "int"
        case .smallint: "smallint"
        case .text: "text"
        case .time: "time"
        case .timestamp: "timestamp"
        case .timeuuid: "timeuuid"
        case .tinyint: "tinyint"
        case .uuid: "uuid"
        case .varint: "varint"
        case .list(let element): "list<\(element.cqlText)>"
        case .set(let element): "set<\(element.cqlText)>"
        case .map(let key, let value): "map<\(key.cqlText), \(value.cqlText)>"
        case .tuple(let types): "tuple<\(types.map(\.cqlText).joined(separator: ", "))>"
        case .udt(let type):
            (type.keyspace.isEmpty ? "" : CQLIdentifier.quoted(type.keyspace) + ".") + CQLType.quotedName(type.name)
        case .vector(let element, let dimension): "vector<\(element.cqlText), \(dimension)>"
        case .frozen(let inner): "frozen<\(inner.cqlText)>"
        case .custom(let name): CQLIdentifier.stringLiteral(name)
        }
    }
}

extension CQLType: CustomStringConvertible {
    /// The type as CQL writes it.
    public var description: String { cqlText }
}

extension TypeTextParser {
    /// Whether type parameters come next.
    var isAtParameters: Bool {
        var ahead = self
        return ahead.skip("<")
    }
}
