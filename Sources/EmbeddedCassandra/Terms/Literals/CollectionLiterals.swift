import Bytes
import CassandraWire

extension TermPreparation {
    /// `[…]`, which is a list or a vector.
    mutating func list(_ terms: [Term], _ receiver: ColumnMetadata) throws(ServerError) -> PreparedTerm {
        switch receiver.type.unfrozen {
        case .list(let element):
            let elements = try self.elements(terms, "list", receiver, named: "value(\(receiver.name))", element)
            return try folded(.list(elements))
        case .vector(let element, let dimension):
            guard terms.count == dimension else {
                throw .invalid(
                    "Invalid vector literal for \(receiver.name) of type \(receiver.type.messageName); "
                        + "expected \(dimension) elements, but given \(terms.count)")
            }
            let inner = receiver.part("value(\(receiver.name))", element)
            for term in terms {
                try check(term, inner, "Invalid vector literal for \(receiver.name): value")
            }
            var elements: [PreparedTerm] = []
            for term in terms { elements.append(try prepare(term, as: inner)) }
            return try folded(.vector(elements, element: element))
        default:
            throw .invalid(
                "Unexpected receiver type '\(receiver.type.messageName)'; only list and vector are expected")
        }
    }

    /// `{a, b}`; `{}` is a map too.
    mutating func set(_ terms: [Term], _ receiver: ColumnMetadata) throws(ServerError) -> PreparedTerm {
        switch receiver.type.unfrozen {
        case .set(let element):
            let elements = try self.elements(terms, "set", receiver, named: "value(\(receiver.name))", element)
            return try folded(.set(elements, element: element))
        case .map where terms.isEmpty: return .constant(CollectionCodec.map([]))
        default: throw mismatch("set", receiver)
        }
    }

    mutating func map(_ entries: [Term.Entry], _ receiver: ColumnMetadata) throws(ServerError) -> PreparedTerm {
        guard case .map(let keyType, let valueType) = receiver.type.unfrozen else { throw mismatch("map", receiver) }
        let key = receiver.part("key(\(receiver.name))", keyType)
        let value = receiver.part("value(\(receiver.name))", valueType)
        for entry in entries {
            try check(entry.key, key, "Invalid map literal for \(receiver.name): key")
            try check(entry.value, value, "Invalid map literal for \(receiver.name): value")
        }
        var keys: [PreparedTerm] = []
        var values: [PreparedTerm] = []
        for entry in entries {
            try refuseMarkers(entry.key, "map", receiver)
            try refuseMarkers(entry.value, "map", receiver)
            keys.append(try prepare(entry.key, as: key))
            values.append(try prepare(entry.value, as: value))
        }
        return try folded(.map(keys, values, key: keyType))
    }

    private mutating func elements(
        _ terms: [Term], _ kind: String, _ receiver: ColumnMetadata, named name: String, _ element: CQLType
    ) throws(ServerError) -> [PreparedTerm] {
        let inner = receiver.part(name, element)
        for term in terms { try check(term, inner, "Invalid \(kind) literal for \(receiver.name): value") }
        var elements: [PreparedTerm] = []
        for term in terms {
            try refuseMarkers(term, kind, receiver)
            elements.append(try prepare(term, as: inner))
        }
        return elements
    }

    private func check(_ term: Term, _ receiver: ColumnMetadata, _ beginning: String) throws(ServerError) {
        guard try term.assignability(to: receiver.type, context) != .none else {
            throw .invalid("\(beginning) \(term.text(context)) is not of type \(receiver.type.messageName)")
        }
    }

    private func refuseMarkers(_ term: Term, _ kind: String, _ receiver: ColumnMetadata) throws(ServerError) {
        guard term.hasMarkers else { return }
        throw .invalid(
            "Invalid \(kind) literal for \(receiver.name): "
                + "bind variables are not supported inside collection literals")
    }

    private func mismatch(_ kind: String, _ receiver: ColumnMetadata) -> ServerError {
        .invalid("Invalid \(kind) literal for \(receiver.name) of type \(receiver.type.messageName)")
    }

    /// The bytes, if nothing has to wait for the execution.
    func folded(_ term: PreparedTerm) throws(ServerError) -> PreparedTerm {
        guard term.parts.allSatisfy(\.isConstant) else { return term }
        let input = EvaluationInput(values: [], now: 0, source: ValueSource(seed: 0))
        guard case .bytes(let bytes) = try term.evaluate(input) else { return term }
        return .constant(bytes)
    }
}

extension Term {
    /// Whether there is a marker somewhere inside.
    var hasMarkers: Bool {
        switch self {
        case .marker: true
        case .null, .string, .integer, .float, .boolean, .uuid, .hexadecimal, .duration, .jsonColumn: false
        case .list(let terms), .set(let terms), .tuple(let terms), .call(_, let terms):
            terms.contains(where: \.hasMarkers)
        case .map(let entries): entries.contains { $0.key.hasMarkers || $0.value.hasMarkers }
        case .userType(let fields): fields.contains { $0.value.hasMarkers }
        case .cast(_, let term): term.hasMarkers
        case .arithmetic(_, let left, let right): left?.hasMarkers == true || right.hasMarkers
        }
    }
}

extension ColumnMetadata {
    /// What stands for a part of the column, such as an element.
    func part(_ name: String, _ type: CQLType) -> ColumnMetadata {
        ColumnMetadata(keyspace: keyspace, table: table, name: name, type: type)
    }
}
