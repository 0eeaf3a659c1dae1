import Bytes

/// Makes one row out of two versions of it, or out of one what some deletion leaves of it.
///
/// Goes over the cells twice: first to see whether the outcome is one of the two, which then is returned as it is, and
/// how long it will be; then to write it.
@safe struct RowMerge {
    private let left: RowBlock
    private let right: RowBlock?
    private let shape: TableShape
    /// A deletion of more than the row: what it deletes is left out.
    private let floor: Int64
    /// Deletions made, and cells ended, before this second are left out.
    private let graceStart: Int64

    private let marker: RowMarker?
    private let deletion: DeletionTime
    private var isLeft = true
    private var isRight: Bool

    private init(_ left: RowBlock, _ right: RowBlock?, _ shape: TableShape, floor: Int64, graceStart: Int64) {
        self.left = left
        self.right = right
        self.shape = shape
        self.floor = floor
        self.graceStart = graceStart
        let leftHeader = RowHeader(left.storage)
        var marker = leftHeader.marker
        var deletion = leftHeader.deletion
        isRight = right != nil
        if let right {
            let header = RowHeader(right.storage)
            if let other = header.marker, marker.map({ other.supersedes($0) }) ?? true { marker = other }
            deletion = DeletionTime.merge(deletion, header.deletion)
            Self.drop(&marker, &deletion, floor, graceStart)
            isRight = marker == header.marker && deletion == header.deletion
        } else {
            Self.drop(&marker, &deletion, floor, graceStart)
        }
        isLeft = marker == leftHeader.marker && deletion == leftHeader.deletion
        self.marker = marker
        self.deletion = deletion
    }

    private static func drop(
        _ marker: inout RowMarker?, _ deletion: inout DeletionTime, _ floor: Int64, _ graceStart: Int64
    ) {
        if let written = marker, written.timestamp <= floor || deletion.deletes(written.timestamp) { marker = nil }
        if let written = marker, written.timeToLive != 0, written.expiresAt < graceStart { marker = nil }
        if deletion.timestamp <= floor || Int64(deletion.localSeconds) < graceStart { deletion = .live }
    }

    /// Two versions of one row as one; one of them as it is, when it has all that the other has.
    static func merge(_ left: RowBlock, _ right: RowBlock, _ shape: TableShape) -> RowBlock {
        if left.storage === right.storage { return left }
        var merge = RowMerge(left, right, shape, floor: .min, graceStart: .min)
        // Two rows with nothing in them are the only ones that can give nothing.
        return merge.run() ?? left
    }

    /// What is left of a row under a deletion of all that was written up to `floor`; `nil` for nothing.
    static func filter(_ row: RowBlock, floor: Int64, graceStart: Int64 = .min, _ shape: TableShape) -> RowBlock? {
        var merge = RowMerge(row, nil, shape, floor: floor, graceStart: graceStart)
        return merge.run()
    }

    /// The same row under another key.
    static func copy(_ row: RowBlock, withKey key: ByteSlice) -> RowBlock {
        defer { extendLifetime(row.storage) }
        let header = RowHeader(row.storage)
        var cells = CellScanner(row.storage, header)
        var first: Int64?
        if cells.advance() { first = cells.cell.timestamp }
        var encoder = RowEncoder(
            key: key, marker: header.marker, deletion: header.deletion, firstCell: first,
            capacity: row.storage.count + key.count + 4)
        cells = CellScanner(row.storage, header)
        while cells.advance() { encoder.append(cells.cell) }
        return encoder.finish()
    }

    private mutating func run() -> RowBlock? {
        defer { extendLifetime((left, right)) }
        var first: Int64?
        var size = 0
        let marker = marker
        forEachCell { cell in
            let base = marker?.timestamp ?? first ?? cell.timestamp
            if first == nil { first = cell.timestamp }
            size += RowEncoder.size(of: cell, base: base, marker: marker)
        }
        if first == nil && marker == nil && deletion.isLive { return nil }
        if isLeft { return left }
        let key = left.key
        // Keys may be equal without having the same bytes, as 1.0 and 1.00: the first one stays.
        if isRight, let right, right.key == key { return right }
        size += RowEncoder.size(ofKey: key, marker: marker, deletion: deletion)
        var encoder = RowEncoder(key: key, marker: marker, deletion: deletion, firstCell: first, capacity: size)
        forEachCell { cell in encoder.append(cell) }
        return encoder.finish()
    }
}

extension RowMerge {
    /// Calls `body` with each cell of the outcome, and notes whether it differs from either side.
    @inline(__always)
    private mutating func forEachCell(_ body: (CellRecord) -> Void) {
        guard let right else { return forEachCellOfLeft(body) }
        var leftCells = CellScanner(left)
        var rightCells = CellScanner(right)
        var (hasLeft, hasRight) = (leftCells.advance(), rightCells.advance())
        var shadow = Shadow(deletion: deletion, floor: floor, graceStart: graceStart)
        while hasLeft || hasRight {
            let place = !hasRight ? -1 : !hasLeft ? 1 : leftCells.cell.comparePlace(with: rightCells.cell, shape)
            if place < 0 {
                if emit(leftCells.cell, &shadow, body) { isRight = false } else { isLeft = false }
            } else if place > 0 {
                if emit(rightCells.cell, &shadow, body) { isLeft = false } else { isRight = false }
            } else {
                reconcile(leftCells.cell, rightCells.cell, &shadow, body)
            }
            if place <= 0 { hasLeft = leftCells.advance() }
            if place >= 0 { hasRight = rightCells.advance() }
        }
    }

    /// A cell that only one side has.
    @inline(__always)
    private func emit(_ cell: CellRecord, _ shadow: inout Shadow, _ body: (CellRecord) -> Void) -> Bool {
        guard shadow.lets(cell) else { return false }
        body(cell)
        return true
    }

    private mutating func forEachCellOfLeft(_ body: (CellRecord) -> Void) {
        var cells = CellScanner(left)
        var shadow = Shadow(deletion: deletion, floor: floor, graceStart: graceStart)
        while cells.advance() {
            if shadow.lets(cells.cell) { body(cells.cell) } else { isLeft = false }
        }
    }

    @inline(__always)
    private mutating func reconcile(
        _ left: CellRecord, _ right: CellRecord, _ shadow: inout Shadow, _ body: (CellRecord) -> Void
    ) {
        if left.kind == .counter, right.kind == .counter { return mergeCounters(left, right, &shadow, body) }
        let strength = left.compareStrength(with: right)
        if strength > 0 { isRight = false }
        if strength < 0 { isLeft = false }
        let winner = strength >= 0 ? left : right
        if shadow.lets(winner) {
            body(winner)
        } else {
            isLeft = false
            isRight = false
        }
    }

    /// Of a counter's two versions the one that is not deleted, or the shards of both.
    private mutating func mergeCounters(
        _ left: CellRecord, _ right: CellRecord, _ shadow: inout Shadow, _ body: (CellRecord) -> Void
    ) {
        let (letsLeft, letsRight) = (shadow.lets(left), shadow.lets(right))
        guard letsLeft && letsRight else {
            isLeft = isLeft && letsLeft
            isRight = isRight && letsRight
            if letsLeft { body(left) } else if letsRight { body(right) }
            return
        }
        let shards = unsafe CounterShards.merge(left.value, right.value)
        var merged = left
        merged.timestamp = max(left.timestamp, right.timestamp)
        unsafe shards.withUnsafeBytes { bytes in
            unsafe merged.value = bytes
            if unsafe merged.timestamp != left.timestamp || !ByteOrder.areEqual(bytes, left.value) { isLeft = false }
            if unsafe merged.timestamp != right.timestamp || !ByteOrder.areEqual(bytes, right.value) {
                isRight = false
            }
            body(merged)
        }
    }

    /// What deletes cells while a row is gone through: more than the row, the row, the collection.
    private struct Shadow {
        /// The latest time at which something was deleted that holds the whole row.
        let row: Int64
        let graceStart: Int64
        var column = -1
        var collection = Int64.min

        init(deletion: DeletionTime, floor: Int64, graceStart: Int64) {
            row = max(deletion.timestamp, floor)
            self.graceStart = graceStart
        }

        /// Whether a cell stays. Those of a row must come in their order.
        @inline(__always) mutating func lets(_ cell: CellRecord) -> Bool {
            if cell.column != column {
                column = cell.column
                collection = .min
            }
            if cell.timestamp <= row && row != .min { return false }
            if cell.kind == .simple && cell.timeToLive == 0 { return true }
            if cell.kind == .collectionDeletion {
                collection = cell.timestamp
            } else if cell.timestamp <= collection && collection != .min {
                return false
            }
            return (cell.kind.hasValue && cell.timeToLive == 0) || cell.localSeconds >= graceStart
        }
    }
}
