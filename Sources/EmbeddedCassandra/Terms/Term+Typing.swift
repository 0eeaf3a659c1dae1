import CassandraWire

/// The kinds of literals, by the names that messages have for them.
enum LiteralKind: String {
    case string = "STRING"
    case integer = "INTEGER"
    case uuid = "UUID"
    case float = "FLOAT"
    case boolean = "BOOLEAN"
    case hexadecimal = "HEX"
    case duration = "DURATION"

    /// Whether the server tries to read such a literal as a value of the type.
    func suits(_ type: CQLType) -> Bool {
        switch self {
        case .string:
            switch type {
            case .ascii, .text, .inet, .date, .time, .timestamp: true
            default: false
            }
        case .integer:
            switch type {
            case .bigint, .counter, .date, .decimal, .double, .duration, .float, .int, .smallint, .time, .timestamp,
                .tinyint, .varint:
                true
            default: false
            }
        case .uuid: type == .uuid || type == .timeuuid
        case .float: type == .decimal || type == .double || type == .float
        case .boolean: type == .boolean
        case .hexadecimal: type == .blob || type == .tinyint
        case .duration: type == .duration
        }
    }

    /// The type that a literal has on its own, which decides between overloaded functions.
    func preferredType(_ text: String) -> CQLType {
        switch self {
        case .string: text.utf8.allSatisfy { $0 < 0x80 } ? .ascii : .text
        case .integer: Int32(text) != nil ? .int : Int64(text) != nil ? .bigint : .varint
        case .uuid: CQLUUID(text)?.version == 1 ? .timeuuid : .uuid
        case .float:
            // A number that a double does not hold is a decimal.
            if let decimal = CQLDecimal(text) {
                CQLDecimal(Double(decimal)).map { $0.isNumericallyEqual(to: decimal) } == true ? .double : .decimal
            } else {
                .double
            }
        case .boolean: .boolean
        case .hexadecimal: .tinyint
        case .duration: .duration
        }
    }
}

extension Term {
    /// The kind and the text of a literal of one word; `nil` for anything else.
    var literal: (kind: LiteralKind, text: String)? {
        switch self {
        case .string(let text): (.string, text)
        case .integer(let text): (.integer, text)
        case .float(let text): (.float, text)
        case .boolean(let value): (.boolean, value ? "true" : "false")
        case .uuid(let text): (.uuid, text)
        case .hexadecimal(let text): (.hexadecimal, text)
        case .duration(let text): (.duration, text)
        case .null, .marker, .list, .set, .map, .userType, .tuple, .call, .cast, .arithmetic, .jsonColumn: nil
        }
    }

    /// How well the term fits a receiver of the type.
    func assignability(to type: CQLType, _ context: TermContext) throws(ServerError) -> Assignability {
        if let (kind, text) = literal {
            switch type.unfrozen {
            case .list, .set, .map, .udt, .vector: return .none
            // The server reads any literal's text as a tuple.
            case .tuple, .custom: return .weak
            default: break
            }
            if kind.preferredType(text) == type { return .exact }
            return kind.suits(type) ? .weak : .none
        }
        switch (self, type.unfrozen) {
        case (.null, _): return type == .counter ? .none : .weak
        case (.marker, _): return .weak
        case (.list(let terms), .list(let element)), (.list(let terms), .vector(let element, _)),
            (.set(let terms), .set(let element)):
            return terms.isEmpty ? .weak : try Self.assignability(terms, to: element, context)
        case (.list, _):
            throw .invalid("Unexpected receiver type '\(type.messageName)'; only list and vector are expected")
        case (.set(let terms), .map): return terms.isEmpty ? .weak : .none
        case (.map(let entries), .map(let key, let value)):
            return .all([
                try Self.assignability(entries.map(\.key), to: key, context),
                try Self.assignability(entries.map(\.value), to: value, context),
            ])
        case (.userType(let fields), .udt(let udt)):
            for field in udt.fields {
                guard let value = fields.last(where: { $0.name == field.name })?.value else { continue }
                if try value.assignability(to: field.type, context) == .none { return .none }
            }
            // Fields that there are not are found out later.
            return .weak
        case (.tuple(let terms), .tuple(let types)):
            return try Self.tupleAssignability(terms, types, context)
        case (.tuple(let terms), .udt(let udt)):
            return try Self.tupleAssignability(terms, udt.fields.map(\.type), context)
        case (.tuple(let terms), _) where terms.count == 1: return try terms[0].assignability(to: type, context)
        case (.call(let name, let terms), _):
            guard let function = try ScalarFunctions.resolve(name, terms.map(FunctionArgument.term), type, context)
            else { return .exact }
            return type.fit(function.resultType)
        case (.arithmetic(let sign, let left, let right), _):
            let operation = ArithmeticOperation(sign: sign, isUnary: left == nil)
            let arguments = [left, right].compactMap { $0 }.map(FunctionArgument.term)
            // What is wrong with it is said when it is prepared.
            guard let function = try? operation.resolve(arguments, type, context) else { return .weak }
            return type.fit(function.resultType)
        case (.cast(let reference, _), _):
            return type.fit(try TypeResolver.resolve(reference, keyspace: context.keyspace, schema: context.schema))
        default: return .none
        }
    }

    private static func assignability(
        _ terms: [Term], to type: CQLType, _ context: TermContext
    ) throws(ServerError) -> Assignability {
        var parts: [Assignability] = []
        for term in terms { parts.append(try term.assignability(to: type, context)) }
        return .all(parts)
    }

    private static func tupleAssignability(
        _ terms: [Term], _ types: [CQLType], _ context: TermContext
    ) throws(ServerError) -> Assignability {
        guard terms.count <= types.count else { return .none }
        for (term, type) in zip(terms, types) where try term.assignability(to: type, context) == .none { return .none }
        return .weak
    }
}

extension Term {
    /// The type that the term has whatever it is assigned to: what a SELECT needs to know of a term.
    func exactType(_ context: TermContext) throws(ServerError) -> CQLType? {
        switch self {
        case .call(let name, let terms):
            return try ScalarFunctions.resolve(name, terms.map(FunctionArgument.term), nil, context)?.resultType
        case .cast(let reference, _):
            return try TypeResolver.resolve(reference, keyspace: context.keyspace, schema: context.schema)
        case .tuple(let terms):
            var types: [CQLType] = []
            for term in terms {
                guard let type = try term.exactType(context) else { return nil }
                types.append(type)
            }
            return .frozen(.tuple(types))
        case .list(let terms): return try Self.commonType(terms, context).map { .list($0) }
        case .set(let terms): return try Self.commonType(terms, context).map { .set($0) }
        case .map(let entries):
            guard let key = try Self.commonType(entries.map(\.key), context),
                let value = try Self.commonType(entries.map(\.value), context)
            else { return nil }
            return .map(key: key, value: value)
        case .arithmetic(let sign, let left, let right):
            let operation = ArithmeticOperation(sign: sign, isUnary: left == nil)
            let arguments = [left, right].compactMap { $0 }.map(FunctionArgument.term)
            return try operation.resolve(arguments, nil, context).resultType
        case .null, .string, .integer, .float, .boolean, .uuid, .hexadecimal, .duration, .marker, .userType,
            .jsonColumn:
            return nil
        }
    }

    private static func commonType(_ terms: [Term], _ context: TermContext) throws(ServerError) -> CQLType? {
        for term in terms {
            if let type = try term.exactType(context) { return type.frozenThrough }
        }
        return nil
    }
}

extension CQLType {
    /// How well values of `other` fit.
    func fit(_ other: CQLType) -> Assignability {
        self == other ? .exact : accepts(other) ? .weak : .none
    }
}

extension Term {
    /// The type of a term that stands in a selection by itself, where nothing says what it should be.
    func selectedType(_ context: TermContext) throws(ServerError) -> CQLType {
        guard let type = try exactType(context) else {
            throw .invalid(
                "Cannot infer type for term \(text(context)) in selection clause (try using a cast to force a type)")
        }
        return type
    }
}
