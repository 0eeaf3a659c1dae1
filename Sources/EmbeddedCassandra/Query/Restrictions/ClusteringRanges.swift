import Bytes
import CassandraWire

/// A place among the rows of a partition: before or after everything that begins with these values.
struct ClusteringPlace {
    var values: [ByteSlice]
    var isAfter: Bool
}

/// Rows from one place to another.
struct ClusteringRange {
    var start: ClusteringPlace
    var end: ClusteringPlace

    static let all = ClusteringRange(
        start: ClusteringPlace(values: [], isAfter: false), end: ClusteringPlace(values: [], isAfter: true))

    var slice: ClusteringSlice {
        ClusteringSlice(
            start: ClusteringBound(
                prefix: ClusteringKey.encode(start.values), count: start.values.count, isInclusive: !start.isAfter),
            end: ClusteringBound(
                prefix: ClusteringKey.encode(end.values), count: end.values.count, isInclusive: end.isAfter))
    }
}

/// The order of a table's rows.
struct ClusteringOrder {
    let columns: [Column]

    func compare(_ left: ByteSlice, _ right: ByteSlice, at index: Int) -> Int {
        let order = ValueOrder.compare(left, right, as: columns[index].type)
        return columns[index].isDescending ? -order : order
    }

    func compare(_ left: [ByteSlice], _ right: [ByteSlice]) -> Int {
        for index in 0..<min(left.count, right.count) {
            let order = compare(left[index], right[index], at: index)
            if order != 0 { return order }
        }
        return 0
    }

    func compare(_ left: ClusteringPlace, _ right: ClusteringPlace) -> Int {
        let order = compare(left.values, right.values)
        if order != 0 { return order }
        if left.values.count == right.values.count { return (left.isAfter ? 1 : 0) - (right.isAfter ? 1 : 0) }
        return left.values.count < right.values.count ? (left.isAfter ? 1 : -1) : (right.isAfter ? -1 : 1)
    }

    /// What two lists of ranges have in common.
    func intersection(_ left: [ClusteringRange], _ right: [ClusteringRange]) -> [ClusteringRange] {
        var common: [ClusteringRange] = []
        for one in left {
            for other in right {
                let start = compare(one.start, other.start) < 0 ? other.start : one.start
                let end = compare(one.end, other.end) < 0 ? one.end : other.end
                if compare(start, end) < 0 { common.append(ClusteringRange(start: start, end: end)) }
            }
        }
        return sorted(common)
    }

    func sorted(_ ranges: [ClusteringRange]) -> [ClusteringRange] {
        ranges.sorted { compare($0.start, $1.start) < 0 }
    }
}

extension WhereClause {
    /// The rows that the clustering restrictions leave, in the table's order and disjoint; empty for none at all.
    ///
    /// - Parameter takesNull: Whether a bound may be null, as that of a SELECT may. It lies before all rows then, whichever
    ///   way they are ordered: at the start it is no bound, and at the end it leaves nothing.
    func ranges(_ input: EvaluationInput, takesNull: Bool = false) throws(ServerError) -> [ClusteringRange] {
        let order = ClusteringOrder(columns: table.clustering)
        var prefixes: [[ByteSlice]] = [[]]
        for part in clustering {
            switch part {
            case .equal(let restriction), .isIn(let restriction):
                let values = try restriction.values(input)
                for value in values { try Self.check(value) }
                prefixes = prefixes.flatMap { prefix in values.map { prefix + $0 } }
            case .slice(var start, var end):
                var endsBeforeAll = false
                for bound in [start, end] {
                    guard takesNull, let bound, try bound.isNull(input) else { continue }
                    if bound.comparison.isStart { start = nil } else { end = nil }
                    endsBeforeAll = endsBeforeAll || bound.comparison.isStart == bound.columns[0].isDescending
                }
                prefixes = Self.distinct(prefixes, order)
                let slices = try Self.slices(after: prefixes, start, end, order, input)
                return endsBeforeAll ? [] : slices
            }
        }
        return Self.distinct(prefixes, order).map { prefix in
            ClusteringRange(
                start: ClusteringPlace(values: prefix, isAfter: false),
                end: ClusteringPlace(values: prefix, isAfter: true))
        }
    }

    private static func check(_ values: [ByteSlice]) throws(ServerError) {
        if let long = values.first(where: { $0.count > Int(UInt16.max) }) {
            throw .invalid("Key length of \(long.count) is longer than maximum of 65535")
        }
    }

    private static func distinct(_ prefixes: [[ByteSlice]], _ order: ClusteringOrder) -> [[ByteSlice]] {
        guard prefixes.count > 1 else { return prefixes }
        var result: [[ByteSlice]] = []
        for prefix in prefixes.sorted(by: { order.compare($0, $1) < 0 }) {
            if let last = result.last, order.compare(last, prefix) == 0 { continue }
            result.append(prefix)
        }
        return result
    }

    private static func slices(
        after prefixes: [[ByteSlice]], _ start: Restriction?, _ end: Restriction?, _ order: ClusteringOrder,
        _ input: EvaluationInput
    ) throws(ServerError) -> [ClusteringRange] {
        let low = try start.map { restriction throws(ServerError) in (restriction, try restriction.values(input)) }
        let high = try end.map { restriction throws(ServerError) in (restriction, try restriction.values(input)) }
        return prefixes.flatMap { prefix -> [ClusteringRange] in
            var ranges = [
                ClusteringRange(
                    start: ClusteringPlace(values: prefix, isAfter: false),
                    end: ClusteringPlace(values: prefix, isAfter: true))
            ]
            for case .some(let (restriction, values)) in [low, high] {
                let bounded = Self.ranges(restriction, values.first ?? [], after: prefix)
                ranges = order.intersection(ranges, order.sorted(bounded))
            }
            return ranges
        }
    }

    /// The rows whose columns are greater, or less, than the values: in value order, whatever the table's is, so that
    /// there may be several ranges.
    private static func ranges(
        _ restriction: Restriction, _ values: [ByteSlice], after prefix: [ByteSlice]
    ) -> [ClusteringRange] {
        let columns = restriction.columns
        let isStart = restriction.comparison.isStart
        return values.indices.compactMap { index in
            let same = prefix + values[..<index]
            let isLast = index == values.count - 1
            let includes = isLast && restriction.comparison.isInclusive
            // Going up in values is going up in the table when neither or both are turned round.
            let isTableStart = isStart != columns[index].isDescending
            let bound = same + [values[index]]
            return isTableStart
                ? ClusteringRange(
                    start: ClusteringPlace(values: bound, isAfter: !includes),
                    end: ClusteringPlace(values: same, isAfter: true))
                : ClusteringRange(
                    start: ClusteringPlace(values: same, isAfter: false),
                    end: ClusteringPlace(values: bound, isAfter: includes))
        }
    }
}
