import Bytes

/// Collects what a statement writes into one row.
struct RowBuilder: ~Copyable {
    private struct Entry {
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
    /// Bytes that the values and paths need.
    private var weight = 0

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
        weight += path.count + value.count + 24
        entries.append(
            Entry(
                column: column, kind: kind, timestamp: timestamp, timeToLive: timeToLive,
                localSeconds: kind.hasValue && timeToLive == 0 ? 0 : localSeconds, path: path, value: value))
    }
}

extension RowBuilder {
    /// The row, with its cells in order; of two for one place the one that wins.
    consuming func finish(for shape: TableShape) -> RowBlock {
        preconditionFailure("unfinished")
    }
}
