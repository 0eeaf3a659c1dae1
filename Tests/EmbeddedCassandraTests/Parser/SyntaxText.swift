@testable import EmbeddedCassandra

/// Syntax as short text, so that a table of statements can say what they are read as. Each kind of value looks different.
enum SyntaxText {
    static func text(of term: Term) -> String {
        switch term {
        case .null: "null"
        case .string(let text): "'\(text)'"
        case .integer(let text): text
        case .float(let text): "~\(text)"
        case .boolean(let value): value ? "true" : "false"
        case .uuid(let text): "uuid:\(text)"
        case .hexadecimal(let text): "hex:\(text)"
        case .duration(let text): "duration:\(text)"
        case .marker(let index): "?\(index)"
        case .list(let terms): "[\(text(of: terms))]"
        case .set(let terms): "{\(text(of: terms))}"
        case .map(let entries): "{\(list(entries) { "\(text(of: $0.key)) => \(text(of: $0.value))" })}"
        case .userType(let fields): "{\(list(fields) { "\($0.name): \(text(of: $0.value))" })}"
        case .tuple(let terms): "<\(text(of: terms))>"
        case .call(let name, let arguments): "\(text(of: name))(\(text(of: arguments)))"
        case .cast(let type, let term): "(\(text(of: type)))\(text(of: term))"
        case .arithmetic(let sign, let left, let right):
            "(\(left.map { text(of: $0) + " " } ?? "")\(sign) \(text(of: right)))"
        case .jsonColumn(let name): "json:\(name)"
        }
    }

    static func text(of terms: [Term]) -> String { list(terms) { text(of: $0) } }

    static func text(of name: QualifiedName) -> String {
        name.keyspace.map { "\($0).\(name.name)" } ?? name.name
    }

    static func text(of type: TypeReference) -> String {
        switch type {
        case .named(let name): text(of: name)
        case .list(let inner): "list<\(text(of: inner))>"
        case .set(let inner): "set<\(text(of: inner))>"
        case .map(let key, let value): "map<\(text(of: key)), \(text(of: value))>"
        case .tuple(let parts): "tuple<\(list(parts) { text(of: $0) })>"
        case .userDefined(let name): "\"\(name)\""
        case .vector(let inner, let dimension): "vector<\(text(of: inner)), \(dimension)>"
        case .frozen(let inner): "frozen<\(text(of: inner))>"
        case .custom(let name): "'\(name)'"
        }
    }

    static func text(of selector: Selector) -> String {
        switch selector {
        case .column(let name): name
        case .element(let inner, let key): "\(text(of: inner))[\(text(of: key))]"
        case .slice(let inner, let from, let to):
            "\(text(of: inner))[\(from.map(text(of:)) ?? "")..\(to.map(text(of:)) ?? "")]"
        case .field(let inner, let name): "\(text(of: inner)).\(name)"
        case .call(let name, let arguments): "\(text(of: name))(\(list(arguments) { text(of: $0) }))"
        case .countRows: "count(*)"
        case .term(let term): "`\(text(of: term))`"
        case .conversion(let inner, let type): "cast(\(text(of: inner)) as \(text(of: type)))"
        case .arithmetic(let sign, let left, let right):
            "(\(left.map { text(of: $0) + " " } ?? "")\(sign) \(text(of: right)))"
        case .parenthesized(let inner): "<\(text(of: inner))>"
        case .composite(.tuple(let parts)): "tuple[\(list(parts) { text(of: $0) })]"
        case .composite(.list(let parts)): "list[\(list(parts) { text(of: $0) })]"
        case .composite(.set(let parts)): "set[\(list(parts) { text(of: $0) })]"
        case .composite(.map(let keys, let values)): "map[\(list(keys + values) { text(of: $0) })]"
        case .composite(.userType(let names, let values)):
            "{\(names.joined(separator: ", "))} of [\(list(values) { text(of: $0) })]"
        case .hint(let type, let inner): "(\(text(of: type)))\(text(of: inner))"
        }
    }

    static func text(of relation: Relation) -> String {
        let target =
            switch relation.target {
            case .column(let name): name
            case .element(let name, let key): "\(name)[\(text(of: key))]"
            case .field(let name, let field): "\(name).\(field)"
            case .columns(let names): "(\(names.joined(separator: ", ")))"
            case .token(let names): "token(\(names.joined(separator: ", ")))"
            case .index(let name): "index \(name)"
            }
        return switch relation.operand {
        case .term(let term): "\(target) \(relation.comparison.rawValue) \(text(of: term))"
        case .list(let terms): "\(target) \(relation.comparison.rawValue) (\(text(of: terms)))"
        case .none: "\(target) \(relation.comparison.rawValue)"
        }
    }

    static func text(of relations: [Relation]) -> String {
        relations.map { text(of: $0) }.joined(separator: " and ")
    }

    static func text(of property: Property) -> String {
        switch property.value {
        case .text(let text): "\(property.name)=\(text)"
        case .map(let entries): "\(property.name)={\(list(entries) { "\($0.key)=\($0.value)" })}"
        }
    }

    static func list<Item>(_ items: [Item], _ text: (Item) -> String) -> String {
        items.map(text).joined(separator: ", ")
    }
}
