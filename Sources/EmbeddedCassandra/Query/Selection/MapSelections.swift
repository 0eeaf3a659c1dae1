import Bytes
import CassandraWire

/// What a SELECT picks of a map, in the order of the statement.
///
/// The server sorts what it picks by where it begins, and of an element and a slice that begin with the same key it keeps
/// the first. What only the other would pick is read without its values: it stands in the slice with an empty one.
final class MapSelections {
    enum Part {
        case element(PreparedTerm)
        case slice(from: PreparedTerm?, to: PreparedTerm?)
    }

    private let parts: [Part]
    private let keyType: CQLType

    /// `nil` where no slice stands behind an element, so that nothing is lost.
    init?(_ parts: [Part], keyType: CQLType) {
        var hasElement = false
        var mayLose = false
        for part in parts {
            switch part {
            case .element: hasElement = true
            case .slice(let from, _): mayLose = mayLose || hasElement && from != nil
            }
        }
        guard mayLose else { return nil }
        self.parts = parts
        self.keyType = keyType
    }

    private enum Kept {
        case element(ByteSlice)
        case slice(from: ByteSlice?, to: ByteSlice?)

        func includes(_ key: ByteSlice, _ type: CQLType) -> Bool {
            switch self {
            case .element(let own): ValueOrder.compare(key, own, as: type) == 0
            case .slice(let from, let to): CollectionValue.isInside(key, type, from: from, to: to)
            }
        }
    }

    /// The map with empty values where the server has read none.
    func thinned(_ map: ByteSlice, _ input: EvaluationInput) throws(ServerError) -> ByteSlice {
        let kept = try kept(input)
        let entries = CollectionValue.entries(of: map).map { entry in
            let isRead = kept.contains { $0.includes(entry.key, keyType) }
            return (key: entry.key, value: isRead ? entry.value ?? ByteSlice() : ByteSlice())
        }
        return CollectionCodec.map(entries)
    }

    private func kept(_ input: EvaluationInput) throws(ServerError) -> [Kept] {
        var kept: [Kept] = []
        for part in parts {
            switch part {
            case .element(let term):
                guard let key = try Expression.bytes(term, input) else { continue }
                let isTaken = kept.contains {
                    if case .slice(let from?, _) = $0 { ValueOrder.compare(from, key, as: keyType) == 0 } else { false }
                }
                if !isTaken { kept.append(.element(key)) }
            case .slice(let from, let to):
                let (low, high) = (try Expression.bytes(from, input), try Expression.bytes(to, input))
                let isTaken = kept.contains {
                    guard case .element(let key) = $0, let low else { return false }
                    return ValueOrder.compare(key, low, as: keyType) == 0
                }
                if !isTaken { kept.append(.slice(from: low, to: high)) }
            }
        }
        return kept
    }
}

extension Expression {
    /// What it picks of maps with cells of their own, in order; `nil` for the whole of one.
    fileprivate func mapParts() -> [(column: Column, part: MapSelections.Part?)] {
        switch self {
        case .collection(let column): return [(column, nil)]
        case .element(.collection(let column), _, let key): return [(column, .element(key))]
        case .slice(.collection(let column), _, let from, let to): return [(column, .slice(from: from, to: to))]
        case .time(_, of: let column, let part):
            switch part {
            case .whole, .field: return [(column, nil)]
            case .element(let key): return [(column, .element(key))]
            case .slice(let from, let to): return [(column, .slice(from: from, to: to))]
            }
        case .element(let inner, _, _), .slice(let inner, _, _, _), .field(let inner, _), .thinned(let inner, _):
            return inner.mapParts()
        case .call(_, let parts), .composite(let parts, _): return parts.flatMap { $0.mapParts() }
        case .json(let fields): return fields.flatMap { $0.expression.mapParts() }
        case .partitionKey, .clustering, .cell, .counter, .term, .aggregate: return []
        }
    }

    /// The same with the slices of these columns thinned.
    fileprivate func thinned(_ selections: [Int: MapSelections]) -> Expression {
        switch self {
        case .slice(.collection(let column), let type, let from, let to):
            guard let selections = selections[column.id] else { return self }
            return .slice(.thinned(.collection(column), selections), type, from: from, to: to)
        case .call(let function, let arguments): return .call(function, arguments.map { $0.thinned(selections) })
        case .composite(let parts, let type): return .composite(parts.map { $0.thinned(selections) }, type)
        case .json(let fields):
            return .json(
                fields.map {
                    JSONField(key: $0.key, expression: $0.expression.thinned(selections), type: $0.type)
                })
        case .element(let inner, let type, let key): return .element(inner.thinned(selections), type, key)
        case .field(let inner, let index): return .field(inner.thinned(selections), index)
        case .slice, .partitionKey, .clustering, .cell, .collection, .counter, .term, .time, .aggregate, .thinned:
            return self
        }
    }

    /// Makes slices of maps lose the values that they lose in the server.
    static func losingValues(_ expressions: [Expression]) -> [Expression] {
        var parts: [Int: [MapSelections.Part]] = [:]
        var keyTypes: [Int: CQLType] = [:]
        var whole: Set<Int> = []
        for (column, part) in expressions.flatMap({ $0.mapParts() }) {
            guard column.isMultiCell, case .map(let key, _) = column.type else { continue }
            keyTypes[column.id] = key
            if let part { parts[column.id, default: []].append(part) } else { whole.insert(column.id) }
        }
        var selections: [Int: MapSelections] = [:]
        for id in parts.keys.sorted() where !whole.contains(id) {
            guard let parts = parts[id], let keyType = keyTypes[id],
                let lossy = MapSelections(parts, keyType: keyType)
            else { continue }
            selections[id] = lossy
        }
        return selections.isEmpty ? expressions : expressions.map { $0.thinned(selections) }
    }
}
