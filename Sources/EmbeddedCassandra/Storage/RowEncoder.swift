import Bytes

/// When a row was inserted: the marker that keeps it alive without cells.
struct RowMarker: Hashable, Sendable {
    var timestamp: Int64
    /// 0 for none.
    var timeToLive: Int32
    /// In seconds.
    var expiresAt: Int64

    /// Whether this one is kept where both were written; as cells are reconciled.
    func supersedes(_ other: RowMarker) -> Bool {
        if timestamp != other.timestamp { return timestamp > other.timestamp }
        let (isExpiring, isOtherExpiring) = (timeToLive != 0, other.timeToLive != 0)
        if isExpiring != isOtherExpiring { return isExpiring }
        if !isExpiring { return false }
        if expiresAt != other.expiresAt { return expiresAt > other.expiresAt }
        return timeToLive > other.timeToLive
    }
}

/// Writes a block from front to back in its one form. Cells come in the order in which they stand in it.
@safe struct RowEncoder: ~Copyable {
    private var writer: ByteWriter
    private let base: Int64
    private let marker: RowMarker?
    private var flags: UInt8

    /// - Parameters:
    ///   - firstCell: The timestamp of the first cell, the base where there is no marker.
    ///   - capacity: The block's size; exact if possible.
    init(
        key: ByteSlice, marker: RowMarker?, deletion: DeletionTime, firstCell: Int64?, capacity: Int
    ) {
        writer = ByteWriter(capacity: capacity)
        self.marker = marker
        base = marker?.timestamp ?? firstCell ?? 0
        flags = marker == nil ? 0 : RowHeader.Flags.hasMarker
        writer.write(UInt8(0))
        writer.write(base.bigEndian)
        BlockInteger.write(key.count, to: &writer)
        writer.write(key)
        if let marker, marker.timeToLive != 0 {
            flags |= RowHeader.Flags.markerExpires
            writer.write(marker.timeToLive.bigEndian)
            writer.write(marker.expiresAt.bigEndian)
        }
        if !deletion.isLive {
            flags |= RowHeader.Flags.hasDeletion
            writer.write(deletion.timestamp.bigEndian)
            writer.write(deletion.localSeconds.bigEndian)
        }
    }

    /// Numbers are written as the machine has them: the writer's are big-endian, hence the turned ones.
    @inline(__always) mutating func append(_ cell: CellRecord) {
        BlockInteger.write(cell.column, to: &writer)
        var tag = cell.kind.rawValue
        if cell.timestamp != base { tag |= CellScanner.Flags.ownTimestamp }
        if cell.timeToLive != 0 {
            let isMarkers = cell.timeToLive == marker?.timeToLive && cell.localSeconds == marker?.expiresAt
            tag |= isMarkers ? CellScanner.Flags.markerExpiry : CellScanner.Flags.ownExpiry
        }
        writer.write(tag)
        if cell.kind != .simple || cell.timeToLive != 0 { flags |= RowHeader.Flags.hasSpecialCells }
        if tag & CellScanner.Flags.ownTimestamp != 0 { writer.write(cell.timestamp.bigEndian) }
        if cell.kind.isDeletion {
            writer.write(Int32(clamping: cell.localSeconds).bigEndian)
        } else if tag & CellScanner.Flags.ownExpiry != 0 {
            writer.write(cell.timeToLive.bigEndian)
            writer.write(cell.localSeconds.bigEndian)
        }
        if cell.kind.hasPath {
            BlockInteger.write(unsafe cell.path.count, to: &writer)
            unsafe writer.write(bytes: cell.path)
        }
        if cell.kind.hasValue {
            BlockInteger.write(unsafe cell.value.count, to: &writer)
            unsafe writer.write(bytes: cell.value)
        }
    }

    static func size(ofKey key: ByteSlice, marker: RowMarker?, deletion: DeletionTime) -> Int {
        RowHeader.keyOffset + BlockInteger.size(of: key.count) + key.count
            + (marker.map { $0.timeToLive != 0 } ?? false ? 12 : 0) + (deletion.isLive ? 0 : 12)
    }

    @inline(__always)
    static func size(of cell: CellRecord, base: Int64, marker: RowMarker?) -> Int {
        var size = BlockInteger.size(of: cell.column) + 1
        if cell.timestamp != base { size += 8 }
        if cell.kind.isDeletion {
            size += 4
        } else if cell.timeToLive != 0,
            cell.timeToLive != marker?.timeToLive || cell.localSeconds != marker?.expiresAt
        {
            size += 12
        }
        if cell.kind.hasPath { size += unsafe BlockInteger.size(of: cell.path.count) + cell.path.count }
        if cell.kind.hasValue { size += unsafe BlockInteger.size(of: cell.value.count) + cell.value.count }
        return size
    }

    consuming func finish() -> RowBlock {
        writer.patch(flags, at: 0)
        let storage = writer.finish()
        guard storage.room - storage.count >= 16 else { return RowBlock(storage) }
        return unsafe RowBlock(
            ByteStorage.copying(UnsafeRawBufferPointer(start: storage.start, count: storage.count)))
    }
}
