/// What a cell of a block is.
enum CellKind: UInt8 {
    case simple = 0
    /// The end of a simple cell or counter.
    case tombstone = 1
    /// The end of all that a collection had before.
    case collectionDeletion = 2
    case element = 3
    case elementTombstone = 4
    case counter = 5

    @inline(__always) var hasPath: Bool { self == .element || self == .elementTombstone }
    @inline(__always) var hasValue: Bool { self == .simple || self == .element || self == .counter }
    @inline(__always) var isDeletion: Bool { !hasValue }
}

/// One cell as it lies in a block, or is about to: pointers into memory that whoever holds this keeps alive.
@safe struct CellRecord {
    var column = 0
    var kind = CellKind.simple
    var timestamp: Int64 = 0
    /// 0 for none.
    var timeToLive: Int32 = 0
    /// In seconds: when a cell with a time to live ends, or when a deletion was made.
    var localSeconds: Int64 = 0
    var path = unsafe UnsafeRawBufferPointer(start: nil, count: 0)
    var value = unsafe UnsafeRawBufferPointer(start: nil, count: 0)

    @inline(__always) func isLive(at now: Int64) -> Bool {
        kind.hasValue && (timeToLive == 0 || now < localSeconds)
    }

    var deletion: DeletionTime {
        DeletionTime(timestamp: timestamp, localSeconds: Int32(clamping: localSeconds))
    }
}
