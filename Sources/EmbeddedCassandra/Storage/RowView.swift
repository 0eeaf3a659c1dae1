import Bytes

/// A simple cell that is live.
struct CellView {
    let value: ByteSlice
    let timestamp: Int64
    /// 0 for none.
    let timeToLive: Int32
    /// In seconds, of meaning only with a time to live.
    let expiresAt: Int64
}

/// A live part of a collection or user-defined type.
struct ElementView {
    let path: ByteSlice
    let value: ByteSlice
    let timestamp: Int64
    let timeToLive: Int32
    let expiresAt: Int64
}

/// A row as it is read at a moment. Looks into the block; nothing is copied.
struct RowView {
    let block: RowBlock
    /// In seconds since 1970.
    let now: Int64
    /// Whether the block's key is a clustering.
    let isClustered: Bool

    /// Empty in a table without clustering columns, and for a static row.
    var clustering: ByteSlice { isClustered ? block.key : ByteSlice() }

    /// Writes a component of the clustering behind its 32-bit length, or the length -1; returns whether there is one.
    @discardableResult func copyClustering(_ index: Int, into writer: inout ByteWriter) -> Bool {
        defer { extendLifetime(block.storage) }
        var offset = 0
        let key = unsafe RowHeader.key(of: block.storage)
        if isClustered {
            for _ in 0..<index { _ = unsafe TableShape.component(of: key, at: &offset) }
            if let bytes = unsafe TableShape.component(of: key, at: &offset),
                unsafe writer.write(bytes: bytes, length: Int32.self)
            {
                return true
            }
        }
        writer.write(Int32(-1))
        return false
    }

    /// Whether the row itself was inserted, so that it is there without any cell.
    var hasLiveMarker: Bool {
        let header = RowHeader(block.storage)
        guard header.hasMarker else { return false }
        return header.flags & RowHeader.Flags.markerExpires == 0 || now < header.expiresAt
    }

    /// Whether the row is there: it was inserted, or some cell of it is live.
    func isLive(_ shape: TableShape) -> Bool { hasLiveMarker || hasLiveCell(shape) }

    /// Whether a cell is live that belongs to a column which has not been dropped.
    func hasLiveCell(_ shape: TableShape) -> Bool {
        defer { extendLifetime(block.storage) }
        var scanner = CellScanner(block)
        while scanner.advance() {
            guard scanner.cell.isLive(at: now) else { continue }
            guard let present = shape.present else { return true }
            if scanner.cell.column < present.count, present[scanner.cell.column] { return true }
        }
        return false
    }
}
