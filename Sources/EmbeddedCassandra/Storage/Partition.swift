import Bytes

/// A partition of a table with clustering columns. What its deletions shadow is taken out when they come, and from what
/// comes later, so that a reader of this alone need not look at them.
final class Partition {
    let key: PartitionKey
    private(set) var deletion = DeletionTime.live
    private(set) var staticRow: RowBlock?
    private(set) var rangeTombstones = RangeTombstones()
    private(set) var rows = RowList()

    init(key: PartitionKey) {
        self.key = key
    }

    var stored: StoredPartition {
        StoredPartition(
            key: key, deletion: deletion, staticRow: staticRow, rangeTombstones: rangeTombstones, rows: rows)
    }

    var isEmpty: Bool { deletion.isLive && staticRow == nil && rangeTombstones.isEmpty && rows.count == 0 }

    /// Bytes of memory, about.
    var memory: Int {
        var total = 160 + key.bytes.count + rows.overhead + (staticRow?.memory ?? 0)
        var cursor = RowCursor(rows)
        while let row = cursor.next() { total += row.memory }
        return total
    }

    func apply(_ mutation: Mutation, _ shape: TableShape) {
        if let deletion = mutation.partitionDeletion { delete(deletion, shape) }
        for tombstone in mutation.rangeTombstones { delete(tombstone, shape) }
        if let row = mutation.staticRow, !row.isEmpty { mergeStatic(row, shape) }
        for row in mutation.rows where !row.isEmpty { merge(row, shape) }
    }

    private func delete(_ deletion: DeletionTime, _ shape: TableShape) {
        guard deletion.supersedes(self.deletion) else { return }
        self.deletion = deletion
        rangeTombstones.dropShadowed(by: deletion)
        staticRow = staticRow.flatMap { RowMerge.filter($0, floor: deletion.timestamp, shape) }
        rows.update(from: rows.start, to: rows.end) { RowMerge.filter($0, floor: deletion.timestamp, shape) }
    }

    private func delete(_ tombstone: RangeTombstone, _ shape: TableShape) {
        let (start, end) = (ClusteringEdge(start: tombstone.slice.start), ClusteringEdge(end: tombstone.slice.end))
        guard shape.compareEdges(start, end) < 0, !deletion.deletes(tombstone.deletion.timestamp),
            rangeTombstones.insert(tombstone, shape)
        else { return }
        let (first, last) = (
            rows.position(rank: shape.rank(of: start)) { shape.isRow($0, before: start) },
            rows.position(rank: shape.rank(of: end)) { shape.isRow($0, before: end) }
        )
        rows.update(from: first, to: last) { RowMerge.filter($0, floor: tombstone.deletion.timestamp, shape) }
    }

    private func mergeStatic(_ row: RowBlock, _ shape: TableShape) {
        var row = row
        if !deletion.isLive {
            guard let left = RowMerge.filter(row, floor: deletion.timestamp, shape) else { return }
            row = left
        }
        staticRow = staticRow.map { RowMerge.merge($0, row, shape) } ?? row
    }

    private func merge(_ row: RowBlock, _ shape: TableShape) {
        var row = row
        if !deletion.isLive || !rangeTombstones.isEmpty {
            let floor = max(deletion.timestamp, rangeTombstones.floor(of: row, shape))
            guard let left = RowMerge.filter(row, floor: floor, shape) else { return }
            row = left
        }
        let position = rows.position(rank: shape.rank(of: row)) { shape.compareRows($0, row) < 0 }
        if position != rows.end, shape.compareRows(rows[position], row) == 0 {
            let old = rows[position]
            let merged = RowMerge.merge(old, row, shape)
            if merged.storage !== old.storage { rows.replace(at: position, with: merged) }
        } else {
            rows.insert(row, at: position) { shape.rank(of: $0) }
        }
    }

    /// Drops deletions made, and cells ended, before a second.
    func purge(before graceStart: Int64, _ shape: TableShape) {
        if Int64(deletion.localSeconds) < graceStart { deletion = .live }
        rangeTombstones.purge(before: graceStart)
        staticRow = staticRow.flatMap { RowMerge.filter($0, floor: .min, graceStart: graceStart, shape) }
        rows.update(from: rows.start, to: rows.end) {
            $0.isMortal ? RowMerge.filter($0, floor: .min, graceStart: graceStart, shape) : $0
        }
    }
}

extension Partition: PartitionItem {
    func compareKey(with other: ByteSlice) -> Int { ByteOrder.compare(key.bytes, other) }

    func key(token: Int64) -> PartitionKey { key }
}

/// In a table without clustering columns the only row is the partition, and its key the partition's.
extension RowBlock: PartitionItem {
    func compareKey(with other: ByteSlice) -> Int {
        defer { extendLifetime(storage) }
        return unsafe other.withUnsafeBytes { unsafe ByteOrder.compare(RowHeader.key(of: storage), $0) }
    }

    func key(token: Int64) -> PartitionKey { PartitionKey(token: token, bytes: key) }
}
