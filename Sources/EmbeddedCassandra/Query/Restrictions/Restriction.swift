import Bytes
import CassandraWire

/// What a relation asks of one column, or of several at once.
struct Restriction {
    /// More than one for `(a, b) > (1, 2)`.
    let columns: [Column]
    let comparison: Relation.Comparison
    let operand: Operand
    let isTuple: Bool

    enum Operand {
        case none
        case term(RestrictionTerm)
        case list([RestrictionTerm])
        /// `IN ?`: a list of values, or of tuples.
        case listMarker(PreparedTerm, element: CQLType)
        /// `m[key] = value`
        case entry(key: PreparedTerm, value: PreparedTerm)
    }

    var firstPosition: Int { columns[0].position }
}

/// One value, or the values of a tuple.
enum RestrictionTerm {
    case single(PreparedTerm)
    case tuple([PreparedTerm])
    /// A marker for a whole tuple.
    case whole(PreparedTerm, types: [CQLType])

    /// The values, of which none may be null or unset.
    func evaluate(_ input: EvaluationInput, _ columns: [Column]) throws(ServerError) -> [ByteSlice] {
        switch self {
        case .single(let term): return [try Self.value(term, input, columns[0].name)]
        case .tuple(let terms):
            var values: [ByteSlice] = []
            for (term, column) in zip(terms, columns) { values.append(try Self.value(term, input, column.name)) }
            return values
        case .whole(let term, let types):
            let names = columns.map(\.name).joined(separator: ",")
            let bytes = try Self.value(term, input, "(\(names))")
            return try Self.components(of: bytes, types, columns)
        }
    }

    static func value(_ term: PreparedTerm, _ input: EvaluationInput, _ name: String) throws(ServerError) -> ByteSlice {
        switch try term.evaluate(input) {
        case .null: throw .invalid("Invalid null value in condition for column \(name)")
        case .unset: throw .invalid("Invalid unset value for column \(name)")
        case .bytes(let bytes): return bytes
        }
    }

    static func components(
        of bytes: ByteSlice, _ types: [CQLType], _ columns: [Column]
    ) throws(ServerError) -> [ByteSlice] {
        var reader = WireReader(bytes)
        var values: [ByteSlice] = []
        for column in columns.prefix(types.count) {
            guard let value = try? reader.readBytes() else {
                throw .invalid("Invalid null value in condition for column \(column.name)")
            }
            values.append(value)
        }
        return values
    }
}

extension Restriction {
    /// The values of an IN, each with as many parts as there are columns.
    func values(_ input: EvaluationInput) throws(ServerError) -> [[ByteSlice]] {
        switch operand {
        case .none, .entry: return []
        case .term(let term): return [try term.evaluate(input, columns)]
        case .list(let terms):
            var values: [[ByteSlice]] = []
            for term in terms { values.append(try term.evaluate(input, columns)) }
            return values
        case .listMarker(let term, let element):
            let bytes = try RestrictionTerm.value(term, input, columns[0].name)
            var values: [[ByteSlice]] = []
            for value in try Self.elements(of: bytes) {
                guard let value else {
                    throw .invalid("Invalid null value in condition for column \(columns[0].name)")
                }
                if isTuple, case .tuple(let types) = element.unfrozen {
                    values.append(try RestrictionTerm.components(of: value, types, columns))
                } else {
                    values.append([value])
                }
            }
            return values
        }
    }

    /// The elements of a serialized list or set.
    static func elements(of bytes: ByteSlice) throws(ServerError) -> [ByteSlice?] {
        var reader = WireReader(bytes)
        var elements: [ByteSlice?] = []
        do {
            for _ in 0..<(try reader.readInteger(as: Int32.self)) { elements.append(try reader.readBytes()) }
        } catch {
            throw .invalid("Not enough bytes to read a list")
        }
        return elements
    }
}
