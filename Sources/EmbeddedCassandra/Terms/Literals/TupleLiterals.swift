import Bytes
import CassandraWire

extension TermPreparation {
    /// `(a, b)`; a single term in brackets is itself, unless a tuple is asked for.
    mutating func tuple(_ terms: [Term], _ receiver: ColumnMetadata) throws(ServerError) -> PreparedTerm {
        let types: [CQLType]
        switch receiver.type.unfrozen {
        case .tuple(let fields): types = fields
        case .udt(let type): types = type.fields.map(\.type)
        default:
            if terms.count == 1 { return try prepare(terms[0], as: receiver) }
            throw .invalid("Invalid tuple type literal for \(receiver.name) of type \(receiver.type.messageName)")
        }
        for (index, term) in terms.enumerated() {
            guard index < types.count else {
                throw .invalid(
                    "Invalid tuple literal for \(receiver.name): too many elements. "
                        + "Type \(receiver.type.messageName) expects \(types.count) but got \(terms.count)")
            }
            guard try term.assignability(to: types[index], context) != .none else {
                throw .invalid(
                    "Invalid tuple literal for \(receiver.name): component \(index) "
                        + "is not of type \(types[index].messageName)")
            }
        }
        var fields: [PreparedTerm] = []
        for (index, (term, type)) in zip(terms, types).enumerated() {
            fields.append(try prepare(term, as: receiver.part("\(receiver.name)[\(index)]", type)))
        }
        return try folded(.tuple(fields))
    }

    /// `{field: value}`; fields without a value are null.
    mutating func userType(_ fields: [Term.Field], _ receiver: ColumnMetadata) throws(ServerError) -> PreparedTerm {
        guard case .udt(let type) = receiver.type.unfrozen else {
            throw .invalid("Invalid user type literal for \(receiver.name) of type \(receiver.type.messageName)")
        }
        var terms: [Term?] = Array(repeating: nil, count: type.fields.count)
        for field in fields {
            guard let index = type.index(of: field.name) else {
                throw .invalid("Unknown field '\(field.name)' in value of user defined type \(type.name)")
            }
            terms[index] = field.value
        }
        for (field, term) in zip(type.fields, terms) {
            guard let term, try term.assignability(to: field.type, context) == .none else { continue }
            throw .invalid(
                "Invalid user type literal for \(receiver.name): field \(field.name) "
                    + "is not of type \(field.type.messageName)")
        }
        var values: [PreparedTerm] = []
        for (field, term) in zip(type.fields, terms) {
            values.append(
                try term.map { (term) throws(ServerError) in
                    try prepare(term, as: receiver.part("\(receiver.name).\(field.name)", field.type))
                } ?? .null)
        }
        return try folded(.userType(values, type))
    }
}
