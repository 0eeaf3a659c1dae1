/// Deletes what was written at its timestamp or before.
struct DeletionTime: Hashable, Sendable {
    var timestamp: Int64
    /// When it was made, in seconds since 1970: what the time of grace is counted from.
    var localSeconds: Int32

    /// Deletes nothing.
    static let live = DeletionTime(timestamp: .min, localSeconds: .max)

    var isLive: Bool { timestamp == .min }

    func deletes(_ other: Int64) -> Bool { other <= timestamp && !isLive }

    func supersedes(_ other: DeletionTime) -> Bool {
        if timestamp != other.timestamp { return timestamp > other.timestamp }
        return !isLive && localSeconds > other.localSeconds
    }

    /// The one that deletes more.
    static func merge(_ left: DeletionTime, _ right: DeletionTime) -> DeletionTime {
        right.supersedes(left) ? right : left
    }
}

/// Deletes a slice of a partition's rows.
struct RangeTombstone: Hashable, Sendable {
    var slice: ClusteringSlice
    var deletion: DeletionTime
}
