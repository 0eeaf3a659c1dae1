import Bytes
import CassandraWire

/// What a SELECT can ask of cells beside their values.
enum CellTime: String {
    case written = "writetime"
    case lastWritten = "maxwritetime"
    case toLive = "ttl"

    var type: CQLType { self == .toLive ? .int : .bigint }
}

/// The cells that are meant, of a column whose parts may be cells of their own.
enum CellPart {
    case whole
    case element(PreparedTerm)
    case slice(from: PreparedTerm?, to: PreparedTerm?)
    case field(Int)

    /// Whether it can be several cells, so that there is a list of answers.
    var isMany: Bool {
        switch self {
        case .whole, .slice: true
        case .element, .field: false
        }
    }
}

extension CellTime {
    /// The type of the answer.
    func type(of part: CellPart, _ column: Column) -> CQLType {
        column.isMultiCell && part.isMany && self != .lastWritten ? .list(type) : type
    }

    func value(
        _ view: RowView, _ column: Column, _ part: CellPart, _ input: EvaluationInput
    ) throws(ServerError) -> ByteSlice? {
        if column.isCounter {
            guard self != .toLive else { return nil }
            return view.counterTimestamp(column.id).map { ByteSlice(bigEndian: $0) }
        }
        guard column.isMultiCell else {
            guard let cell = view.cell(column.id) else { return nil }
            return value(cell.timestamp, cell.timeToLive, cell.expiresAt, view.now)
        }
        let elements = try part.elements(of: view, column, input)
        guard !elements.isEmpty else { return nil }
        if self == .lastWritten {
            return elements.compactMap { $0?.timestamp }.max().map { ByteSlice(bigEndian: $0) }
        }
        let values = elements.map { element in
            element.flatMap { value($0.timestamp, $0.timeToLive, $0.expiresAt, view.now) }
        }
        return part.isMany ? CollectionValue.list(values) : values[0]
    }

    private func value(_ timestamp: Int64, _ timeToLive: Int32, _ expiresAt: Int64, _ now: Int64) -> ByteSlice? {
        switch self {
        case .written, .lastWritten: ByteSlice(bigEndian: timestamp)
        case .toLive: timeToLive > 0 ? ByteSlice(bigEndian: Int32(clamping: expiresAt - now)) : nil
        }
    }
}

extension CellPart {
    /// The live cells; of a user-defined type's all fields `nil` for those that are not there.
    fileprivate func elements(
        of view: RowView, _ column: Column, _ input: EvaluationInput
    ) throws(ServerError) -> [ElementView?] {
        let all = CollectionValue.ordered(view, column)
        switch self {
        case .whole: return all
        case .field(let index): return all.indices.contains(index) ? [all[index]] : []
        case .element(let key):
            guard let key = try Expression.bytes(key, input) else { return [] }
            return all.filter { inside($0, column, from: key, to: key) }
        case .slice(let from, let to):
            let (low, high) = (try Expression.bytes(from, input), try Expression.bytes(to, input))
            return all.filter { inside($0, column, from: low, to: high) }
        }
    }

    private func inside(_ element: ElementView?, _ column: Column, from: ByteSlice?, to: ByteSlice?) -> Bool {
        guard let path = element?.path else { return false }
        switch column.type.unfrozen {
        case .set(let type), .map(let type, _): return CollectionValue.isInside(path, type, from: from, to: to)
        default: return false
        }
    }
}
