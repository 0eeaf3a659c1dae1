/// Rows in their order, in chunks so that one in the middle of a million costs little to add. A value: whoever holds one
/// sees no change.
struct RowList: Sendable {
    /// Between two rows: before the one at `index` of `chunk`.
    struct Position: Equatable {
        var chunk: Int
        var index: Int
    }

    /// Rows, and beside them their ranks: a search that looks into rows waits for the memory of each.
    private struct Chunk: Sendable {
        var rows: [RowBlock]
        var ranks: [UInt64]

        var count: Int { rows.count }

        init(_ rows: [RowBlock], _ ranks: [UInt64]) {
            self.rows = rows
            self.ranks = ranks
        }

        mutating func insert(_ row: RowBlock, _ rank: UInt64, at index: Int) {
            rows.insert(row, at: index)
            ranks.insert(rank, at: index)
        }
    }

    static let chunkCapacity = 256

    /// The only row: most partitions have one, and then need no array.
    private var single: RowBlock?
    /// Never with an empty one among them.
    private var chunks: [Chunk] = []
    private(set) var count = 0

    init() {}

    init(_ row: RowBlock) {
        single = row
        count = 1
    }

    var start: Position { Position(chunk: 0, index: 0) }

    /// After the last row, in the form in which `position(after:)` comes to it.
    var end: Position { Position(chunk: single == nil ? chunks.count : 1, index: 0) }

    /// The row behind a position, which must not be the end.
    subscript(position: Position) -> RowBlock {
        @inline(__always) get {
            if let single { return single }
            return chunks[position.chunk].rows[position.index]
        }
    }

    @inline(__always) func position(after position: Position) -> Position {
        if single == nil, position.index + 1 < chunks[position.chunk].count {
            return Position(chunk: position.chunk, index: position.index + 1)
        }
        return Position(chunk: position.chunk + 1, index: 0)
    }

    func position(before position: Position) -> Position {
        if position.index > 0 { return Position(chunk: position.chunk, index: position.index - 1) }
        let chunk = position.chunk - 1
        return Position(chunk: chunk, index: single == nil ? chunks[chunk].count - 1 : 0)
    }

    /// The position before the first row that `isBefore` is false for; it must be true for all rows up to some place.
    ///
    /// With the rank of what is searched for, rows of another rank are not looked at.
    @inline(__always) func position(rank: UInt64? = nil, where isBefore: (RowBlock) -> Bool) -> Position {
        if let single { return isBefore(single) ? end : start }
        guard let last = chunks.last, !Self.is(last, last.count - 1, before: rank, isBefore) else { return end }
        var (low, high) = (0, chunks.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if Self.is(chunks[middle], chunks[middle].count - 1, before: rank, isBefore) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        let chunk = low
        (low, high) = (0, chunks[chunk].count - 1)
        while low < high {
            let middle = (low + high) / 2
            if Self.is(chunks[chunk], middle, before: rank, isBefore) { low = middle + 1 } else { high = middle }
        }
        return Position(chunk: chunk, index: low)
    }

    @inline(__always)
    private static func `is`(
        _ chunk: Chunk, _ index: Int, before rank: UInt64?, _ isBefore: (RowBlock) -> Bool
    ) -> Bool {
        if let rank, chunk.ranks[index] != rank { return chunk.ranks[index] < rank }
        return isBefore(chunk.rows[index])
    }
}

extension RowList {
    mutating func replace(at position: Position, with row: RowBlock) {
        if single != nil {
            single = row
        } else {
            chunks[position.chunk].rows[position.index] = row
        }
    }

    /// `rank` gives that of a row.
    mutating func insert(_ row: RowBlock, at position: Position, rank: (RowBlock) -> UInt64) {
        count += 1
        if let other = single {
            let rows = position == start ? [row, other] : [other, row]
            chunks = [Chunk(rows, rows.map(rank))]
            single = nil
        } else if chunks.isEmpty {
            single = row
        } else if position.chunk == chunks.count {
            append(row, rank(row))
        } else if chunks[position.chunk].count < Self.chunkCapacity {
            chunks[position.chunk].insert(row, rank(row), at: position.index)
        } else {
            split(position.chunk)
            let half = chunks[position.chunk].count
            if position.index <= half {
                chunks[position.chunk].insert(row, rank(row), at: position.index)
            } else {
                chunks[position.chunk + 1].insert(row, rank(row), at: position.index - half)
            }
        }
    }

    /// Behind the last: a full chunk is left full, since rows often come in their order.
    private mutating func append(_ row: RowBlock, _ rank: UInt64) {
        let last = chunks.count - 1
        if chunks[last].count < Self.chunkCapacity {
            chunks[last].insert(row, rank, at: chunks[last].count)
        } else {
            var chunk = Chunk([], [])
            chunk.rows.reserveCapacity(Self.chunkCapacity)
            chunk.ranks.reserveCapacity(Self.chunkCapacity)
            chunk.insert(row, rank, at: 0)
            chunks.append(chunk)
        }
    }

    private mutating func split(_ chunk: Int) {
        var upper = Chunk([], [])
        upper.rows.reserveCapacity(Self.chunkCapacity)
        upper.ranks.reserveCapacity(Self.chunkCapacity)
        let half = chunks[chunk].count / 2
        upper.rows.append(contentsOf: chunks[chunk].rows[half...])
        upper.ranks.append(contentsOf: chunks[chunk].ranks[half...])
        chunks[chunk].rows.removeSubrange(half...)
        chunks[chunk].ranks.removeSubrange(half...)
        chunks.insert(upper, at: chunk + 1)
    }

    /// Replaces the rows between two positions by what `body` makes of each, `nil` for nothing.
    mutating func update(from first: Position, to last: Position, _ body: (RowBlock) -> RowBlock?) {
        if let row = single {
            guard first != last else { return }
            single = body(row)
            count = single == nil ? 0 : 1
            return
        }
        guard first != last else { return }
        let lastChunk = last.index == 0 ? last.chunk - 1 : last.chunk
        for chunk in first.chunk...lastChunk {
            let lower = chunk == first.chunk ? first.index : 0
            let upper = chunk == last.chunk ? last.index : chunks[chunk].count
            var kept = Chunk([], [])
            for index in lower..<upper {
                guard let row = body(chunks[chunk].rows[index]) else { continue }
                kept.insert(row, chunks[chunk].ranks[index], at: kept.count)
            }
            count -= upper - lower - kept.count
            chunks[chunk].rows.replaceSubrange(lower..<upper, with: kept.rows)
            chunks[chunk].ranks.replaceSubrange(lower..<upper, with: kept.ranks)
        }
        chunks.removeAll { $0.rows.isEmpty }
    }

    /// Bytes that the order takes, without the rows.
    var overhead: Int { chunks.reduce(0) { $0 + 80 + 8 * ($1.rows.capacity + $1.ranks.capacity) } }
}

/// Goes through the rows of a part of a list, from either end.
struct RowCursor {
    private let rows: RowList
    private var lower: RowList.Position
    private var upper: RowList.Position

    init(_ rows: RowList) {
        self.rows = rows
        lower = rows.start
        upper = rows.end
    }

    /// The rows of a slice.
    init(_ rows: RowList, _ slice: ClusteringSlice, _ shape: TableShape) {
        self.rows = rows
        let (start, end) = (ClusteringEdge(start: slice.start), ClusteringEdge(end: slice.end))
        lower =
            start.count == 0
            ? rows.start : rows.position(rank: shape.rank(of: start)) { shape.isRow($0, before: start) }
        upper = end.count == 0 ? rows.end : rows.position(rank: shape.rank(of: end)) { shape.isRow($0, before: end) }
        // A slice whose start is behind its end has no rows.
        if (upper.chunk, upper.index) < (lower.chunk, lower.index) { upper = lower }
    }

    @inline(__always) mutating func next() -> RowBlock? {
        guard lower != upper else { return nil }
        let row = rows[lower]
        lower = rows.position(after: lower)
        return row
    }

    mutating func previous() -> RowBlock? {
        guard lower != upper else { return nil }
        upper = rows.position(before: upper)
        return rows[upper]
    }
}

extension RowList {
    /// Whether another list is known to have the same rows: where both are one row or none.
    func isIdentical(to other: RowList) -> Bool {
        if count == 0 && other.count == 0 { return true }
        guard let single, let otherSingle = other.single else { return false }
        return single.storage === otherSingle.storage
    }
}
