import Bytes

/// What one node holds of one table.
final class TableStore {
    private(set) var shape: TableShape
    /// In a table without clustering columns a partition is a row, and costs no more than that.
    private var rows = PartitionIndex<RowBlock>()
    /// In a table with clustering columns.
    private var partitions = PartitionIndex<Partition>()
    private var clusteredRowCount = 0
    /// Changes whenever a partition is added or taken away: positions in the order are then found anew.
    private(set) var generation = 0
    /// Told that something came which will have to be dropped one day; once, until all has been purged.
    var mortalArrived: ((TableStore) -> Void)?
    private var hasMortals = false

    init(shape: TableShape) {
        self.shape = shape
    }

    /// After ALTER TABLE: the same table with other columns.
    func change(shape: TableShape) {
        let graceBefore = self.shape.table.options.graceSeconds
        self.shape = shape
        if hasMortals, shape.table.options.graceSeconds < graceBefore { mortalArrived?(self) }
    }

    /// Rows in all partitions, static ones not counted; those of which only a tombstone is left are.
    var rowCount: Int { shape.isClustered ? clusteredRowCount : rows.count }

    var partitionCount: Int { shape.isClustered ? partitions.count : rows.count }

    func apply(_ mutation: Mutation) {
        if !hasMortals, mutation.isMortal {
            hasMortals = true
            mortalArrived?(self)
        }
        if shape.isClustered {
            applyToPartition(mutation)
        } else {
            if let deletion = mutation.partitionDeletion {
                var builder = RowBuilder(clustering: mutation.key.bytes)
                builder.setDeletion(deletion)
                merge(builder.finish(for: shape), mutation.key)
            }
            for row in mutation.rows where !row.isEmpty { merge(row, mutation.key) }
        }
    }

    private func merge(_ row: RowBlock, _ key: PartitionKey) {
        var row = row
        if row.compareKey(with: key.bytes) != 0 { row = RowMerge.copy(row, withKey: key.bytes) }
        let (position, isThere) = rows.find(token: key.token, key: key.bytes)
        if isThere {
            let old = rows.item(at: position)
            let merged = RowMerge.merge(old, row, shape)
            if merged.storage !== old.storage { rows.replace(at: position, with: merged) }
        } else {
            rows.insert(row, token: key.token, at: position)
            generation &+= 1
        }
    }

    private func applyToPartition(_ mutation: Mutation) {
        let (position, isThere) = partitions.find(token: mutation.key.token, key: mutation.key.bytes)
        if isThere {
            let partition = partitions.item(at: position)
            let before = partition.rows.count
            partition.apply(mutation, shape)
            clusteredRowCount += partition.rows.count - before
            return
        }
        // The key may lie in a request's frame, which must not live as long as the partition.
        let key = PartitionKey(token: mutation.key.token, bytes: mutation.key.bytes.detached())
        let partition = Partition(key: key)
        partition.apply(mutation, shape)
        guard !partition.isEmpty else { return }
        partitions.insert(partition, token: key.token, at: position)
        clusteredRowCount += partition.rows.count
        generation &+= 1
    }

    func partition(_ key: PartitionKey) -> StoredPartition? {
        if shape.isClustered {
            let (position, isThere) = partitions.find(token: key.token, key: key.bytes)
            return isThere ? partitions.item(at: position).stored : nil
        }
        let (position, isThere) = rows.find(token: key.token, key: key.bytes)
        return isThere ? StoredPartition(key: key, row: rows.item(at: position)) : nil
    }

    func truncate() {
        rows = PartitionIndex()
        partitions = PartitionIndex()
        clusteredRowCount = 0
        generation &+= 1
    }
}

/// How far a purge has come.
struct PurgeProgress {
    fileprivate var last: PartitionKey?
    /// The second in which the first of what is left ends; grace comes after it.
    fileprivate(set) var nextDeath = Int64.max
    fileprivate(set) var isDone = false
}

extension TableStore {
    /// Drops deletions and ended cells whose time of grace is over, and what is empty then. A replica that was away for
    /// longer than that may bring back what they deleted, as in Cassandra.
    func purge(now: Int64) {
        var progress = PurgeProgress()
        while !progress.isDone { purge(now: now, &progress, rows: .max) }
    }

    /// The same, for about so many rows; a partition is done at once.
    func purge(now: Int64, _ progress: inout PurgeProgress, rows limit: Int) {
        let graceStart = now - Int64(shape.table.options.graceSeconds)
        // What comes from now on may lie behind the position.
        if progress.last == nil { hasMortals = false }
        let before = partitionCount
        if shape.isClustered {
            purgePartitions(before: graceStart, &progress, limit)
        } else {
            purgeRows(before: graceStart, &progress, limit)
        }
        if partitionCount != before { generation &+= 1 }
        if progress.isDone, progress.nextDeath < .max { hasMortals = true }
    }

    private func purgePartitions(before graceStart: Int64, _ progress: inout PurgeProgress, _ limit: Int) {
        var position = partitions.position(behind: progress.last.map { .key($0) } ?? .nothing)
        var left = limit
        while partitions.isInside(position) {
            let partition = partitions.item(at: position)
            guard left > 0 else { return }
            left -= 1 + partition.rows.count
            progress.last = partition.key
            let before = partition.rows.count
            partition.purge(before: graceStart, shape)
            clusteredRowCount += partition.rows.count - before
            if partition.isEmpty {
                partitions.remove(at: position)
                position = partitions.find(token: partition.key.token, key: partition.key.bytes).position
            } else {
                progress.nextDeath = min(progress.nextDeath, partition.nextDeath)
                position = partitions.position(after: position)
            }
        }
        progress.isDone = true
    }

    private func purgeRows(before graceStart: Int64, _ progress: inout PurgeProgress, _ limit: Int) {
        var position = rows.position(behind: progress.last.map { .key($0) } ?? .nothing)
        var left = limit
        while rows.isInside(position) {
            let (row, token) = (rows.item(at: position), rows.token(at: position))
            guard left > 0 else { return }
            left -= 1
            if left == 0 { progress.last = row.key(token: token) }
            guard row.isMortal else {
                position = rows.position(after: position)
                continue
            }
            if let kept = RowMerge.filter(row, floor: .min, graceStart: graceStart, shape) {
                progress.nextDeath = min(progress.nextDeath, kept.nextDeath)
                if kept.storage !== row.storage { rows.replace(at: position, with: kept) }
                position = rows.position(after: position)
            } else {
                rows.remove(at: position)
                position = rows.find(token: token, key: row.key).position
            }
        }
        progress.isDone = true
    }
}

extension TableStore {
    /// Partitions in their order that come after `key`, or all.
    func cursor(after key: PartitionKey? = nil) -> PartitionCursor {
        PartitionCursor(self, after: key.map { .key($0) } ?? .nothing)
    }

    /// Partitions in their order whose token is above `token`.
    func cursor(afterToken token: Int64) -> PartitionCursor {
        PartitionCursor(self, after: .token(token))
    }

    fileprivate func position(after place: PartitionCursor.Place) -> (chunk: Int, index: Int) {
        if shape.isClustered {
            let position = partitions.position(behind: place)
            return (position.chunk, position.index)
        }
        let position = rows.position(behind: place)
        return (position.chunk, position.index)
    }

    /// The partition at a position, and the position behind it; `nil` at the end.
    fileprivate func partition(
        at position: (chunk: Int, index: Int)
    ) -> (StoredPartition, next: (chunk: Int, index: Int))? {
        if shape.isClustered {
            let place = PartitionIndex<Partition>.Position(chunk: position.chunk, index: position.index)
            guard partitions.isInside(place) else { return nil }
            let next = partitions.position(after: place)
            return (partitions.item(at: place).stored, (next.chunk, next.index))
        }
        let place = PartitionIndex<RowBlock>.Position(chunk: position.chunk, index: position.index)
        guard rows.isInside(place) else { return nil }
        let next = rows.position(after: place)
        let row = rows.item(at: place)
        let key = row.key(token: rows.token(at: place))
        return (StoredPartition(key: key, row: row), (next.chunk, next.index))
    }

    /// Bytes of memory that rows and their order take, about. Goes over all rows.
    var memory: Int {
        var total = rows.overhead + partitions.overhead
        var position = rows.start
        while rows.isInside(position) {
            total += rows.item(at: position).memory
            position = rows.position(after: position)
        }
        var place = partitions.start
        while partitions.isInside(place) {
            total += partitions.item(at: place).memory
            place = partitions.position(after: place)
        }
        return total
    }
}

/// Goes through a store's partitions in their order. Those added behind the position while it goes are found.
struct PartitionCursor {
    enum Place {
        case nothing
        case token(Int64)
        case key(PartitionKey)
    }

    private let store: TableStore
    private var last: Place
    private var position: (chunk: Int, index: Int)
    private var generation: Int

    fileprivate init(_ store: TableStore, after place: Place) {
        self.store = store
        last = place
        position = store.position(after: place)
        generation = store.generation
    }

    mutating func next() -> StoredPartition? {
        if generation != store.generation {
            generation = store.generation
            position = store.position(after: last)
        }
        guard let (partition, next) = store.partition(at: position) else { return nil }
        position = next
        last = .key(partition.key)
        return partition
    }
}

extension PartitionIndex {
    fileprivate func position(behind place: PartitionCursor.Place) -> Position {
        switch place {
        case .nothing:
            return start
        case .token(let token):
            var position = lowerBound(token)
            while isInside(position), self.token(at: position) == token { position = self.position(after: position) }
            return position
        case .key(let key):
            let (position, isThere) = find(token: key.token, key: key.bytes)
            return isThere ? self.position(after: position) : position
        }
    }
}
