import Bytes

/// One end of a slice: the first `count` components of a clustering, encoded as a `ClusteringKey`; none is an open end.
struct ClusteringBound: Hashable, Sendable {
    var prefix: ByteSlice
    var count: Int
    var isInclusive: Bool

    static let open = ClusteringBound(prefix: ByteSlice(), count: 0, isInclusive: true)
}

/// Rows from one bound to another, in the order of the table: a descending column's larger values come first.
struct ClusteringSlice: Hashable, Sendable {
    var start: ClusteringBound
    var end: ClusteringBound

    static let everything = ClusteringSlice(start: .open, end: .open)

    init(start: ClusteringBound, end: ClusteringBound) {
        self.start = start
        self.end = end
    }

    /// The rows whose first `count` components are those of `prefix`.
    init(prefix: ByteSlice, count: Int) {
        let bound = ClusteringBound(prefix: prefix, count: count, isInclusive: true)
        self.init(start: bound, end: bound)
    }
}
