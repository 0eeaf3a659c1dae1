import Bytes

/// Reads one partition out of what one or several stores have of it, merged.
struct PartitionReader: ~Copyable {
    /// `nil` when no part has anything.
    let key: PartitionKey?
    let shape: TableShape
    let now: Int64
    /// The only part; or nothing, when there are several that differ.
    private let part: StoredPartition?
    private var merge: PartitionMerge?
    private var cursor: RowCursor?
    private var slices: [ClusteringSlice] = []
    /// How many slices have been begun.
    private var begun = 0
    private var isReversed = false

    /// One part, which needs no merge.
    init(_ part: StoredPartition?, shape: TableShape, now: Int64) {
        key = part?.key
        self.shape = shape
        self.now = now
        self.part = part
    }

    /// Several parts; `nil` for a store that has nothing of the partition.
    init(_ parts: [StoredPartition?], shape: TableShape, now: Int64) {
        let first = parts.first ?? nil
        let areSame = parts.dropFirst().allSatisfy { Self.areSame($0, first, shape) }
        self.init(first, parts: areSame ? [] : parts, shape: shape, now: now)
    }

    private init(_ first: StoredPartition?, parts: [StoredPartition?], shape: TableShape, now: Int64) {
        key = parts.isEmpty ? first?.key : parts.lazy.compactMap { $0 }.first?.key
        self.shape = shape
        self.now = now
        part = parts.isEmpty ? first : nil
        if !parts.isEmpty, let key { merge = PartitionMerge(parts, key: key, shape: shape) }
    }

    /// Whether two parts are the same without a look at every row.
    private static func areSame(_ left: StoredPartition?, _ right: StoredPartition?, _ shape: TableShape) -> Bool {
        guard let left, let right else { return left == nil && right == nil }
        return left.isIdentical(to: right)
    }

    /// The static row, when it has live cells.
    var staticRow: RowView? {
        guard let block = part?.staticRow ?? merge?.staticRow else { return nil }
        let view = RowView(block: block, now: now, isClustered: false)
        return view.hasLiveCell(shape) ? view : nil
    }

    /// Starts to read rows: those of `slices`, which ascend and are disjoint, or all when there are none.
    mutating func begin(slices: [ClusteringSlice] = [], reversed: Bool = false) {
        self.slices = slices
        begun = 0
        isReversed = reversed
        cursor = nil
        if slices.isEmpty {
            if let part { cursor = RowCursor(part.rows) }
            merge?.begin(nil, reversed: reversed)
            begun = 1
        } else {
            _ = beginSlice()
        }
    }

    private mutating func beginSlice() -> Bool {
        guard begun < slices.count else { return false }
        let slice = isReversed ? slices[slices.count - 1 - begun] : slices[begun]
        begun += 1
        if shape.isClustered {
            if let part { cursor = RowCursor(part.rows, slice, shape) }
            merge?.begin(slice, reversed: isReversed)
        } else if begun == 1 {
            // The only row has no clustering that a slice could leave out.
            if let part { cursor = RowCursor(part.rows) }
            merge?.begin(nil, reversed: isReversed)
        }
        return true
    }

    /// The next live row.
    mutating func next() -> RowView? {
        while true {
            while let block = nextBlock() {
                let view = RowView(block: block, now: now, isClustered: shape.isClustered)
                if view.isLive(shape) { return view }
            }
            guard beginSlice() else { return nil }
        }
    }

    @inline(__always) private mutating func nextBlock() -> RowBlock? {
        if part != nil { return isReversed ? cursor?.previous() : cursor?.next() }
        return merge?.next()
    }

    /// For each part that differed from what was read, by its index: what it lacks.
    var repairs: [(part: Int, mutation: Mutation)] { merge?.repairs ?? [] }
}
