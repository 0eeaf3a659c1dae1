import Bytes

@testable import EmbeddedCassandra

/// What a partition of `StorageFixtures.clustered` or `.plain` shows, worked out anew from all that was ever written to it.
struct StorageModel {
    /// A write to a place of a row: a column, or an element of one.
    struct Cell {
        var column: Int
        var path: Int?
        var timestamp: Int64
        /// `nil` for a tombstone.
        var value: String?
        var timeToLive: Int32 = 0
        /// When it ends, or the second in which a tombstone was made.
        var seconds: Int64 = 0

        /// What decides between two writes to one place, the larger first.
        var strength: (Int64, Int, Int64, String, Int32) {
            let kind = value == nil ? 2 : timeToLive > 0 ? 1 : 0
            return (timestamp, kind, seconds, value ?? "", timeToLive)
        }
    }

    enum Write {
        case marker(timestamp: Int64, timeToLive: Int32, end: Int64)
        case rowDeletion(DeletionTime)
        case collectionDeletion(column: Int, DeletionTime)
        case cell(Cell)
    }

    enum Change {
        /// `nil` for the static row.
        case row(clustering: [Int]?, [Write])
        case partitionDeletion(DeletionTime)
        /// Rows whose first component is from `lower` to `upper`.
        case range(lower: Int, upper: Int, DeletionTime)
    }

    var changes: [Change] = []

    /// The rows that are alive, in the form of `StorageFixtures.show`.
    func rows(now: Int64) -> [String] {
        var clusterings: Set<[Int]> = []
        for case .row(let clustering?, _) in changes { clusterings.insert(clustering) }
        // The second component descends.
        let sorted = clusterings.sorted { ($0.first ?? 0, $1.last ?? 0) < ($1.first ?? 0, $0.last ?? 0) }
        let shown = sorted.compactMap { row($0, now) }
        return (row(nil, now).map { ["static" + $0] } ?? []) + shown
    }

    private func row(_ clustering: [Int]?, _ now: Int64) -> String? {
        var writes: [Write] = []
        var floor = Int64.min
        for change in changes {
            switch change {
            case .row(clustering, let more): writes += more
            case .row: break
            case .partitionDeletion(let deletion): floor = max(floor, deletion.timestamp)
            case .range(let lower, let upper, let deletion):
                if let first = clustering?.first, lower <= first, first <= upper {
                    floor = max(floor, deletion.timestamp)
                }
            }
        }
        for case .rowDeletion(let deletion) in writes { floor = max(floor, deletion.timestamp) }
        let isMarked = isMarked(writes, floor, now)
        let key = (clustering ?? []).map { StorageFixtures.int($0).hexadecimal }.joined(separator: "/")
        var parts = [key + (isMarked ? "!" : "")]
        for column in [3, 4] { parts += places(column, writes, floor, now) }
        parts += places(5, writes, floor, now)
        return isMarked || parts.count > 1 ? parts.joined(separator: " ") : nil
    }

    private func isMarked(_ writes: [Write], _ floor: Int64, _ now: Int64) -> Bool {
        var best: (Int64, Int, Int64, Int32)?
        for case .marker(let timestamp, let timeToLive, let end) in writes where timestamp > floor {
            let candidate = (timestamp, timeToLive > 0 ? 1 : 0, end, timeToLive)
            if best.map({ $0 < candidate }) ?? true { best = candidate }
        }
        guard let best else { return false }
        return best.3 == 0 || now < best.2
    }

    private func places(_ column: Int, _ writes: [Write], _ floor: Int64, _ now: Int64) -> [String] {
        var floor = floor
        for case .collectionDeletion(column, let deletion) in writes { floor = max(floor, deletion.timestamp) }
        var best: [Int?: Cell] = [:]
        for case .cell(let cell) in writes where cell.column == column && cell.timestamp > floor {
            if let other = best[cell.path], other.strength >= cell.strength { continue }
            best[cell.path] = cell
        }
        return best.values.sorted { ($0.path ?? 0) < ($1.path ?? 0) }.compactMap { cell in
            guard let value = cell.value, cell.timeToLive == 0 || now < cell.seconds else { return nil }
            let shown = StorageFixtures.text(value).hexadecimal
            if let path = cell.path { return "\(StorageFixtures.int(path).hexadecimal):\(shown)@\(cell.timestamp)" }
            return "\(column)=\(shown)@\(cell.timestamp)+\(cell.timeToLive)"
        }
    }
}

extension StorageModel.Change {
    func mutation(_ shape: TableShape) -> Mutation {
        switch self {
        case .partitionDeletion(let deletion):
            return StorageFixtures.mutation(shape, deletion: deletion)
        case .range(let lower, let upper, let deletion):
            let bounds = [lower, upper].map {
                ClusteringBound(prefix: StorageFixtures.clustering($0), count: 1, isInclusive: true)
            }
            let tombstone = RangeTombstone(
                slice: ClusteringSlice(start: bounds[0], end: bounds[1]), deletion: deletion)
            return StorageFixtures.mutation(shape, tombstones: [tombstone])
        case .row(let clustering, let writes):
            let key = clustering.map { ClusteringKey.encode($0.map(StorageFixtures.int)) } ?? ByteSlice()
            var builder = RowBuilder(clustering: key)
            for write in writes { write.add(to: &builder) }
            let row = builder.finish(for: shape)
            if clustering == nil { return StorageFixtures.mutation(shape, staticRow: row) }
            return StorageFixtures.mutation(shape, rows: [row])
        }
    }
}

extension StorageModel.Write {
    func add(to builder: inout RowBuilder) {
        switch self {
        case .marker(let timestamp, let timeToLive, let end):
            builder.setLiveness(timestamp: timestamp, timeToLive: timeToLive, expiresAt: end)
        case .rowDeletion(let deletion):
            builder.setDeletion(deletion)
        case .collectionDeletion(let column, let deletion):
            builder.collectionDeletion(column, deletion)
        case .cell(let cell):
            let deletion = DeletionTime(timestamp: cell.timestamp, localSeconds: Int32(cell.seconds))
            switch (cell.path, cell.value) {
            case (nil, nil): builder.tombstone(cell.column, deletion)
            case (nil, let value?):
                builder.cell(
                    cell.column, timestamp: cell.timestamp, timeToLive: cell.timeToLive, expiresAt: cell.seconds,
                    value: StorageFixtures.text(value))
            case (let path?, nil): builder.elementTombstone(cell.column, path: StorageFixtures.int(path), deletion)
            case (let path?, let value?):
                builder.element(
                    cell.column, path: StorageFixtures.int(path), timestamp: cell.timestamp,
                    timeToLive: cell.timeToLive, expiresAt: cell.seconds, value: StorageFixtures.text(value))
            }
        }
    }
}
