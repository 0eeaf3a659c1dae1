import Bytes

extension CellRecord {
    /// Where the cell stands in a row: column, then the deletion of a collection before its parts, then path.
    @inline(__always)
    func comparePlace(with other: CellRecord, _ shape: TableShape) -> Int {
        if column != other.column { return column < other.column ? -1 : 1 }
        let (isDeletion, isOtherDeletion) = (kind == .collectionDeletion, other.kind == .collectionDeletion)
        if isDeletion != isOtherDeletion { return isDeletion ? -1 : 1 }
        guard kind.hasPath, other.kind.hasPath else { return 0 }
        return unsafe shape.comparePaths(path, other.path, of: column)
    }

    /// Which of two cells for one place is kept: above zero for this one, below for the other, zero when they are the same.
    ///
    /// The later one. Of the same time: a tombstone before a cell that expires before one that does not, whatever the
    /// time of day, so that replicas agree; then the one that ends later; then the larger value.
    func compareStrength(with other: CellRecord) -> Int {
        if kind == .counter || other.kind == .counter, kind != other.kind {
            // A counter that was deleted once stays so: increments can not be told from those before.
            return kind == .counter ? -1 : 1
        }
        if timestamp != other.timestamp { return timestamp < other.timestamp ? -1 : 1 }
        if strengthOfKind != other.strengthOfKind { return strengthOfKind - other.strengthOfKind }
        if strengthOfKind > 0, localSeconds != other.localSeconds { return localSeconds < other.localSeconds ? -1 : 1 }
        if kind.hasValue {
            let order = unsafe ByteOrder.compare(value, other.value)
            if order != 0 { return order }
        }
        return Int(timeToLive) - Int(other.timeToLive)
    }

    private var strengthOfKind: Int {
        kind.isDeletion ? 2 : timeToLive != 0 ? 1 : 0
    }
}
