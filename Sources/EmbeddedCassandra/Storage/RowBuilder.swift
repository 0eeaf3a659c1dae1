import Bytes

/// Collects what a statement writes into one row.
struct RowBuilder: ~Copyable {
    /// A cell whose path and value lie in `bytes`: without owners of its own, so that cells are moved and sorted cheaply.
    private struct Entry: BitwiseCopyable {
        var column: Int
        var kind: CellKind
        var timeToLive: Int32
        var timestamp: Int64
        var localSeconds: Int64
        var pathOffset: Int
        var valueOffset: Int
        var end: Int

        func record(_ bytes: UnsafeRawPointer) -> CellRecord {
            unsafe CellRecord(
                column: column, kind: kind, timestamp: timestamp, timeToLive: timeToLive, localSeconds: localSeconds,
                path: UnsafeRawBufferPointer(start: bytes + pathOffset, count: valueOffset - pathOffset),
                value: UnsafeRawBufferPointer(start: bytes + valueOffset, count: end - valueOffset))
        }
    }

    private let key: ByteSlice
    private var marker: RowMarker?
    private var deletion = DeletionTime.live
    private var entries: [Entry] = []
    private var bytes = ByteWriter(capacity: 256)

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

    /// What has been written into a collection so far, an element's value being `nil` where it is taken away.
    func written(in column: Int) -> [(path: ByteSlice, value: ByteSlice?)] {
        guard entries.contains(where: { $0.column == column }) else { return [] }
        let all = bytes.copy(from: 0)
        return entries.compactMap { entry in
            guard entry.column == column, entry.kind == .element || entry.kind == .elementTombstone else { return nil }
            return (
                all.slice(entry.pathOffset..<entry.valueOffset),
                entry.kind == .element ? all.slice(entry.valueOffset..<entry.end) : nil
            )
        }
    }

    @inline(__always) private mutating func append(
        _ column: Int, _ kind: CellKind, _ timestamp: Int64, _ timeToLive: Int32, _ localSeconds: Int64,
        _ path: ByteSlice, _ value: ByteSlice
    ) {
        if entries.isEmpty { entries.reserveCapacity(8) }
        let pathOffset = bytes.count
        bytes.write(path)
        let valueOffset = bytes.count
        bytes.write(value)
        entries.append(
            Entry(
                column: column, kind: kind, timeToLive: timeToLive, timestamp: timestamp,
                localSeconds: kind.hasValue && timeToLive == 0 ? 0 : localSeconds, pathOffset: pathOffset,
                valueOffset: valueOffset, end: bytes.count))
    }
}

extension RowBuilder {
    /// The row, with its cells in order; of two for one place the one that wins.
    consuming func finish(for shape: TableShape) -> RowBlock {
        if entries.count > 1 { order(shape) }
        let block = encode()
        let mayShadow = !deletion.isLive || entries.contains { $0.kind == .collectionDeletion }
        return mayShadow ? RowMerge.filter(block, floor: .min, shape) ?? block : block
    }

    private borrowing func encode() -> RowBlock {
        defer { extendLifetime(bytes.storage) }
        let start = unsafe UnsafeRawPointer(bytes.storage.start)
        let first = entries.first?.timestamp
        let base = marker?.timestamp ?? first ?? 0
        var size = RowEncoder.size(ofKey: key, marker: marker, deletion: deletion)
        for index in entries.indices {
            size += unsafe RowEncoder.size(of: entries[index].record(start), base: base, marker: marker)
        }
        var encoder = RowEncoder(key: key, marker: marker, deletion: deletion, firstCell: first, capacity: size)
        for index in entries.indices { unsafe encoder.append(entries[index].record(start)) }
        return encoder.finish()
    }

    private mutating func order(_ shape: TableShape) {
        guard !isOrdered(shape) else { return }
        let start = unsafe UnsafeRawPointer(bytes.storage.start)
        entries.sort { unsafe $0.record(start).comparePlace(with: $1.record(start), shape) < 0 }
        let sorted = entries
        entries.removeAll(keepingCapacity: true)
        for entry in sorted {
            if let last = entries.last, compare(last, entry, shape) == 0 {
                entries[entries.count - 1] = merge(last, entry)
            } else {
                entries.append(entry)
            }
        }
    }

    private func isOrdered(_ shape: TableShape) -> Bool {
        (1..<entries.count).allSatisfy { compare(entries[$0 - 1], entries[$0], shape) < 0 }
    }

    @inline(__always) private func compare(_ left: Entry, _ right: Entry, _ shape: TableShape) -> Int {
        if left.column != right.column { return left.column < right.column ? -1 : 1 }
        defer { extendLifetime(bytes.storage) }
        let start = unsafe UnsafeRawPointer(bytes.storage.start)
        return unsafe left.record(start).comparePlace(with: right.record(start), shape)
    }

    /// The stronger of two cells for one place; of two counters the shards of both.
    private mutating func merge(_ left: Entry, _ right: Entry) -> Entry {
        let storage = bytes.storage
        defer { extendLifetime(storage) }
        let start = unsafe UnsafeRawPointer(storage.start)
        let (leftRecord, rightRecord) = unsafe (left.record(start), right.record(start))
        guard left.kind == .counter, right.kind == .counter else {
            return leftRecord.compareStrength(with: rightRecord) >= 0 ? left : right
        }
        var merged = left
        merged.timestamp = max(left.timestamp, right.timestamp)
        merged.pathOffset = bytes.count
        merged.valueOffset = bytes.count
        bytes.write(unsafe CounterShards.merge(leftRecord.value, rightRecord.value))
        merged.end = bytes.count
        return merged
    }
}
