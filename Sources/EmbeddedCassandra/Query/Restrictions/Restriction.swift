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
    func evaluate(
        _ input: EvaluationInput, _ columns: [Column], _ comparison: Relation.Comparison
    ) throws(ServerError) -> [ByteSlice] {
        switch self {
        case .single(let term): return [try Self.value(term, input, columns[0].name)]
        case .tuple(let terms):
            var values: [ByteSlice] = []
            for (index, term) in terms.enumerated() where index < columns.count {
                values.append(
                    try Self.value(
                        term, input, null: Self.missing(index, columns, comparison),
                        unset: .invalid("Invalid unset value for tuple field number \(index)")))
            }
            return values
        case .whole(let term, let types):
            let names = columns.map(\.name).joined(separator: ",")
            let bytes = try Self.value(
                term, input,
                // The server trips over a null in this place; clients see just that.
                null: .server("java.lang.NullPointerException"),
                unset: .invalid("Invalid unset value for tuple (\(names))"))
            return try Self.components(of: bytes, types, columns, comparison)
        }
    }

    static func value(_ term: PreparedTerm, _ input: EvaluationInput, _ name: String) throws(ServerError) -> ByteSlice {
        try value(
            term, input, null: .invalid("Invalid null value in condition for column \(name)"),
            unset: .invalid("Invalid unset value for column \(name)"))
    }

    static func value(
        _ term: PreparedTerm, _ input: EvaluationInput, null: @autoclosure () -> ServerError,
        unset: @autoclosure () -> ServerError
    ) throws(ServerError) -> ByteSlice {
        switch try term.evaluate(input) {
        case .null: throw null()
        case .unset: throw unset()
        case .bytes(let bytes): return bytes
        }
    }

    /// What is said of a null among the values of a tuple.
    private static func missing(
        _ index: Int, _ columns: [Column], _ comparison: Relation.Comparison
    ) -> ServerError {
        if comparison == .isIn {
            let names = columns.map(\.name).joined(separator: ", ")
            return .invalid("Invalid null value in condition for columns: [\(names)]")
        }
        let place = comparison.isSlice ? "in condition for column" : "for column"
        return .invalid("Invalid null value \(place) \(columns[index].name)")
    }

    static func components(
        of bytes: ByteSlice, _ types: [CQLType], _ columns: [Column], _ comparison: Relation.Comparison
    ) throws(ServerError) -> [ByteSlice] {
        var reader = WireReader(bytes)
        var values: [ByteSlice] = []
        for index in columns.indices.prefix(types.count) {
            guard let value = try? reader.readBytes() else { throw missing(index, columns, comparison) }
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
        case .term(let term): return [try term.evaluate(input, columns, comparison)]
        case .list(let terms):
            var values: [[ByteSlice]] = []
            for term in terms { values.append(try term.evaluate(input, columns, comparison)) }
            return values
        case .listMarker(let term, let element):
            let bytes = try RestrictionTerm.value(
                term, input,
                null: .invalid("Invalid null value for \(isTuple ? "IN restriction" : "column \(columns[0].name)")"),
                unset: .invalid("Invalid unset value for column \(columns[0].name)"))
            return try values(ofList: bytes, element)
        }
    }

    private func values(ofList bytes: ByteSlice, _ element: CQLType) throws(ServerError) -> [[ByteSlice]] {
        var values: [[ByteSlice]] = []
        for value in try Self.elements(of: bytes) {
            guard let value else {
                throw .invalid("Invalid null value in condition for column \(columns[0].name)")
            }
            if isTuple, case .tuple(let types) = element.unfrozen {
                values.append(try RestrictionTerm.components(of: value, types, columns, comparison))
            } else {
                values.append([value])
            }
        }
        return values
    }

    /// Whether it is a bound of one column, and null.
    func isNull(_ input: EvaluationInput) throws(ServerError) -> Bool {
        guard case .term(.single(let term)) = operand, case .null = try term.evaluate(input) else { return false }
        return true
    }

    /// The elements of a serialized list or set.
    static func elements(of bytes: ByteSlice) throws(ServerError) -> [ByteSlice?] {
        var reader = WireReader(bytes)
        var elements: [ByteSlice?] = []
        do {
            for _ in 0..<max(0, try reader.readInteger(as: Int32.self)) { elements.append(try reader.readBytes()) }
        } catch {
            throw .invalid("Not enough bytes to read a list")
        }
        return elements
    }
}
