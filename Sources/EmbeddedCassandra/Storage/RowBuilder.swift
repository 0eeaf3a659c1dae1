import Bytes

/// Collects what a statement writes into one row.
struct RowBuilder: ~Copyable {
    fileprivate struct Entry {
        var column: Int
        var kind: CellKind
        var timestamp: Int64
        var timeToLive: Int32
        var localSeconds: Int64
        var path: ByteSlice
        var value: ByteSlice
    }

    private let key: ByteSlice
    private var marker: RowMarker?
    private var deletion = DeletionTime.live
    private var entries: [Entry] = []

    /// - Parameter clustering: The row's clustering; nothing for a static row; the partition key's bytes in a table without
    ///   clustering columns. With nothing in such a table the store makes another block that has the key.
    init(clustering: ByteSlice) {
        key = clustering
    }

    /// A row of a partition, whether the table has clustering columns or not.
    init(in key: PartitionKey, clustering: ByteSlice, shape: TableShape) {
        self.init(clustering: shape.isClustered ? clustering : key.bytes)
    }

    /// The row is inserted: it is there even without cells.
    mutating func setLiveness(timestamp: Int64, timeToLive: Int32 = 0, expiresAt: Int64 = 0) {
        marker = RowMarker(
            timestamp: timestamp, timeToLive: timeToLive, expiresAt: timeToLive == 0 ? 0 : expiresAt)
    }

    mutating func setDeletion(_ deletion: DeletionTime) {
        self.deletion = deletion
    }

    mutating func cell(
        _ column: Int, timestamp: Int64, timeToLive: Int32 = 0, expiresAt: Int64 = 0, value: ByteSlice
    ) {
        append(column, .simple, timestamp, timeToLive, expiresAt, ByteSlice(), value)
    }

    mutating func tombstone(_ column: Int, _ deletion: DeletionTime) {
        append(column, .tombstone, deletion.timestamp, 0, Int64(deletion.localSeconds), ByteSlice(), ByteSlice())
    }

    mutating func collectionDeletion(_ column: Int, _ deletion: DeletionTime) {
        append(
            column, .collectionDeletion, deletion.timestamp, 0, Int64(deletion.localSeconds), ByteSlice(), ByteSlice())
    }

    mutating func element(
        _ column: Int, path: ByteSlice, timestamp: Int64, timeToLive: Int32 = 0, expiresAt: Int64 = 0, value: ByteSlice
    ) {
        append(column, .element, timestamp, timeToLive, expiresAt, path, value)
    }

    mutating func elementTombstone(_ column: Int, path: ByteSlice, _ deletion: DeletionTime) {
        append(column, .elementTombstone, deletion.timestamp, 0, Int64(deletion.localSeconds), path, ByteSlice())
    }

    /// - Parameter shards: As `CounterShards` encodes them.
    mutating func counter(_ column: Int, shards: ByteSlice, timestamp: Int64) {
        append(column, .counter, timestamp, 0, 0, ByteSlice(), shards)
    }

    @inline(__always) private mutating func append(
        _ column: Int, _ kind: CellKind, _ timestamp: Int64, _ timeToLive: Int32, _ localSeconds: Int64,
        _ path: ByteSlice, _ value: ByteSlice
    ) {
        if entries.isEmpty { entries.reserveCapacity(8) }
        entries.append(
            Entry(
                column: column, kind: kind, timestamp: timestamp, timeToLive: timeToLive,
                localSeconds: kind.hasValue && timeToLive == 0 ? 0 : localSeconds, path: path, value: value))
    }
}

extension RowBuilder {
    /// The row, with its cells in order; of two for one place the one that wins.
    consuming func finish(for shape: TableShape) -> RowBlock {
        if entries.count > 1 { Self.order(&entries, shape) }
        let base = marker?.timestamp ?? entries.first?.timestamp ?? 0
        var size = RowEncoder.size(ofKey: key, marker: marker, deletion: deletion)
        for entry in entries {
            size += entry.withRecord { RowEncoder.size(of: $0, base: base, marker: marker) }
        }
        var encoder = RowEncoder(
            key: key, marker: marker, deletion: deletion, firstCell: entries.first?.timestamp, capacity: size)
        var mayShadow = !deletion.isLive
        for entry in entries {
            if entry.kind == .collectionDeletion { mayShadow = true }
            entry.withRecord { encoder.append($0) }
        }
        let block = encoder.finish()
        return mayShadow ? RowMerge.filter(block, floor: .min, shape) ?? block : block
    }

    private static func order(_ entries: inout [Entry], _ shape: TableShape) {
        if (1..<entries.count).allSatisfy({ entries[$0 - 1].comparePlace(with: entries[$0], shape) < 0 }) { return }
        entries.sort { $0.comparePlace(with: $1, shape) < 0 }
        var kept: [Entry] = []
        kept.reserveCapacity(entries.count)
        for entry in entries {
            if let last = kept.last, last.comparePlace(with: entry, shape) == 0 {
                kept[kept.count - 1] = last.merged(with: entry)
            } else {
                kept.append(entry)
            }
        }
        entries = kept
    }
}

extension RowBuilder.Entry {
    @inline(__always) func withRecord<Result>(_ body: (CellRecord) -> Result) -> Result {
        unsafe path.withUnsafeBytes { path in
            unsafe value.withUnsafeBytes { value in
                unsafe body(
                    CellRecord(
                        column: column, kind: kind, timestamp: timestamp, timeToLive: timeToLive,
                        localSeconds: localSeconds, path: path, value: value))
            }
        }
    }

    @inline(__always) func comparePlace(with other: Self, _ shape: TableShape) -> Int {
        if column != other.column { return column < other.column ? -1 : 1 }
        return withRecord { own in other.withRecord { own.comparePlace(with: $0, shape) } }
    }

    func merged(with other: Self) -> Self {
        if kind == .counter, other.kind == .counter {
            var merged = self
            merged.timestamp = max(timestamp, other.timestamp)
            merged.value = CounterShards.merge(value, other.value)
            return merged
        }
        return withRecord { own in other.withRecord { own.compareStrength(with: $0) } } >= 0 ? self : other
    }
}
