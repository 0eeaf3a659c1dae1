import CassandraWire

/// Finds out what type a text means.
enum TypeResolver {
    static let native: [String: CQLType] = [
        "ascii": .ascii, "bigint": .bigint, "blob": .blob, "boolean": .boolean, "counter": .counter, "date": .date,
        "decimal": .decimal, "double": .double, "duration": .duration, "float": .float, "inet": .inet, "int": .int,
        "smallint": .smallint, "text": .text, "time": .time, "timestamp": .timestamp, "timeuuid": .timeuuid,
        "tinyint": .tinyint, "uuid": .uuid, "varchar": .text, "varint": .varint,
    ]

    /// The type, with `frozen` where the server's schema has it: at each level inside a frozen one, and around tuples.
    ///
    /// - Parameter keyspace: Where user-defined types are looked up; one of another keyspace is refused.
    static func resolve(
        _ reference: TypeReference, keyspace: String, schema: Schema
    ) throws(ServerError) -> CQLType {
        var resolution = TypeResolution(keyspace: keyspace, schema: schema)
        return try resolution.resolve(reference, isFrozen: false)
    }
}

private struct TypeResolution {
    let keyspace: String
    let schema: Schema
    /// Hostile texts could nest types until the stack ends.
    private var depth = 0

    init(keyspace: String, schema: Schema) {
        self.keyspace = keyspace
        self.schema = schema
    }

    mutating func resolve(_ reference: TypeReference, isFrozen: Bool) throws(ServerError) -> CQLType {
        depth += 1
        defer { depth -= 1 }
        guard depth <= CQLType.maximumDepth else { throw .invalid("Types are nested too deep") }
        func collection(_ type: CQLType) -> CQLType { isFrozen ? .frozen(type) : type }
        switch reference {
        case .named(let name): return try named(name, isFrozen: isFrozen)
        case .userDefined(let name):
            return try named(QualifiedName(keyspace: keyspace, name: name), isFrozen: isFrozen)
        case .list(let element):
            return collection(.list(try part(element, of: reference, isFrozen)))
        case .set(let element):
            let type = try part(element, of: reference, isFrozen)
            if type == .duration {
                throw .invalid("Durations are not allowed inside sets: \(text(reference, isFrozen))")
            }
            return collection(.set(type))
        case .map(let key, let value):
            let keyType = try part(key, of: reference, isFrozen)
            let valueType = try part(value, of: reference, isFrozen)
            if keyType == .duration {
                throw .invalid("Durations are not allowed as map keys: \(text(reference, isFrozen))")
            }
            return collection(.map(key: keyType, value: valueType))
        case .tuple(let types):
            var fields: [CQLType] = []
            for type in types {
                let field = try resolve(type, isFrozen: true)
                if field == .counter { throw .invalid("Counters are not allowed inside tuples") }
                fields.append(field)
            }
            return .frozen(.tuple(fields))
        case .vector(let element, let dimension):
            guard dimension > 0 else { throw .invalid("vectors may only have positive dimensions; given \(dimension)") }
            return .vector(try resolve(element, isFrozen: isFrozen), dimension: dimension)
        case .frozen(let inner):
            try checkFreezes(inner)
            return try resolve(inner, isFrozen: true)
        case .custom(let name):
            guard let type = try? CQLType(className: name), !type.isCustom else {
                let path = name.contains(".") ? name : "org.apache.cassandra.db.marshal." + name
                throw .syntax("Error setting type \(name): Unable to find abstract-type class '\(path)'")
            }
            return type
        }
    }

    /// The type of a collection's elements, which must be frozen if it can be, unless the whole is.
    private mutating func part(
        _ element: TypeReference, of whole: TypeReference, _ isFrozen: Bool
    ) throws(ServerError) -> CQLType {
        if !isFrozen {
            switch element {
            case .list, .set, .map:
                throw .invalid("Non-frozen collections are not allowed inside collections: \(whole.rawText)")
            case .named, .userDefined:
                guard element.isUserDefined else { break }
                throw .invalid("Non-frozen UDTs are not allowed inside collections: \(whole.rawText)")
            case .tuple, .vector, .frozen, .custom: break
            }
        }
        let type = try resolve(element, isFrozen: isFrozen)
        if type == .counter {
            throw .invalid("Counters are not allowed inside collections: \(text(whole, isFrozen))")
        }
        return type
    }

    private func text(_ reference: TypeReference, _ isFrozen: Bool) -> String {
        isFrozen ? "frozen<\(reference.rawText)>" : reference.rawText
    }

    private func named(_ name: QualifiedName, isFrozen: Bool) throws(ServerError) -> CQLType {
        if name.keyspace == nil, let type = TypeResolver.native[name.name] { return type }
        if let other = name.keyspace, other != keyspace {
            throw .invalid(
                "Statement on keyspace \(keyspace) cannot refer to a user type in keyspace \(other); "
                    + "user types can only be used in the keyspace they are defined in")
        }
        guard let type = schema.keyspaces[keyspace]?.type(name.name) else {
            throw .invalid("Unknown type \(keyspace).\(name.name)")
        }
        return isFrozen ? .frozen(.udt(type.withFrozenFields)) : .udt(type)
    }

    private func checkFreezes(_ inner: TypeReference) throws(ServerError) {
        guard case .named(let name) = inner, name.keyspace == nil, let type = TypeResolver.native[name.name] else {
            return
        }
        throw .syntax(
            "frozen<> is only allowed on collections, tuples, and user-defined types (got \(type.cqlText))")
    }
}

extension TypeReference {
    /// Whether it names a user-defined type, outside of `frozen`.
    var isUserDefined: Bool {
        switch self {
        case .named(let name): name.keyspace != nil || TypeResolver.native[name.name] == nil
        case .userDefined: true
        case .list, .set, .map, .tuple, .vector, .frozen, .custom: false
        }
    }
}

extension UserDefinedType {
    /// The type as it is inside something frozen: its own collections and types are frozen too.
    var withFrozenFields: UserDefinedType {
        UserDefinedType(
            keyspace: keyspace, name: name,
            fields: fields.map { .init(name: $0.name, type: $0.type.frozenThrough) })
    }
}

extension CQLType {
    fileprivate var isCustom: Bool {
        if case .custom = self { true } else { false }
    }

    /// The type with `frozen` at every level that can have it.
    var frozenThrough: CQLType {
        switch self {
        case .frozen(let inner): inner.frozenThrough
        case .list(let element): .frozen(.list(element.frozenThrough))
        case .set(let element): .frozen(.set(element.frozenThrough))
        case .map(let key, let value): .frozen(.map(key: key.frozenThrough, value: value.frozenThrough))
        case .tuple(let types): .frozen(.tuple(types.map(\.frozenThrough)))
        case .vector(let element, let dimension): .vector(element.frozenThrough, dimension: dimension)
        case .udt(let type): .frozen(.udt(type.withFrozenFields))
        case .ascii, .bigint, .blob, .boolean, .counter, .date, .decimal, .double, .duration, .float, .inet, .int,
            .smallint, .text, .time, .timestamp, .timeuuid, .tinyint, .uuid, .varint, .custom:
            self
        }
    }
}
