import Bytes
import CassandraWire

/// Collections, tuples and user-defined types that a SELECT makes of columns.
extension SelectionPreparer {
    /// - Parameter wanted: What a type hint says, or what the value is a part of.
    mutating func composite(
        _ composite: Selector.Composite, as wanted: CQLType?, _ context: inout StatementContext
    ) throws(ServerError) -> PreparedExpression {
        let text = try text(of: composite, &context)
        let type: CQLType
        if let wanted {
            type = wanted
        } else {
            guard let own = try ownType(of: composite, &context) else { throw Self.untyped(text) }
            type = own
        }
        try composite.checkFields(of: type)
        guard let types = composite.partTypes(of: type) else {
            // A list is not even compared with what is none.
            if case .list = composite { throw .server("java.lang.IllegalArgumentException") }
            throw Self.unassignable(text, type)
        }
        var parts: [Expression] = []
        for (part, type) in zip(composite.parts, types) {
            guard let expression = try self.part(part, type, isChecked: wanted != nil, &context) else {
                throw Self.unassignable(text, wanted ?? type)
            }
            parts.append(expression)
        }
        return PreparedExpression(expression: .composite(composite.order(parts, type), type), type: type, text: text)
    }

    static func unassignable(_ text: String, _ type: CQLType) -> ServerError {
        .invalid("Cannot assign value \(text) to \(text) of type \(type.messageName)")
    }

    /// A part as a value of the type; `nil` where it is none. Without a hint the server does not look.
    private mutating func part(
        _ selector: Selector, _ type: CQLType, isChecked: Bool, _ context: inout StatementContext
    ) throws(ServerError) -> Expression? {
        if isChecked, case .composite(let inner) = selector {
            return try composite(inner, as: type, &context).expression
        }
        let operand = try operand(selector, &context)
        if isChecked, try operand.argument.assignability(to: type, termContext(context)) == .none { return nil }
        switch operand {
        case .term(let term):
            let own = isChecked ? nil : try operand.argument.exactType(termContext(context))
            return .term(try context.prepare(term, as: receiver(own ?? type)))
        case .value(let value), .parenthesized(let value): return value.expression
        }
    }

    /// The type without a hint: of a tuple all parts must have one, of a list or set one of them. Maps never have.
    private mutating func ownType(
        of composite: Selector.Composite, _ context: inout StatementContext
    ) throws(ServerError) -> CQLType? {
        var types: [CQLType?] = []
        for part in composite.parts {
            types.append(try operand(part, &context).argument.exactType(termContext(context))?.frozenThrough)
        }
        let known = types.compactMap { $0 }
        switch composite {
        case .tuple: return known.count == types.count ? .frozen(.tuple(known)) : nil
        case .list: return known.first.map { .list($0) }
        case .set: return known.first.map { .set($0) }
        case .map, .userType: return nil
        }
    }

    mutating func text(
        of composite: Selector.Composite, _ context: inout StatementContext
    ) throws(ServerError) -> String {
        var texts: [String] = []
        for part in composite.parts {
            if case .composite(let inner) = part {
                texts.append(try text(of: inner, &context))
            } else {
                texts.append(try operand(part, &context).argument.text(termContext(context)))
            }
        }
        return composite.text(texts)
    }
}

extension Selector.Composite {
    /// All parts; of a map the keys before the values.
    var parts: [Selector] {
        switch self {
        case .tuple(let parts), .list(let parts), .set(let parts): parts
        case .map(let keys, let values): keys + values
        case .userType(_, let values): values
        }
    }

    fileprivate func text(_ parts: [String]) -> String {
        switch self {
        case .tuple: return "(\(parts.joined(separator: ", ")))"
        case .list: return "[\(parts.joined(separator: ", "))]"
        case .set: return "{\(parts.joined(separator: ", "))}"
        case .map(let keys, _):
            let entries = zip(parts.prefix(keys.count), parts.dropFirst(keys.count)).map { "\($0): \($1)" }
            return "{\(entries.joined(separator: ", "))}"
        case .userType(let names, _):
            let fields = zip(names, parts).map { "\($0): \($1)" }
            return "{\(fields.joined(separator: ", "))}"
        }
    }

    fileprivate func checkFields(of type: CQLType) throws(ServerError) {
        guard case .userType(let names, _) = self, case .udt(let type) = type.unfrozen else { return }
        guard let unknown = names.first(where: { type.index(of: $0) == nil }) else { return }
        throw .invalid("Unknown field '\(unknown)' in value of user defined type \(type.name)")
    }

    /// The types of the parts in a value of a type; `nil` where it cannot be one.
    fileprivate func partTypes(of type: CQLType) -> [CQLType]? {
        switch (self, type.unfrozen) {
        case (.tuple(let parts), .tuple(let types)): parts.count <= types.count ? types : nil
        case (.list(let parts), .list(let element)): parts.map { _ in element }
        // As the server has it, whatever the dimension.
        case (.list(let parts), .vector(let element, _)): parts.map { _ in element }
        case (.set(let parts), .set(let element)): parts.map { _ in element }
        case (.map(let keys, let values), .map(let key, let value)):
            keys.map { _ in key } + values.map { _ in value }
        case (.userType(let names, _), .udt(let type)):
            names.allSatisfy { type.index(of: $0) != nil }
                ? names.compactMap { type.index(of: $0).map { type.fields[$0].type } } : nil
        default: nil
        }
    }

    /// The parts in the order of the value's own: of a user-defined type one for each field.
    fileprivate func order(_ parts: [Expression], _ type: CQLType) -> [Expression] {
        guard case .userType(let names, _) = self, case .udt(let type) = type.unfrozen else { return parts }
        return type.fields.map { field in
            names.lastIndex(of: field.name).map { parts[$0] } ?? .term(.null)
        }
    }
}

extension CQLType {
    /// A value made of its parts; of a map's the keys come first.
    func composed(of parts: [ByteSlice?]) throws(ServerError) -> ByteSlice {
        switch unfrozen {
        case .list: return CollectionValue.list(parts)
        case .tuple, .udt: return CollectionCodec.tuple(parts)
        default: break
        }
        let values = parts.compactMap { $0 }
        guard values.count == parts.count else {
            // The server trips over it; clients see just that.
            throw .server("java.lang.NullPointerException")
        }
        switch unfrozen {
        case .set(let element): return CollectionCodec.set(values, of: element)
        case .vector(let element, _): return CollectionCodec.vector(values, of: element)
        case .map(let key, _):
            let count = values.count / 2
            return CollectionCodec.map((0..<count).map { (key: values[$0], value: values[count + $0]) }, key: key)
        default: return ByteSlice()
        }
    }
}
