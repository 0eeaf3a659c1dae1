import Bytes

/// Merges what several stores have of a partition, and collects what each lacks.
struct PartitionMerge {
    private let key: PartitionKey
    private let shape: TableShape
    private let parts: [StoredPartition?]
    private let deletion: DeletionTime
    private let tombstones: RangeTombstones
    private(set) var staticRow: RowBlock?
    private var cursors: [RowCursor?]
    private var heads: [RowBlock?]
    private var isReversed = false
    private var missing: [Mutation?]

    init(_ parts: [StoredPartition?], key: PartitionKey, shape: TableShape) {
        self.key = key
        self.shape = shape
        self.parts = parts
        cursors = parts.map { _ in nil }
        heads = parts.map { _ in nil }
        missing = parts.map { _ in nil }
        var deletion = DeletionTime.live
        for case let part? in parts { deletion = DeletionTime.merge(deletion, part.deletion) }
        var tombstones = RangeTombstones()
        for case let part? in parts {
            for tombstone in part.rangeTombstones.all where !deletion.deletes(tombstone.deletion.timestamp) {
                tombstones.insert(tombstone, shape)
            }
        }
        self.deletion = deletion
        self.tombstones = tombstones
        for row in parts.lazy.compactMap({ $0?.staticRow }) {
            staticRow = staticRow.map { RowMerge.merge($0, row, shape) } ?? row
        }
        staticRow = staticRow.flatMap { RowMerge.filter($0, floor: deletion.timestamp, shape) }
        compareParts()
    }

    private mutating func compareParts() {
        let (deletion, staticRow) = (deletion, staticRow)
        for (index, part) in parts.enumerated() {
            if !deletion.isLive, part?.deletion != deletion { lacks(index) { $0.partitionDeletion = deletion } }
            for tombstone in tombstones.all where !(part?.rangeTombstones.all.contains(tombstone) ?? false) {
                lacks(index) { $0.rangeTombstones.append(tombstone) }
            }
            if let staticRow, !has(part?.staticRow, staticRow, floor: deletion.timestamp) {
                lacks(index) { $0.staticRow = staticRow }
            }
        }
    }

    private mutating func lacks(_ part: Int, _ add: (inout Mutation) -> Void) {
        var mutation = missing[part] ?? Mutation(table: shape.table, shape: shape, key: key)
        add(&mutation)
        missing[part] = mutation
    }

    /// Whether a part's row is the merged one, as soon as the merged deletions hold for it.
    private func has(_ row: RowBlock?, _ merged: RowBlock, floor: Int64) -> Bool {
        guard let row else { return false }
        return row == merged || RowMerge.filter(row, floor: floor, shape) == merged
    }

    mutating func begin(_ slice: ClusteringSlice?, reversed: Bool) {
        isReversed = reversed
        for (index, part) in parts.enumerated() {
            cursors[index] = part.map { part in
                slice.map { RowCursor(part.rows, $0, shape) } ?? RowCursor(part.rows)
            }
            advance(index)
        }
    }

    private mutating func advance(_ index: Int) {
        heads[index] = isReversed ? cursors[index]?.previous() : cursors[index]?.next()
    }

    /// The next row of any part, merged; deleted ones are left out, dead ones are not.
    mutating func next() -> RowBlock? {
        while let first = firstHead() {
            var merged = first
            for case let row? in heads where shape.compareRows(row, first) == 0 {
                merged = RowMerge.merge(merged, row, shape)
            }
            let floor = max(deletion.timestamp, tombstones.isEmpty ? .min : tombstones.floor(of: first, shape))
            let left = floor == .min ? merged : RowMerge.filter(merged, floor: floor, shape)
            for index in heads.indices {
                let head = heads[index]
                let isPresent = head.map { shape.compareRows($0, first) == 0 } ?? false
                if let left, !has(isPresent ? head : nil, left, floor: floor) {
                    lacks(index) { $0.rows.append(left) }
                }
                if isPresent { advance(index) }
            }
            if let left { return left }
        }
        return nil
    }

    private func firstHead() -> RowBlock? {
        var first: RowBlock?
        for case let row? in heads {
            guard let other = first else {
                first = row
                continue
            }
            let order = shape.compareRows(row, other)
            if isReversed ? order > 0 : order < 0 { first = row }
        }
        return first
    }

    var repairs: [(part: Int, mutation: Mutation)] {
        missing.enumerated().compactMap { index, mutation in mutation.map { (index, $0) } }
    }
}
