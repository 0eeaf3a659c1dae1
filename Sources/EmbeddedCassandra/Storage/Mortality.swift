import Bytes

// What does not live for ever: deletions, and what has a time to live.

extension Mutation {
    /// Whether it brings something that will have to be dropped one day. Says so of some that do not, never the reverse.
    var isMortal: Bool {
        if partitionDeletion != nil || !rangeTombstones.isEmpty { return true }
        if let staticRow, staticRow.isMortal { return true }
        for row in rows where row.isMortal { return true }
        return false
    }
}

extension RowBlock {
    /// The same of a row. Parts of collections and counters count too: only a look at each cell tells them apart.
    @inline(__always) var isMortal: Bool {
        let flags = RowHeader.flags(of: storage)
        return flags & (RowHeader.Flags.markerExpires | RowHeader.Flags.hasDeletion | RowHeader.Flags.hasSpecialCells)
            != 0
    }

    /// The first second in which something of it ends, or was deleted; the largest number when nothing does.
    var nextDeath: Int64 {
        let header = RowHeader(storage)
        var next = Int64.max
        if header.flags & RowHeader.Flags.markerExpires != 0 { next = header.expiresAt }
        if !header.deletion.isLive { next = min(next, Int64(header.deletion.localSeconds)) }
        guard header.flags & RowHeader.Flags.hasSpecialCells != 0 else { return next }
        var scanner = CellScanner(storage, header)
        while scanner.advance() {
            let cell = scanner.cell
            if cell.kind.isDeletion || cell.timeToLive != 0 { next = min(next, cell.localSeconds) }
        }
        extendLifetime(storage)
        return next
    }
}

extension Partition {
    /// The same of a whole partition.
    var nextDeath: Int64 {
        var next = deletion.isLive ? Int64.max : Int64(deletion.localSeconds)
        for tombstone in rangeTombstones.all { next = min(next, Int64(tombstone.deletion.localSeconds)) }
        if let staticRow, staticRow.isMortal { next = min(next, staticRow.nextDeath) }
        var cursor = RowCursor(rows)
        while let row = cursor.next() {
            if row.isMortal { next = min(next, row.nextDeath) }
        }
        return next
    }
}
