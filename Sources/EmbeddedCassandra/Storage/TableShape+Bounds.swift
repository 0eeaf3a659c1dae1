import Bytes

/// A place between rows: before or after all that begin with `count` components of `prefix`.
struct ClusteringEdge {
    let prefix: ByteSlice
    let count: Int
    let isAfter: Bool

    init(start bound: ClusteringBound) {
        prefix = bound.prefix
        count = bound.count
        isAfter = bound.count > 0 && !bound.isInclusive
    }

    init(end bound: ClusteringBound) {
        prefix = bound.prefix
        count = bound.count
        isAfter = bound.count == 0 || bound.isInclusive
    }
}

extension TableShape {
    /// Whether a row stands before an edge.
    @inline(__always)
    func isRow(_ row: RowBlock, before edge: ClusteringEdge) -> Bool {
        defer { extendLifetime(row.storage) }
        let order = unsafe edge.prefix.withUnsafeBytes { prefix in
            unsafe compareClusterings(RowHeader.key(of: row.storage), prefix, count: edge.count)
        }
        return order < 0 || (order == 0 && edge.isAfter)
    }

    /// Whether a row with this clustering stands before an edge.
    func isRow(_ clustering: ByteSlice, before edge: ClusteringEdge) -> Bool {
        let order = compareClusterings(clustering, edge.prefix, count: edge.count)
        return order < 0 || (order == 0 && edge.isAfter)
    }

    /// The rank of a clustering's first component: rows are told apart by it without being looked at, as far as it goes.
    @inline(__always)
    func rank(_ clustering: UnsafeRawBufferPointer) -> UInt64 {
        var offset = 0
        guard let first = unsafe Self.component(of: clustering, at: &offset),
            let order = self.clustering.first
        else { return 0 }
        return unsafe order.rank(first)
    }

    @inline(__always)
    func rank(of row: RowBlock) -> UInt64 {
        defer { extendLifetime(row.storage) }
        return unsafe rank(RowHeader.key(of: row.storage))
    }

    /// The rank of an edge's first component; `nil` when it has none.
    func rank(of edge: ClusteringEdge) -> UInt64? {
        guard edge.count > 0 else { return nil }
        return unsafe edge.prefix.withUnsafeBytes { unsafe rank($0) }
    }

    @inline(__always)
    func compareRows(_ left: RowBlock, _ right: RowBlock) -> Int {
        defer { extendLifetime((left.storage, right.storage)) }
        return unsafe compareClusterings(RowHeader.key(of: left.storage), RowHeader.key(of: right.storage))
    }

    func compareEdges(_ left: ClusteringEdge, _ right: ClusteringEdge) -> Int {
        let order = compareClusterings(left.prefix, right.prefix, count: min(left.count, right.count))
        if order != 0 { return order }
        if left.count < right.count { return left.isAfter ? 1 : -1 }
        if left.count > right.count { return right.isAfter ? -1 : 1 }
        return left.isAfter == right.isAfter ? 0 : left.isAfter ? 1 : -1
    }

    func slice(_ slice: ClusteringSlice, has clustering: ByteSlice) -> Bool {
        !isRow(clustering, before: ClusteringEdge(start: slice.start))
            && isRow(clustering, before: ClusteringEdge(end: slice.end))
    }

    /// Whether `outer` deletes all that `inner` does.
    func tombstone(_ outer: RangeTombstone, covers inner: RangeTombstone) -> Bool {
        if inner.deletion.supersedes(outer.deletion) { return false }
        return compareEdges(ClusteringEdge(start: outer.slice.start), ClusteringEdge(start: inner.slice.start)) <= 0
            && compareEdges(ClusteringEdge(end: outer.slice.end), ClusteringEdge(end: inner.slice.end)) >= 0
    }
}
