import Bytes
import CassandraWire

/// A term whose receiver is known: what can be said before values are bound has been said.
indirect enum PreparedTerm {
    case null
    /// What a document of JSON leaves as it is.
    case unset
    case constant(ByteSlice)
    /// The marker's index, and the type that its values must be of.
    case marker(Int, CQLType)
    /// A marker whose bytes are checked and stay as they are: of a column whose order is turned round the server does not
    /// see that its value is made of others.
    case markerAsBound(Int, CQLType)
    case list([PreparedTerm])
    case set([PreparedTerm], element: CQLType)
    case map([PreparedTerm], [PreparedTerm], key: CQLType)
    case vector([PreparedTerm], element: CQLType)
    case tuple([PreparedTerm])
    case userType([PreparedTerm], UserDefinedType)
    case call(ScalarFunction, [PreparedTerm])
    /// The column at a place among the table's, of a row that a marker stands for.
    case json(JSONMarker, Int)

    /// Whether the value is known without bound values, clock and randomness.
    var isConstant: Bool {
        switch self {
        case .null, .constant: true
        case .unset, .marker, .markerAsBound, .list, .set, .map, .vector, .tuple, .userType, .call, .json: false
        }
    }

    /// Whether the statement's values have a say in it.
    var hasMarkers: Bool {
        switch self {
        case .marker, .markerAsBound, .json: true
        default: parts.contains(where: \.hasMarkers)
        }
    }

    /// The terms directly inside.
    var parts: [PreparedTerm] {
        switch self {
        case .null, .unset, .constant, .marker, .markerAsBound, .json: []
        case .list(let terms), .set(let terms, _), .vector(let terms, _), .tuple(let terms), .userType(let terms, _),
            .call(_, let terms):
            terms
        case .map(let keys, let values, _): keys + values
        }
    }
}

extension PreparedTerm {
    /// The value. Bound bytes are checked; sets and maps among them are put into their order.
    func evaluate(_ input: borrowing EvaluationInput) throws(ServerError) -> BoundValue {
        switch self {
        case .null:
            return .null
        case .unset:
            return .unset
        case .constant(let bytes):
            return .bytes(bytes)
        case .marker(let index, let type):
            guard index < input.values.count else { throw .invalid("Invalid amount of bind variables") }
            guard case .bytes(let bytes) = input.values[index] else { return input.values[index] }
            return .bytes(try ValueValidator.validated(bytes, as: type))
        case .markerAsBound(let index, let type):
            guard index < input.values.count else { throw .invalid("Invalid amount of bind variables") }
            if case .bytes(let bytes) = input.values[index] { try CompositeValidator.validate(bytes, as: type) }
            return input.values[index]
        case .list(let terms):
            return .bytes(CollectionCodec.list(try Self.elements(terms, input)))
        case .set(let terms, let element):
            return .bytes(CollectionCodec.set(try Self.elements(terms, input), of: element))
        case .map(let keys, let values, let key):
            let entries = Array(zip(try Self.elements(keys, input), try Self.elements(values, input)))
            return .bytes(CollectionCodec.map(entries.map { (key: $0, value: $1) }, key: key))
        case .vector(let terms, let element):
            var elements: [ByteSlice] = []
            for term in terms { elements.append(try term.vectorElement(input, element)) }
            return .bytes(CollectionCodec.vector(elements, of: element))
        case .tuple(let terms):
            return .bytes(try Self.fields(terms, input) { "Invalid unset value for tuple field number \($0)" })
        case .userType(let terms, let type):
            return .bytes(
                try Self.fields(terms, input) {
                    let name = type.fields[$0].name
                    return "Invalid unset value for field '\(name)' of user defined type \(type.name)"
                })
        case .call(let function, let terms):
            guard let result = try function.evaluate(terms, input) else { return .null }
            return .bytes(result)
        case .json(let marker, let index):
            return try marker.value(index, input)
        }
    }

    private static func elements(
        _ terms: [PreparedTerm], _ input: borrowing EvaluationInput
    ) throws(ServerError) -> [ByteSlice] {
        var elements: [ByteSlice] = []
        for term in terms {
            guard case .bytes(let bytes) = try term.evaluate(input) else {
                throw .invalid("null is not supported inside collections")
            }
            elements.append(bytes)
        }
        return elements
    }

    private func vectorElement(_ input: borrowing EvaluationInput, _ type: CQLType) throws(ServerError) -> ByteSlice {
        guard case .bytes(let bytes) = try evaluate(input), !(bytes.isEmpty && type.fixedLength != nil) else {
            throw .invalid("null is not supported inside vectors")
        }
        return bytes
    }

    private static func fields(
        _ terms: [PreparedTerm], _ input: borrowing EvaluationInput, _ unset: (Int) -> String
    ) throws(ServerError) -> ByteSlice {
        var fields: [ByteSlice?] = []
        for (index, term) in terms.enumerated() {
            switch try term.evaluate(input) {
            case .null: fields.append(nil)
            case .unset: throw .invalid(unset(index))
            case .bytes(let bytes): fields.append(bytes)
            }
        }
        return CollectionCodec.tuple(fields)
    }
}
