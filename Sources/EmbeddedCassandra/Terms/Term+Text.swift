import CassandraWire

extension Term {
    /// The term as messages and the names of result columns show it.
    func text(_ context: TermContext) -> String {
        func joined(_ terms: [Term]) -> String { terms.map { $0.text(context) }.joined(separator: ", ") }
        return switch self {
        case .null: "NULL"
        case .string(let text): "'\(text)'"
        case .integer(let text), .float(let text), .uuid(let text), .hexadecimal(let text), .duration(let text): text
        case .boolean(let value): value ? "true" : "false"
        case .marker: "?"
        case .list(let terms): "[\(joined(terms))]"
        case .set(let terms): "{\(joined(terms))}"
        case .map(let entries):
            "{\(entries.map { "\($0.key.text(context)): \($0.value.text(context))" }.joined(separator: ", "))}"
        case .userType(let fields):
            "{\(fields.map { "\(CQLIdentifier.quoted($0.name)): \($0.value.text(context))" }.joined(separator: ", "))}"
        case .tuple(let terms): "(\(joined(terms)))"
        case .call(let name, let terms): "\(name.text)(\(joined(terms)))"
        case .cast(let type, let term): "(\(type.text(in: context.keyspace)))\(term.text(context))"
        case .jsonColumn(let name): CQLIdentifier.quoted(name)
        case .arithmetic(let sign, nil, let right): "\(sign)\(right.text(context))"
        case .arithmetic(let sign, let left?, let right): "\(left.text(context)) \(sign) \(right.text(context))"
        }
    }
}

extension QualifiedName {
    /// With the keyspace, if there is one.
    var text: String {
        (keyspace.map { CQLIdentifier.quoted($0) + "." } ?? "") + CQLIdentifier.quoted(name)
    }
}

extension TypeReference {
    /// The type as it was written.
    var rawText: String { text(in: nil) }

    /// Collections are frozen inside of tuples.
    private func frozenText(in keyspace: String?) -> String {
        switch self {
        case .list, .set, .map: "frozen<\(text(in: keyspace))>"
        case .named, .userDefined, .tuple, .vector, .frozen, .custom: text(in: keyspace)
        }
    }

    /// The type as a cast shows it: user-defined types with their keyspace, if one is given.
    func text(in keyspace: String?) -> String {
        switch self {
        case .named(let name):
            if name.keyspace == nil, let native = TypeResolver.native[name.name] {
                native.cqlText
            } else {
                QualifiedName(keyspace: name.keyspace ?? keyspace, name: name.name).text
            }
        case .userDefined(let name): QualifiedName(keyspace: keyspace, name: name).text
        case .list(let element): "list<\(element.text(in: keyspace))>"
        case .set(let element): "set<\(element.text(in: keyspace))>"
        case .map(let key, let value): "map<\(key.text(in: keyspace)), \(value.text(in: keyspace))>"
        case .tuple(let types): "tuple<\(types.map { $0.frozenText(in: keyspace) }.joined(separator: ", "))>"
        case .vector(let element, let dimension): "vector<\(element.text(in: keyspace)), \(dimension)>"
        case .frozen(let inner): "frozen<\(inner.text(in: keyspace))>"
        case .custom(let name): CQLIdentifier.stringLiteral(name)
        }
    }
}
